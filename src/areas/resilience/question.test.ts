import { expect, it } from 'vitest'
import { saw, verdictOf } from '../../../test/helpers/judge.ts'
import { question } from './question.ts'
import { cutOffFact, edgeFact, testFact } from './schema.ts'

const edge = (value: object) =>
  saw(edgeFact, {
    addresses: ['198.51.100.1'],
    cachedPage: false,
    cacheBustedCached: false,
    plainMs: 20,
    rateLimited: false,
    ...value,
  })

it.each([
  ['nothing in front', 'resilience.shield', [edge({})], 'no'],
  ['a network in front', 'resilience.shield', [edge({ shield: 'Cloudflare' })], 'yes'],
  ['not looked', 'resilience.shield', [], 'unknown'],
  ['patient with slow clients', 'resilience.slow-clients', [saw(cutOffFact, { waitedSeconds: 7 })], 'no'],
  ['drops slow clients', 'resilience.slow-clients', [saw(cutOffFact, { waitedSeconds: 7, headerSeconds: 5 })], 'yes'],
  ['nothing cached', 'resilience.dear-pages', [edge({})], 'no'],
  ['cache can be passed', 'resilience.dear-pages', [edge({ cachedPage: true })], 'partly'],
  ['cache holds', 'resilience.dear-pages', [edge({ cachedPage: true, cacheBustedCached: true })], 'yes'],
  ['requests limited', 'resilience.dear-pages', [edge({ rateLimited: true })], 'yes'],
  ['never tested', 'resilience.tested', [], 'unknown'],
  ['tested', 'resilience.tested', [saw(testFact, { name: 'a', modified: '2026-01-01' })], 'yes'],
] as const)('%s', (_, criterion, evidence, expected) =>
  expect(verdictOf(question, criterion, [...evidence])).toBe(expected),
)
