import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quietUntil } from './quiet.ts'

const night = { from: 21, to: 8 }
const at = (text: string) => new Date(text)

describe('quiet hours', () => {
  it.each([
    ['2026-06-01T20:00:00Z', 'Europe/Warsaw', '2026-06-02T06:00:00.000Z'],
    ['2026-06-01T05:59:00Z', 'Europe/Warsaw', '2026-06-01T06:00:00.000Z'],
    ['2026-06-01T06:00:00Z', 'Europe/Warsaw', undefined],
    ['2026-06-01T18:59:00Z', 'Europe/Warsaw', undefined],
    ['2026-06-01T12:00:00Z', 'America/Los_Angeles', '2026-06-01T15:00:00.000Z'],
    ['2026-06-01T15:30:00Z', 'Asia/Kathmandu', '2026-06-02T02:15:00.000Z'],
    // The clocks go forward in this night: it is an hour shorter.
    ['2026-03-28T22:00:00Z', 'Europe/Berlin', '2026-03-29T06:00:00.000Z'],
    // No such zone: the second one decides.
    ['2026-06-01T20:30:00Z', 'Mars/Base', undefined],
    ['2026-06-01T21:30:00Z', undefined, '2026-06-02T08:00:00.000Z'],
  ])('at %s for somebody in %s: until %s', (now, zone, until) => {
    expect(quietUntil(at(now), zone, 'UTC', night)?.toISOString()).toBe(until)
  })

  it('can be switched off, or lie within a day', () => {
    expect(quietUntil(at('2026-06-01T23:00:00Z'), undefined, 'UTC', 'none')).toBeUndefined()
    expect(quietUntil(at('2026-06-01T13:00:00Z'), undefined, 'UTC', { from: 12, to: 14 })?.toISOString()).toBe(
      '2026-06-01T14:00:00.000Z',
    )
  })

  it('always ends, in the future, at a time that is not quiet', () => {
    const zones = Intl.supportedValuesOf('timeZone')
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 20_000_000 }),
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 0, max: 23 }),
        (minutes, zone, from, to) => {
          const now = new Date(1_700_000_000_000 + minutes * 60_000)
          const until = quietUntil(now, zone, 'UTC', { from, to })
          if (until === undefined) return
          expect(until.getTime()).toBeGreaterThan(now.getTime())
          expect(quietUntil(until, zone, 'UTC', { from, to })).toBeUndefined()
        },
      ),
      { numRuns: 300 },
    )
  })
})
