import type { Ce3Rule } from './rules.ts'
import type { DisputedPayment, EarlierPayment } from './schema.ts'

/** One case of the table: changes to a case that qualifies, what must come out, and the rule that decides. */
export interface Ce3Case {
  name: string
  rule: Ce3Rule
  disputed?: Partial<DisputedPayment>
  /** Changes to each earlier payment; the length of the list is their number. Two unchanged ones by default. */
  earlier?: Partial<EarlierPayment>[]
  profile?: 'stripe'
  qualifies: boolean
  /** Where it qualifies but something to send is missing. */
  ready?: false
  /** Ids of the earlier payments that must be chosen, in any order (e1, e2, …). */
  chosen?: string[]
}

const day = (before: number): string => new Date(Date.UTC(2026, 5, 15) - before * 86_400_000).toISOString().slice(0, 10)
const at = (before: number): Partial<EarlierPayment> => ({ at: day(before) })
const address = { line1: 'Main Street 1', city: 'Paris', postcode: '75001', country: 'FR' }

/** A disputed payment of 15 June 2026 and two earlier ones that qualify by all four elements. */
export const baseDisputed: DisputedPayment = {
  id: 'd',
  at: '2026-06-01',
  disputedAt: '2026-06-15',
  network: 'visa',
  reasonCode: '10.4',
  credential: 'fp_card',
  amount: { minor: 5000, currency: 'EUR' },
  description: '1 x Lamp',
  ip: '93.184.216.34',
  deviceFingerprint: 'fingerprint-000000000001',
  userId: 'anna',
  email: 'anna@shop.example',
  shippingAddress: address,
  kind: 'merchandise',
}
export const baseEarlier = (index: number): EarlierPayment => ({
  id: `e${index + 1}`,
  at: day(200 + index * 30),
  kind: 'purchase',
  paid: true,
  disputed: false,
  fraudReported: false,
  arn: `7431234612345671234567${index % 10}`,
  charge: `ch_${index + 1}`,
  credential: 'fp_card',
  amount: { minor: 4000, currency: 'EUR' },
  description: '1 x Shade',
  ip: '93.184.216.34',
  deviceFingerprint: 'fingerprint-000000000001',
  userId: 'anna',
  email: 'anna@shop.example',
  shippingAddress: address,
})

/** Only these elements stay; the others differ in every payment. */
const only =
  (...keep: ('ip' | 'device' | 'user' | 'address' | 'email')[]) =>
  (tag: string): Partial<EarlierPayment> => ({
    ...(keep.includes('ip') ? {} : { ip: `93.184.216.${40 + (tag.charCodeAt(tag.length - 1) % 100)}` }),
    ...(keep.includes('device') ? {} : { deviceFingerprint: `fingerprint-other-${tag}-0000` }),
    ...(keep.includes('user') ? {} : { userId: `user-${tag}` }),
    ...(keep.includes('address') ? {} : { shippingAddress: { ...address, line1: `Other Street ${tag}` } }),
    ...(keep.includes('email') ? {} : { email: `${tag}@other.example` }),
  })
const both = (...keep: Parameters<typeof only>) => [only(...keep)('1'), only(...keep)('2')]

export const ce3Cases: readonly Ce3Case[] = [
  { name: 'two earlier payments, all elements equal', rule: 'elements', qualifies: true, chosen: ['e1', 'e2'] },
  // The window: 120 to 365 calendar days before the dispute.
  { name: 'the newer one 119 days before', rule: 'window', earlier: [at(119), at(230)], qualifies: false },
  { name: 'the newer one 120 days before', rule: 'window', earlier: [at(120), at(230)], qualifies: true },
  { name: 'the newer one 121 days before', rule: 'window', earlier: [at(121), at(230)], qualifies: true },
  { name: 'the older one 364 days before', rule: 'window', earlier: [at(200), at(364)], qualifies: true },
  { name: 'the older one 365 days before', rule: 'window', earlier: [at(200), at(365)], qualifies: true },
  { name: 'the older one 366 days before', rule: 'window', earlier: [at(200), at(366)], qualifies: false },
  { name: 'both at the ends, 120 and 365', rule: 'window', earlier: [at(120), at(365)], qualifies: true },
  { name: 'both just outside, 119 and 366', rule: 'window', earlier: [at(119), at(366)], qualifies: false },
  { name: 'one day before the dispute', rule: 'window', earlier: [at(1), at(200)], qualifies: false },
  { name: 'on the day of the dispute', rule: 'window', earlier: [at(0), at(200)], qualifies: false },
  { name: 'after the dispute', rule: 'window', earlier: [at(-3), at(200)], qualifies: false },
  { name: 'two years before', rule: 'window', earlier: [at(730), at(200)], qualifies: false },
  {
    name: '119 days but 23 h 59 min later on the clock: days, not hours, count',
    rule: 'window',
    disputed: { disputedAt: '2026-06-15T23:59:00Z' },
    earlier: [{ at: '2026-02-16T00:01:00Z' }, at(230)],
    qualifies: false,
  },
  {
    name: '120 days by the calendar, 119 days and a minute by the clock',
    rule: 'window',
    disputed: { disputedAt: '2026-06-15T00:01:00Z' },
    earlier: [{ at: '2026-02-15T23:59:00Z' }, at(230)],
    qualifies: true,
  },
  {
    name: '365 days by the calendar, 365 days and 23 hours by the clock',
    rule: 'window',
    disputed: { disputedAt: '2026-06-15T23:59:00Z' },
    earlier: [at(200), { at: '2025-06-15T00:01:00Z' }],
    qualifies: true,
  },
  {
    name: '366 days by the calendar, 365 days and a minute by the clock',
    rule: 'window',
    disputed: { disputedAt: '2026-06-15T00:01:00Z' },
    earlier: [at(200), { at: '2025-06-14T23:59:00Z' }],
    qualifies: false,
  },
  {
    name: 'over a leap day: 29 February 2024 lies inside, 365 days',
    rule: 'window',
    disputed: { disputedAt: '2024-08-01' },
    earlier: [{ at: '2024-01-15' }, { at: '2023-08-02' }],
    qualifies: true,
  },
  {
    name: 'over a leap day: a year to the day is 366 days',
    rule: 'window',
    disputed: { disputedAt: '2024-08-01' },
    earlier: [{ at: '2024-01-15' }, { at: '2023-08-01' }],
    qualifies: false,
  },
  {
    name: 'the disputed payment is 150 days older than the dispute: the dispute counts',
    rule: 'window',
    disputed: { at: day(150) },
    earlier: [at(160), at(200)],
    qualifies: true,
  },
  {
    name: 'date of an earlier payment not known',
    rule: 'window',
    earlier: [{ at: undefined }, at(200)],
    qualifies: false,
  },
  { name: 'date of the dispute not known', rule: 'window', disputed: { disputedAt: undefined }, qualifies: false },
  {
    name: 'an original credit transaction 30 days before',
    rule: 'window-oct',
    earlier: [{ ...at(30), kind: 'original-credit' }, at(200)],
    qualifies: true,
  },
  {
    name: 'an original credit transaction 366 days before',
    rule: 'window',
    earlier: [{ ...at(366), kind: 'original-credit' }, at(200)],
    qualifies: false,
  },
  // How many.
  { name: 'no earlier payment', rule: 'count', earlier: [], qualifies: false },
  { name: 'one earlier payment', rule: 'count', earlier: [{}], qualifies: false },
  { name: 'three earlier payments', rule: 'count', earlier: [{}, {}, {}], qualifies: true },
  {
    name: 'three, of which one is too young',
    rule: 'count',
    earlier: [at(100), {}, {}],
    qualifies: true,
    chosen: ['e2', 'e3'],
  },
  { name: 'three, of which two are too young', rule: 'count', earlier: [at(100), at(110), {}], qualifies: false },
  {
    name: 'the same payment given twice is one',
    rule: 'count',
    earlier: [{ id: 'e1' }, { id: 'e1' }],
    qualifies: false,
  },
  {
    name: 'the disputed payment itself among the earlier ones',
    rule: 'count',
    earlier: [{ id: 'd' }, {}],
    qualifies: false,
  },
  // The card.
  {
    name: 'one earlier payment with another card',
    rule: 'credential',
    earlier: [{ credential: 'fp_other' }, {}],
    qualifies: false,
  },
  {
    name: 'card of one earlier payment not known',
    rule: 'credential',
    earlier: [{ credential: undefined }, {}],
    qualifies: false,
  },
  {
    name: 'card of the disputed payment not known',
    rule: 'credential',
    disputed: { credential: undefined },
    qualifies: false,
  },
  {
    name: 'three, one with another card',
    rule: 'credential',
    earlier: [{}, { credential: 'fp_other' }, {}],
    qualifies: true,
    chosen: ['e1', 'e3'],
  },
  // Disputes and fraud.
  { name: 'one earlier payment was disputed', rule: 'undisputed', earlier: [{ disputed: true }, {}], qualifies: false },
  {
    name: 'both earlier payments were disputed',
    rule: 'undisputed',
    earlier: [{ disputed: true }, { disputed: true }],
    qualifies: false,
  },
  {
    name: 'three, one of them disputed',
    rule: 'undisputed',
    earlier: [{}, {}, { disputed: true }],
    qualifies: true,
    chosen: ['e1', 'e2'],
  },
  {
    name: 'fraud reported for one, though never disputed',
    rule: 'no-fraud',
    earlier: [{ fraudReported: true }, {}],
    qualifies: false,
  },
  {
    name: 'three, fraud reported for one',
    rule: 'no-fraud',
    earlier: [{ fraudReported: true }, {}, {}],
    qualifies: true,
    chosen: ['e2', 'e3'],
  },
  { name: 'one earlier payment was never paid', rule: 'paid', earlier: [{ paid: false }, {}], qualifies: false },
  { name: 'one is a validation charge', rule: 'paid', earlier: [{ kind: 'validation' }, {}], qualifies: false },
  {
    name: 'one is a payment of nothing',
    rule: 'paid',
    earlier: [{ amount: { minor: 0, currency: 'EUR' } }, {}],
    qualifies: false,
  },
  // Network and reason.
  { name: 'Mastercard', rule: 'network', disputed: { network: 'mastercard', reasonCode: '4837' }, qualifies: false },
  { name: 'network not known', rule: 'network', disputed: { network: undefined }, qualifies: false },
  { name: 'reason 10.3, card present', rule: 'reason', disputed: { reasonCode: '10.3' }, qualifies: false },
  { name: 'reason 10.5', rule: 'reason', disputed: { reasonCode: '10.5' }, qualifies: false },
  { name: 'reason 13.1, not received', rule: 'reason', disputed: { reasonCode: '13.1' }, qualifies: false },
  { name: 'reason not known', rule: 'reason', disputed: { reasonCode: undefined }, qualifies: false },
  // Pairs of elements.
  { name: 'IP address and device', rule: 'elements', earlier: both('ip', 'device'), qualifies: true },
  { name: 'IP address and user id', rule: 'elements', earlier: both('ip', 'user'), qualifies: true },
  { name: 'IP address and shipping address', rule: 'elements', earlier: both('ip', 'address'), qualifies: true },
  { name: 'device and user id', rule: 'elements', earlier: both('device', 'user'), qualifies: true },
  { name: 'device and shipping address', rule: 'elements', earlier: both('device', 'address'), qualifies: true },
  {
    name: 'user id and shipping address: neither is IP address or device',
    rule: 'main',
    earlier: both('user', 'address'),
    qualifies: false,
  },
  { name: 'IP address alone', rule: 'elements', earlier: both('ip'), qualifies: false },
  { name: 'device alone', rule: 'elements', earlier: both('device'), qualifies: false },
  { name: 'no element', rule: 'elements', earlier: both(), qualifies: false },
  {
    name: 'one pair with the first, another with the second: no two elements are common to all three',
    rule: 'elements',
    earlier: [only('ip', 'user')('1'), only('device', 'address')('2')],
    qualifies: false,
  },
  {
    name: 'IP address is common to all three, the second element is not',
    rule: 'elements',
    earlier: [only('ip', 'user')('1'), only('ip', 'address')('2')],
    qualifies: false,
  },
  {
    name: 'a third earlier payment completes the pair',
    rule: 'elements',
    earlier: [only('ip', 'user')('1'), only('device', 'address')('2'), only('ip', 'user')('3')],
    qualifies: true,
    chosen: ['e1', 'e3'],
  },
  {
    name: 'user id and shipping address with all, IP address only with one',
    rule: 'main',
    earlier: [only('ip', 'user', 'address')('1'), only('user', 'address')('2')],
    qualifies: false,
  },
  {
    name: 'IP address and device missing on the disputed payment',
    rule: 'main',
    disputed: { ip: undefined, deviceFingerprint: undefined },
    qualifies: false,
  },
  {
    name: 'elements missing on all: nothing is not equal to nothing',
    rule: 'elements',
    disputed: { ip: undefined, userId: undefined },
    earlier: [
      { ...only('device')('1'), ip: undefined, userId: undefined },
      { ...only('device')('2'), ip: undefined, userId: undefined },
    ],
    qualifies: false,
  },
  {
    name: 'IPv6 in two spellings',
    rule: 'elements',
    disputed: { ip: '2606:2800:220:1:248:1893:25c8:1946' },
    earlier: [
      { ...only('user')('1'), ip: '2606:2800:0220:0001:0248:1893:25C8:1946' },
      { ...only('user')('2'), ip: '2606:2800:220:1:248:1893:25c8:1946' },
    ],
    qualifies: true,
  },
  {
    name: 'IPv4 written as IPv6',
    rule: 'elements',
    earlier: [{ ...only('user')('1'), ip: '::ffff:93.184.216.34' }, only('ip', 'user')('2')],
    qualifies: true,
  },
  {
    name: 'IP addresses of the same network, but not the same',
    rule: 'elements',
    earlier: [{ ...only('user')('1'), ip: '93.184.216.35' }, only('ip', 'user')('2')],
    qualifies: false,
  },
  {
    name: 'no IP address at all in the field',
    rule: 'elements',
    disputed: { ip: 'unknown' },
    earlier: [
      { ...only('user')('1'), ip: 'unknown' },
      { ...only('user')('2'), ip: 'unknown' },
    ],
    qualifies: false,
  },
  {
    name: 'shipping address in other letters and signs',
    rule: 'elements',
    earlier: [
      { ...only('ip')('1'), shippingAddress: { ...address, line1: 'MAIN STREET, 1.' } },
      only('ip', 'address')('2'),
    ],
    qualifies: true,
  },
  {
    name: 'shipping address with another house number',
    rule: 'elements',
    earlier: [
      { ...only('ip')('1'), shippingAddress: { ...address, line1: 'Main Street 11' } },
      only('ip', 'address')('2'),
    ],
    qualifies: false,
  },
  {
    name: 'only the country of the address is known',
    rule: 'elements',
    disputed: { shippingAddress: { country: 'FR' } },
    earlier: [
      { ...only('ip')('1'), shippingAddress: { country: 'FR' } },
      { ...only('ip')('2'), shippingAddress: { country: 'FR' } },
    ],
    qualifies: false,
  },
  {
    name: 'user ids that differ in case are two',
    rule: 'elements',
    earlier: [{ ...only('ip')('1'), userId: 'Anna' }, only('ip', 'user')('2')],
    qualifies: false,
  },
  {
    name: 'device id and fingerprint are one element',
    rule: 'device',
    disputed: { deviceId: 'serial-0000000001' },
    earlier: [
      { ...only('device')('1'), deviceId: 'serial-0000000001' },
      { ...only('device')('2'), deviceId: 'serial-0000000001' },
    ],
    qualifies: false,
  },
  {
    name: 'device id equal, fingerprint changed, with user id',
    rule: 'device',
    disputed: { deviceId: 'serial-0000000001' },
    earlier: [
      { ...only('user')('1'), deviceId: 'serial-0000000001' },
      { ...only('user')('2'), deviceId: 'serial-0000000001' },
    ],
    qualifies: true,
  },
  {
    name: 'an id is never compared with a fingerprint',
    rule: 'device',
    disputed: { deviceFingerprint: undefined, deviceId: 'fingerprint-000000000001' },
    earlier: both('device', 'user'),
    qualifies: false,
  },
  // The e-mail address.
  { name: 'IP address and e-mail address, by Visa', rule: 'email', earlier: both('ip', 'email'), qualifies: false },
  {
    name: 'IP address and e-mail address, at Stripe',
    rule: 'email',
    earlier: both('ip', 'email'),
    profile: 'stripe',
    qualifies: true,
  },
  {
    name: 'e-mail address kept as the user id',
    rule: 'email',
    disputed: { userId: 'anna@shop.example' },
    earlier: [
      { ...only('ip')('1'), userId: 'anna@shop.example' },
      { ...only('ip')('2'), userId: 'anna@shop.example' },
    ],
    qualifies: true,
  },
  {
    name: 'e-mail and shipping address at Stripe: both are secondary',
    rule: 'main',
    earlier: both('email', 'address'),
    profile: 'stripe',
    qualifies: false,
  },
  // What must be sent.
  {
    name: 'no description of the disputed payment',
    rule: 'description',
    disputed: { description: undefined },
    qualifies: true,
    ready: false,
  },
  {
    name: 'an empty description of an earlier payment',
    rule: 'description',
    earlier: [{ description: '  ' }, {}],
    qualifies: true,
    ready: false,
  },
  {
    name: 'an earlier payment without acquirer reference number',
    rule: 'particulars',
    earlier: [{ arn: undefined }, {}],
    qualifies: true,
    ready: false,
  },
  {
    name: 'three, one without acquirer reference number: the others are chosen',
    rule: 'particulars',
    earlier: [{ arn: undefined }, {}, {}],
    qualifies: true,
    chosen: ['e2', 'e3'],
  },
  {
    name: 'at Stripe the charge stands for the acquirer reference number',
    rule: 'particulars',
    earlier: [{ arn: undefined }, { arn: undefined }],
    profile: 'stripe',
    qualifies: true,
  },
  {
    name: 'at Stripe without the charge',
    rule: 'particulars',
    earlier: [{ charge: undefined }, {}],
    profile: 'stripe',
    qualifies: true,
    ready: false,
  },
  {
    name: 'an earlier payment without amount',
    rule: 'particulars',
    earlier: [{ amount: undefined }, {}],
    qualifies: true,
    ready: false,
  },
  {
    name: 'at Stripe a fingerprint of 19 characters that makes the pair',
    rule: 'lengths',
    disputed: { deviceFingerprint: 'f'.repeat(19) },
    earlier: [
      { ...only('user')('1'), deviceFingerprint: 'f'.repeat(19) },
      { ...only('user')('2'), deviceFingerprint: 'f'.repeat(19) },
    ],
    profile: 'stripe',
    qualifies: true,
    ready: false,
  },
  {
    name: 'at Stripe a fingerprint of 20 characters',
    rule: 'lengths',
    disputed: { deviceFingerprint: 'f'.repeat(20) },
    earlier: [
      { ...only('user')('1'), deviceFingerprint: 'f'.repeat(20) },
      { ...only('user')('2'), deviceFingerprint: 'f'.repeat(20) },
    ],
    profile: 'stripe',
    qualifies: true,
  },
  {
    name: 'at Stripe a device id of 14 characters that makes the pair',
    rule: 'lengths',
    disputed: { deviceFingerprint: undefined, deviceId: 'd'.repeat(14) },
    earlier: [
      { ...only('user')('1'), deviceFingerprint: undefined, deviceId: 'd'.repeat(14) },
      { ...only('user')('2'), deviceFingerprint: undefined, deviceId: 'd'.repeat(14) },
    ],
    profile: 'stripe',
    qualifies: true,
    ready: false,
  },
  {
    name: 'at Stripe a device id of 15 characters',
    rule: 'lengths',
    disputed: { deviceFingerprint: undefined, deviceId: 'd'.repeat(15) },
    earlier: [
      { ...only('user')('1'), deviceFingerprint: undefined, deviceId: 'd'.repeat(15) },
      { ...only('user')('2'), deviceFingerprint: undefined, deviceId: 'd'.repeat(15) },
    ],
    profile: 'stripe',
    qualifies: true,
  },
]
