import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeError, ShopwardenError } from './errors.ts'
import { fingerprint, type Finding } from './finding.ts'
import { canonicalJson } from './json.ts'
import { toSarif } from './sarif.ts'
import { atLeast, bySeverity, SEVERITIES } from './severity.ts'

describe('canonical JSON', () => {
  it('does not depend on the order of keys, and parses back to the same value', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse())
        expect(canonicalJson(turned)).toBe(canonicalJson(value))
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  it('leaves out what is undefined', () =>
    expect(canonicalJson({ b: undefined, a: [undefined, 1] })).toBe('{"a":[null,1]}'))
})

describe('severity', () => {
  it('orders from the worst', () => {
    expect(
      [...SEVERITIES]
        .reverse()
        .map((severity) => ({ severity }))
        .sort(bySeverity)
        .map((item) => item.severity),
    ).toEqual(SEVERITIES)
    expect(atLeast('critical', 'high')).toBe(true)
    expect(atLeast('low', 'high')).toBe(false)
  })
})

it('describes errors with code, place and next step', () => {
  expect(describeError(new ShopwardenError('SW_TEST_IT', 'It broke', { where: 'a:1', fix: 'Mend it.' }))).toBe(
    'SW_TEST_IT: It broke (a:1). Mend it.',
  )
  expect(describeError(new Error('plain'))).toBe('plain')
  expect(describeError('text')).toBe('text')
})

it('fingerprints stay when white space moves, and differ for other text', () => {
  expect(fingerprint('r', 'a  b\n')).toBe(fingerprint('r', 'a b'))
  expect(fingerprint('r', 'ab')).not.toBe(fingerprint('ra', 'b'))
})

it('writes SARIF with rules, regions and flows', () => {
  const finding: Finding = {
    area: 'code',
    rule: 'code/sql-injection',
    title: 'T',
    message: 'M',
    severity: 'critical',
    confidence: 'high',
    cwe: [89],
    advisories: [],
    location: { uri: 'a b.php', line: 3, column: 2 },
    trace: [{ location: { uri: 'a b.php', line: 1 }, message: 'enters' }],
    fingerprint: 'f',
    remedy: 'R',
  }
  const log = toSarif([finding, { ...finding, fingerprint: 'g' }], '1.0.0') as {
    runs: { results: { ruleIndex: number; level: string }[]; tool: { driver: { rules: unknown[] } } }[]
  }
  expect(log.runs[0]?.tool.driver.rules).toHaveLength(1)
  expect(log.runs[0]?.results.map((result) => [result.ruleIndex, result.level])).toEqual([
    [0, 'error'],
    [0, 'error'],
  ])
  expect(JSON.stringify(log)).toContain('external/cwe/cwe-089')
  expect(JSON.stringify(log)).toContain('a%20b.php')
})
