import type { Money } from '../money.ts'
import { EVENT_KINDS, type EventKind, type EventOf, type OrderEvent } from './event.ts'

/** Everything kept for one order, each kind in the order of its happening. */
export interface OrderFile {
  order: string
  events: { [Kind in EventKind]: EventOf<Kind>[] }
}

export const byTime = (a: OrderEvent, b: OrderEvent): number =>
  a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0

/** Folds the events of one order into its file. An event that is there twice counts once. */
export function foldFile(order: string, events: readonly OrderEvent[]): OrderFile {
  const file: OrderFile = {
    order,
    events: Object.fromEntries(EVENT_KINDS.map((kind) => [kind, []])) as unknown as OrderFile['events'],
  }
  const seen = new Set<string>()
  for (const event of [...events].sort(byTime)) {
    if (seen.has(event.id)) continue
    seen.add(event.id)
    ;(file.events[event.kind] as OrderEvent[]).push(event)
  }
  return file
}

/** What is looked at without opening the file: one row an order. */
export interface Summary {
  order: string
  /** When it was placed; where no order event came yet, the first event. */
  placedAt: string
  known: boolean
  total: Money | undefined
  customer: string | undefined
  instrument: string | undefined
  network: string | undefined
  references: string[]
  /** Tracking numbers. */
  parcels: string[]
  digital: boolean
  /** A parcel with carrier and tracking number was handed over. */
  noted: boolean
  shippedAt: string | undefined
  carrier: string | undefined
  /** The carrier says delivered, or, for digital goods, that they were used. */
  provenAt: string | undefined
  refundedMinor: number
  product: string | undefined
  campaign: string | undefined
  fraudReported: boolean
  cancelled: boolean
  attachments: string[]
}

export function summarise(file: OrderFile): Summary {
  const { events } = file
  const order = events.order.at(-1)
  const payment = events.payment.at(-1)
  const note = events.shipment.find((item) => item.tracking !== undefined)
  const delivered = events.delivery.find((item) => item.status === 'delivered' || item.status === 'pickup')
  const digital = order?.digital ?? false
  const used = digital ? events.usage[0] : undefined
  const first = Object.values(events)
    .flat()
    .reduce((least, event) => (event.at < least ? event.at : least), '9999')
  const total = order?.total ?? payment?.amount
  return {
    order: file.order,
    placedAt: order?.at ?? first,
    known: order !== undefined,
    total,
    customer: order?.customer?.id ?? order?.customer?.email?.toLowerCase(),
    instrument: payment?.instrument,
    network: payment?.network,
    references: [...new Set(events.payment.flatMap((item) => item.references))],
    parcels: [...new Set(events.shipment.flatMap((item) => item.tracking ?? []))],
    digital,
    noted: note !== undefined,
    shippedAt: events.shipment[0]?.at,
    carrier: (note ?? events.shipment[0])?.carrier,
    provenAt: delivered?.at ?? used?.at,
    refundedMinor: events.refund.reduce(
      (sum, item) => sum + (item.amount.currency === total?.currency ? item.amount.minor : 0),
      0,
    ),
    product: order?.items[0]?.sku ?? order?.items[0]?.name,
    campaign: order?.campaign,
    fraudReported: events['fraud-report'].length > 0,
    cancelled: events.cancellation.length > 0,
    attachments: attachmentsOf(file),
  }
}

/** Hashes of everything the file refers to. */
export function attachmentsOf({ events }: OrderFile): string[] {
  return [
    ...new Set([
      ...events.attachment.map((item) => item.sha256),
      ...events.order.flatMap((item) => item.shown),
      ...events.shipment.flatMap((item) => (item.note === undefined ? [] : [item.note])),
      ...events.delivery.flatMap((item) => item.proof),
      ...events.message.flatMap((item) => item.attachments),
    ]),
  ]
}
