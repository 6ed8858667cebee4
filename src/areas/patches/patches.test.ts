import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { originMatches, parseAptConf, parseRelease } from './automatic.ts'
import { compareDebVersions } from '../../core/versions/deb.ts'
import { parseDpkgStatus, parsePackages } from './dpkg.ts'
import { decompressLz4 } from './lz4.ts'
import { pendingUpdates } from './pending.ts'
import { parseChangelog, parseDpkgLog, percentile, timesToPatch } from './time-to-patch.ts'

const dpkg = existsSync('/usr/bin/dpkg')

describe('Debian versions', () => {
  it.each([
    ['1.0', '1.0', 0],
    ['1.0~rc1', '1.0', -1],
    ['1.0', '1.0+b1', -1],
    ['1:0.5', '2.0', 1],
    ['1.0-1', '1.0-1+deb12u1', -1],
    ['2.36-9+deb12u10', '2.36-9+deb12u9', 1],
    ['1.2.3', '1.2.3-0', 0],
    ['0:1.0', '1.0', 0],
    ['1.0a', '1.0+', -1],
    ['1.09', '1.9', 0],
    ['a~', 'a', -1],
  ])('%s against %s', (a, b, expected) => {
    expect(Math.sign(compareDebVersions(a, b))).toBe(expected)
    expect(Math.sign(compareDebVersions(b, a))).toBe(expected === 0 ? 0 : -expected)
  })

  it.runIf(dpkg)('order as dpkg orders them', () => {
    const piece = fc.stringMatching(/^[0-9][0-9a-z.+~]{0,6}$/)
    const version = fc
      .tuple(fc.constantFrom('', '0:', '1:'), piece, fc.constantFrom('', '-1', '-1~', '-0', '-2+deb12u1', '-1.1'))
      .map((parts) => parts.join(''))
    const ours = fc.sample(fc.tuple(version, version), 300).map(([a, b]) => {
      const sign = Math.sign(compareDebVersions(a, b))
      return `${a} ${sign < 0 ? 'lt' : sign > 0 ? 'gt' : 'eq'} ${b}`
    })
    // One shell asks dpkg for all of them: to start a process from a process this large takes a tenth of a second.
    const ask = 'while read -r a is b; do dpkg --compare-versions "$a" "$is" "$b" || echo "$a $is $b"; done'
    expect(execFileSync('sh', ['-c', ask], { input: `${ours.join('\n')}\n`, encoding: 'utf8' })).toBe('')
  })
})

describe('pending security updates', () => {
  const status = parseDpkgStatus(
    [
      'Package: openssl\nStatus: install ok installed\nArchitecture: amd64\nVersion: 3.0.1-1',
      'Package: gone\nStatus: deinstall ok config-files\nArchitecture: amd64\nVersion: 1',
      'Package: held\nStatus: hold ok installed\nArchitecture: all\nSource: src (1.0)\nVersion: 1.0',
      'broken paragraph',
    ].join('\n\n'),
  )

  it('reads what is installed, held packages too, and counts damage', () => {
    expect(status.installed.map((item) => [item.name, item.source])).toEqual([
      ['openssl', 'openssl'],
      ['held', 'src'],
    ])
    expect(status.damaged).toBe(1)
  })

  it('counts any version above the installed one, not only the newest of all archives', () => {
    const packages =
      'Package: openssl\nArchitecture: amd64\nVersion: 3.0.1-1+deb12u1\n\nPackage: other\nArchitecture: amd64\nVersion: 9\n\nPackage: held\nArchitecture: all\nVersion: 1.0\n'
    const offered = parsePackages(packages, new Set(['openssl', 'held']))
    expect(offered).toHaveLength(2)
    expect(pendingUpdates(status.installed, offered)).toEqual([
      { name: 'openssl', architecture: 'amd64', source: 'openssl', installed: '3.0.1-1', fixed: '3.0.1-1+deb12u1' },
    ])
  })
})

describe('time to patch', () => {
  const changelog = `openssl (3.0.2-1) bookworm-security; urgency=high

  * CVE-2026-0001

 -- A B <a@b.example>  Thu, 01 Jan 2026 12:00:00 +0000

openssl (3.0.1-2) unstable; urgency=low

  * Nothing of note.

 -- A B <a@b.example>  Mon, 01 Dec 2025 12:00:00 +0000

openssl (3.0.1-1) unstable; urgency=low

  * Fixes CVE-2025-9999.

 -- A B <a@b.example>  Sat, 01 Nov 2025 12:00:00 +0000
`

  it('takes the oldest security entry between the two versions', () => {
    const upgrades = parseDpkgLog(
      '2026-01-11 12:00:00 upgrade openssl:amd64 3.0.1-1 3.0.2-1\n2026-01-11 12:00:00 status installed x\nbinary\0line',
    )
    const times = timesToPatch(upgrades, () => parseChangelog(changelog))
    expect(times).toEqual([{ name: 'openssl:amd64', version: '3.0.2-1', installed: '2026-01-11', days: 10 }])
    expect(
      timesToPatch(parseDpkgLog('2026-01-11 12:00:00 upgrade openssl 3.0.1-1 3.0.1-2'), () =>
        parseChangelog(changelog),
      ),
    ).toEqual([])
  })

  it('knows the nearest rank', () => {
    expect(percentile([5, 1, 4, 2, 3], 0.5)).toBe(3)
    expect(percentile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9)).toBe(9)
    expect(percentile([], 0.5)).toBeUndefined()
  })
})

describe('automatic updates', () => {
  const conf = parseAptConf([
    '// APT::Periodic::Unattended-Upgrade "0";\nAPT::Periodic::Unattended-Upgrade "1";',
    'Unattended-Upgrade::Origins-Pattern {\n  // "origin=Debian,codename=${distro_codename}-updates";\n  "origin=Debian,codename=${distro_codename}-security,label=Debian-Security";\n};',
  ])
  const archive = parseRelease(
    'Origin: Debian\nLabel: Debian-Security\nSuite: oldstable-security\nCodename: bookworm-security\n',
  )
  const system = { id: 'Debian', codename: 'bookworm' }

  it('reads apt.conf without its comments', () => {
    expect(conf.get('apt::periodic::unattended-upgrade')).toEqual(['1'])
    expect(conf.get('unattended-upgrade::origins-pattern')).toHaveLength(1)
  })

  it.each([
    ['origin=Debian,codename=${distro_codename}-security,label=Debian-Security', true],
    ['origin=Debian,codename=trixie-security', false],
    ['o=Debian,l=Debian-Sec*', true],
    ['Debian:oldstable-security', true],
    ['${distro_id}:${distro_codename}-security', false],
  ])('%s matches the archive: %s', (pattern, expected) =>
    expect(originMatches(pattern, archive, system)).toBe(expected),
  )
})

describe('LZ4', () => {
  // Made with the lz4 command line: "abcabcabc…" ×40 and newline.
  const frame = Buffer.from('04224d186440a7130000003f616263030064506162630a00000000', 'hex')

  it('refuses what is damaged, never crashes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(frame.length - 1), fc.nat(255), (tail, place, value) => {
        const broken = Buffer.concat([frame, tail])
        broken[place] = value
        try {
          expect(decompressLz4(broken, 10_000).length).toBeLessThanOrEqual(10_000)
        } catch (error) {
          expect(error).toMatchObject({ code: 'SW_PATCHES_LZ4' })
        }
      }),
    )
  })
})
