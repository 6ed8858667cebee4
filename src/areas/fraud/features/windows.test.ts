import { array, assert, boolean, constantFrom, nat, oneof, property, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FraudEvent } from '../events/schema.ts'
import { WINDOWS } from './dimensions.ts'
import { parseFeature } from './names.ts'
import { FeaturePlan } from './plan.ts'
import { Windows } from './windows.ts'

const start = Date.UTC(2026, 0, 1)
const names = ['orders', 'declined', 'amount', 'cards', 'ips'].flatMap((measure) =>
  WINDOWS.map((window) => `${measure}_by_user_${window.name}`),
)
const specs = new Map(names.map((name) => [name, parseFeature(name)]))

interface Simple {
  minute: number
  user: number
  card: number
  ip: number
  amount: number
  type: 'order' | 'payment'
  declined: boolean
}
const toEvent = (item: Simple, index: number): FraudEvent => ({
  id: `e${index}`,
  type: item.type,
  at: new Date(start + item.minute * 60_000).toISOString(),
  customer: { id: `u${item.user}` },
  payment: { instrument: `c${item.card}`, ...(item.declined && { result: 'declined' as const }) },
  ip: { address: `192.0.2.${item.ip}` },
  ...(item.type === 'order' && { order: { amount: item.amount / 100 } }),
})

/** The definition, straight: all events filed up to this one whose time lies within the window before it. */
function expected(events: readonly Simple[], index: number, name: string): number {
  const own = events[index] as Simple
  const [measure, windowName] = [name.split('_')[0], name.split('_').at(-1)]
  const seconds = WINDOWS.find((window) => window.name === windowName)?.seconds ?? 0
  const inside = events
    .slice(0, index + 1)
    .filter((item) => item.user === own.user && item.minute <= own.minute && (own.minute - item.minute) * 60 < seconds)
  if (measure === 'orders') return inside.filter((item) => item.type === 'order').length
  if (measure === 'declined') return inside.filter((item) => item.declined).length
  if (measure === 'amount')
    return inside.reduce((sum, item) => sum + (item.type === 'order' ? item.amount : 0), 0) / 100
  return new Set(inside.map((item) => (measure === 'cards' ? item.card : item.ip))).size
}

const stream = array(
  record({
    minute: oneof(nat(30), nat(200_000)),
    user: nat(2),
    card: nat(4),
    ip: nat(4),
    amount: nat(100_000),
    type: constantFrom('order' as const, 'payment' as const),
    declined: boolean(),
  }),
  { maxLength: 60 },
)

function run(events: readonly FraudEvent[]): (number | undefined)[][] {
  const windows = new Windows()
  const plan = new FeaturePlan([...specs.values()].filter((spec) => spec !== undefined))
  return events.map((event) => {
    const row = windows.add(event)
    return [...specs.values()].map((spec) => spec && plan.read(windows, row, spec))
  })
}

describe('sliding windows', () => {
  it('count, sum and tell apart exactly, also for late events', () => {
    assert(
      property(stream, (events) => {
        const got = run(events.map(toEvent))
        for (const index of events.keys())
          expect(got[index]).toEqual(names.map((name) => expected(events, index, name)))
      }),
      { numRuns: 60 },
    )
  })

  it('give the same bits in a replay', () => {
    assert(
      property(stream, (events) => {
        expect(run(events.map(toEvent))).toEqual(run(events.map(toEvent)))
      }),
      { numRuns: 20 },
    )
  })

  it('are the same for rules in shadow mode as for the live ones, which count over one past', () => {
    const windows = new Windows()
    const spec = parseFeature('cards_by_user_24h')
    const plans = [1, 2].map(() => new FeaturePlan(spec ? [spec] : []))
    const read = (index: number) => {
      const order = { minute: index, user: 1, card: index, ip: 1, amount: 1, type: 'order' as const, declined: false }
      const row = windows.add(toEvent(order, index))
      return plans.map((plan) => spec && plan.read(windows, row, spec))
    }
    expect([0, 1, 2].map(read)).toEqual([1, 2, 3].map((cards) => [cards, cards]))
  })

  it('stay bounded under a flood of one key, and say that they are "at least"', () => {
    const windows = new Windows({ bound: 100 })
    const spec = parseFeature('orders_by_user_24h')
    const plan = new FeaturePlan(spec ? [spec] : [])
    let row = 0
    for (let index = 0; index < 1000; index++)
      row = windows.add(
        toEvent({ minute: 1, user: 1, card: 1, ip: 1, amount: 1, type: 'order', declined: false }, index),
      )
    expect(spec && plan.read(windows, row, spec)).toBe(100)
    expect(plan.bounded(row)).toBe(true)
  })

  it('survive clocks that jump far back and forth', () => {
    const at = (minute: number) => ({
      minute,
      user: 1,
      card: 1,
      ip: 1,
      amount: 1,
      type: 'order' as const,
      declined: false,
    })
    const events = [at(0), at(900_000_000), at(5), at(-900_000_000), at(6)]
    const got = run(events.map(toEvent))
    expect(got.at(-1)?.[names.indexOf('orders_by_user_1h')]).toBe(3)
  })

  it('forget whole chunks beyond the retention, and nothing else', () => {
    const windows = new Windows({ retentionDays: 1 })
    for (let index = 0; index < 40_000; index++)
      windows.add(toEvent({ minute: index, user: 1, card: 1, ip: 1, amount: 1, type: 'order', declined: false }, index))
    expect(windows.rows.first).toBeGreaterThan(0)
    expect(windows.rowOf('e0')).toBeUndefined()
    expect(windows.rowOf('e39999')).toBe(39_999)
  })

  it('take labels to the keys of the event they judge, and take them back', () => {
    const windows = new Windows()
    const spec = parseFeature('chargebacks_of_card')
    const plan = new FeaturePlan(spec ? [spec] : [])
    const order = { minute: 1, user: 1, card: 1, ip: 1, amount: 1, type: 'order' as const, declined: false }
    windows.add(toEvent(order, 1))
    expect(windows.label('e1', true)).toBe(true)
    expect(windows.label('e1', true)).toBe(true)
    expect(windows.label('unknown', true)).toBe(false)
    expect(spec && plan.read(windows, windows.add(toEvent({ ...order, user: 2 }, 2)), spec)).toBe(1)
    windows.label('e1', false)
    expect(spec && plan.read(windows, windows.add(toEvent(order, 3)), spec)).toBe(0)
  })
})

it('keeps the past when one event comes from the far future', () => {
  const windows = new Windows()
  const event = (index: number, at: string): FraudEvent => ({
    id: `f${index}`,
    type: 'order',
    at,
    customer: { id: 'anna' },
  })
  windows.add(event(0, '9999-12-31T00:00:00Z'))
  for (let index = 1; index < 40_000; index++) windows.add(event(index, new Date(start + index * 1000).toISOString()))
  expect(windows.rows.first).toBe(0)
  expect(windows.rowOf('f1')).toBe(1)
  const spec = parseFeature('orders_by_user_1h')!
  const row = windows.add(event(50_000, new Date(start + 40_000_000).toISOString()))
  // An hour of one order a second, up to the bound of one look.
  expect(new FeaturePlan([spec]).read(windows, row, spec)).toBe(1000)
})
