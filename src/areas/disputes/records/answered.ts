import type { z } from 'zod'
import type { answeredFact } from '../schema.ts'
import { listCases, orderOf } from './cases.ts'
import type { Room } from './room.ts'

/** How the disputes of a period were dealt with. An inquiry counts: it is the cheapest moment to answer. */
export async function countAnswered(room: Room, from: Date, to: Date): Promise<z.infer<typeof answeredFact.value>> {
  const disputes = (await listCases(room, undefined, from.toISOString())).filter(
    (item) => item.openedAt < to.toISOString(),
  )
  const inState = (...states: string[]) => disputes.filter((item) => states.includes(item.state)).length
  let orderUnknown = 0
  for (const dispute of disputes) if ((await orderOf(room, dispute)) === undefined) orderUnknown++
  const answered = disputes.filter(
    (item) => item.answeredAt !== undefined && (item.dueAt === undefined || item.answeredAt <= item.dueAt),
  ).length
  // Lost without an answer of ours is a deadline missed, whatever the provider calls it.
  const missed = disputes.filter(
    (item) => item.answeredAt === undefined && (item.state === 'expired' || item.state === 'lost'),
  ).length
  const accepted = disputes.filter((item) => item.answeredAt === undefined && item.state === 'accepted').length
  return {
    from: from.toISOString().slice(0, 10),
    to: to.toISOString().slice(0, 10),
    disputes: disputes.length,
    due:
      answered +
      missed +
      disputes.filter(
        (item) => item.answeredAt !== undefined && item.dueAt !== undefined && item.answeredAt > item.dueAt,
      ).length,
    answered,
    accepted,
    expired: missed,
    open: inState('open', 'sending'),
    orderUnknown,
    won: disputes.filter((item) => item.state === 'won' && item.answeredAt !== undefined).length,
    lost: disputes.filter((item) => item.state === 'lost' && item.answeredAt !== undefined).length,
  }
}
