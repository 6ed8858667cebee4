import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareVersions, ECOSYSTEMS, type Ecosystem } from './compare.ts'
import { inComposerRange, parseComposerRange } from './composer-range.ts'
import { normalizeComposer } from './composer.ts'

const cases: Record<Ecosystem, [string, string, -1 | 0 | 1 | undefined][]> = {
  deb: [
    ['1.0~rc1', '1.0', -1],
    ['1:0.5', '2.0', 1],
    ['1.0-1', '1.0-1+deb12u1', -1],
    ['1.09', '1.9', 0],
    ['1.0-', '1.0', undefined],
    ['abc', '1', undefined],
  ],
  rpm: [
    ['1.0~rc1', '1.0', -1],
    ['1.0^git1', '1.0', 1],
    ['1.0^git1', '1.0.1', -1],
    ['1:1.0-1', '2.0-1', 1],
    ['3.0.7-27.el9', '3.0.7-27.el9_4.1', -1],
    ['1.0a', '1.0.1', -1],
    ['10.0001', '10.1', 0],
    ['4.2', '4.2-1', -1],
    ['a b', '1', undefined],
  ],
  apk: [
    ['1.0_alpha', '1.0', -1],
    ['1.0_p1', '1.0', 1],
    ['1.0_rc1', '1.0_pre9', 1],
    ['1.0a', '1.0', 1],
    ['1.2.3-r4', '1.2.3-r10', -1],
    ['1.01', '1.1', -1],
    ['3.1.4-r5', '3.1.4_git20240101-r0', -1],
    ['1.0bc', '1.0', undefined],
    ['1.0_foo', '1.0', undefined],
  ],
  npm: [
    ['1.0.0-alpha', '1.0.0-alpha.1', -1],
    ['1.0.0-alpha.1', '1.0.0-alpha.beta', -1],
    ['1.0.0-beta.2', '1.0.0-beta.11', -1],
    ['1.0.0-rc.1', '1.0.0', -1],
    ['1.0.0+a', 'v1.0.0+b', 0],
    ['1.0', '1.0.0', undefined],
  ],
  composer: [
    ['v1.0', '1.0.0.0', 0],
    ['1.0-beta1', '1.0-RC1', -1],
    ['2.4.7-p3', '2.4.7-p10', -1],
    ['2.4.7', '2.4.7-p1', -1],
    ['1.0-dev', '1.0-alpha', -1],
    ['2.x-dev', '2.5.0', 1],
    ['dev-main', '1.0', undefined],
    ['dev-main', 'dev-main', 0],
    ['latest', '1.0', undefined],
  ],
  maven: [
    ['1.0-alpha-1', '1.0-beta-1', -1],
    ['1.0-SNAPSHOT', '1.0', -1],
    ['1.0', '1.0.0', 0],
    ['1.0-sp', '1.0', 1],
    ['1.0-foo', '1.0-1', -1],
    ['1.0.Final', '1', 0],
    ['2.17.1', '2.17.10', -1],
  ],
  php: [
    ['1.0-beta', '1.0', -1],
    ['1.0', '1.0.0', -1],
    ['1.0RC1', '1.0-rc.1', 0],
    ['1.0-p1', '1.0', 1],
    ['5.8.10', '5.8.9', 1],
    ['2.0-foo', '2.0', -1],
    ['trunk', '1.0', undefined],
  ],
}

describe('versions of stated order', () => {
  it.each(ECOSYSTEMS.flatMap((ecosystem) => cases[ecosystem].map((row) => [ecosystem, ...row] as const)))(
    '%s: %s against %s is %s',
    (ecosystem, a, b, expected) => {
      expect(compareVersions(ecosystem, a, b)).toBe(expected)
      expect(compareVersions(ecosystem, b, a)).toBe(expected === undefined ? undefined : expected === 0 ? 0 : -expected)
    },
  )

  it('is bounded and never throws, whatever stands there', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ECOSYSTEMS),
        fc.string({ maxLength: 40 }),
        fc.string({ maxLength: 40 }),
        (e, a, b) => {
          expect([-1, 0, 1, undefined]).toContain(compareVersions(e, a, b))
        },
      ),
    )
    for (const ecosystem of ECOSYSTEMS) expect(compareVersions(ecosystem, '1'.repeat(100_000), '1')).toBeUndefined()
  })
})

const piece = fc.constantFrom('0', '1', '01', '10', '.', '.2', '~', '^', 'a', 'rc', 'el9', '_', '-1', '+')
const rpmVersion = fc
  .tuple(fc.constantFrom('', '0:', '1:'), fc.constantFrom('1', '2.0', '10'), fc.array(piece, { maxLength: 5 }))
  .map(([epoch, first, rest]) => epoch + first + rest.join(''))

describe('beside the originals', () => {
  it.runIf(existsSync('/usr/bin/rpm'))('rpm orders as we do', () => {
    const pairs = fc.sample(fc.tuple(rpmVersion, rpmVersion), 3000)
    const dir = mkdtempSync(join(tmpdir(), 'sw-rpm-'))
    try {
      const file = join(dir, 'pairs')
      writeFileSync(file, pairs.map((pair) => pair.join('\t')).join('\n'))
      const program = `%{lua: for l in io.lines('${file}') do local a,b=l:match('^(.-)\\t(.*)$'); print(rpm.vercmp(a,b)..'\\n') end}`
      const theirs = execFileSync('/usr/bin/rpm', ['--eval', program], { encoding: 'utf8' }).match(/-?\d+/g)
      expect(pairs.map(([a, b]) => String(compareVersions('rpm', a, b)))).toEqual(theirs)
    } finally {
      rmSync(dir, { recursive: true })
    }
  })

  it('npm orders as we do', () => {
    const original = createRequire(import.meta.url)('semver') as {
      valid(version: string): string | null
      compare(a: string, b: string): number
    }
    const word = fc.constantFrom('alpha', '0', '1', '10', '01', 'a-b', '-', '1a')
    const version = fc
      .tuple(fc.nat(3), fc.nat(12), fc.nat(3), fc.array(word, { maxLength: 3 }), fc.constantFrom('', '+b', '+1.2'))
      .map(([a, b, c, pre, build]) => `${a}.${b}.${c}${pre.length > 0 ? `-${pre.join('.')}` : ''}${build}`)
    fc.assert(
      fc.property(version, version, (a, b) => {
        const both = original.valid(a) !== null && original.valid(b) !== null
        expect(compareVersions('npm', a, b)).toBe(both ? original.compare(a, b) : undefined)
      }),
      { numRuns: 3000 },
    )
  })
})

describe('constraints of Composer', () => {
  it.each([
    ['1.2.3', '^1.2', true],
    ['2.0.0-alpha', '^1.2', false],
    ['1.9.0', '~1.2', true],
    ['1.3.0', '~1.2.0', false],
    ['0.3.1', '^0.3', true],
    ['0.4.0', '^0.3', false],
    ['2.0.5', '1.0 - 2.0', true],
    ['2.0.5', '1.0.0 - 2.0.0', false],
    ['1.5', '1.* || 3.*', true],
    ['2.4.7-p3', '>=2.4.7,<2.4.7-p4', true],
    ['2.4.7-p4', '>=2.4.7,<2.4.7-p4', false],
    ['1.0.0-beta2', '>=1.0@beta', true],
    ['1.0.5', '>1.0 !=1.0.5', false],
    ['dev-main', '<2.0', false],
    ['dev-main', 'dev-main#0123abc', true],
    ['2.x-dev', '^2.0', true],
    ['1.0', '*', true],
    ['not a version', '*', undefined],
  ])('%s in %s: %s', (version, constraint, expected) =>
    expect(inComposerRange(version, parseComposerRange(constraint)!)).toBe(expected),
  )

  it.each(['', '~>1.0', '>=', 'a b', '^x'])('"%s" is none', (text) => expect(parseComposerRange(text)).toBeUndefined())

  it.each([
    ['v1.2', '1.2.0.0'],
    ['1.0RC1', '1.0.0.0-RC1'],
    ['2.1.x-dev', '2.1.9999999.9999999-dev'],
    ['master', 'dev-master'],
    ['20250101', '20250101'],
    ['1.0.0+build', '1.0.0.0'],
    ['1.2.3.4.5', undefined],
  ])('%s is %s', (given, expected) => expect(normalizeComposer(given)).toBe(expected))
})
