import { describe, expect, it } from 'vitest'
import { experimentOf, outcomeByVariant, type Person } from './outcome.ts'

const day = (n: number) => new Date(Date.UTC(2026, 5, 1 + n)).toISOString()
const person = (more: Partial<Person>): Person => ({
  variant: 'password',
  arm: 'told',
  plannedAt: day(0),
  sentAt: day(0),
  changedAt: null,
  bounced: false,
  complained: false,
  reminders: 0,
  ...more,
})

describe('what came of a campaign', () => {
  it('counts by variant; a change before the notice is none of its doing', () => {
    const found = outcomeByVariant([
      person({ changedAt: day(2), reminders: 1 }),
      person({ changedAt: day(4) }),
      person({ sentAt: day(3), changedAt: day(1) }),
      person({ bounced: true }),
      person({ variant: 'address', sentAt: null }),
    ])
    expect(found).toEqual([
      {
        variant: 'password',
        customers: 4,
        sent: 4,
        bounced: 1,
        complaints: 0,
        reminders: 1,
        changed: 2,
        changedShare: 0.5,
        medianDaysToChange: 4,
      },
      expect.objectContaining({ variant: 'address', sent: 0, changedShare: undefined, medianDaysToChange: undefined }),
    ])
  })

  it('compares told and held within the days of the hold-out (figures of Newcombe 1998, table II, 56/70 and 48/80)', () => {
    const group = (arm: Person['arm'], changed: number, all: number) =>
      Array.from({ length: all }, (_, index) =>
        person({ arm, sentAt: arm === 'held' ? day(5) : day(0), changedAt: index < changed ? day(3) : day(8) }),
      )
    const found = experimentOf(
      [...group('told', 56, 70), ...group('held', 48, 80), person({ variant: 'shop', changedAt: day(1) })],
      5,
      new Date(day(6)),
    )!
    expect(found).toMatchObject({
      over: true,
      told: { customers: 70, changed: 56 },
      held: { customers: 80, changed: 48 },
    })
    expect([found.difference, found.low, found.high].map((n) => n.toFixed(4))).toEqual(['0.2000', '0.0524', '0.3339'])
    expect(experimentOf(group('told', 1, 2), 5, new Date(day(6)))).toBeUndefined()
  })
})
