import { describe, expect, it } from 'vitest'
import { answerQuestion } from '../../core/answer.ts'
import { notObserved, observed } from '../../core/fact.ts'
import { shopSchema } from '../../core/shop.ts'
import { EvidenceView } from '../../core/view.ts'
import { question } from './question.ts'
import { PATTERNS, type Pattern } from './rules/rule.ts'
import { historyFact, watchFact } from './schema.ts'

const now = new Date('2026-11-20T12:00:00Z')
const shop = shopSchema.parse({ name: 'test' })
const probe = { id: 'fraud/test', version: '1' }
const cover = (usable: (pattern: Pattern) => number) =>
  (Object.keys(PATTERNS) as Pattern[]).map((pattern) => ({
    pattern,
    usable: usable(pattern),
    rules: 5,
    missing: usable(pattern) > 0 ? [] : ['ip.address'],
  }))
const all = cover(() => 5)

const history = (patterns = all, alertsToDecline = 0) =>
  observed(
    { fact: historyFact, subject: 'orders.csv', probe, observedAt: now },
    {
      events: 1000,
      firstAt: '2026-01-01T00:00:00Z',
      lastAt: '2026-11-01T00:00:00Z',
      fields: ['at'],
      patterns,
      alerts: 3,
      alertsToDecline,
      rowsLeftOut: 0,
    },
  )
const watch = (over: object = {}) =>
  observed(
    { fact: watchFact, subject: 'guard', probe, observedAt: now },
    {
      events: 5000,
      eventsLastDay: 90,
      lastStoredAt: '2026-11-20T11:00:00Z',
      rules: 'built-in',
      patterns: all,
      outcomes: {},
      casesOpen: 1,
      casesStale: 0,
      casesClosed: 4,
      ...over,
    },
  )

const answer = (
  evidence: Parameters<typeof EvidenceView.prototype.all>[0] extends never ? never : ReturnType<typeof watch>[],
) => answerQuestion(question, { view: new EvidenceView(evidence, now), shop, attestations: [], waivers: [] })
const verdict = (evidence: ReturnType<typeof watch>[], id: string) =>
  answer(evidence).criteria.find((item) => item.id === `fraud.${id}`)?.verdict

describe('question 7', () => {
  it('has criteria worth 100 points in all', () => {
    expect(question.criteria.reduce((sum, item) => sum + item.points, 0)).toBe(100)
  })

  it.each([
    ['nothing looked', [], 'unknown'],
    [
      'the probe could not look',
      [notObserved({ fact: historyFact, subject: 'feeds', probe, observedAt: now }, 'no feed', 'add one')],
      'unknown',
    ],
    ['a replay alone is never more than partly', [history()], 'partly'],
    ['live rules over all patterns', [watch()], 'yes'],
    ['a guard gone silent', [watch({ lastStoredAt: '2026-11-10T00:00:00Z' }), history()], 'no'],
    ['events without what the rules need', [watch({ patterns: cover(() => 0), casesStale: 1, casesClosed: 0 })], 'no'],
  ])('%s', (_, evidence, expected) => {
    expect(answer(evidence).verdict).toBe(expected)
  })

  it.each([
    ['many-cards', [history(cover((pattern) => (pattern === 'many-cards' ? 1 : 0)))], 'partly'],
    ['ip-velocity', [history(cover(() => 0))], 'no'],
    ['ip-velocity', [watch({ patterns: cover((pattern) => (pattern === 'recipient' ? 2 : 0)) })], 'no'],
    ['recipient', [watch({ patterns: cover((pattern) => (pattern === 'recipient' ? 2 : 0)) })], 'yes'],
    ['alerts-worked', [watch({ casesStale: 3, casesOpen: 3 })], 'partly'],
    ['alerts-worked', [watch({ casesStale: 9, casesClosed: 0 })], 'no'],
    ['alerts-worked', [history(all, 2)], 'no'],
    ['alerts-worked', [history()], 'unknown'],
    ['more-patterns', [watch({ patterns: cover((pattern) => (pattern === 'refund-abuse' ? 1 : 0)) })], 'partly'],
    ['events-collected', [history()], 'partly'],
  ])('%s', (id, evidence, expected) => {
    expect(verdict(evidence, id)).toBe(expected)
  })
})
