import { expect, it } from 'vitest'
import { saw, verdictOf } from '../../../test/helpers/judge.ts'
import { question } from './question.ts'
import { answeredFact, coverageFact, ratiosFact } from './schema.ts'

const coverage = (withNote: number, withProof: number) =>
  saw(coverageFact, { from: '2026-03-01', to: '2026-05-28', orders: 100, withNote, withProof, missing: [] })

const answered = (due: number, inTime: number, open = 0) =>
  saw(answeredFact, {
    from: '2026-03-01',
    to: '2026-05-30',
    disputes: due + open,
    due,
    answered: inTime,
    accepted: 0,
    expired: due - inTime,
    open,
    orderUnknown: 0,
    won: Math.floor(inTime / 2),
    lost: 0,
  })
const ratio = (alarm: 'over' | 'will-be-over' | 'near' | 'watch' | 'fine') =>
  saw(ratiosFact, {
    month: '2026-05',
    factsAsOf: '2026-05-01',
    programmes: [
      { programme: 'vamp', title: 'VAMP', alarm: 'fine', ratio: 0.001, threshold: 0.015, because: 'Low.' },
      { programme: 'ecm', title: 'ECM', alarm, ratio: 0.01, threshold: 0.015, because: 'So.' },
    ],
  })

it.each([
  ['no feeds', 'disputes.shipping-notes', [], 'unknown'],
  ['all have notes', 'disputes.shipping-notes', [coverage(99, 0)], 'yes'],
  ['most have notes', 'disputes.shipping-notes', [coverage(93, 0)], 'partly'],
  ['many lack notes', 'disputes.shipping-notes', [coverage(89, 0)], 'no'],
  ['proof for nearly all', 'disputes.delivery-proof', [coverage(99, 90)], 'yes'],
  ['proof for some', 'disputes.delivery-proof', [coverage(99, 60)], 'partly'],
  ['proof for few', 'disputes.delivery-proof', [coverage(99, 10)], 'no'],
  ['no record of disputes', 'disputes.answered', [], 'unknown'],
  ['all answered', 'disputes.answered', [answered(50, 49)], 'yes'],
  ['some missed', 'disputes.answered', [answered(50, 40)], 'partly'],
  ['many missed', 'disputes.answered', [answered(50, 39)], 'no'],
  ['none due yet', 'disputes.answered', [answered(0, 0, 3)], 'partly'],
  ['no figures', 'disputes.ratios', [], 'unknown'],
  ['below every line', 'disputes.ratios', [ratio('fine')], 'yes'],
  ['near a line', 'disputes.ratios', [ratio('near')], 'partly'],
  ['over at this pace', 'disputes.ratios', [ratio('will-be-over')], 'no'],
  ['over', 'disputes.ratios', [ratio('over')], 'no'],
] as const)('%s', (_, criterion, evidence, expected) =>
  expect(verdictOf(question, criterion, [...evidence])).toBe(expected),
)
