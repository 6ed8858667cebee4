import { describe, expect, it } from 'vitest'
import { saw, verdictOf } from '../../../test/helpers/judge.ts'
import { question } from './question.ts'
import { coverageFact, exposureFact, sweepFact } from './schema.ts'

const daysAgo = (days: number) => new Date(Date.parse('2026-06-01T00:00:00Z') - days * 86_400_000).toISOString()
const coverage = (watched: number, days: number, feed?: [customers: number, watched: number, objected: number]) =>
  saw(coverageFact, {
    watched,
    lastImport: daysAgo(days),
    ...(feed && { feed: { customers: feed[0], watched: feed[1], objected: feed[2] } }),
  })
const sweep = (days: number, complete = true) =>
  saw(sweepFact, {
    sources: [{ source: 'a.txt', kind: 'file', at: daysAgo(days), customers: 10, found: 1, complete }],
  })
const none = { count: 0, oldestDays: 0 }
const open = (known: number, some: Partial<Record<'critical' | 'high' | 'medium' | 'low', [number, number]>>) =>
  saw(exposureFact, {
    known,
    told: 0,
    changed: 0,
    secured: 0,
    open: {
      critical: none,
      high: none,
      medium: none,
      low: none,
      info: none,
      ...Object.fromEntries(Object.entries(some).map(([name, [count, oldestDays]]) => [name, { count, oldestDays }])),
    },
  })

describe('question 12', () => {
  it('gives 100 points in all', () => {
    expect(question.criteria.reduce((sum, criterion) => sum + criterion.points, 0)).toBe(100)
  })

  it.each([
    ['leaks.covered', [], 'unknown'],
    ['leaks.covered', [coverage(0, 1)], 'no'],
    ['leaks.covered', [coverage(100, 1)], 'yes'],
    ['leaks.covered', [coverage(100, 40)], 'partly'],
    ['leaks.covered', [coverage(100, 1, [100, 97, 1])], 'yes'],
    ['leaks.covered', [coverage(100, 1, [100, 85, 0])], 'partly'],
    ['leaks.covered', [coverage(100, 1, [1000, 100, 0])], 'no'],
    ['leaks.monitored', [], 'unknown'],
    ['leaks.monitored', [sweep(10)], 'yes'],
    ['leaks.monitored', [sweep(10, false)], 'partly'],
    ['leaks.monitored', [sweep(60)], 'partly'],
    ['leaks.monitored', [sweep(100)], 'no'],
    ['leaks.handled', [], 'unknown'],
    ['leaks.handled', [open(0, {})], 'yes'],
    ['leaks.handled', [open(9, { low: [5, 90] })], 'yes'],
    ['leaks.handled', [open(9, { high: [1, 3] })], 'partly'],
    ['leaks.handled', [open(9, { high: [1, 8] })], 'no'],
    ['leaks.handled', [open(9, { critical: [1, 3] })], 'no'],
    ['leaks.handled', [open(9, { medium: [4, 31] })], 'no'],
  ] as const)('%s %#: %s', (criterion, evidence, verdict) => {
    expect(verdictOf(question, criterion, [...evidence])).toBe(verdict)
  })
})
