import { describe, expect, it } from 'vitest'
import { observed } from '../../core/fact.ts'
import { shopSchema } from '../../core/shop.ts'
import { EvidenceView } from '../../core/view.ts'
import { question } from './question.ts'
import { historyFact, importedFact, type ScanValue, scanFact } from './schema.ts'

const now = new Date('2026-11-20T12:00:00Z')
const shop = shopSchema.parse({ name: 'Test' })
const at = { subject: '/shop', probe: { id: 'code/scan', version: '1' }, observedAt: now }
const none = { critical: 0, high: 0, medium: 0, low: 0, info: 0 }
const scan = (change: Partial<ScanValue>) =>
  observed(
    { fact: scanFact, ...at },
    {
      files: 10,
      lines: 1000,
      languages: { php: 1000 },
      notCovered: 0,
      notCoveredExamples: [],
      seconds: 1,
      rules: 'x',
      open: none,
      suppressed: 0,
      inBaseline: 0,
      oldestDays: 0,
      examples: [],
      ...change,
    },
  )
const history = (daysScanned: number, longestGapDays: number) =>
  observed({ fact: historyFact, ...at }, { windowDays: 90, daysScanned, longestGapDays })
const imported = (high: number) => observed({ fact: importedFact, ...at }, { tool: 'Other', results: high, high })

describe('code question', () => {
  it('has points that sum to 100', () => {
    expect(question.criteria.reduce((sum, criterion) => sum + criterion.points, 0)).toBe(100)
  })

  it.each([
    ['code.checked', [], 'unknown'],
    ['code.checked', [scan({})], 'yes'],
    ['code.checked', [scan({ files: 0 })], 'partly'],
    ['code.checked', [imported(0)], 'yes'],
    ['code.holes', [], 'unknown'],
    ['code.holes', [scan({})], 'yes'],
    ['code.holes', [scan({ open: { ...none, critical: 1 } })], 'no'],
    ['code.holes', [scan({ open: { ...none, medium: 2 } })], 'partly'],
    ['code.holes', [imported(3)], 'no'],
    ['code.regular', [], 'unknown'],
    ['code.regular', [history(1, 89)], 'no'],
    ['code.regular', [history(3, 40)], 'partly'],
    ['code.regular', [history(12, 10)], 'yes'],
    ['code.age', [scan({ oldestDays: 120 })], 'no'],
    ['code.age', [scan({ oldestDays: 40 })], 'partly'],
    ['code.age', [scan({})], 'yes'],
    ['code.coverage', [scan({})], 'yes'],
    ['code.coverage', [scan({ notCovered: 1 })], 'partly'],
    ['code.coverage', [scan({ notCovered: 9 })], 'no'],
  ])('%s is judged from %#', (id, evidence, verdict) => {
    const criterion = question.criteria.find((item) => item.id === id)!
    expect(criterion.judge(new EvidenceView(evidence, now), shop).verdict).toBe(verdict)
  })
})
