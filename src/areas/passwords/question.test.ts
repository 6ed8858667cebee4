import { expect, it } from 'vitest'
import { saw, verdictOf } from '../../../test/helpers/judge.ts'
import { question } from './question.ts'
import { settingsFact } from './schema.ts'

const settings = (value: object) => saw(settingsFact, { platform: 'magento', from: [], ...value })

it.each([
  ['nothing read', 'passwords.length', [], 'unknown'],
  ['length not found', 'passwords.length', [settings({})], 'unknown'],
  ['six', 'passwords.length', [settings({ minLength: 6 })], 'no'],
  ['six to forty', 'passwords.length', [settings({ minLength: 6, maxLength: 40 })], 'no'],
  ['eight', 'passwords.length', [settings({ minLength: 8 })], 'partly'],
  ['eight and strong', 'passwords.length', [settings({ minLength: 8, maxLength: 72, minScore: 3 })], 'yes'],
  ['twelve', 'passwords.length', [settings({ minLength: 12 })], 'yes'],
  ['twelve, but no longer than forty', 'passwords.length', [settings({ minLength: 12, maxLength: 40 })], 'partly'],
  ['never locks', 'passwords.lockout', [settings({ lockoutFailures: 0 })], 'no'],
  ['locks', 'passwords.lockout', [settings({ lockoutFailures: 10 })], 'yes'],
  ['locks late', 'passwords.lockout', [settings({ lockoutFailures: 1000 })], 'partly'],
] as const)('%s', (_, criterion, evidence, expected) =>
  expect(verdictOf(question, criterion, [...evidence])).toBe(expected),
)
