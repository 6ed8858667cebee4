import { expect, it } from 'vitest'
import { saw, verdictOf } from '../../../test/helpers/judge.ts'
import { question } from './question.ts'
import { platformVersion, updateHistory } from './schema.ts'

const version = (release: object | undefined) =>
  saw(platformVersion, {
    platform: 'opencart',
    name: 'OpenCart',
    version: '4.1.0.3',
    file: 'index.php',
    ...(release && { release: { knowledgeAsOf: '2026-05-01', ...release } }),
  })
const history = (medianLagDays: number | undefined) =>
  saw(updateHistory, { updates: [], since: '2025-01-01', ...(medianLagDays !== undefined && { medianLagDays }) })

it.each([
  ['no source', 'platform.supported', [], 'unknown'],
  ['supported', 'platform.supported', [version({ supported: true, supportEnds: '2027-01-01' })], 'yes'],
  ['support ended', 'platform.supported', [version({ supported: false, supportEnds: '2024-01-01' })], 'no'],
  ['newest of a line without dates', 'platform.supported', [version({ behind: 0 })], 'yes'],
  ['no dates, a little behind', 'platform.supported', [version({ behind: 1, behindDays: 100 })], 'unknown'],
  ['no dates, years behind', 'platform.supported', [version({ behind: 9, behindDays: 800 })], 'no'],
  ['newest', 'platform.current', [version({ behind: 0 })], 'yes'],
  ['an update of this month waits', 'platform.current', [version({ behind: 1, behindDays: 12 })], 'partly'],
  ['an old update waits', 'platform.current', [version({ behind: 1, behindDays: 117 })], 'no'],
  ['releases not known', 'platform.current', [version(undefined)], 'unknown'],
  ['no update seen', 'platform.rhythm', [history(undefined)], 'unknown'],
  ['fast', 'platform.rhythm', [history(9)], 'yes'],
  ['monthly', 'platform.rhythm', [history(40)], 'partly'],
  ['slow', 'platform.rhythm', [history(90)], 'no'],
] as const)('%s', (_, criterion, evidence, expected) =>
  expect(verdictOf(question, criterion, [...evidence])).toBe(expected),
)
