import type { Row } from '../../../connect/tabular/read.ts'
import { columnOf } from '../../../connect/tabular/read.ts'
import { parseEvent, type OrderEvent } from './event.ts'

type Fields = Readonly<Record<string, readonly string[]>>
const order: Fields = {
  order: ['order_id', 'order', 'order number', 'order_reference', 'increment_id', 'id', 'name'],
  at: ['created_at', 'date', 'order_date', 'date_added', 'date_add', 'ordered_at', 'timestamp', 'at'],
  amount: ['amount', 'total', 'grand_total', 'total_paid', 'order_total'],
  currency: ['currency', 'currency_code', 'order_currency_code'],
  customer: ['customer_id', 'customer', 'account_id', 'user_id'],
  email: ['email', 'customer_email', 'billing_email'],
  person: ['cardholder', 'customer_name', 'billing_name'],
  phone: ['phone', 'telephone', 'customer_phone'],
  ip: ['ip', 'ip_address', 'remote_ip', 'customer_ip'],
  deviceId: ['device_id'],
  fingerprint: ['device_fingerprint', 'fingerprint'],
  userAgent: ['user_agent'],
  session: ['session_id', 'session'],
  item: ['item', 'items', 'product', 'product_name', 'description', 'lineitem name'],
  sku: ['sku', 'product_id', 'lineitem sku'],
  campaign: ['campaign', 'utm_campaign'],
  digital: ['digital', 'is_virtual', 'virtual'],
  instrument: ['card_fingerprint', 'instrument', 'card_token', 'payment_token'],
  last4: ['last4', 'cc_last_4'],
  network: ['network', 'card_brand', 'brand', 'cc_type'],
  payment: ['payment_reference', 'payment_id', 'charge', 'charge_id', 'transaction_id', 'psp_reference'],
  arn: ['arn', 'acquirer_reference_number'],
  recipient: ['recipient', 'shipping_name'],
  line1: ['shipping_line1', 'shipping_street', 'shipping_address', 'shipping_address1', 'street'],
  city: ['shipping_city', 'city'],
  postcode: ['shipping_postcode', 'shipping_zip', 'postcode', 'zip'],
  country: ['shipping_country', 'country'],
  avs: ['avs'],
  cvc: ['cvc', 'cvv'],
  threeDs: ['three_ds', '3ds', 'threeds'],
  descriptor: ['descriptor', 'statement_descriptor'],
}
const shipment: Fields = {
  order: ['order_id', 'order', 'order number', 'order_reference', 'increment_id'],
  shippedAt: ['shipped_at', 'shipping_date', 'date', 'created_at', 'at'],
  carrier: ['carrier', 'carrier_code', 'shipping_carrier'],
  tracking: ['tracking_number', 'tracking', 'track_number', 'tracking_code', 'shipping_number'],
  service: ['service', 'method'],
  weight: ['weight_grams', 'weight_g'],
  deliveredAt: ['delivered_at', 'delivery_date', 'delivered'],
  signedBy: ['signed_by', 'signature'],
  name: ['recipient', 'name'],
  line1: ['line1', 'street', 'address'],
  city: ['city'],
  postcode: ['postcode', 'zip'],
  country: ['country'],
}

/** Reads columns by any of their usual names; an empty cell is no value. */
function reader(row: Row, fields: Fields): (name: string) => string | undefined {
  return (name) => {
    const column = columnOf(row, fields[name] ?? [])
    const value = column === undefined ? undefined : row[column]?.trim()
    return value === '' ? undefined : value
  }
}

/** Leaves out what is not given, at every depth; an object without anything left is left out itself. */
function compact(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(compact)
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value)
    .map(([key, item]) => [key, compact(item)] as const)
    .filter(([, item]) => item !== undefined)
  return entries.length === 0 ? undefined : Object.fromEntries(entries)
}

const yes = (text: string | undefined) => text !== undefined && /^(1|true|yes|y)$/i.test(text)
const oneOf = (text: string | undefined, ...words: string[]) =>
  text !== undefined && words.includes(text.toLowerCase()) ? text.toLowerCase() : undefined
const country = (text: string | undefined) => (text !== undefined && /^[A-Za-z]{2}$/.test(text) ? text : undefined)

/** Events of one row of an export of orders: the order, and the payment where the row names one. */
export function eventsOfOrderRow(row: Row, where: string): OrderEvent[] {
  const get = reader(row, order)
  const id = get('order')
  const at = get('at')
  const shipping = {
    name: get('recipient'),
    line1: get('line1'),
    city: get('city'),
    postcode: get('postcode'),
    country: country(get('country')),
  }
  const events: unknown[] = [
    {
      kind: 'order',
      id: `order:${id}`,
      order: id,
      at,
      customer: { id: get('customer'), email: get('email'), name: get('person'), phone: get('phone') },
      items: get('item') === undefined ? [] : [{ name: get('item')?.slice(0, 200), sku: get('sku') }],
      total: { amount: get('amount') ?? '0', currency: get('currency') ?? 'XXX' },
      shipping,
      ip: get('ip'),
      device: { id: get('deviceId'), fingerprint: get('fingerprint'), userAgent: get('userAgent') },
      session: get('session'),
      digital: yes(get('digital')),
      campaign: get('campaign'),
      descriptor: get('descriptor'),
    },
  ]
  if (get('payment') !== undefined || get('instrument') !== undefined)
    events.push({
      kind: 'payment',
      id: `payment:${id}`,
      order: id,
      at,
      references: [get('payment') ?? `order:${id}`],
      network: get('network'),
      instrument: get('instrument'),
      last4: get('last4'),
      arn: get('arn'),
      amount: get('amount') === undefined ? undefined : { amount: get('amount'), currency: get('currency') ?? 'XXX' },
      avs: oneOf(get('avs'), 'match', 'partial', 'mismatch', 'unavailable'),
      cvc: oneOf(get('cvc'), 'match', 'mismatch', 'unavailable'),
      threeDs: { result: oneOf(get('threeDs'), 'authenticated', 'attempted', 'failed', 'none') },
      descriptor: get('descriptor'),
    })
  return events.map((event) => parseEvent(compact(event), where))
}

/** Events of one row of an export of shipments: the shipping note, and the delivery where the row has one. */
export function eventsOfShipmentRow(row: Row, where: string): OrderEvent[] {
  const get = reader(row, shipment)
  const [id, tracking, delivered] = [get('order'), get('tracking'), get('deliveredAt')]
  const at = get('shippedAt') ?? delivered
  const to = {
    name: get('name'),
    line1: get('line1'),
    city: get('city'),
    postcode: get('postcode'),
    country: country(get('country')),
  }
  const events: unknown[] = [
    {
      kind: 'shipment',
      id: `shipment:${tracking ?? at}`,
      order: id,
      at,
      carrier: get('carrier'),
      tracking,
      service: get('service'),
      weightGrams: get('weight') === undefined ? undefined : Number(get('weight')),
      to,
    },
  ]
  if (delivered !== undefined && !/^(0|no|false)$/i.test(delivered))
    events.push({
      kind: 'delivery',
      id: `delivered:${tracking ?? delivered}`,
      order: id,
      at: /^\d{4}-/.test(delivered) ? delivered : at,
      status: 'delivered',
      carrier: get('carrier'),
      tracking,
      signedBy: get('signedBy'),
    })
  return events.map((event) => parseEvent(compact(event), where))
}
