import type { Tracking, TrackingService } from '../../../connect/tracking.ts'
import { describeError, ShopwardenError } from '../../../core/errors.ts'
import type { HttpClient } from '../../../core/http.ts'
import { parseEvent, type OrderEvent } from '../order/event.ts'
import { addEvents, parcelKey, readFile } from './orders.ts'
import type { Room } from './room.ts'

/** The carrier's events of a parcel as events of its order. The same event told twice is one. */
export function eventsOfTracking(order: string, tracking: Tracking): OrderEvent[] {
  const last = tracking.events.findLastIndex((event) => event.status === 'delivered')
  return tracking.events.flatMap((event, index) => {
    try {
      return [
        parseEvent({
          kind: 'delivery',
          id: `track:${tracking.number}:${event.at}:${event.status}`.slice(0, 200),
          order,
          at: event.at,
          status: event.status,
          tracking: tracking.number,
          ...(tracking.carrier && { carrier: tracking.carrier }),
          ...(event.place && { place: event.place.slice(0, 500) }),
          ...(event.message && { message: event.message.slice(0, 2000) }),
          ...(index === last && tracking.signedBy && { signedBy: tracking.signedBy.slice(0, 200) }),
        }),
      ]
    } catch {
      // One event of a carrier without a readable date must not hide the others.
      return []
    }
  })
}

/** Orders with a parcel of this number. Parcels are looked up in what was shipped lately: carriers use numbers again. */
async function ordersWith(room: Room, number: string, now: Date): Promise<string[]> {
  const since = new Date(now.getTime() - 180 * 86_400_000).toISOString()
  const rows = await room.db
    .selectFrom('disputes_payments')
    .select('order_id')
    .where('reference', '=', parcelKey(number))
    .execute()
  const found: string[] = []
  for (const { order_id } of rows) {
    const row = await room.db
      .selectFrom('disputes_orders')
      .select(['id', 'shipped_at'])
      .where('id', '=', order_id)
      .executeTakeFirst()
    if (row && (row.shipped_at ?? now.toISOString()) >= since) found.push(row.id)
  }
  return found
}

/** Files what a carrier says, where the parcel is one of ours. Returns how many events were new. */
export async function takeTracking(room: Room, tracking: Tracking, now: Date): Promise<number> {
  let added = 0
  for (const order of await ordersWith(room, tracking.number, now))
    added += await addEvents(room, eventsOfTracking(order, tracking))
  return added
}

export interface Polled {
  asked: number
  delivered: number
  added: number
  unanswered: { order: string; because: string }[]
}

/** Asks about every parcel that is under way: shipped, not proven, not older than `days`. */
export async function poll(
  room: Room,
  service: TrackingService,
  http: HttpClient,
  now: Date,
  signal: AbortSignal,
  days = 60,
  most = 5000,
): Promise<Polled> {
  const since = new Date(now.getTime() - days * 86_400_000).toISOString()
  const rows = await room.db
    .selectFrom('disputes_orders')
    .select('id')
    .where('placed_at', '>=', since)
    .where('noted', '=', 1)
    .where('proven_at', 'is', null)
    .orderBy('placed_at')
    .limit(most)
    .execute()
  const polled: Polled = { asked: 0, delivered: 0, added: 0, unanswered: [] }
  for (const { id } of rows) {
    signal.throwIfAborted()
    const file = await readFile(room, id)
    for (const parcel of file?.events.shipment ?? []) {
      if (parcel.tracking === undefined) continue
      polled.asked++
      try {
        const tracking = await service.track(parcel.tracking, parcel.carrier, http, signal)
        if (tracking === undefined)
          polled.unanswered.push({ order: id, because: `${service.name} does not know ${parcel.tracking}` })
        else {
          polled.added += await addEvents(room, eventsOfTracking(id, tracking))
          if (tracking.status === 'delivered') polled.delivered++
        }
      } catch (error) {
        if (!(error instanceof ShopwardenError)) throw error
        polled.unanswered.push({ order: id, because: describeError(error) })
      }
    }
  }
  return polled
}
