import {
  disputeSchema,
  type Dispute,
  type FraudReport,
  type Message,
  type Notice,
  type State,
} from '../intake/schema.ts'
import { applyNotice } from '../intake/apply.ts'
import { parseEvent } from '../order/event.ts'
import { familyOf, type Reasons } from '../qualify/reasons.ts'
import { sql } from 'kysely'
import { addEvents, orderOfPayment } from './orders.ts'
import type { Db, Room } from './room.ts'

/** Lets two processes that change the same dispute take turns, until the end of the transaction. SQLite has one writer anyway. */
export async function lockCase(room: Room, db: Db, id: string): Promise<void> {
  if (room.store.kind === 'postgres') await sql`select pg_advisory_xact_lock(hashtextextended(${id}, 8))`.execute(db)
}

export async function readCase(room: Room, id: string, db: Db = room.db): Promise<Dispute | undefined> {
  const row = await db.selectFrom('disputes_cases').select('body').where('id', '=', id).executeTakeFirst()
  return row && disputeSchema.parse(JSON.parse(row.body))
}

/** Disputes in some states (all by default), the most urgent first. */
export async function listCases(room: Room, states?: readonly State[], since?: string): Promise<Dispute[]> {
  let query = room.db.selectFrom('disputes_cases').select('body').orderBy('due_at').orderBy('opened_at')
  if (states) query = query.where('state', 'in', states)
  if (since) query = query.where('opened_at', '>=', since)
  return (await query.execute()).map((row) => disputeSchema.parse(JSON.parse(row.body)))
}

export async function writeCase(db: Db, dispute: Dispute, reasons: Reasons, what: string, at: string): Promise<void> {
  const row = {
    provider: dispute.provider,
    provider_id: dispute.providerId,
    payment: dispute.payment ?? null,
    state: dispute.state,
    network: dispute.network ?? null,
    family: familyOf(dispute, reasons),
    opened_at: dispute.openedAt,
    due_at: dispute.dueAt ?? null,
    last_event_at: dispute.lastEventAt,
    amount: dispute.amount.minor,
    currency: dispute.amount.currency,
    body: JSON.stringify(dispute),
  }
  await db
    .insertInto('disputes_cases')
    .values({ id: dispute.id, ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute()
  const last = await db
    .selectFrom('disputes_log')
    .select((eb) => eb.fn.max('seq').as('seq'))
    .where('dispute', '=', dispute.id)
    .executeTakeFirst()
  await db
    .insertInto('disputes_log')
    .values({ dispute: dispute.id, seq: Number(last?.seq ?? 0) + 1, at, what })
    .execute()
}

/** What happened to a dispute here, in order. */
export async function readLog(room: Room, dispute: string): Promise<{ at: string; what: string }[]> {
  return room.db
    .selectFrom('disputes_log')
    .select(['at', 'what'])
    .where('dispute', '=', dispute)
    .orderBy('seq')
    .execute()
}

export interface Taken {
  outcome: 'taken' | 'again' | 'ignored'
  dispute?: Dispute
}

async function takeNotice(room: Room, notice: Notice, reasons: Reasons, now: Date): Promise<Taken> {
  return room.transaction(async (db) => {
    await lockCase(room, db, `${notice.provider}:${notice.providerId}`)
    const known = await readCase(room, `${notice.provider}:${notice.providerId}`, db)
    const first = await db
      .insertInto('disputes_intake')
      .values({
        provider: notice.provider,
        event_id: notice.eventId,
        received_at: now.toISOString(),
        what: notice.state ?? 'more',
        dispute: `${notice.provider}:${notice.providerId}`,
      })
      .onConflict((conflict) => conflict.columns(['provider', 'event_id']).doNothing())
      .executeTakeFirst()
    if (Number(first.numInsertedOrUpdatedRows ?? 0) === 0) return { outcome: 'again', ...(known && { dispute: known }) }
    const dispute = applyNotice(known, notice, now)
    await writeCase(
      db,
      dispute,
      reasons,
      known?.state === dispute.state ? `told by ${notice.provider}` : `${dispute.state}, told by ${notice.provider}`,
      now.toISOString(),
    )
    return { outcome: 'taken', dispute }
  })
}

async function takeReport(room: Room, report: FraudReport, now: Date): Promise<Taken> {
  const order = (await orderOfPayment(room, report.payment)) ?? `unknown:${report.payment}`
  await addEvents(room, [
    parseEvent({
      kind: 'fraud-report',
      id: `${report.provider}:${report.eventId}`,
      order,
      at: report.eventAt,
      source: report.provider,
      ...(report.type && { type: report.type }),
    }),
  ])
  await remember(room, report, 'fraud report', now)
  return { outcome: 'taken' }
}

async function remember(room: Room, message: Message, what: string, now: Date): Promise<boolean> {
  const first = await room.db
    .insertInto('disputes_intake')
    .values({
      provider: message.provider,
      event_id: message.eventId,
      received_at: now.toISOString(),
      what: what.slice(0, 100),
      dispute: null,
    })
    .onConflict((conflict) => conflict.columns(['provider', 'event_id']).doNothing())
    .executeTakeFirst()
  return Number(first.numInsertedOrUpdatedRows ?? 0) > 0
}

/** Takes one message of a provider, durably, once. What comes again changes nothing. */
export async function takeMessage(room: Room, message: Message, reasons: Reasons, now: Date): Promise<Taken> {
  if (message.kind === 'dispute') return takeNotice(room, message, reasons, now)
  const seen = await room.db
    .selectFrom('disputes_intake')
    .select('what')
    .where('provider', '=', message.provider)
    .where('event_id', '=', message.eventId)
    .executeTakeFirst()
  if (seen) return { outcome: 'again' }
  if (message.kind === 'fraud-report') return takeReport(room, message, now)
  await remember(room, message, message.what, now)
  return { outcome: 'ignored' }
}

/** Marks what nobody answered in time. Returns how many. */
export async function expireOverdue(room: Room, reasons: Reasons, now: Date): Promise<number> {
  const overdue = (await listCases(room, ['open'])).filter(
    (dispute) => dispute.dueAt !== undefined && dispute.dueAt < now.toISOString(),
  )
  for (const dispute of overdue)
    await room.transaction(async (db) => {
      await lockCase(room, db, dispute.id)
      const current = await readCase(room, dispute.id, db)
      if (current?.state === 'open')
        await writeCase(
          db,
          { ...current, state: 'expired' },
          reasons,
          'expired: nobody answered before the deadline',
          now.toISOString(),
        )
    })
  return overdue.length
}

/** The order that a dispute is about: the one of its payment, else the one it names itself. */
export async function orderOf(room: Room, dispute: Dispute): Promise<string | undefined> {
  const found = dispute.payment === undefined ? undefined : await orderOfPayment(room, dispute.payment)
  if (found !== undefined) return found
  if (dispute.order === undefined) return undefined
  const row = await room.db
    .selectFrom('disputes_orders')
    .select('id')
    .where('id', '=', dispute.order)
    .executeTakeFirst()
  return row?.id
}
