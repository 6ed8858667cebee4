import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { affects } from '../../../core/advisories/affects.ts'
import type { Advisory } from '../../../core/advisories/advisory.ts'
import { byPriority, decide } from '../../../core/advisories/priority.ts'
import type { AdvisoryBook, KnownAdvisory } from '../../../knowledge/advisories.ts'
import { readKnowledge } from '../../../knowledge/read.ts'
import { readAppliedPatches, readPatchStatus } from './isolated.ts'
import { compareWithBook } from './look.ts'
import { matchAdvisories } from './match.ts'
import { supeeSchema, wordOfSupee } from './supee.ts'

const advisory = (id: string, name: string, affected: string[], more: Partial<Advisory> = {}): Advisory => ({
  id,
  package: name,
  affected,
  ...more,
})
const known = (item: Advisory, unnamed = false): KnownAdvisory => ({
  advisory: item,
  semantics: 'composer',
  unnamed,
  source: 'test',
})
const bookOf = (...entries: KnownAdvisory[]): AdvisoryBook => ({
  of: (name) => entries.filter((entry) => entry.advisory.package === name),
  exploited: { 'CVE-2024-34102': '2024-07-17' },
  epss: { 'CVE-2024-2': 0.5 },
  ages: [{ file: 'x.json', asOf: '2026-06-01', advisories: entries.length }],
  kinds: new Set(['composer']),
})
const magento = 'composer:magento/product-community-edition'
const item = (version: string, name = 'magento/product-community-edition', dev = false) => ({
  kind: 'composer',
  name,
  version,
  file: 'composer.lock',
  dev,
})
const cosmic = known(advisory('CVE-2024-34102', magento, ['<2.4.4', '>=2.4.6,<2.4.6-p6', '>=2.4.7,<2.4.7-p1']))

describe('which advisories apply', () => {
  it.each([
    ['2.4.7', true],
    ['2.4.7-p1', false],
    ['2.4.6-p5', true],
    ['2.4.6-p10', false],
    ['2.3.7', true],
    ['dev-main', undefined],
    ['2.4-develop', undefined],
  ])('Magento %s: %s', (version, expected) => expect(affects(cosmic.advisory, 'composer', version)).toBe(expected))

  it('reads events of OSV by plain order: a beta comes before its release', () => {
    const hole = advisory('X', 'composer:a/b', ['<2.0.0'])
    expect(affects(hole, 'order', '2.0.0-beta1')).toBe(true)
    expect(affects(hole, 'composer', '2.0.0-beta1')).toBe(false)
    expect(affects(advisory('X', 'npm:a', ['>=1.0.0,<1.2.3']), 'order', '1.2.3-rc.1')).toBe(true)
    expect(affects(advisory('X', 'npm:a', ['*']), 'order', '1.0.0')).toBe(true)
  })

  it('names what closes it, what is exploited first, and each hole once', () => {
    const book = bookOf(
      known(advisory('CVE-2024-1', magento, ['<3'], { cvss: 9.8 })),
      known(advisory('CVE-2024-2', magento, ['<3'], { cvss: 5 })),
      cosmic,
      known(advisory('GHSA-1', magento, ['<3'], { aliases: ['CVE-2024-1'] })),
      known(advisory('ROAVE-m', magento, ['<3']), true),
    )
    const { holes } = matchAdvisories([item('2.4.7')], book)
    expect(holes.map(({ id, decision, fixed }) => [id, decision, fixed])).toEqual([
      ['CVE-2024-34102', 'act', '2.4.7-p1'],
      ['CVE-2024-2', 'attend', '3'],
      ['CVE-2024-1', 'attend', '3'],
    ])
  })

  it('takes unnamed holes only where none is named, and says of branches that it does not know', () => {
    const book = bookOf(known(advisory('ROAVE-a/b', 'composer:a/b', ['<2']), true))
    expect(matchAdvisories([item('1.0', 'a/b')], book).holes).toMatchObject([{ id: 'ROAVE-a/b', unnamed: true }])
    expect(matchAdvisories([item('dev-main', 'a/b')], book)).toMatchObject({
      holes: [],
      unknown: [{ version: 'dev-main' }],
    })
  })
})

describe('patches that the version does not show', () => {
  const report = readPatchStatus(
    JSON.stringify({
      base_version: '2.4.7',
      applied_patches: ['247-2026-05-001-CE'],
      missing_patches: [],
      vulnerability_status: {
        'CVE-2024-34102': { status: 'PROTECTED' },
        'CVE-2026-1000': { status: 'VULNERABLE' },
        'CVE-2026-1001': { status: 'UNKNOWN' },
      },
    }),
  )!
  const found = { platform: 'magento', version: '2.4.7', file: 'composer.lock' }

  it('count as patched, vulnerable or unknown', () => {
    expect([...report.states.values()]).toEqual(['patched', 'vulnerable', 'unknown'])
    expect(readPatchStatus('{"a":1}')).toBeUndefined()
    expect(compareWithBook([item('2.4.7')], bookOf(cosmic), found, report)).toMatchObject({
      patched: [{ id: 'CVE-2024-34102' }],
      holes: [{ id: 'CVE-2026-1000', decision: 'attend' }],
      patchReport: 'read',
    })
  })

  it('do not count where the report is of another version, or missing', () => {
    const other = { ...found, version: '2.4.6' }
    expect(compareWithBook([item('2.4.6')], bookOf(cosmic), other, report)).toMatchObject({
      holes: [{ id: 'CVE-2024-34102' }],
      patchReport: 'other version',
    })
    expect(compareWithBook([item('2.4.7')], bookOf(cosmic), found)).toMatchObject({ patchReport: 'none' })
  })

  it('of Magento 1 are read with those taken back', () => {
    const list =
      '2015-05-14 09:00:00 UTC | SUPEE-5344 | CE_1.9 | v1 | abc\n2015-06-01 | SUPEE-5994 | EE\n2016-01-01 | SUPEE-5994 | EE | v1 | REVERTED\n'
    expect(readAppliedPatches(list)).toEqual(['SUPEE-5344'])
  })
})

describe('bundles of patches for Magento 1', () => {
  const facts = readKnowledge(join(import.meta.dirname, '../../../../knowledge'), 'magento1-patches.json', supeeSchema)
  const ce = 'composer:magento/magento1ce'
  const book = bookOf(
    known(advisory('CVE-2019-8114', ce, ['>=1,<1.9.4.3'])),
    known(advisory('CVE-2019-7849', ce, ['>=1,<1.9.4.2'])),
    known(advisory('CVE-2020-9664', ce, ['<=1.9.4.5'])),
    known(advisory('CVE-2016-1', ce, ['<1.9.4.9'])),
    known(advisory('ROAVE-m', ce, ['<1.9.4.3']), true),
  )
  const judged = (applied: string[] | undefined) => {
    const list = [item('1.9.4.1', 'magento/magento1ce')]
    const { holes, patched } = matchAdvisories(list, book, wordOfSupee(facts, applied))
    return {
      holes: Object.fromEntries(holes.map((hole) => [hole.id, [hole.patchState, hole.patch]])),
      patched: patched.map(({ id }) => id),
    }
  }

  it('close what their release closes, and what names them', () => {
    expect(judged(['SUPEE-11155', 'SUPEE-11346'])).toEqual({
      patched: ['CVE-2019-7849', 'CVE-2020-9664'],
      holes: { 'CVE-2019-8114': ['vulnerable', 'SUPEE-11219'], 'CVE-2016-1': ['unknown', undefined] },
    })
  })

  it('are unknown where nothing says what was applied', () => {
    expect(judged(undefined)).toMatchObject({
      patched: [],
      holes: { 'CVE-2019-8114': ['unknown', 'SUPEE-11219'], 'CVE-2019-7849': ['unknown', 'SUPEE-11155'] },
    })
  })

  it('that closed all named holes leave none without a name', () => {
    const small = bookOf(
      known(advisory('CVE-2019-7849', ce, ['<1.9.4.2'])),
      known(advisory('ROAVE-m', ce, ['<1.9.4.2']), true),
    )
    const list = [item('1.9.4.1', 'magento/magento1ce')]
    expect(matchAdvisories(list, small, wordOfSupee(facts, ['SUPEE-11155'])).holes).toEqual([])
  })

  it('are read from the list that they write', () => {
    const line =
      '2018-06-28 10:11:12 UTC | SUPEE-10752_CE_v1.9.2.4 | CE_1.9.2.4 | v1 | 21a859a3 | Tue Jun 5 02:11:41 2018 +0300 | ce-1.9.2.4-dev'
    expect(readAppliedPatches(line)).toEqual(['SUPEE-10752'])
  })
})

describe('priorities', () => {
  it('are exploited, likely, severe, exposed', () => {
    const plain = { exploited: false, exposed: true, cvss: 5 }
    const order = [
      { ...plain, name: 'plain' },
      { ...plain, exposed: false, name: 'hidden' },
      { ...plain, cvss: 9.8, name: 'severe' },
      { ...plain, likely: 0.3, name: 'likely' },
      { ...plain, exploited: true, name: 'exploited' },
    ].sort(byPriority)
    expect(order.map(({ name }) => name)).toEqual(['exploited', 'likely', 'severe', 'plain', 'hidden'])
    expect(decide({ exploited: true, exposed: true })).toBe('act')
    expect(decide({ exploited: false, exposed: true, cvss: 5 })).toBe('track')
    expect(decide({ exploited: false, exposed: true })).toBe('attend')
  })
})
