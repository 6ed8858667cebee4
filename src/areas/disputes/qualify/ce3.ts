import { daysBetween } from './days.ts'
import { type Element, isInternalIp, sharedElements } from './elements.ts'
import type { DisputedPayment, EarlierPayment } from './schema.ts'
import type { Ce3Rule } from './rules.ts'

export interface Why {
  rule: Ce3Rule
  because: string
}
export interface EarlierVerdict {
  id: string
  qualifies: boolean
  /** Calendar days before the dispute; undefined where one of the two dates is missing. */
  days: number | undefined
  /** Elements shared with the disputed payment. */
  shared: Element[]
  why: Why[]
}
export interface Ce3Verdict {
  qualifies: boolean
  /** Whether everything that must be sent is at hand too. */
  ready: boolean
  chosen: string[]
  /** Elements that all three payments share. */
  shared: Element[]
  earlier: EarlierVerdict[]
  why: Why[]
  missing: Why[]
  cautions: string[]
}

const MAIN: ReadonlySet<Element> = new Set(['ip', 'device'])
const isDevice = (element: Element) => element === 'device'

function judgeEarlier(disputed: DisputedPayment, earlier: EarlierPayment, counted: readonly Element[]): EarlierVerdict {
  const why: Why[] = []
  const say = (rule: Ce3Rule, because: string) => void why.push({ rule, because })
  const days = disputed.disputedAt && earlier.at ? daysBetween(earlier.at, disputed.disputedAt) : undefined
  const credit = earlier.kind === 'original-credit'
  if (days === undefined) say('window', 'Its date or the date of the dispute is not known.')
  else if (days > 365) say('window', `${days} days before the dispute: more than 365.`)
  else if (days < (credit ? 0 : 120))
    say(credit ? 'window-oct' : 'window', `${days} days before the dispute: fewer than ${credit ? 0 : 120}.`)
  if (earlier.credential === undefined || disputed.credential === undefined)
    say('credential', 'It is not known whether it used the same card.')
  else if (earlier.credential !== disputed.credential) say('credential', 'It used another card.')
  if (earlier.disputed) say('undisputed', 'It was disputed.')
  if (earlier.fraudReported) say('no-fraud', 'Fraud was reported for it.')
  if (earlier.kind === 'validation' || (earlier.amount !== undefined && earlier.amount.minor <= 0))
    say('paid', 'It is a validation charge: no money was taken.')
  if (!earlier.paid) say('paid', 'It was not paid.')
  if (earlier.id === disputed.id) say('count', 'It is the disputed payment itself.')
  const shared = sharedElements(disputed, earlier).filter((element) => counted.includes(element))
  if (shared.length < 2)
    say(
      'elements',
      shared.length === 0
        ? 'It shares no element with the disputed payment.'
        : `It shares only the ${shared[0]} with the disputed payment.`,
    )
  else if (!shared.some((element) => MAIN.has(element)))
    say('main', 'It shares neither IP address nor device with the disputed payment.')
  return { id: earlier.id, qualifies: why.length === 0, days, shared, why }
}

/** Elements that are common to both earlier payments and the disputed one, where they are enough; else none. */
function common(a: EarlierPayment, b: EarlierPayment, left: EarlierVerdict, right: EarlierVerdict): Element[] {
  const between = sharedElements(a, b)
  const all = left.shared.filter((element) => right.shared.includes(element) && between.includes(element))
  return all.length >= 2 && all.some((element) => MAIN.has(element)) ? all : []
}

function whatIsMissing(
  disputed: DisputedPayment,
  chosen: readonly EarlierPayment[],
  stripe: boolean,
  shared: readonly Element[],
): Why[] {
  const missing: Why[] = []
  for (const payment of [disputed, ...chosen]) {
    if (!payment.description?.trim())
      missing.push({ rule: 'description', because: `${payment.id} has no description of what was sold.` })
    if (payment === disputed) continue
    if (payment.amount === undefined) missing.push({ rule: 'particulars', because: `${payment.id} has no amount.` })
    const reference = stripe ? (payment as EarlierPayment).charge : (payment as EarlierPayment).arn
    if (!reference)
      missing.push({
        rule: 'particulars',
        because: `${payment.id} has no ${stripe ? 'charge id of Stripe' : 'acquirer reference number'}.`,
      })
  }
  // Where only the device makes the pair, it must be long enough for Stripe.
  if (stripe && shared.some(isDevice) && (shared.length === 2 || !shared.includes('ip')))
    for (const payment of [disputed, ...chosen])
      if ((payment.deviceFingerprint?.trim().length ?? 0) < 20 && (payment.deviceId?.trim().length ?? 0) < 15)
        missing.push({ rule: 'lengths', because: `The device of ${payment.id} is shorter than Stripe takes.` })
  return missing
}

function cautionsOf(
  disputed: DisputedPayment,
  chosen: readonly EarlierPayment[],
  verdicts: readonly EarlierVerdict[],
  stripe: boolean,
): string[] {
  const cautions: string[] = []
  for (const { id, days } of verdicts)
    if (days === 120 || days === 365)
      cautions.push(
        `${id} lies on the boundary (${days} days): the bank counts processing days in its own zone and can come to one day more or less.`,
      )
  if (disputed.ip && isInternalIp(disputed.ip))
    cautions.push(
      `${disputed.ip} is an internal address: the shop probably recorded its own proxy instead of the customer.`,
    )
  const prefix = (text: string | undefined) => text?.slice(0, 6).toUpperCase()
  if (
    disputed.descriptor &&
    chosen.some((item) => item.descriptor && prefix(item.descriptor) !== prefix(disputed.descriptor))
  )
    cautions.push(
      'The billing descriptors do not begin with the same six characters: some acquirers cannot link the payments.',
    )
  // Stripe's page counts from the disputed payment, Visa's rule from the dispute: both are looked at.
  if (stripe && disputed.at)
    for (const item of chosen) {
      const days = item.at ? daysBetween(item.at, disputed.at) : undefined
      if (days !== undefined && (days < 120 || days > 364))
        cautions.push(
          `${item.id} lies ${days} days before the disputed payment: Stripe's page counts 120 to 365 (in some languages 364) days from there.`,
        )
    }
  return cautions
}

/**
 * Whether a dispute qualifies for Visa Compelling Evidence 3.0, with which two earlier payments, and why each does or does not.
 * Pure. `profile` stripe counts the e-mail address as a secondary element; visa does not.
 */
export function qualifyCe3(
  disputed: DisputedPayment,
  earlier: readonly EarlierPayment[],
  profile: 'visa' | 'stripe' = 'visa',
): Ce3Verdict {
  const stripe = profile === 'stripe'
  const counted: readonly Element[] = [
    'ip',
    'device',
    'user-id',
    'shipping-address',
    ...(stripe ? (['email'] as const) : []),
  ]
  const why: Why[] = []
  if (disputed.network !== 'visa')
    why.push({
      rule: 'network',
      because: disputed.network ? `It is a payment of ${disputed.network}.` : 'The network is not known.',
    })
  if (disputed.reasonCode !== '10.4')
    why.push({
      rule: 'reason',
      because: disputed.reasonCode ? `The reason is ${disputed.reasonCode}.` : 'The reason code is not known.',
    })
  const verdicts = earlier.map((item) => judgeEarlier(disputed, item, counted))
  const good = earlier.flatMap((payment, index) =>
    verdicts[index]!.qualifies ? [{ payment, verdict: verdicts[index]! }] : [],
  )
  let best: { pair: typeof good; shared: Element[]; score: number } | undefined
  // A card with hundreds of qualifying payments need not be compared in all pairs: the sixty newest suffice.
  const newest = good.sort((a, b) => (a.verdict.days ?? 0) - (b.verdict.days ?? 0)).slice(0, 60)
  for (const [index, a] of newest.entries())
    for (const b of newest.slice(index + 1)) {
      if (a.payment.id === b.payment.id) continue
      const shared = common(a.payment, b.payment, a.verdict, b.verdict)
      if (shared.length === 0) continue
      const gaps = whatIsMissing(disputed, [a.payment, b.payment], stripe, shared).length
      const edges = [a, b].filter(({ verdict }) => verdict.days === 120 || verdict.days === 365).length
      const score = shared.length * 10 - gaps * 5 - edges
      if (best === undefined || score > best.score) best = { pair: [a, b], shared, score }
    }
  if (best === undefined)
    why.push(
      new Set(good.map((item) => item.payment.id)).size >= 2
        ? {
            rule: 'elements',
            because: 'No two of the earlier payments share the same two elements with the disputed one.',
          }
        : {
            rule: 'count',
            because: `${good.length === 0 ? 'No' : 'Only one'} earlier payment qualifies; two are needed.`,
          },
    )
  const chosen = best?.pair.map((item) => item.payment) ?? []
  const missing = best === undefined ? [] : whatIsMissing(disputed, chosen, stripe, best.shared)
  return {
    qualifies: why.length === 0,
    ready: why.length === 0 && missing.length === 0,
    chosen: why.length === 0 ? chosen.map((item) => item.id) : [],
    shared: why.length === 0 ? (best?.shared ?? []) : [],
    earlier: verdicts,
    why,
    missing: why.length === 0 ? missing : [],
    cautions:
      why.length === 0 ? cautionsOf(disputed, chosen, best?.pair.map((item) => item.verdict) ?? [], stripe) : [],
  }
}
