import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { debianTracker } from './debian-tracker.ts'
import { endOfLife } from './endoflife.ts'
import { epss } from './epss.ts'
import { friendsOfPhp } from './friendsofphp.ts'
import { ubuntuNotices } from './ubuntu-notices.ts'
import { friendsOfPresta, readPrestaRange } from './friends-of-presta.ts'
import { kev } from './kev.ts'
import { osvPackagist, rangesOf } from './osv.ts'
import { roave } from './roave.ts'
import { zipOf } from '../../../test/helpers/zip.ts'

const text = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))

describe('feeds in their published formats', () => {
  it('FriendsOfPHP', async () => {
    const entry = `title:     XXE
link:      https://example.org/a
cve:       CVE-2024-34102
branches:
    "2.4":
        time: 2024-06-11 14:03:00
        versions: [ '<2.4.4']
    "2.4.7":
        time:     2024-06-12 14:05:00
        versions: ['>=2.4.7', '<2.4.7-p1']
reference: composer://magento/Product-community-edition
`
    const body = zipOf({
      'x-1/magento/product-community-edition/CVE-2024-34102.yaml': entry,
      'x-1/a/b/2020-01-01.yaml': entry.replace('CVE-2024-34102', '~'),
      'x-1/a/b/broken.yaml': 'title: [',
      'x-1/README.md': 'no advisory',
    })
    const { facts, read, skipped } = await friendsOfPhp.parse(body)
    expect({ read, skipped }).toEqual({ read: 2, skipped: 1 })
    expect(friendsOfPhp.shape.parse(facts)).toMatchObject({
      semantics: 'composer',
      advisories: [
        { id: '2020-01-01' },
        {
          id: 'CVE-2024-34102',
          package: 'composer:magento/product-community-edition',
          affected: ['<2.4.4', '>=2.4.7,<2.4.7-p1'],
          published: '2024-06-11',
        },
      ],
    })
  })

  it.each([
    ['< 1.2.7 (1.2.7 fixed issue)', ['<1.2.7']],
    ['>= 4.5.18 & <= 4.6.12 (4.6.13 fixed the vulnerability)', ['>=4.5.18,<=4.6.12']],
    ['>= 2.3.1 & <= 2.4.53 / >= 2.5.2 & <= 2.6.0 (2.6.1 fixed)', ['>=2.3.1,<=2.4.53', '>=2.5.2,<=2.6.0']],
    ['>= 8.0.0 < 8.0.3 and < 1.7.8.8 (Patched versions 8.0.4 and 1.7.8.9)', ['>=8.0.0,<8.0.3', '<1.7.8.8']],
    ['ALL VERSIONS **DANGER**', ['*']],
    ['>=1.6.0.10, 1.7.8.7', undefined],
    ['3.6.0,3.6.1 (fixed in 3.8.2)', undefined],
    ['', undefined],
  ])('the range "%s" of Friends of Presta', (words, expected) => expect(readPrestaRange(words)).toEqual(expected))

  it('Friends of Presta', async () => {
    const post = `---
title: "x"
categories: modules
severity: "critical (9.8)"
---
* **CVE ID**: [CVE-2025-69633](https://example.org)
* **Product**: AdvancedPopup
* **Impacted release**: < 1.2.7 (1.2.7 fixed issue)
`
    const { facts } = await friendsOfPresta.parse(
      zipOf({ 'r/_posts/2026-02-13-popup.md': post, 'r/_posts/x.md': 'no' }),
    )
    expect(facts['advisories']).toEqual([
      {
        id: 'CVE-2025-69633',
        package: 'prestashop-module:advancedpopup',
        affected: ['<1.2.7'],
        cvss: 9.8,
        published: '2026-02-13',
      },
    ])
  })

  it('OSV', async () => {
    const entry = {
      id: 'GHSA-aaaa-bbbb-cccc',
      aliases: ['CVE-2024-1'],
      published: '2024-01-02T03:04:05Z',
      database_specific: { severity: 'HIGH' },
      affected: [
        {
          package: { ecosystem: 'Packagist', name: 'Openmage/magento-lts' },
          ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '20.0.1' }, { introduced: '21' }] }],
        },
        { package: { ecosystem: 'npm', name: 'other' } },
      ],
    }
    const body = zipOf({
      'GHSA-1.json': JSON.stringify(entry),
      'GHSA-2.json': JSON.stringify({ ...entry, withdrawn: '2024-02-01T00:00:00Z' }),
      'GHSA-3.json': '{',
    })
    const { facts, read, skipped } = await osvPackagist.parse(body)
    expect({ read, skipped }).toEqual({ read: 2, skipped: 1 })
    expect(facts['advisories']).toEqual([
      {
        id: 'CVE-2024-1',
        aliases: ['GHSA-aaaa-bbbb-cccc'],
        package: 'composer:openmage/magento-lts',
        affected: ['<20.0.1', '>=21'],
        cvss: 7,
        published: '2024-01-02',
      },
    ])
    expect(rangesOf({ ranges: [{ type: 'SEMVER', events: [{ introduced: '1' }, { last_affected: '2' }] }] })).toEqual([
      '>=1,<=2',
    ])
    expect(rangesOf({ versions: ['1.0', '1.1'] })).toEqual(['=1.0', '=1.1'])
  })

  it('KEV, EPSS, endoflife.date, Roave, the Debian tracker', async () => {
    const catalog = {
      dateReleased: '2026-01-02T10:00:00Z',
      vulnerabilities: [{ cveID: 'CVE-2024-34102', dateAdded: '2024-07-17' }],
    }
    expect(await kev.parse(text(catalog))).toMatchObject({
      asOf: '2026-01-02',
      facts: { exploited: { 'CVE-2024-34102': '2024-07-17' } },
    })
    const csv =
      '#model_version:v2025.03.14,score_date:2026-01-03T00:00:00+0000\ncve,epss,percentile\nCVE-2024-34102,0.94315,0.999\nCVE-1999-0001,0.00043,0.1\nrubbish\n'
    expect(await epss.parse(gzipSync(csv))).toMatchObject({
      asOf: '2026-01-03',
      facts: { scores: { 'CVE-2024-34102': 0.94315 } },
      read: 2,
      skipped: 1,
    })
    const cycles = [
      { cycle: '8.4', releaseDate: '2024-11-21', eol: '2028-12-31', latest: '8.4.1', support: '2026-12-31' },
    ]
    expect(await endOfLife('php').parse(text(cycles))).toMatchObject({
      facts: { products: { php: [{ cycle: '8.4', released: '2024-11-21', eol: '2028-12-31', latest: '8.4.1' }] } },
    })
    expect(await roave.parse(text({ conflict: { 'A/b': '<1.2|>=2,<2.1' } }))).toMatchObject({
      facts: { advisories: [{ id: 'ROAVE-a/b', package: 'composer:a/b', affected: ['<1.2', '>=2,<2.1'] }] },
    })
    const states = {
      openssl: {
        'CVE-2026-1': { releases: { bookworm: { status: 'resolved', fixed_version: '3.0.1-1+deb12u1' } } },
        'CVE-2026-2': { releases: { bookworm: { status: 'open' }, sid: { status: 'resolved', fixed_version: '9' } } },
        'CVE-2026-3': { releases: { bookworm: { status: 'resolved', fixed_version: '0' } } },
      },
    }
    expect((await debianTracker.parse(text(states))).facts).toEqual({
      releases: { bookworm: { openssl: { 'CVE-2026-1': '3.0.1-1+deb12u1' } } },
    })
  })

  it("Ubuntu's notices: the holes that a version closes, for each release and source package", async () => {
    const of = (ecosystem: string, fixed: string) => ({
      package: { ecosystem, name: 'vim' },
      ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed }] }],
    })
    const usn = {
      id: 'USN-6557-1',
      upstream: ['UBUNTU-CVE-2022-1725', 'CVE-2022-1771', 'UBUNTU-CVE-2022-1725'],
      affected: [
        of('Ubuntu:22.04:LTS', '2:8.2.3995-1ubuntu2.15'),
        of('Ubuntu:Pro:18.04:LTS', '2:8.0.1453-1ubuntu1.13+esm7'),
      ],
    }
    const body = zipOf({
      'USN-6557-1.json': JSON.stringify(usn),
      'USN-1-1.json': JSON.stringify({ ...usn, withdrawn: '2024-01-01T00:00:00Z', upstream: ['CVE-2000-0001'] }),
      'USN-2-1.json': '{',
      'UBUNTU-CVE-2022-1725.json': '{}',
    })
    const { facts, read, skipped } = await ubuntuNotices.parse(body)
    expect({ read, skipped }).toEqual({ read: 2, skipped: 1 })
    const jammy = '2:8.2.3995-1ubuntu2.15'
    const bionic = '2:8.0.1453-1ubuntu1.13+esm7'
    expect(facts).toEqual({
      releases: {
        '22.04': { vim: { 'CVE-2022-1725': jammy, 'CVE-2022-1771': jammy } },
        '18.04': { vim: { 'CVE-2022-1725': bionic, 'CVE-2022-1771': bionic } },
      },
    })
  })

  it('refuses what is cut, empty or of another kind', async () => {
    const whole = zipOf({ 'x/a/b/c.yaml': 'title: x' })
    for (const [feed, body] of [
      [friendsOfPhp, whole.subarray(0, whole.length - 30)],
      [friendsOfPhp, whole],
      [friendsOfPresta, text('<html>')],
      [osvPackagist, text('')],
      [kev, text('{"dateReleased":"2026-01-01","vulnerabilities":[]}')],
      [kev, text('{"dateRel')],
      [epss, gzipSync('<html>')],
      [epss, text('cve,epss')],
      [endOfLife('php'), text('[]')],
      [debianTracker, text('[1]')],
      [ubuntuNotices, whole],
      [ubuntuNotices, text('<html>')],
    ] as const)
      await expect((async () => feed.parse(body))()).rejects.toMatchObject({ code: 'SW_KNOWLEDGE_FEED' })
  })
})
