import type { z } from 'zod'
import { columnOf, type Row } from '../../connect/tabular/read.ts'
import type { coverageFact } from './schema.ts'

type Coverage = z.infer<typeof coverageFact.value>

const dayMs = 86_400_000
const columns = {
  order: ['order_id', 'order', 'order number', 'order_reference', 'increment_id', 'id', 'name'],
  date: ['date', 'created_at', 'order_date', 'date_added', 'date_add', 'ordered_at', 'timestamp'],
  tracking: ['tracking_number', 'tracking', 'track_number', 'tracking_code', 'shipment_id', 'shipping_number'],
  delivered: ['delivered_at', 'delivery_date', 'delivered', 'proof_of_delivery', 'pod', 'signed_by', 'signature'],
}

const value = (row: Row, aliases: readonly string[]) => {
  const column = columnOf(row, aliases)
  return column === undefined ? '' : (row[column] ?? '').trim()
}

/**
 * Counts orders of the last `days` days of the export with a shipping note (a shipment with a tracking number) and with
 * proof of delivery. The period ends at the newest order, so that an old export is judged for its own time.
 */
export async function shippingCoverage(
  orders: AsyncIterable<Row>,
  shipments: AsyncIterable<Row>,
  days = 90,
): Promise<Coverage | undefined> {
  const notes = new Map<string, boolean>()
  for await (const row of shipments) {
    const order = value(row, ['order_id', 'order', 'order number', 'order_reference', 'increment_id'])
    if (order === '' || value(row, columns.tracking) === '') continue
    notes.set(order, notes.get(order) === true || value(row, columns.delivered) !== '')
  }
  const all: { order: string; at: number }[] = []
  for await (const row of orders) {
    const order = value(row, columns.order)
    const at = Date.parse(value(row, columns.date))
    if (order !== '' && !Number.isNaN(at)) all.push({ order, at })
  }
  const newest = all.reduce((latest, item) => Math.max(latest, item.at), Number.NEGATIVE_INFINITY)
  // An order of the last three days need not be shipped yet.
  const due = all.filter((item) => item.at > newest - days * dayMs && item.at <= newest - 3 * dayMs)
  if (due.length === 0) return undefined
  const missing = due.filter((item) => !notes.has(item.order)).sort((a, b) => b.at - a.at)
  return {
    from: new Date(Math.min(...due.slice(0, 1).map((item) => item.at), newest - days * dayMs))
      .toISOString()
      .slice(0, 10),
    to: new Date(newest - 3 * dayMs).toISOString().slice(0, 10),
    orders: due.length,
    withNote: due.length - missing.length,
    withProof: due.filter((item) => notes.get(item.order) === true).length,
    missing: missing.slice(0, 20).map((item) => item.order),
  }
}
