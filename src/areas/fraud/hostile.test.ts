import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Arbitrary,
  anything,
  assert,
  asyncProperty,
  constantFrom,
  date,
  dictionary,
  double,
  oneof,
  option,
  record,
  string,
} from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ShopwardenError } from '../../core/errors.ts'
import { FraudGuard } from './guard.ts'

const now = () => new Date('2026-11-02T00:00:00Z')
const open = () => FraudGuard.open({ stateDir: mkdtempSync(join(tmpdir(), 'hostile-')), now })
const nasty = oneof(
  string({ unit: 'binary', maxLength: 300 }),
  constantFrom(
    '__proto__',
    'constructor',
    '\u0000',
    '\u202e',
    '<script>',
    "'; DROP TABLE",
    '=cmd|x',
    '\ud800',
    '🂡'.repeat(50),
  ),
)

/** Left out half of the time: null is another matter, and refused. */
const maybe = <T>(value: Arbitrary<T>) => option(value, { nil: undefined, freq: 2 })

describe('hostile input', () => {
  it('is decided on or refused with a code that repeats nothing of it, and never ends the guard', async () => {
    const guard = await open()
    let n = 0
    const event = record({
      type: constantFrom('order', 'payment', 'login', 'refund', 'signup', 'shipment'),
      at: oneof(
        date({ min: new Date('2026-10-01'), max: new Date('2026-11-01'), noInvalidDate: true }).map((at) =>
          at.toISOString(),
        ),
        date({ noInvalidDate: true }).map((at) => at.toISOString()),
        nasty,
      ),
      customer: maybe(record({ id: nasty, email: nasty, name: nasty, phone: nasty }, { requiredKeys: [] })),
      order: maybe(
        record(
          {
            amount: oneof(double(), constantFrom(-1, 1e11, 1e300, 0)),
            currency: oneof(constantFrom('EUR', 'XXX', 'eur', 'ZZZ'), nasty),
            note: nasty,
          },
          { requiredKeys: [] },
        ),
      ),
      shipping: maybe(record({ name: nasty, line1: nasty, postcode: nasty, country: nasty }, { requiredKeys: [] })),
      payment: maybe(record({ instrument: nasty, holder: nasty }, { requiredKeys: [] })),
      extra: maybe(dictionary(nasty, anything())),
    })
    await assert(
      asyncProperty(event, async (raw) => {
        try {
          const { decision } = await guard.decide({ id: `h${n++}`, ...JSON.parse(JSON.stringify(raw)) })
          expect(decision?.score).toBeGreaterThanOrEqual(0)
          expect(decision?.score).toBeLessThanOrEqual(100)
        } catch (error) {
          expect(error).toBeInstanceOf(ShopwardenError)
          expect((error as ShopwardenError).code).toMatch(/^SW_FRAUD_(EVENT|PAN)$/)
        }
      }),
      { numRuns: 400, seed: 1 },
    )
    const stored = guard.count
    await guard.close()
    expect(stored).toBeGreaterThan(20)
  })

  it('floods of one key are bounded, said to be so, and change nothing for others', async () => {
    const guard = await open()
    const order = (id: string, customer: string, second: number) => ({
      id,
      type: 'order',
      at: new Date(Date.UTC(2026, 10, 1) + second * 1000).toISOString(),
      customer: { id: customer },
      order: { amount: 5 },
      ip: { address: customer === 'flood' ? '192.0.2.1' : '198.51.100.1' },
    })
    for (let round = 0; round < 10; round++)
      await Promise.all(
        Array.from({ length: 500 }, (_, index) =>
          guard.decide(order(`f${round}-${index}`, 'flood', round * 500 + index)),
        ),
      )
    const flooded = await guard.decide(order('last', 'flood', 6000))
    expect(flooded.decision).toMatchObject({ bounded: true, outcome: 'decline' })
    const other = await guard.decide(order('other', 'anna', 6001))
    expect(other.decision).toMatchObject({ bounded: false, outcome: 'approve' })
    await guard.close()
  })

  it('clocks that jump back and forth change no count of what is within the window', async () => {
    const [straight, jumping] = [await open(), await open()]
    const order = (index: number) => ({
      id: `j${index}`,
      type: 'order',
      at: new Date(Date.UTC(2026, 10, 1) + index * 1000).toISOString(),
      customer: { id: 'anna' },
      order: { amount: 5 },
    })
    for (let index = 0; index < 4; index++) {
      await straight.decide(order(index))
      await jumping.decide(order(index))
      await jumping.decide({
        ...order(index),
        id: `future${index}`,
        at: '2099-01-01T00:00:00Z',
        customer: { id: 'bert' },
      })
      await jumping.decide({
        ...order(index),
        id: `past${index}`,
        at: '1971-01-01T00:00:00Z',
        customer: { id: 'cleo' },
      })
    }
    const rulesOf = async (guard: FraudGuard) =>
      (await guard.decide(order(9))).decision?.reasons.map(({ rule }) => rule)
    expect(await rulesOf(jumping)).toEqual(await rulesOf(straight))
    await straight.close()
    await jumping.close()
  })

  it('a large number in another currency is no large order', async () => {
    const guard = await open()
    const order = (id: string, amount: number, currency: string) => ({
      id,
      type: 'order',
      at: '2026-11-01T00:00:00Z',
      customer: { id: `c${id}` },
      order: { amount, currency },
    })
    for (let index = 0; index < 100; index++) await guard.decide(order(`e${index}`, 60 + (index % 40), 'EUR'))
    const rulesOf = async (id: string, amount: number, currency: string) =>
      (await guard.decide(order(id, amount, currency))).decision?.reasons.map(({ rule }) => rule) ?? []
    expect(await rulesOf('yen', 9_000, 'jpy')).not.toContain('spend/amount')
    expect(await rulesOf('euro', 9_000, 'eur')).toContain('spend/amount')
    await guard.close()
  })

  it('a field that the shop no longer sends, or sends anew, makes rules "not evaluated", not fire', async () => {
    const guard = await open()
    const { decision } = await guard.decide({
      id: 'bare',
      type: 'order',
      at: '2026-11-01T00:00:00Z',
      newField: { a: 1 },
    })
    expect(decision).toMatchObject({ outcome: 'approve', reasons: [] })
    expect(Object.keys(decision?.notEvaluated ?? {})).toContain('payment.instrument')
    await guard.close()
  })
})
