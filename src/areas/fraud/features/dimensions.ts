import { emailKey, phoneKey, placeKey } from '../names/keys.ts'
import { nameKey } from '../names/words.ts'
import type { EventType, FraudEvent } from '../events/schema.ts'

/** What events are grouped by. The first eleven have chains (windows); the rest are only counted as distinct values. */
export const DIMENSIONS = [
  'user',
  'card',
  'device',
  'ip',
  'net',
  'email',
  'phone',
  'address',
  'recipient',
  'merchant',
  'bin',
  'country',
  'session',
] as const
export type Dimension = (typeof DIMENSIONS)[number]
export const CHAINED = 11
/** Kind of key under which event ids are remembered. */
export const EVENT_KIND = DIMENSIONS.length

/** The field of an event behind each dimension, as error messages and "not evaluated" name it. */
export const fieldOf: Readonly<Record<Dimension, string>> = {
  user: 'customer.id',
  card: 'payment.instrument',
  device: 'device.id',
  ip: 'ip.address',
  net: 'ip.address',
  email: 'customer.email',
  phone: 'customer.phone',
  address: 'shipping.line1',
  recipient: 'shipping.name',
  merchant: 'merchant',
  bin: 'payment.bin',
  country: 'ip.country',
  session: 'session.id',
}

/** The network of an address: /24 of IPv4, /48 of IPv6. */
export function network(address: string): string {
  if (!address.includes(':')) return address.slice(0, address.lastIndexOf('.'))
  const [head = ''] = address.split('::')
  return head.split(':').slice(0, 3).join(':')
}

/** Who buys: the customer's id, for guests the mailbox, where neither is told the card. Each kind keeps to itself. */
function userKey(event: FraudEvent): string | undefined {
  if (event.customer?.id !== undefined) return event.customer.id
  if (event.customer?.email) return `mail ${emailKey(event.customer.email)}`
  return event.payment?.instrument === undefined ? undefined : `card ${event.payment.instrument}`
}

const readers: readonly ((event: FraudEvent) => string | undefined)[] = [
  userKey,
  (event) => event.payment?.instrument,
  (event) => event.device?.id,
  (event) => event.ip?.address,
  (event) => (event.ip?.address === undefined ? undefined : network(event.ip.address)),
  (event) => (event.customer?.email === undefined ? undefined : emailKey(event.customer.email)),
  (event) => phoneKey(event.customer?.phone ?? event.billing?.phone ?? event.shipping?.phone),
  (event) => (event.shipping === undefined ? undefined : placeKey(event.shipping)),
  (event) => (event.shipping?.name === undefined ? undefined : nameKey(event.shipping.name)),
  (event) => event.merchant,
  (event) => event.payment?.bin?.slice(0, 6),
  (event) => event.ip?.country?.toUpperCase(),
  (event) => event.session?.id,
]

/** The key of an event in one dimension, normalised; undefined or empty where the event does not say. */
export function keyOf(event: FraudEvent, dimension: number): string | undefined {
  return readers[dimension]?.(event) || undefined
}

/** Windows in seconds, shortest first; the last is "ever". */
export const WINDOWS: readonly { name: string; seconds: number }[] = [
  { name: '1m', seconds: 60 },
  { name: '10m', seconds: 600 },
  { name: '1h', seconds: 3600 },
  { name: '24h', seconds: 86_400 },
  { name: '7d', seconds: 7 * 86_400 },
  { name: '30d', seconds: 30 * 86_400 },
  { name: '90d', seconds: 90 * 86_400 },
  { name: 'ever', seconds: Number.POSITIVE_INFINITY },
]

/**
 * What is counted of each event in a window. `unconverted`: amounts left out of the sums, since they are in another currency
 * than the event and no reference rate is known.
 */
export const COUNTED = [
  'orders',
  'payments',
  'declined',
  'signups',
  'logins',
  'failed_logins',
  'refunds',
  'unconverted',
] as const
export const SUMMED = ['amount', 'refunded'] as const

/** Words for distinct values: `cards_by_user_24h`. */
export const PLURALS: Readonly<Record<string, Dimension>> = {
  users: 'user',
  cards: 'card',
  devices: 'device',
  ips: 'ip',
  nets: 'net',
  emails: 'email',
  phones: 'phone',
  addresses: 'address',
  recipients: 'recipient',
  merchants: 'merchant',
  bins: 'bin',
  countries: 'country',
  sessions: 'session',
}

/** Bits of a row's first flag word. */
export const typeBits: Readonly<Record<EventType, number>> = {
  order: 1,
  payment: 2,
  signup: 3,
  login: 4,
  refund: 5,
  shipment: 6,
  label: 7,
  rates: 0,
}
export const DECLINED = 8
export const FAILED_LOGIN = 16
export const FRAUD = 32
