import { moneyText, type Money } from '../money.ts'
import { type Month, monthBefore, passedOf } from './months.ts'
import type { Programme } from './programmes.ts'

export type Alarm = 'over' | 'will-be-over' | 'near' | 'watch' | 'fine' | 'unknown'

export interface RatioResult {
  programme: string
  title: string
  region: string
  month: string
  network: string | undefined
  provider: string | undefined
  numerator: number | undefined
  denominator: number | undefined
  ratio: number | undefined
  threshold: number
  /** What the month comes to at this pace, and at worst (nine times out of ten it stays below). */
  forecast: { numerator: number; worst: number; ratio: number } | undefined
  alarm: Alarm
  because: string
  counts: string
}

interface Figures {
  numerator: number
  denominator: number
  why: string | undefined
}

const percent = (share: number) => `${(100 * share).toFixed(2)}%`

function numeratorOf(month: Month, programme: Programme): number | undefined {
  switch (programme.numerator) {
    case 'disputes':
      return month.disputes
    case 'fraud-disputes':
      return month.fraudDisputes
    case 'fraud-and-disputes':
      return Math.max(0, month.fraudReports + month.disputes - month.leftOut)
    case 'enumerated':
      return month.enumerated
  }
}

const denominatorOf = (month: Month, before: Month | undefined, programme: Programme): number | undefined =>
  programme.denominator === 'month-before'
    ? before?.payments
    : programme.denominator === 'authorisations'
      ? month.authorisations
      : month.payments

const sums = (
  amount: Money | undefined,
  limit: Money | undefined,
  more: boolean,
  scale: number,
): boolean | undefined =>
  limit === undefined
    ? true
    : amount === undefined || amount.currency !== limit.currency
      ? undefined
      : more
        ? amount.minor * scale > limit.minor
        : amount.minor * scale >= limit.minor

/** Whether a programme would count this month, with a numerator of `count`. */
function isOver(
  programme: Programme,
  month: Month,
  count: number,
  denominator: number,
  regulated: boolean,
  scale: number,
): { over: boolean; unsure: string | undefined } {
  const volume =
    (programme.moreThan === undefined || count > programme.moreThan) &&
    (programme.atLeast === undefined || count >= programme.atLeast) &&
    (programme.denominatorAtLeast === undefined || denominator >= programme.denominatorAtLeast)
  if (!volume || denominator === 0 || count / denominator < programme.ratio) return { over: false, unsure: undefined }
  const amount = sums(
    month.fraudAmount,
    programme.amountAtLeast ?? programme.amountMoreThan,
    programme.amountMoreThan !== undefined,
    scale,
  )
  if (amount === false) return { over: false, unsure: undefined }
  const limit = regulated ? programme.threeDsBelowRegulated : programme.threeDsBelow
  const share = month.threeDs === undefined || month.payments === 0 ? undefined : month.threeDs / month.payments
  if (limit !== undefined && share !== undefined && share >= limit) return { over: false, unsure: undefined }
  const unsure =
    amount === undefined
      ? `the amount in ${(programme.amountAtLeast ?? programme.amountMoreThan)!.currency} is not known`
      : limit !== undefined && share === undefined
        ? 'the share of 3-D Secure is not known'
        : undefined
  return { over: true, unsure }
}

/** One programme for one month. `regulated`: strong customer authentication is the law there (EFM looks at more 3-D Secure). */
export function ratioOf(
  programme: Programme,
  month: Month,
  before: Month | undefined,
  now: Date,
  regulated = false,
): RatioResult {
  const base = {
    programme: programme.id,
    title: programme.title,
    region: programme.region,
    month: month.month,
    network: month.network,
    provider: month.provider,
    threshold: programme.ratio,
    counts: programme.counts,
  }
  const numerator = numeratorOf(month, programme)
  const denominator = denominatorOf(month, before, programme)
  if (numerator === undefined || denominator === undefined || denominator === 0) {
    const because =
      numerator === undefined
        ? 'The count above the line is not known.'
        : programme.denominator === 'month-before'
          ? `Payments of ${monthBefore(month.month)} are not known.`
          : 'The count below the line is not known.'
    return { ...base, numerator, denominator, ratio: undefined, forecast: undefined, alarm: 'unknown', because }
  }
  const passed = passedOf(month.month, now)
  const scale = passed > 0 ? 1 / passed : 1
  const running = passed > 0 && passed < 1
  const grown =
    programme.denominator === 'same-month' || programme.denominator === 'authorisations'
      ? denominator * scale
      : denominator
  const expected = numerator * scale
  // What is still to come is a count of its own (Poisson): the worst of ten months lies 1.28 deviations above.
  const worst = expected + 1.2816 * Math.sqrt(Math.max(0, expected - numerator))
  const forecast = running
    ? { numerator: Math.round(expected), worst: Math.round(worst), ratio: expected / grown }
    : undefined
  const today = isOver(programme, month, numerator, denominator, regulated, 1)
  const atPace = running ? isOver(programme, month, expected, grown, regulated, scale) : today
  const atWorst = running ? isOver(programme, month, worst, grown, regulated, scale) : today
  const figures: Figures = {
    numerator,
    denominator,
    why: today.unsure ?? atPace.unsure ?? atWorst.unsure,
  }
  const { alarm, because } = alarmOf(
    programme,
    figures,
    running ? expected / grown : numerator / denominator,
    { now: today.over, atPace: atPace.over, atWorst: atWorst.over },
    Math.max(numerator, expected),
  )
  return { ...base, numerator, denominator, ratio: numerator / denominator, forecast, alarm, because }
}

function alarmOf(
  programme: Programme,
  figures: Figures,
  expected: number,
  over: { now: boolean; atPace: boolean; atWorst: boolean },
  count: number,
): { alarm: Alarm; because: string } {
  const { numerator, denominator, why } = figures
  const text = `${numerator} of ${denominator} (${percent(numerator / denominator)}); ${programme.title} begins at ${percent(programme.ratio)}${floorText(programme)}`
  const unsure = why === undefined ? '' : ` (${why}; taken as reached)`
  if (over.now) return { alarm: 'over', because: `Over: ${text}${unsure}.` }
  if (over.atPace)
    return {
      alarm: 'will-be-over',
      because: `At this pace the month ends over: ${percent(expected)}. ${text}${unsure}.`,
    }
  const floor = programme.moreThan ?? programme.atLeast ?? 0
  // Near where both the share and the count are within a fifth of the line; watched within two fifths.
  const closeness = Math.min(expected / programme.ratio, floor === 0 ? 1 : count / floor)
  if (over.atWorst || closeness >= 0.8) return { alarm: 'near', because: `Near: ${text}.` }
  return {
    alarm: closeness >= 0.6 || expected >= programme.ratio ? 'watch' : 'fine',
    because: expected >= programme.ratio ? `The share is over, the count is not: ${text}.` : `${text}.`,
  }
}

function floorText(programme: Programme): string {
  const parts = [
    programme.moreThan !== undefined && `more than ${programme.moreThan} in the month`,
    programme.atLeast !== undefined && `at least ${programme.atLeast} in the month`,
    programme.denominatorAtLeast !== undefined && `at least ${programme.denominatorAtLeast} payments`,
    programme.amountAtLeast !== undefined && `at least ${moneyText(programme.amountAtLeast)}`,
    programme.amountMoreThan !== undefined && `more than ${moneyText(programme.amountMoreThan)}`,
  ].filter((part) => part !== false)
  return parts.length > 0 ? ` with ${parts.join(' and ')}` : ''
}

/** Every programme in force for every month given; months of a network meet its programmes, months of a provider the provider's. */
export function ratios(
  programmes: readonly Programme[],
  months: readonly Month[],
  now: Date,
  options: { regulated?: boolean; region?: 'mena' } = {},
): RatioResult[] {
  return months.flatMap((month) => {
    const last = `${month.month}-28`
    const inForce = programmes.filter(
      (programme) =>
        programme.from <= last &&
        (programme.until === undefined || programme.until >= `${month.month}-01`) &&
        ((programme.network !== undefined && programme.network === month.network) ||
          (programme.provider !== undefined && programme.provider === month.provider)) &&
        (programme.region === 'MENA'
          ? options.region === 'mena'
          : !(options.region === 'mena' && programme.region.includes('without MENA'))),
    )
    const before = months.find(
      (other) =>
        other.month === monthBefore(month.month) &&
        other.network === month.network &&
        other.provider === month.provider,
    )
    return inForce.map((programme) => ratioOf(programme, month, before, now, options.regulated))
  })
}
