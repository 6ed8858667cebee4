import { seal } from '../../../store/seal.ts'
import type { OrderEvent } from '../order/event.ts'
import { readFile } from './orders.ts'
import type { Db, Room } from './room.ts'

const dayMs = 86_400_000

/**
 * How long things are kept, in days from the order. Evidence: the schemes let a cardholder dispute for up to 540 days. Books:
 * what commercial and tax law wants of every sale (ten years is the longest in the European Union).
 */
export const retention = { evidenceDays: 540, booksDays: 3653 } as const

/** What stays of an event when the person behind it is forgotten: what was sold for how much, when, and what was paid back. */
function withoutPerson(event: OrderEvent): OrderEvent | undefined {
  const head = { id: event.id, order: event.order, at: event.at }
  if (event.kind === 'order')
    return {
      ...head,
      kind: 'order',
      items: event.items,
      total: event.total,
      digital: event.digital,
      subscription: event.subscription,
      shown: [],
    }
  if (event.kind === 'payment')
    return {
      ...head,
      kind: 'payment',
      references: event.references,
      ...(event.amount && { amount: event.amount }),
      ...(event.network && { network: event.network }),
      ...(event.provider && { provider: event.provider }),
    }
  if (event.kind === 'refund')
    return { ...head, kind: 'refund', amount: event.amount, ...(event.reference && { reference: event.reference }) }
  if (event.kind === 'shipment')
    return { ...head, kind: 'shipment', items: event.items, ...(event.carrier && { carrier: event.carrier }) }
  return undefined
}

async function dropUnlinked(db: Db, hashes: readonly string[]): Promise<number> {
  let dropped = 0
  for (const sha256 of hashes) {
    const other = await db
      .selectFrom('disputes_links')
      .select('order_id')
      .where('sha256', '=', sha256)
      .limit(1)
      .executeTakeFirst()
    if (other) continue
    const result = await db.deleteFrom('disputes_attachments').where('sha256', '=', sha256).executeTakeFirst()
    dropped += Number(result.numDeletedRows)
  }
  return dropped
}

export type Erased =
  | { order: string; outcome: 'erased' | 'unknown' }
  | { order: string; outcome: 'put-off'; until: string; because: string }

/**
 * Forgets the person behind an order and keeps what the books need. While a dispute is open it is put off: the shop needs the
 * file to defend a legal claim (GDPR, article 17(3)(e)), and it is erased by `applyRetention` afterwards.
 */
export async function erase(room: Room, order: string, now: Date): Promise<Erased> {
  const file = await readFile(room, order)
  if (file === undefined) return { order, outcome: 'unknown' }
  const references = file.events.payment.flatMap((event) => event.references)
  const open =
    references.length === 0
      ? undefined
      : await room.db
          .selectFrom('disputes_cases')
          .select('id')
          .where('payment', 'in', references)
          .where('state', 'in', ['open', 'sending', 'answered'])
          .executeTakeFirst()
  if (open) {
    await room.db
      .updateTable('disputes_orders')
      .set({ erase_after: now.toISOString() })
      .where('id', '=', order)
      .execute()
    return {
      order,
      outcome: 'put-off',
      until: 'the dispute is closed',
      because: `dispute ${open.id} is not closed (GDPR article 17(3)(e))`,
    }
  }
  await room.transaction(async (db) => {
    const hashes = await db.selectFrom('disputes_links').select('sha256').where('order_id', '=', order).execute()
    await db.deleteFrom('disputes_links').where('order_id', '=', order).execute()
    await db.deleteFrom('disputes_events').where('order_id', '=', order).execute()
    const left = Object.values(file.events)
      .flat()
      .map(withoutPerson)
      .filter((event) => event !== undefined)
    for (const event of left)
      await db
        .insertInto('disputes_events')
        .values({
          order_id: order,
          id: event.id,
          kind: event.kind,
          at: event.at,
          sealed: seal(room.key, `event ${order}\0${event.id}`, Buffer.from(JSON.stringify(event))),
        })
        .execute()
    await dropUnlinked(
      db,
      hashes.map((row) => row.sha256),
    )
    await db
      .updateTable('disputes_orders')
      .set({ customer: null, instrument: null, campaign: null, erase_after: null, erased_at: now.toISOString() })
      .where('id', '=', order)
      .execute()
  })
  return { order, outcome: 'erased' }
}

/** Orders of a customer (the id or e-mail address that the orders carry). */
export async function ordersOf(room: Room, customer: string): Promise<string[]> {
  const both = [...new Set([customer, customer.toLowerCase()])].map((value) => room.mac('customer', value))
  const rows = await room.db.selectFrom('disputes_orders').select('id').where('customer', 'in', both).execute()
  return rows.map((row) => row.id)
}

/** Erases evidence past its time and what was put off; deletes what the books no longer need. */
export async function applyRetention(
  room: Room,
  now: Date,
  days: { evidenceDays: number; booksDays: number } = retention,
): Promise<{ erased: number; deleted: number; putOff: number }> {
  const before = (count: number) => new Date(now.getTime() - count * dayMs).toISOString()
  const old = await room.db
    .selectFrom('disputes_orders')
    .select('id')
    .where('placed_at', '<', before(days.booksDays))
    .execute()
  const due = await room.db
    .selectFrom('disputes_orders')
    .select('id')
    .where('erased_at', 'is', null)
    .where((eb) => eb.or([eb('placed_at', '<', before(days.evidenceDays)), eb('erase_after', '<=', now.toISOString())]))
    .execute()
  let erased = 0
  let putOff = 0
  for (const { id } of due) {
    const result = await erase(room, id, now)
    if (result.outcome === 'erased') erased++
    else putOff++
  }
  for (const { id } of old)
    await room.transaction(async (db) => {
      for (const table of ['disputes_events', 'disputes_links', 'disputes_payments'] as const)
        await db.deleteFrom(table).where('order_id', '=', id).execute()
      await db.deleteFrom('disputes_orders').where('id', '=', id).execute()
    })
  return { erased, deleted: old.length, putOff }
}
