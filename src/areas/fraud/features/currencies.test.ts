import { array, assert, constantFrom, nat, property, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Decider, Past } from '../decide/decider.ts'
import { makeRuleSet } from '../decide/rule-set.ts'
import { parseEvent } from '../events/parse.ts'
import type { FraudEvent } from '../events/schema.ts'
import { Currencies, currencyNumber, RATE_DAYS } from './currencies.ts'
import { parseFeature } from './names.ts'
import { FeaturePlan } from './plan.ts'
import { Windows } from './windows.ts'

const DAY = 86_400_000
const start = Date.UTC(2026, 0, 1)
const at = (day: number) => new Date(start + day * DAY).toISOString()
let n = 0
const order = (day: number, amount: number, currency?: string): FraudEvent => ({
  id: `e${++n}`,
  type: 'order',
  at: at(day),
  customer: { id: 'anna' },
  order: { amount, ...(currency && { currency }) },
})
const rates = (day: number, per: Record<string, number>, base = 'EUR'): FraudEvent =>
  parseEvent({ id: `r${++n}`, type: 'rates', at: at(day), rates: { base, per } })

const names = ['amount_by_user_90d', 'average_amount_by_user_90d', 'unconverted_by_user_90d', 'refunded_by_user_90d']
function last(events: readonly FraudEvent[]): (number | undefined)[] {
  const windows = new Windows()
  const specs = names.map((name) => parseFeature(name)!)
  const plan = new FeaturePlan(specs)
  let row = 0
  for (const event of events) row = windows.add(event)
  return specs.map((spec) => plan.read(windows, row, spec))
}

describe('sums over a window', () => {
  it('keep currencies apart where no rates are known, and say how much was left out', () => {
    expect(last([order(1, 10_000, 'JPY'), order(2, 30, 'EUR'), order(3, 50, 'EUR')])).toEqual([80, 30, 1, 0])
  })

  it('come out in the currency of the event, by the rate of the day of each order', () => {
    const events = [
      rates(0, { USD: 1.25, JPY: 160 }),
      order(1, 125, 'USD'),
      rates(2, { USD: 2 }),
      order(3, 100, 'USD'),
      order(4, 16_000, 'JPY'),
      order(5, 10, 'EUR'),
    ]
    // 125/1.25 + 100/2 + 16,000/160 + 10; the average is over the three before.
    expect(last(events)).toEqual([260, 250 / 3, 0, 0])
    // In dollars of each order's day, crossed over the base.
    expect(last([...events.slice(0, -1), order(5, 1, 'USD')])).toEqual([125 + 100 + 125 + 1, 350 / 3, 0, 0])
  })

  it('use no rate of a later day, and none older than five weeks', () => {
    expect(last([order(1, 100, 'USD'), rates(2, { USD: 2 }), order(3, 10, 'EUR')])).toEqual([10, undefined, 1, 0])
    const late = [rates(0, { USD: 2 }), order(RATE_DAYS + 1, 100, 'USD'), order(RATE_DAYS + 2, 10, 'EUR')]
    expect(last(late)).toEqual([10, undefined, 1, 0])
  })

  it('take an event without a currency to be in the only one of the shop, and in none once there are two', () => {
    expect(last([order(1, 20, 'EUR'), order(2, 30)])).toEqual([50, 20, 0, 0])
    expect(last([order(1, 20, 'EUR'), order(1, 20, 'USD'), order(2, 30)])).toEqual([30, undefined, 2, 0])
    expect(last([order(1, 20), order(2, 30)])).toEqual([50, 20, 0, 0])
  })

  it('know refunds by their own currency', () => {
    const refund: FraudEvent = {
      id: 'back',
      type: 'refund',
      at: at(3),
      customer: { id: 'anna' },
      refund: { amount: 40, currency: 'USD' },
    }
    expect(last([rates(0, { USD: 2 }), refund, order(4, 10, 'EUR')])).toEqual([10, undefined, 0, 20])
  })

  it('average what has an amount, and leave out the order itself, not another event', () => {
    const bare: FraudEvent = { id: 'bare', type: 'order', at: at(2), customer: { id: 'anna' } }
    expect(last([order(1, 20, 'EUR'), bare, order(3, 80, 'EUR')])[1]).toBe(20)
    const payment: FraudEvent = { ...order(3, 80, 'EUR'), type: 'payment' }
    expect(last([order(1, 20, 'EUR'), payment])[1]).toBe(20)
  })

  it('are what the definition says for any mix, in any order of filing of the same times', () => {
    const per: Record<string, number> = { EUR: 1, USD: 1.1, JPY: 161.3, GBP: 0.86 }
    const stream = array(
      record({ day: nat(80), cents: nat(5_000_000), currency: constantFrom('EUR', 'USD', 'JPY', 'GBP', 'CHF') }),
      { minLength: 1, maxLength: 30 },
    )
    assert(
      property(stream, constantFrom('EUR', 'JPY'), (items, into) => {
        const events = items.map(({ day, cents, currency }) => order(day, cents / 100, currency))
        const table = [0, 30, 60].map((day) => rates(day, { USD: 1.1, JPY: 161.3, GBP: 0.86 }))
        const final = order(81, 1, into)
        const got = last([...table, ...events, final])
        expect(got).toEqual(last([...table, ...events.toReversed(), final]))
        let cents = 100
        let left = 0
        for (const item of items) {
          const rate = per[item.currency]
          if (rate === undefined) left++
          else if (item.currency === into) cents += item.cents
          else cents += Math.round((item.cents / rate) * (per[into] ?? 0))
        }
        expect([got[0], got[2]]).toEqual([cents / 100, left])
      }),
      { numRuns: 50, seed: 7 },
    )
  })
})

describe('reference rates', () => {
  it('give 17,576 codes a number each, whatever the case', () => {
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
    const all = letters.flatMap((a) => letters.flatMap((b) => letters.map((c) => currencyNumber(a + b + c))))
    expect(new Set(all).size).toBe(17_576)
    expect([currencyNumber('AAA'), currencyNumber('ZZZ'), currencyNumber('eur')]).toEqual([
      1,
      17_576,
      currencyNumber('EUR'),
    ])
  })

  it('survive being saved, and stay bounded', () => {
    const money = new Currencies()
    for (let day = 0; day < 4100; day++) money.add(rates(day, { USD: 1 + day / 10_000 }))
    const again = new Currencies()
    again.restore(JSON.parse(JSON.stringify(money.save())))
    expect(again.save()).toEqual(money.save())
    expect(again.save().tables).toHaveLength(4000)
    const [eur, usd] = [currencyNumber('EUR'), currencyNumber('USD')]
    expect(again.convert(10_000, eur, usd, start + 4099.5 * DAY)).toBe(14_099)
    expect(again.convert(10_000, eur, usd, start)).toBeNaN()
  })

  it('are refused where they cannot be rates', () => {
    for (const bad of [undefined, { base: 'EUR' }, { base: 'EUR', per: { USD: 0 } }, { base: 'E', per: {} }])
      expect(() => parseEvent({ id: 'x', type: 'rates', at: at(0), rates: bad })).toThrow(
        expect.objectContaining({ code: 'SW_FRAUD_EVENT' }),
      )
  })

  it('are decided on by nobody, and what is left out is said in the decision', () => {
    const decider = new Decider(makeRuleSet(), new Past())
    expect(decider.take(order(1, 5000, 'JPY'))?.unconverted).toBeUndefined()
    expect(decider.take(order(2, 50, 'EUR'))?.unconverted).toBe(1)
    expect(decider.take(rates(0, { JPY: 160 }))).toBeUndefined()
    expect(decider.take(order(3, 50, 'EUR'))?.unconverted).toBeUndefined()
  })
})
