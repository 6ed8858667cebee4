import { expect, it } from 'vitest'
import type { Hole } from '../advisories/match.ts'
import { fromPurl, purlOf } from './purl.ts'
import { readSbom } from './read.ts'
import { applyVex, readVex } from './vex.ts'
import { cycloneDx, spdx } from './write.ts'

const item = (kind: string, name: string, version: string) => ({ kind, name, version, file: 'f', dev: false })
const packages = [
  item('composer', 'symfony/http-kernel', 'v6.4.1'),
  item('npm', '@scope/a', '1.0.0'),
  item('prestashop-module', 'popup', '1.2'),
]
const hole: Hole = {
  id: 'CVE-2026-45075',
  package: 'composer:symfony/http-kernel',
  version: 'v6.4.1',
  file: 'f',
  dev: false,
  exploited: false,
  decision: 'attend',
  source: 'x',
  unnamed: false,
}
const about = { name: 'shop', at: new Date('2026-01-01T00:00:00Z'), id: '00000000-0000-4000-8000-000000000000' }

it.each([
  ['pkg:composer/symfony/http-kernel@v6.4.1', 0],
  ['pkg:npm/%40scope/a@1.0.0', 1],
  ['pkg:generic/prestashop-module/popup@1.2', 2],
])('%s', (purl, index) => {
  const { kind, name, version } = packages[index]!
  expect(purlOf(packages[index]!)).toBe(purl)
  expect(fromPurl(purl)).toEqual({ kind, name, version })
})

it.each([
  ['CycloneDX', cycloneDx(packages, [hole], about)],
  ['SPDX', spdx(packages, about)],
])('%s out is %s in', (_, document) => expect(readSbom(JSON.stringify(document), 'f')).toEqual(packages))

it('names the holes, and reads nested components', () => {
  expect(cycloneDx(packages, [hole], about)).toMatchObject({
    vulnerabilities: [{ id: hole.id, affects: [{ ref: 'pkg:composer/symfony/http-kernel@v6.4.1' }] }],
  })
  const nested = {
    bomFormat: 'CycloneDX',
    components: [{ name: 'x', components: [{ purl: 'pkg:npm/a@1.0.0', scope: 'excluded' }] }, 3],
  }
  expect(readSbom(JSON.stringify(nested), 'f')).toMatchObject([{ name: 'a', dev: true }])
  for (const text of ['', '{}', '[]', '<bom/>']) expect(readSbom(text, 'f')).toBeUndefined()
})

it.each([
  ['with a reason', { status: 'not_affected', justification: 'vulnerable_code_not_present' }, true],
  ['without one', { status: 'not_affected' }, false],
  ['fixed', { status: 'fixed' }, true],
  ['looked at', { status: 'under_investigation', justification: 'x' }, false],
  ['for another package', { status: 'fixed', products: [{ '@id': 'pkg:composer/a/b' }] }, false],
  ['for nothing', { status: 'fixed', products: undefined }, false],
])('a VEX statement %s', (_, statement, closes) => {
  const vex = readVex(
    JSON.stringify({
      '@context': 'https://openvex.dev/ns/v0.2.0',
      author: 'A. Engineer',
      statements: [
        {
          vulnerability: { name: hole.id },
          products: [{ '@id': 'pkg:composer/symfony/http-kernel' }],
          ...statement,
        },
      ],
    }),
  )!
  const result = applyVex([hole], vex)
  expect(result.holes).toHaveLength(closes ? 0 : 1)
  expect(result.stated).toHaveLength(closes ? 1 : 0)
})
