import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { plainlyFits } from './plain.ts'
import { eventSchema } from './schema.ts'

const fits = plainlyFits(eventSchema)
const base = { id: 'e', type: 'order', at: '2026-11-01T10:00:00Z' }
/** As an event arrives: what JSON cannot say does not come. */
const arrived = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

const names = Object.keys(eventSchema.shape)
const parts = Object.entries(eventSchema.shape).flatMap(([part, schema]) => {
  const inner = 'unwrap' in schema ? schema.unwrap() : schema
  return 'shape' in inner ? Object.keys(inner.shape).map((field) => ({ part, field })) : []
})
/** Values at and beside every bound of the schema. */
const value = fc.oneof(
  fc.constantFrom<unknown>('DE', 'DEU', 'EUR', 'eur', '', '1234', '12345', '123456', '12345678', '123456789'),
  fc.constantFrom<unknown>('1.2.3.4', '999.1.1.1', '1.2.3.4\n', '::1', 'x'.repeat(200), 'x'.repeat(201)),
  fc.constantFrom<unknown>('x'.repeat(320), 'x'.repeat(321), 'x'.repeat(2000), 'x'.repeat(2001), 'order', 'chargeback'),
  fc.constantFrom<unknown>('2026-11-01T10:00:00Z', '2026-02-30T10:00:00Z', '2026-11-01T10:00:00', '2026-11-01'),
  fc.constantFrom<unknown>('2026-11-01T10:00:00+01:00', '2026-11-01T25:00:00Z', 'authorised', 'match', 'tor', 'failed'),
  fc.constantFrom<unknown>(true, false, 0, 1, -1, 90, 90.1, -180, 181, 1e6, 1e6 + 1, 0.5, 1e11, 1e11 + 1, 2 ** 53),
  fc.constantFrom<unknown>(null, [], {}, ['DE'], { USD: 1.1 }),
  fc.string({ maxLength: 8 }),
)
/** Events with a few fields of the schema set to anything, some unknown ones, some parts replaced as a whole. */
const events = fc
  .tuple(
    fc.array(fc.tuple(fc.constantFrom(...parts), value), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...names, 'extra', '__proto__', 'constructor'), value, { maxKeys: 1 }),
    fc.boolean(),
    fc.constantFrom('id', 'type', 'at', undefined, undefined, undefined, undefined),
  )
  .map(([set, whole, mixed, without]) => {
    const event: Record<string, unknown> = { ...base, ...(mixed ? whole : {}) }
    for (const [{ part, field }, of] of set) {
      const known = event[part]
      const object = typeof known === 'object' && known !== null ? (known as Record<string, unknown>) : {}
      event[part] = { ...object, [field]: of }
    }
    if (without !== undefined) delete event[without]
    return arrived(event)
  })

/** Whether the schema takes a value and hands it back as it is, with nothing left out. */
function takenWhole(event: unknown): boolean {
  const parsed = eventSchema.safeParse(event)
  return parsed.success && isDeepStrictEqual(arrived(parsed.data), event)
}
/** What the short cut leaves to the schema on purpose. */
const left = (event: unknown) => /"(rates|label|services)":|"address":"[^"]*:/.test(JSON.stringify(event))

it('lets through what the schema takes whole, and nothing else', () => {
  let [through, refused] = [0, 0]
  fc.assert(
    fc.property(events, (event) => {
      const whole = takenWhole(event)
      if (fits(event)) {
        through++
        expect(whole).toBe(true)
      } else {
        refused++
        expect(whole && !left(event)).toBe(false)
      }
    }),
    { numRuns: 6000, seed: 7 },
  )
  expect(through).toBeGreaterThan(500)
  expect(refused).toBeGreaterThan(1000)
})
