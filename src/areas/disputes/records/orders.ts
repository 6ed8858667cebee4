import { ShopwardenError } from '../../../core/errors.ts'
import { seal, unseal } from '../../../store/seal.ts'
import type { OrderEvent } from '../order/event.ts'
import { foldFile, type OrderFile, summarise } from '../order/file.ts'
import type { OrderTable } from '../tables.ts'
import type { Db, Room } from './room.ts'

/** Parcels are looked up beside payments, under a prefix that no provider's reference has. */
export const parcelKey = (number: string): string => `parcel:${number}`

const bound = (order: string, id: string) => `event ${order}\0${id}`
const flag = (value: boolean): number => (value ? 1 : 0)

function open(room: Room, row: { order_id: string; id: string; sealed: Buffer }): OrderEvent {
  const plain = unseal(room.key, bound(row.order_id, row.id), row.sealed)
  if (plain === undefined)
    throw new ShopwardenError('SW_DISPUTES_SEALED', 'A record cannot be opened with the key at hand', {
      where: `order ${row.order_id}`,
      fix: 'Restore keys.json from the backup that belongs to this database.',
    })
  return JSON.parse(plain.toString('utf8')) as OrderEvent
}

function rowOf(room: Room, file: OrderFile): Omit<OrderTable, 'erase_after' | 'erased_at'> {
  const summary = summarise(file)
  return {
    id: file.order,
    placed_at: summary.placedAt,
    known: flag(summary.known),
    total: summary.total?.minor ?? null,
    currency: summary.total?.currency ?? null,
    customer: summary.customer === undefined ? null : room.mac('customer', summary.customer),
    instrument: summary.instrument === undefined ? null : room.mac('instrument', summary.instrument),
    network: summary.network ?? null,
    digital: flag(summary.digital),
    noted: flag(summary.noted),
    shipped_at: summary.shippedAt ?? null,
    carrier: summary.carrier ?? null,
    proven_at: summary.provenAt ?? null,
    refunded: summary.refundedMinor,
    product: summary.product ?? null,
    campaign: summary.campaign ?? null,
    fraud_reported: flag(summary.fraudReported),
    cancelled: flag(summary.cancelled),
  }
}

/** Pieces of 128, 64, …, 1: a few sizes, so that the database prepares a few statements and not one for each length. */
function* pieces<T>(list: readonly T[]): Generator<T[]> {
  for (let at = 0; at < list.length; ) {
    const size = 2 ** Math.min(7, Math.floor(Math.log2(list.length - at)))
    yield list.slice(at, at + size)
    at += size
  }
}

async function readEvents(room: Room, db: Db, orders: readonly string[]): Promise<Map<string, OrderEvent[]>> {
  const found = new Map<string, OrderEvent[]>()
  for (const some of pieces(orders)) await readInto(found, room, db, some)
  return found
}

async function readInto(
  found: Map<string, OrderEvent[]>,
  room: Room,
  db: Db,
  orders: readonly string[],
): Promise<void> {
  const rows = await db
    .selectFrom('disputes_events')
    .select(['order_id', 'id', 'sealed'])
    .where('order_id', 'in', orders)
    .execute()
  for (const row of rows) {
    const list = found.get(row.order_id)
    if (list) list.push(open(room, row))
    else found.set(row.order_id, [open(room, row)])
  }
}

/** Events of one transaction. */
const BATCH = 500

async function write(room: Room, db: Db, events: readonly OrderEvent[]): Promise<number> {
  const orders = [...new Set(events.map((event) => event.order))]
  const known = await readEvents(room, db, orders)
  const seen = new Map([...known].map(([order, list]) => [order, new Set(list.map((event) => event.id))]))
  const fresh = events.filter(({ order, id }) => {
    const ids = seen.get(order) ?? new Set()
    seen.set(order, ids)
    return ids.has(id) ? false : ids.add(id) !== undefined
  })
  for (const event of fresh) {
    const list = known.get(event.order)
    if (list) list.push(event)
    else known.set(event.order, [event])
  }
  if (fresh.length === 0) return 0
  const touched = [...new Set(fresh.map((event) => event.order))]
  const files = touched.map((order) => foldFile(order, known.get(order) ?? []))
  const sealed = fresh.map((event) => ({
    order_id: event.order,
    id: event.id,
    kind: event.kind,
    at: event.at,
    sealed: seal(room.key, bound(event.order, event.id), Buffer.from(JSON.stringify(event))),
  }))
  for (const some of pieces(sealed)) await db.insertInto('disputes_events').values(some).execute()
  const rows = files.map((file) => ({ ...rowOf(room, file), erase_after: null, erased_at: null }))
  for (const some of pieces(rows))
    await db
      .insertInto('disputes_orders')
      .values(some)
      .onConflict((conflict) =>
        conflict
          .column('id')
          .doUpdateSet((eb) =>
            Object.fromEntries(
              Object.keys(some[0]!).flatMap((column) =>
                column.startsWith('erase') ? [] : [[column, eb.ref(`excluded.${column}` as never)]],
              ),
            ),
          ),
      )
      .execute()
  const references = files.flatMap((file) => {
    const summary = summarise(file)
    return [...summary.references, ...summary.parcels.map(parcelKey)].map((reference) => ({
      reference,
      order_id: file.order,
    }))
  })
  for (const some of pieces(references))
    await db
      .insertInto('disputes_payments')
      .values(some)
      .onConflict((conflict) => conflict.columns(['reference', 'order_id']).doNothing())
      .execute()
  const links = files.flatMap((file) => summarise(file).attachments.map((sha256) => ({ order_id: file.order, sha256 })))
  for (const some of pieces(links))
    await db
      .insertInto('disputes_links')
      .values(some)
      .onConflict((conflict) => conflict.columns(['order_id', 'sha256']).doNothing())
      .execute()
  return fresh.length
}

/** Files events; an event that is there already is not filed again. All of a batch or none. Returns how many were new. */
export async function addEvents(room: Room, events: readonly OrderEvent[]): Promise<number> {
  let added = 0
  for (let at = 0; at < events.length; at += BATCH)
    added += await room.transaction((db) => write(room, db, events.slice(at, at + BATCH)))
  return added
}

/** Everything kept for one order; undefined where nothing is. */
export async function readFile(room: Room, order: string): Promise<OrderFile | undefined> {
  const events = (await readEvents(room, room.db, [order])).get(order)
  return events === undefined ? undefined : foldFile(order, events)
}

/** The order that a payment of a provider belongs to. */
export async function orderOfPayment(room: Room, reference: string): Promise<string | undefined> {
  const row = await room.db
    .selectFrom('disputes_payments')
    .select('order_id')
    .where('reference', '=', reference)
    .orderBy('order_id')
    .limit(1)
    .executeTakeFirst()
  return row?.order_id
}

/** Orders paid with the same card, the newest first, this one left out. */
export async function sameCard(
  room: Room,
  instrument: string,
  but: string,
  since: string,
  most = 200,
): Promise<OrderFile[]> {
  const rows = await room.db
    .selectFrom('disputes_orders')
    .select('id')
    .where('instrument', '=', room.mac('instrument', instrument))
    .where('placed_at', '>=', since)
    .where('id', '!=', but)
    .orderBy('placed_at', 'desc')
    .limit(most)
    .execute()
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.id)
  const events = await readEvents(room, room.db, ids)
  return ids.map((id) => foldFile(id, events.get(id) ?? []))
}
