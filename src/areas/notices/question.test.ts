import { describe, expect, it } from 'vitest'
import { saw, verdictOf } from '../../../test/helpers/judge.ts'
import { question } from './question.ts'
import { changedFact, formFact, toldFact } from './schema.ts'

const told = (due: number, inTime: number, late = 0, changedBefore = 0, pending = 0) =>
  saw(toldFact, { due, inTime, late, changedBefore, withinDays: 7, pending, bounced: 0, uncertain: 0 })
const form = (words: number, grade: number, approvedByAnother = true, complaints = 0, sent = 1000) =>
  saw(formFact, { campaign: 'c', at: '2026-05-01T00:00:00.000Z', words, grade, approvedByAnother, complaints, sent })
const changed = (people: number, done: number) =>
  saw(changedFact, { told: people, changed: done, medianDays: 3, confirmations: done })

describe('question 13', () => {
  it('gives 100 points in all', () => {
    expect(question.criteria.reduce((sum, criterion) => sum + criterion.points, 0)).toBe(100)
  })

  it.each([
    ['notices.sent', [], 'unknown'],
    ['notices.sent', [told(0, 0)], 'yes'],
    ['notices.sent', [told(0, 0, 0, 0, 5)], 'partly'],
    ['notices.sent', [told(100, 90, 0, 6)], 'yes'],
    ['notices.sent', [told(100, 60, 20)], 'partly'],
    ['notices.sent', [told(100, 10, 20)], 'no'],
    ['notices.calm', [], 'unknown'],
    ['notices.calm', [form(118, 7)], 'yes'],
    ['notices.calm', [form(118, 7, false)], 'partly'],
    ['notices.calm', [form(118, 7, true, 2, 1000)], 'partly'],
    ['notices.calm', [form(130, 7)], 'partly'],
    ['notices.calm', [form(300, 14)], 'no'],
    ['notices.changed', [], 'unknown'],
    ['notices.changed', [changed(0, 0)], 'unknown'],
    ['notices.changed', [changed(100, 80)], 'yes'],
    ['notices.changed', [changed(100, 46)], 'partly'],
    ['notices.changed', [changed(100, 10)], 'no'],
  ] as const)('%s %#: %s', (criterion, evidence, verdict) => {
    expect(verdictOf(question, criterion, [...evidence])).toBe(verdict)
  })
})
