import { expect, it } from 'vitest'
import { judgedAt, saw, verdictOf } from '../../../test/helpers/judge.ts'
import { shopSchema } from '../../core/shop.ts'
import { EvidenceView } from '../../core/view.ts'
import { judgeCurrent } from './fingerprints/judge.ts'
import { question } from './question.ts'
import { holesFact, outsideFact, platformVersion, updateHistory } from './schema.ts'

const version = (release: object | undefined) =>
  saw(platformVersion, {
    platform: 'opencart',
    name: 'OpenCart',
    version: '4.1.0.3',
    file: 'index.php',
    ...(release && { release: { knowledgeAsOf: '2026-05-01', ...release } }),
  })
const history = (medianLagDays: number | undefined, more: object = {}) =>
  saw(updateHistory, {
    basis: 'git',
    updates: medianLagDays === undefined ? [] : [{ version: '2', installed: '2026-01-01', lagDays: medianLagDays }],
    since: '2025-01-01',
    watchedDays: 500,
    missedSecurity: [],
    ...(medianLagDays !== undefined && { medianLagDays, p90LagDays: medianLagDays }),
    ...more,
  })
const outside = (candidates: string[], atBest: object | undefined, perhapsNewer = false) =>
  saw(outsideFact, {
    platform: 'opencart',
    name: 'OpenCart',
    candidates,
    perhapsNewer,
    mixed: false,
    requests: 5,
    asked: [],
    knowledgeAsOf: '2026-05-01',
    ...(atBest && { atBest: { knowledgeAsOf: '2026-05-01', ...atBest } }),
  })
const hole = {
  id: 'CVE-2024-34102',
  package: 'composer:magento/product-community-edition',
  version: '2.4.6',
  file: 'composer.lock',
  dev: false,
  exploited: true,
  decision: 'act',
  source: 'x',
  unnamed: false,
} as const
const holes = (value: object) =>
  saw(holesFact, {
    compared: 10,
    blind: [],
    holes: [],
    patched: [],
    unknown: [],
    unreadable: [],
    knowledge: [{ file: 'a', asOf: '2026-05-01', advisories: 5 }],
    ...value,
  })

it('a hole told by source and API counts once', () => {
  const twice = [
    holes({ holes: [hole] }),
    saw(holesFact, { ...(holes({ holes: [hole] }).value as object) } as never, 'https://a'),
  ]
  const judged = question.criteria
    .find(({ id }) => id === 'platform.holes')!
    .judge(new EvidenceView(twice, judgedAt), shopSchema.parse({ name: 'A' }))
  expect(judged.because).toMatch(/^1 published hole applies/)
})

it.each([
  ['no lock file', 'platform.holes', [], 'unknown'],
  ['an exploited hole', 'platform.holes', [holes({ holes: [hole] })], 'no'],
  ['a hole in tools of developers only', 'platform.holes', [holes({ holes: [{ ...hole, dev: true }] })], 'yes'],
  ['no hole, fresh facts', 'platform.holes', [holes({})], 'yes'],
  [
    'no hole, old facts',
    'platform.holes',
    [holes({ knowledge: [{ file: 'a', asOf: '2025-01-01', advisories: 5 }] })],
    'partly',
  ],
  ['packages nobody knows', 'platform.holes', [holes({ blind: [{ kind: 'npm', packages: 9 }] })], 'partly'],
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
  ['no update in 500 days', 'platform.rhythm', [history(undefined)], 'no'],
  ['nothing known', 'platform.rhythm', [], 'unknown'],
  [
    'a security release is still missing',
    'platform.rhythm',
    [history(3, { missedSecurity: [{ version: '3', released: '2026-01-01', openDays: 90, installed: false }] })],
    'no',
  ],
  ['from outside, all behind', 'platform.current', [outside(['4.0', '4.1'], { behind: 2, behindDays: 90 })], 'no'],
  ['from outside, perhaps newest', 'platform.current', [outside(['4.0', '4.1'], { behind: 0 }, true)], 'unknown'],
  ['from outside, nothing matched', 'platform.current', [outside([], undefined)], 'unknown'],
  ['fast', 'platform.rhythm', [history(9)], 'yes'],
  ['monthly', 'platform.rhythm', [history(40)], 'partly'],
  ['slow', 'platform.rhythm', [history(90)], 'no'],
] as const)('%s', (_, criterion, evidence, expected) =>
  expect(verdictOf(question, criterion, [...evidence])).toBe(expected),
)

it('of several trees the one furthest behind decides, and is named; one without a platform takes nothing away', () => {
  const of = (subject: string, release: object) =>
    saw(platformVersion, { ...(version({ behind: 0, ...release }).value as object) } as never, subject)
  const trees = [
    of('/shop', { supported: true, supportEnds: '2027-01-01' }),
    of('/old', { supported: false, behind: 3, behindDays: 90 }),
  ]
  for (const evidence of [trees, trees.toReversed()]) {
    const view = new EvidenceView(evidence, judgedAt)
    const judge = (id: string) =>
      question.criteria.find((criterion) => criterion.id === id)!.judge(view, shopSchema.parse({ name: 'A' }))
    expect(judge('platform.supported')).toMatchObject({ verdict: 'no', urgency: 'act' })
    expect(judge('platform.current').verdict).toBe('no')
  }
  const miss = { ...trees[0]!, subject: '/modules', couldNotLook: { reason: 'No known platform', fix: 'x' } }
  const view = new EvidenceView([trees[0]!, miss], judgedAt)
  expect(judgeCurrent(view).verdict).toBe('yes')
})
