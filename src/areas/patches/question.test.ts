import { expect, it } from 'vitest'
import { judgedAt, saw, verdictOf } from '../../../test/helpers/judge.ts'
import { EvidenceView } from '../../core/view.ts'
import { threeAnswers } from './answer.ts'
import { question } from './question.ts'
import { automaticFact, oldCodeFact, pendingFact, runtimesFact, supportFact, timeFact } from './schema.ts'

const waiting = { name: 'openssl', architecture: 'amd64', source: 'openssl', installed: '1', fixed: '2' }
const pending = (count: number, indexDate?: string) =>
  saw(
    pendingFact,
    {
      system: 'Debian',
      packages: 800,
      pending: Array.from({ length: count }, () => waiting),
      rule: '',
      ...(indexDate && { indexDate }),
    },
    'web1',
  )
const damagedList = saw(
  pendingFact,
  { system: 'Debian', packages: 9, pending: [], rule: '', damaged: 2, indexDate: '2026-05-30T00:00:00Z' },
  'web1',
)
const time = (median: number | undefined, p90: number | undefined) =>
  saw(
    timeFact,
    {
      upgrades: 9,
      withFix: 5,
      within30: 2,
      slowest: [],
      ...(median !== undefined && { median }),
      ...(p90 !== undefined && { p90 }),
    },
    'web1',
  )
const automatic = (installed: boolean, enabled: boolean, matches: string[]) =>
  saw(automaticFact, { installed, enabled, matches, patterns: ['x'] }, 'web1')
const support = (ends?: string, extendedEnds?: string) =>
  saw(
    supportFact,
    { system: 'Debian 12', knowledgeAsOf: '2026-01-01', ...(ends && { ends }), ...(extendedEnds && { extendedEnds }) },
    'web1',
  )

const old = (value: object) => saw(oldCodeFact, { processes: [], unread: 0, rebootWanted: false, ...value }, 'web1')
const php = { product: 'php', path: '/usr/local/bin/php', version: '8.1.2' }
const runtimes = (...list: object[]) =>
  saw(runtimesFact, { runtimes: list.map((item) => ({ ...php, ...item })), knowledgeAsOf: '2026-05-01' }, 'web1')

it.each([
  ['nothing old runs', 'patches.running', [old({})], 'yes'],
  ['some could not be seen', 'patches.running', [old({ unread: 3 })], 'partly'],
  ['old code', 'patches.running', [old({ processes: [{ name: 'nginx', pid: 1, files: ['/a'] }] })], 'no'],
  ['old kernel', 'patches.running', [old({ rebootWanted: true })], 'no'],
  ['only packages', 'patches.runtimes', [runtimes()], 'yes'],
  ['a runtime without support', 'patches.runtimes', [runtimes({ supported: false })], 'no'],
  ['a runtime behind', 'patches.runtimes', [runtimes({ supported: true, latest: '8.1.33', behind: true })], 'partly'],
  ['a runtime nobody knows', 'patches.runtimes', [runtimes({})], 'partly'],
  ['nothing seen', 'patches.pending', [], 'unknown'],
  ['nothing waits', 'patches.pending', [pending(0, '2026-05-30T00:00:00Z')], 'yes'],
  ['nothing waits by an old list', 'patches.pending', [pending(0, '2026-01-01T00:00:00Z')], 'partly'],
  ['nothing waits by a list of unknown age', 'patches.pending', [pending(0)], 'partly'],
  ['nothing waits by a damaged list', 'patches.pending', [damagedList], 'partly'],
  ['one waits', 'patches.pending', [pending(1, '2026-05-30T00:00:00Z')], 'no'],
  ['no upgrade in the logs', 'patches.time', [time(undefined, undefined)], 'unknown'],
  ['fast', 'patches.time', [time(2, 20)], 'yes'],
  ['mostly fast', 'patches.time', [time(20, 90)], 'partly'],
  ['slow', 'patches.time', [time(140, 356)], 'no'],
  ['not installed', 'patches.automatic', [automatic(false, false, [])], 'no'],
  ['switched off', 'patches.automatic', [automatic(true, false, ['s'])], 'no'],
  ['on, but matches nothing', 'patches.automatic', [automatic(true, true, [])], 'no'],
  ['on and matching', 'patches.automatic', [automatic(true, true, ['stable-security'])], 'yes'],
  ['supported', 'patches.support', [support('2026-06-01')], 'yes'],
  ['extended support', 'patches.support', [support('2026-05-31', '2028-01-01')], 'partly'],
  ['ended', 'patches.support', [support('2024-01-01', '2025-01-01')], 'no'],
  ['end not known', 'patches.support', [support()], 'unknown'],
] as const)('%s', (_, criterion, evidence, expected) =>
  expect(verdictOf(question, criterion, [...evidence])).toBe(expected),
)

it.each([
  ['do not know', []],
  ['as soon as they appear', [pending(0, '2026-05-30T00:00:00Z'), time(1, 3)]],
  ['do not update', [pending(9, '2026-05-30T00:00:00Z'), time(150, 400)]],
  ['do not update', [pending(9, '2026-05-30T00:00:00Z')]],
  ['do not know', [pending(2, '2026-05-30T00:00:00Z'), time(5, 20)]],
  ['do not know', [pending(0, '2026-05-30T00:00:00Z'), time(20, 60)]],
] as const)('the answer is: %s', (answer, evidence) =>
  expect(threeAnswers(new EvidenceView(evidence, judgedAt)).answer).toBe(answer),
)
