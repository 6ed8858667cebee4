import { CLOSED, type Dispute, type Notice, type State } from './schema.ts'

/** Which of two states holds where two messages carry the same time. */
const rank: Record<State, number> = {
  open: 0,
  expired: 1,
  sending: 1,
  answered: 2,
  accepted: 3,
  withdrawn: 3,
  lost: 4,
  won: 4,
}

/**
 * The dispute after one more message. Messages arrive twice, late and out of order: facts only fill gaps where the message is
 * older than what is known, and an older message never takes a state back. Pure.
 */
export function applyNotice(known: Dispute | undefined, notice: Notice, now: Date): Dispute {
  const facts = Object.fromEntries(
    Object.entries(notice.facts).filter(([, value]) => value !== undefined),
  ) as Partial<Dispute>
  const newer = known === undefined || notice.eventAt >= known.lastEventAt
  const base: Dispute = known ?? {
    id: `${notice.provider}:${notice.providerId}`,
    provider: notice.provider,
    providerId: notice.providerId,
    amount: facts.amount ?? { minor: 0, currency: 'XXX' },
    phase: 'chargeback',
    openedAt: facts.openedAt ?? notice.eventAt,
    state: 'open',
    lastEventAt: notice.eventAt,
  }
  // A placeholder made from a message without an amount is filled by whichever brings one.
  const amount = newer || base.amount.currency === 'XXX' ? (facts.amount ?? base.amount) : base.amount
  const merged: Dispute = newer ? { ...base, ...facts, amount } : { ...facts, ...base, amount }
  merged.openedAt = [base.openedAt, facts.openedAt ?? base.openedAt].sort()[0]!
  const takes =
    notice.state !== undefined &&
    (known === undefined ||
      notice.eventAt > known.lastEventAt ||
      (notice.eventAt === known.lastEventAt && rank[notice.state] >= rank[known.state]))
  // "Needs an answer" that arrives while ours is on its way, or after it was taken, asks nothing new.
  const stale =
    notice.state === 'open' &&
    known !== undefined &&
    (known.state === 'sending' || (known.state === 'answered' && merged.phase === known.phase))
  const state = takes && !stale ? notice.state! : base.state
  const closed = CLOSED.includes(state)
  return {
    ...merged,
    state: state === 'open' && merged.dueAt !== undefined && merged.dueAt < now.toISOString() ? 'expired' : state,
    lastEventAt: newer ? notice.eventAt : base.lastEventAt,
    ...(closed && {
      closedAt: known?.state === state && known.closedAt !== undefined ? known.closedAt : notice.eventAt,
    }),
    ...(state === 'answered' && { answeredAt: base.answeredAt ?? notice.eventAt }),
  }
}
