import { expect, it } from 'vitest'
import { saw, verdictOf } from '../../../test/helpers/judge.ts'
import { question } from './question.ts'
import { type Enforced, enforcedFact, settingsFact } from './schema.ts'

const settings = (value: object) => saw(settingsFact, { platform: 'magento', from: [], ...value })

const tested = (resetLink: Enforced['resetLink']) =>
  saw(enforcedFact, {
    origin: 'https://shop.example',
    testedAt: '2026-01-01T00:00:00Z',
    maxTried: 256,
    classesDemanded: false,
    commonAccepted: [],
    contextAccepted: false,
    accounts: [],
    notTested: [],
    ...(resetLink && { resetLink }),
  })
const link = { reusable: false, olderDies: true }

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
  ['reset links: not tested, and no setting', 'passwords.reset', [tested(undefined)], 'unknown'],
  ['reset links: two hours by the settings', 'passwords.reset', [settings({ resetLinkHours: 2 })], 'yes'],
  ['reset links: a week by the settings', 'passwords.reset', [settings({ resetLinkHours: 168 })], 'partly'],
  ['reset links work again', 'passwords.reset', [tested({ ...link, reusable: true, statedMinutes: 60 })], 'no'],
  [
    'an older link goes on working',
    'passwords.reset',
    [tested({ ...link, olderDies: false, statedMinutes: 60 })],
    'partly',
  ],
  ['once, an hour', 'passwords.reset', [tested({ ...link, statedMinutes: 60 })], 'yes'],
  ['once, nobody knows how long', 'passwords.reset', [tested(link)], 'partly'],
  ['once, dead within the hour', 'passwords.reset', [tested({ ...link, deadAfterMinutes: 60 })], 'yes'],
  [
    'says an hour, alive after three days',
    'passwords.reset',
    [tested({ ...link, statedMinutes: 60, aliveAfterMinutes: 4320 })],
    'partly',
  ],
] as const)('%s', (_, criterion, evidence, expected) =>
  expect(verdictOf(question, criterion, [...evidence])).toBe(expected),
)
