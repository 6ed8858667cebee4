import type { Dispute } from '../intake/schema.ts'

const dayMs = 86_400_000
const hourMs = 3_600_000

/** How urgent a dispute is: `done` needs nothing, `past` is too late, the rest say who should know. */
export const LEVELS = ['done', 'plan', 'soon', 'today', 'now', 'past'] as const
export type Level = (typeof LEVELS)[number]

export interface Deadline {
  dispute: string
  level: Level
  /** The provider's own limit. */
  dueAt: string | undefined
  /** Our own limits, worked back from it: never on a weekend. */
  evidenceBy: string | undefined
  reviewBy: string | undefined
  submitBy: string | undefined
  hoursLeft: number | undefined
  /** Who is told, by level. */
  tell: string
  next: string
}

/** The given moment, or the same hour of the Friday before where it falls on a weekend (UTC). */
function workday(at: number): number {
  const day = new Date(at).getUTCDay()
  return at - (day === 6 ? 1 : day === 0 ? 2 : 0) * dayMs
}

const tellOf: Record<Level, string> = {
  done: 'nobody',
  plan: 'who answers disputes',
  soon: 'who answers disputes',
  today: 'who answers disputes, and the deputy',
  now: 'COO',
  past: 'COO',
}

/**
 * The plan of one dispute, worked back from the provider's own due date (never from a scheme's ceiling): submit a day before,
 * review two, evidence four, but never before now. Pure.
 */
export function deadlineOf(dispute: Pick<Dispute, 'id' | 'state' | 'dueAt' | 'openedAt'>, now: Date): Deadline {
  const none: Omit<Deadline, 'level' | 'tell' | 'next'> = {
    dispute: dispute.id,
    dueAt: dispute.dueAt,
    evidenceBy: undefined,
    reviewBy: undefined,
    submitBy: undefined,
    hoursLeft: undefined,
  }
  const of = (level: Level, next: string, rest = none): Deadline => ({ ...rest, level, tell: tellOf[level], next })
  if (dispute.state === 'sending')
    return of('now', 'An answer is on its way and not confirmed: run "shopwarden disputes submit" to follow it up.')
  if (dispute.state === 'expired') return of('past', 'The deadline passed unanswered: accept it, and look at why.')
  if (dispute.state !== 'open') return of('done', `Nothing: it is ${dispute.state}.`)
  if (dispute.dueAt === undefined) return of('soon', 'The provider named no due date: look there, and answer at once.')
  const due = Date.parse(dispute.dueAt)
  const left = due - now.getTime()
  const back = (days: number) => new Date(Math.max(now.getTime(), workday(due - days * dayMs))).toISOString()
  const plan = {
    dispute: dispute.id,
    dueAt: dispute.dueAt,
    evidenceBy: back(4),
    reviewBy: back(2),
    submitBy: back(1),
    hoursLeft: Math.floor(left / hourMs),
  }
  if (left <= 0)
    return of('past', 'The deadline is past: the provider takes no answer any more.', { ...plan, hoursLeft: 0 })
  if (left <= dayMs) return of('now', 'Send what there is: shopwarden disputes submit.', plan)
  if (left <= 2 * dayMs) return of('today', 'Review the draft and submit it today.', plan)
  if (left <= 4 * dayMs) return of('soon', 'Collect what is lacking, draft the answer.', plan)
  return of('plan', `Evidence by ${plan.evidenceBy.slice(0, 10)}, submit by ${plan.submitBy.slice(0, 10)}.`, plan)
}

/** All plans, the most urgent first. */
export function deadlines(disputes: readonly Dispute[], now: Date): Deadline[] {
  const rank = (level: Level) =>
    level === 'now' ? 0 : level === 'today' ? 1 : level === 'soon' ? 2 : level === 'plan' ? 3 : level === 'past' ? 4 : 5
  return disputes
    .map((dispute) => deadlineOf(dispute, now))
    .sort((a, b) => rank(a.level) - rank(b.level) || (a.dueAt ?? '').localeCompare(b.dueAt ?? ''))
}
