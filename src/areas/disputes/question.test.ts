import { expect, it } from 'vitest'
import { saw, verdictOf } from '../../../test/helpers/judge.ts'
import { question } from './question.ts'
import { coverageFact } from './schema.ts'

const coverage = (withNote: number, withProof: number) =>
  saw(coverageFact, { from: '2026-03-01', to: '2026-05-28', orders: 100, withNote, withProof, missing: [] })

it.each([
  ['no feeds', 'disputes.shipping-notes', [], 'unknown'],
  ['all have notes', 'disputes.shipping-notes', [coverage(99, 0)], 'yes'],
  ['most have notes', 'disputes.shipping-notes', [coverage(93, 0)], 'partly'],
  ['many lack notes', 'disputes.shipping-notes', [coverage(89, 0)], 'no'],
  ['proof for nearly all', 'disputes.delivery-proof', [coverage(99, 90)], 'yes'],
  ['proof for some', 'disputes.delivery-proof', [coverage(99, 60)], 'partly'],
  ['proof for few', 'disputes.delivery-proof', [coverage(99, 10)], 'no'],
] as const)('%s', (_, criterion, evidence, expected) =>
  expect(verdictOf(question, criterion, [...evidence])).toBe(expected),
)
