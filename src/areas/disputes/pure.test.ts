import { describe, expect, it } from 'vitest'
import { knowledge, orderEvents, reasons } from '../../../test/helpers/dispute-room.ts'
import { labelEventSchema } from '../../core/label.ts'
import type { Dispute, State } from './intake/schema.ts'
import { checkDescriptor } from './loop/descriptor.ts'
import { labelOf } from './loop/labels.ts'
import { decimalText, parseMoney } from './money.ts'
import { instant } from './order/common.ts'
import { parseEvent } from './order/event.ts'
import { foldFile } from './order/file.ts'
import { evaluateFrom } from './qualify/evaluate.ts'
import { oddsOf, type Past } from './qualify/odds.ts'
import { familyOf } from './qualify/reasons.ts'
import { deadlineOf } from './watch/deadlines.ts'
import { calendar } from './watch/ics.ts'
import { monthSchema, type Month } from './watch/months.ts'
import { readProgrammes } from './watch/programmes.ts'
import { ratios } from './watch/ratios.ts'

const now = new Date('2026-06-15T12:00:00Z')
const dispute: Dispute = {
  id: 'stripe:dp',
  provider: 'stripe',
  providerId: 'dp',
  payment: 'ch_A',
  network: 'visa',
  reasonCode: '13.1',
  amount: { minor: 4990, currency: 'EUR' },
  phase: 'chargeback',
  openedAt: '2026-06-10T00:00:00.000Z',
  dueAt: '2026-06-22T00:00:00.000Z',
  state: 'open',
  lastEventAt: '2026-06-10T00:00:00.000Z',
}

it.each([
  ['12.34', 'EUR', 1234],
  ['12.3', 'eur', 1230],
  [12, 'JPY', 12],
  ['1.234', 'KWD', 1234],
  ['12.00', 'JPY', 12],
  ['12.34', 'JPY', undefined],
  ['1.2345', 'EUR', undefined],
  ['1,000.00', 'EUR', undefined],
  ['12', 'EURO', undefined],
  ['1e9', 'EUR', undefined],
])('money: %s %s', (amount, currency, minor) => {
  const money = parseMoney(amount, currency)
  expect(money?.minor).toBe(minor)
  if (money) expect(parseMoney(decimalText(money), money.currency)).toEqual(money)
})

it.each([
  ['2026-03-01T12:00:00+02:00', '2026-03-01T10:00:00.000Z'],
  ['2026-03-01 12:00:00', '2026-03-01T12:00:00.000Z'],
  ['2026-03-01', '2026-03-01T00:00:00.000Z'],
  ['2026-02-29', undefined],
  ['01/03/2026', undefined],
  ['yesterday', undefined],
])('instant: %s', (text, expected) => expect(instant.safeParse(text).data).toBe(expected))

it('refuses card numbers and unknown kinds, naming the field and never the value', () => {
  const event = { kind: 'payment', order: 'A', at: '2026-01-01', references: ['ch_1'] }
  expect(() => parseEvent({ ...event, instrument: '4242 4242 4242 4242' })).toThrow(/card number/)
  expect(() => parseEvent({ kind: '__proto__', order: 'A', at: '2026-01-01' })).toThrow(/not known/)
  expect(() => parseEvent(null)).toThrow(/not known/)
})

it.each([
  [{ network: 'visa', reasonCode: '10.4' }, 'fraud'],
  [
    { network: 'mastercard', reasonCode: '4853', provider: 'stripe', providerReason: 'product_not_received' },
    'not-received',
  ],
  [{ network: 'mastercard', reasonCode: '4853' }, 'not-as-described'],
  [{ network: 'amex', reasonCode: 'C08' }, 'not-received'],
  [{ network: 'discover', reasonCode: 'ua02' }, 'fraud'],
  [{ reasonCode: '13.6' }, 'credit-not-processed'],
  [{ provider: 'paypal', providerReason: 'UNAUTHORISED' }, 'fraud'],
  [{ network: 'visa', reasonCode: '99.9', provider: 'stripe', providerReason: 'duplicate' }, 'duplicate'],
  [{}, 'other'],
] as const)('reason %j is %s', (of, family) => expect(familyOf(of, reasons)).toBe(family))

describe('advice', () => {
  const judge = (
    events: ReturnType<typeof orderEvents> | undefined,
    over: Partial<Dispute> = {},
    extra: { past?: Past[]; cost?: number } = {},
  ) =>
    evaluateFrom(
      {
        dispute: { ...dispute, ...over },
        file: events && foldFile('A', events),
        others: [],
        everDisputed: new Set(),
        past: extra.past ?? [],
        ...(extra.cost !== undefined && { costs: { answer: { minor: extra.cost, currency: 'EUR' } } }),
      },
      reasons,
      now,
    ).advice
  const delivered = orderEvents('A', { at: '2026-06-01T10:00:00Z', delivered: '2026-06-03T10:00:00Z' })
  const refund = (amount: string, currency = 'EUR', reference: string | undefined = 're_1') => [
    ...delivered,
    parseEvent({
      kind: 'refund',
      order: 'A',
      at: '2026-06-05',
      amount: { amount, currency },
      ...(reference && { reference }),
    }),
  ]
  const won = (count: number, of: number): Past[] =>
    Array.from({ length: of }, (_, index) => ({ family: 'not-received' as const, network: 'visa', won: index < count }))

  it.each([
    ['delivered to the address of the order', delivered, {}, {}, 'contest', 'strong'],
    ['only handed to the carrier', orderEvents('A', { at: '2026-06-01T10:00:00Z' }), {}, {}, 'contest', 'some'],
    ['no shipping note', orderEvents('A', { at: '2026-06-01T10:00:00Z', shipped: false }), {}, {}, 'accept', 'none'],
    [
      'no shipping note, but no money has moved yet',
      orderEvents('A', { at: '2026-06-01T10:00:00Z', shipped: false }),
      { phase: 'inquiry' },
      {},
      'refund',
      'none',
    ],
    [
      'delivered after the dispute',
      orderEvents('A', { at: '2026-06-01T10:00:00Z', delivered: '2026-06-12T10:00:00Z' }),
      {},
      {},
      'contest',
      'some',
    ],
    ['order not known', undefined, {}, {}, 'accept', 'none'],
    ['deadline past', delivered, { dueAt: '2026-06-15T11:59:59.000Z' }, {}, 'nothing', 'strong'],
    ['answered already', delivered, { state: 'answered' }, {}, 'nothing', 'strong'],
    ['refunded in full', refund('49.90'), { reasonCode: '13.6' }, {}, 'contest', 'strong'],
    ['refunded in part', refund('20.00'), { reasonCode: '13.6' }, {}, 'contest', 'some'],
    [
      'refund in another currency',
      [...orderEvents('A', { at: '2026-06-01T10:00:00Z', terms: false }), ...refund('49.90', 'USD').slice(-1)],
      { reasonCode: '13.6' },
      {},
      'accept',
      'none',
    ],
    [
      'refund owed: none made, no terms',
      orderEvents('A', { at: '2026-06-01T10:00:00Z', terms: false }),
      { reasonCode: '13.6' },
      {},
      'accept',
      'none',
    ],
    ['an answer costs more than the amount', delivered, {}, { cost: 5000 }, 'accept', 'strong'],
    ['odds of the past make it worth it', delivered, {}, { cost: 1000, past: won(8, 10) }, 'contest', 'strong'],
    ['odds of the past do not make it worth it', delivered, {}, { cost: 1000, past: won(1, 10) }, 'accept', 'strong'],
  ] as const)('%s', (_, events, over, extra, action, stands) => {
    const advice = judge(
      events as ReturnType<typeof orderEvents> | undefined,
      over,
      extra as { past?: Past[]; cost?: number },
    )
    expect([advice.action, advice.stands]).toEqual([action, stands])
    expect(advice.because.length).toBeGreaterThan(10)
  })

  it('knows no odds before five disputes were decided', () => {
    expect(oddsOf(won(4, 4), 'not-received', 'visa').chance).toBeUndefined()
    const odds = oddsOf(won(8, 10), 'not-received', 'visa')
    expect(odds.chance).toBeCloseTo(8.5 / 11)
    expect(odds.low!).toBeLessThan(0.8)
    expect(odds.high!).toBeGreaterThan(0.8)
  })
})

describe('ratios', () => {
  const { programmes } = readProgrammes(knowledge)
  const month = (over: Partial<Month>): Month =>
    monthSchema.parse({ month: '2026-05', network: 'visa', payments: 100_000, disputes: 0, ...over })
  const alarm = (id: string, months: Month[], at = now, options = {}) =>
    ratios(programmes, months, at, options).find((item) => item.programme === id && item.month === months[0]!.month)
      ?.alarm
  const before = (payments: number): Month =>
    monthSchema.parse({ month: '2026-04', network: 'mastercard', payments, disputes: 0 })
  const mastercard = (over: Partial<Month>) => month({ network: 'mastercard', ...over })

  it.each([
    ['VAMP: 1.50% with 1,501', [month({ payments: 100_066, disputes: 1501 })], 'vamp', 'over'],
    ['VAMP: 1.49%', [month({ payments: 101_000, disputes: 1501 })], 'vamp', 'near'],
    ['VAMP: 1,500 is not more than 1,500', [month({ payments: 10_000, disputes: 1500 })], 'vamp', 'near'],
    ['VAMP: fraud reports and disputes together', [month({ disputes: 800, fraudReports: 800 })], 'vamp', 'over'],
    [
      'VAMP: what is left out does not count',
      [month({ disputes: 800, fraudReports: 800, leftOut: 600 })],
      'vamp',
      'watch',
    ],
    ['VAMP: before April 2026 the line was 2.20%', [month({ month: '2026-03', disputes: 2000 })], 'vamp', 'near'],
    ['VAMP: small shop', [month({ payments: 1000, disputes: 2 })], 'vamp', 'fine'],
    ['ECM: 100 and 1.5% of the month before', [mastercard({ disputes: 100 }), before(6666)], 'ecm', 'over'],
    ['ECM: 99', [mastercard({ disputes: 99 }), before(6000)], 'ecm', 'near'],
    ['ECM: month before not known', [mastercard({ disputes: 100 })], 'ecm', 'unknown'],
    ['HECM: 299', [mastercard({ disputes: 299 }), before(9000)], 'hecm', 'near'],
    ['HECM: 300 and 3%', [mastercard({ disputes: 300 }), before(10_000)], 'hecm', 'over'],
    [
      'EFM: all met',
      [
        mastercard({ fraudDisputes: 50, fraudAmount: { minor: 5_000_000, currency: 'USD' }, threeDs: 9000 }),
        before(10_000),
      ],
      'efm',
      'over',
    ],
    [
      'EFM: 3-D Secure at 10%',
      [
        mastercard({ fraudDisputes: 50, fraudAmount: { minor: 5_000_000, currency: 'USD' }, threeDs: 10_000 }),
        before(10_000),
      ],
      'efm',
      'near',
    ],
    [
      'EFM: less than 1,000 payments',
      [mastercard({ fraudDisputes: 50, fraudAmount: { minor: 5_000_000, currency: 'USD' }, threeDs: 0 }), before(999)],
      'efm',
      'near',
    ],
  ] as const)('%s', (_, months, id, expected) => expect(alarm(id, months as unknown as Month[])).toBe(expected))

  it('forecast the month, and warn before the line', () => {
    const half = month({ month: '2026-06', payments: 50_000, disputes: 900 })
    const result = ratios(programmes, [half], new Date('2026-06-16T00:00:00Z')).find(
      (item) => item.programme === 'vamp',
    )!
    expect(result).toMatchObject({ alarm: 'will-be-over', forecast: { numerator: 1800 } })
    expect(result.forecast!.worst).toBeGreaterThan(1800)
  })

  it('meet only the region they are for', () => {
    const mena = month({ disputes: 3000, fraudAmount: { minor: 9_000_000, currency: 'USD' } })
    expect(alarm('vamp', [mena], now, { region: 'mena' })).toBeUndefined()
    expect(alarm('vamp-mena', [mena], now, { region: 'mena' })).toBe('over')
    expect(alarm('vamp-mena', [mena])).toBeUndefined()
  })
})

it.each([
  ['2026-06-30T00:00:00.000Z', 'plan'],
  ['2026-06-18T12:00:00.000Z', 'soon'],
  ['2026-06-17T11:00:00.000Z', 'today'],
  ['2026-06-16T11:00:00.000Z', 'now'],
  ['2026-06-15T11:00:00.000Z', 'past'],
])('deadline %s is %s', (dueAt, level) => {
  const plan = deadlineOf({ ...dispute, dueAt }, now)
  expect(plan.level).toBe(level)
  // Worked back: never on a weekend, never before now, always before the provider's own limit.
  for (const at of level === 'past' ? [] : [plan.evidenceBy!, plan.reviewBy!, plan.submitBy!]) {
    expect(at >= now.toISOString()).toBe(true)
    expect(at <= dueAt).toBe(true)
    if (at !== now.toISOString()) expect([1, 2, 3, 4, 5]).toContain(new Date(at).getUTCDay())
  }
})

it('writes a calendar of lines of at most 75 octets, with what is done cancelled', () => {
  const text = calendar(
    [dispute, { ...dispute, id: 'stripe:b', providerId: 'Zażółć;gęślą,jaźń'.repeat(5), state: 'won' }],
    now,
  )
  for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
  expect(text.replace(/\r\n /g, '')).toContain('Zażółć\\;gęślą\\,jaźń')
  expect(text.match(/STATUS:CONFIRMED/g)).toHaveLength(2)
  expect(text.match(/STATUS:CANCELLED/g)).toHaveLength(1)
  expect(text).toMatch(/DTSTART:\d{8}T\d{6}Z/)
})

it.each([
  ['open', 'fraud', 'chargeback'],
  ['lost', 'fraud', 'fraud'],
  ['won', 'fraud', 'abuse'],
  ['won', 'not-received', 'legitimate'],
  ['lost', 'not-received', 'chargeback'],
  ['withdrawn', 'fraud', 'legitimate'],
] as const)('a %s dispute of %s is labelled %s', (state, family, verdict) => {
  const label = labelEventSchema.parse(labelOf({ ...dispute, state: state as State }, 'A', family))
  expect(label.label).toEqual({ of: 'A', verdict, source: 'disputes' })
})

it.each([
  ['NORTHWIND LAMPS', true],
  ['NW', false],
  ['PAYMENT 4711 PROCESSING', false],
  ['NORTHWIND LAMPS AND SHADES', false],
  ['Northwind "Lamps"', false],
  ['SP * NORTHWIND', true],
  ['SQ*NORTHWIND', true],
])('descriptor %s: %s', (descriptor, ok) =>
  expect(checkDescriptor(descriptor, 'Northwind', 'northwind.example').ok).toBe(ok),
)
