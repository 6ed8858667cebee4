import type { Visit } from '../load/shopper.ts'

export const quantile = (values: readonly number[], share: number): number | undefined =>
  values.length === 0
    ? undefined
    : values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]

/** Share of successes and p95 of visits sent in [from, to). */
export function between(
  visits: readonly Visit[],
  from: number,
  to: number,
): { count: number; success: number | undefined; p95: number | undefined } {
  const sent = visits.filter((visit) => visit.at >= from && visit.at < to)
  return {
    count: sent.length,
    success: sent.length === 0 ? undefined : sent.filter((visit) => visit.ok).length / sent.length,
    p95: quantile(
      sent.map((visit) => visit.ms),
      0.95,
    ),
  }
}

const windowVisits = 25
const stopShare = 0.05
const stopLeast = 3

/**
 * The automatic stop: of the last 25 visits sent since `from`, 5% or more failed, and at least three, so that one slow page
 * is no alarm. Returns how many failed.
 */
export function mustStop(visits: readonly Visit[], from: number): number | undefined {
  const last = visits.filter((visit) => visit.at >= from).slice(-windowVisits)
  const failed = last.filter((visit) => !visit.ok).length
  return failed >= stopLeast && failed / windowVisits >= stopShare ? failed : undefined
}

/** Seconds from `drop` to the first of three good visits in a row, sent after it; undefined while not recovered. */
export function recovery(visits: readonly Visit[], drop: number, quietP95: number): number | undefined {
  const after = visits.filter((visit) => visit.at >= drop).toSorted((a, b) => a.at - b.at)
  const good = (visit: Visit | undefined) => visit?.ok === true && visit.ms <= Math.max(2 * quietP95, quietP95 + 200)
  const first = after.findIndex((visit, index) => good(visit) && good(after[index + 1]) && good(after[index + 2]))
  return first === -1 ? undefined : (after[first]!.at - drop) / 1000
}
