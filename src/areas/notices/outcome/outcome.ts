import { VARIANTS, type Variant } from '../words/words.ts'

const dayMs = 86_400_000

/** One customer of a campaign, as the queue and the book know them. */
export interface Person {
  variant: Variant
  arm: 'told' | 'held'
  /** When it was planned; experiments count from here, whether the notice went or not. */
  plannedAt: string
  /** When the first notice was taken by the mail server. */
  sentAt: string | null
  changedAt: string | null
  bounced: boolean
  complained: boolean
  reminders: number
}

/** What came of the notices of one variant. Medians are over those who changed after they were told. */
export interface VariantOutcome {
  variant: Variant
  customers: number
  sent: number
  bounced: number
  complaints: number
  reminders: number
  changed: number
  changedShare: number | undefined
  medianDaysToChange: number | undefined
}

/** Those told at once beside those told later, over the days in which only the first had been told. */
export interface Experiment {
  days: number
  /** False while the days are not over for everybody: the figures will still move. */
  over: boolean
  told: { customers: number; changed: number }
  held: { customers: number; changed: number }
  /** Share of the told minus share of the held, and its 95% interval (Newcombe 1998, method 10). */
  difference: number
  low: number
  high: number
}

/** Wilson's interval for a share. */
function wilson(part: number, whole: number): [low: number, high: number] {
  const z = 1.959964
  const share = part / whole
  const centre = (share + (z * z) / (2 * whole)) / (1 + (z * z) / whole)
  const half = (z / (1 + (z * z) / whole)) * Math.sqrt((share * (1 - share)) / whole + (z * z) / (4 * whole * whole))
  return [Math.max(0, centre - half), Math.min(1, centre + half)]
}

const median = (numbers: number[]): number | undefined => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)]

/** What came of a campaign, by variant; variants nobody got are left out. */
export function outcomeByVariant(people: readonly Person[]): VariantOutcome[] {
  return VARIANTS.flatMap((variant) => {
    const own = people.filter((person) => person.variant === variant)
    if (own.length === 0) return []
    const sent = own.filter((person) => person.sentAt !== null)
    const changed = sent.filter((person) => person.changedAt !== null && person.changedAt >= person.sentAt!)
    const days = changed.map((person) => (Date.parse(person.changedAt!) - Date.parse(person.sentAt!)) / dayMs)
    return [
      {
        variant,
        customers: own.length,
        sent: sent.length,
        bounced: own.filter((person) => person.bounced).length,
        complaints: own.filter((person) => person.complained).length,
        reminders: own.reduce((sum, person) => sum + person.reminders, 0),
        changed: changed.length,
        changedShare: sent.length === 0 ? undefined : changed.length / sent.length,
        medianDaysToChange: median(days),
      },
    ]
  })
}

/**
 * What the notice brought: everybody counts in the arm the lot put them in (intention to treat), also who bounced. Undefined
 * without a hold-out.
 */
export function experimentOf(people: readonly Person[], days: number, now: Date): Experiment | undefined {
  const eligible = people.filter((person) => person.variant !== 'shop')
  const end = (person: Person) => Date.parse(person.plannedAt) + days * dayMs
  const arm = (name: Person['arm']) => {
    const own = eligible.filter((person) => person.arm === name)
    const changed = own.filter(
      (person) =>
        person.changedAt !== null &&
        person.changedAt >= person.plannedAt &&
        Date.parse(person.changedAt) <= end(person),
    )
    return { customers: own.length, changed: changed.length }
  }
  const told = arm('told')
  const held = arm('held')
  if (told.customers === 0 || held.customers === 0) return undefined
  const [shareTold, shareHeld] = [told.changed / told.customers, held.changed / held.customers]
  const [lowTold, highTold] = wilson(told.changed, told.customers)
  const [lowHeld, highHeld] = wilson(held.changed, held.customers)
  const difference = shareTold - shareHeld
  return {
    days,
    over: eligible.every((person) => end(person) <= now.getTime()),
    told,
    held,
    difference,
    low: difference - Math.hypot(shareTold - lowTold, highHeld - shareHeld),
    high: difference + Math.hypot(highTold - shareTold, shareHeld - lowHeld),
  }
}
