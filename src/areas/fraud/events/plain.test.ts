import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { plainlyFits } from './plain.ts'
import { eventSchema } from './schema.ts'

const fits = plainlyFits(eventSchema)
const base = { id: 'e', type: 'order', at: '2026-11-01T10:00:00Z' }
/** As an event arrives: what JSON cannot say does not come. */
const arrived = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

const leaf = fc.oneof(
  fc.constantFrom<unknown>('DE', 'EUR', 'eur', '', '1234', '123456', '1.2.3.4', '999.1.1.1', '::1', 'x'.repeat(201)),
  fc.constantFrom<unknown>('2026-11-01T10:00:00Z', '2026-02-30T10:00:00Z', '2026-11-01T10:00:00', 'approved', 'order'),
  fc.constantFrom<unknown>(true, 0, 1, -5, 90.5, 1e6, 1e6 + 1, 1e12, 2 ** 53, null, [], {}),
  fc.string({ maxLength: 8 }),
)
const names = Object.keys(eventSchema.shape)
const inner = [
  ...new Set(
    'id email name phone address city country postcode street amount currency quantity price sku token fingerprint bin last4 holder ip result status'.split(
      ' ',
    ),
  ),
]
const field = fc.oneof(leaf, fc.dictionary(fc.constantFrom(...inner), leaf, { maxKeys: 3 }))

it('what the short cut lets through is what the schema gives', () => {
  let through = 0
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names), field, { maxKeys: 2 }), (fields) => {
      const event = arrived({ ...base, ...fields })
      if (!fits(event)) return
      through++
      const parsed = eventSchema.safeParse(event)
      expect(parsed.success).toBe(true)
      expect(isDeepStrictEqual(arrived(parsed.data), event)).toBe(true)
    }),
    { numRuns: 4000, seed: 7 },
  )
  expect(through).toBeGreaterThan(100)
})
