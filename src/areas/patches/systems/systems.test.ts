import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { rpmHeader, writeRpmDatabase } from '../../../../test/helpers/rpm.ts'
import { tarOf } from '../../../../test/helpers/tar.ts'
import { readTar } from '../image/tar.ts'
import { unpackImage } from '../image/unpack.ts'
import { parseApkIndex, parseApkInstalled, pendingApk, readApkIndexes } from './apk.ts'
import { rpmTimes } from './redhat.ts'
import { deletedCode } from './restart.ts'
import { parseUpdateInfo, pendingRpm, readRpmDatabase, readUpdateInfo } from './rpm.ts'
import { parseRpmHeader } from './rpm-header.ts'
import { findRuntimes, standing } from './runtimes.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sw-systems-'))
})
afterEach(() => rmSync(dir, { recursive: true }))
const put = (path: string, content: string | Buffer) => {
  mkdirSync(dirname(join(dir, path)), { recursive: true })
  writeFileSync(join(dir, path), content)
}

describe('Alpine', () => {
  const installed = 'C:Q1\nP:openssl\nV:3.1.4-r5\nA:x86_64\no:openssl\n\nP:musl\nV:1.2.4-r2\nA:x86_64\n\nrubbish\n'
  const index = 'P:openssl\nV:3.1.8-r0\nA:x86_64\n\nP:openssl\nV:3.1.4-r6\n\nP:musl\nV:1.2.4-r2\n'

  it('compares installed packages with the cached index', () => {
    expect(pendingApk(parseApkInstalled(installed), parseApkIndex(index))).toEqual([
      { name: 'openssl', architecture: 'x86_64', source: 'openssl', installed: '3.1.4-r5', fixed: '3.1.8-r0' },
    ])
    expect(readApkIndexes(dir)).toBeUndefined()
    const tar = tarOf({ DESCRIPTION: 'x', APKINDEX: index })
    put('var/cache/apk/APKINDEX.abc.tar.gz', Buffer.concat([gzipSync(tarOf({ '.SIGN.RSA': 's' })), gzipSync(tar)]))
    expect(readApkIndexes(dir)?.offered).toHaveLength(3)
  })
})

const openssl = {
  1000: 'openssl',
  1001: '3.0.7',
  1002: '24.el9',
  1003: 1,
  1008: 1_700_000_000,
  1022: 'x86_64',
  1044: 'openssl-3.0.7-24.el9.src.rpm',
}
const updates = `<?xml version="1.0"?><updates>
<update from="x" status="final" type="security" version="1"><id>RLSA-2024:1</id><severity>Important</severity>
<issued date="2023-11-01 10:00:00"/><references><reference id="CVE-2023-5363" type="cve"/></references>
<pkglist><collection><package name="openssl" version="3.0.7" release="25.el9" epoch="1" arch="x86_64"/>
<package name="openssl" version="3.0.7" release="24.el9" epoch="1" arch="x86_64"/></collection></pkglist></update>
<update type="bugfix"><id>B</id><pkglist><package name="openssl" version="9" release="1" epoch="1" arch="x86_64"/></pkglist></update>
<update type="security"><id>cut`

describe('Red Hat family', () => {
  it('reads the package database and the security updates', () => {
    const key = rpmHeader({ 1000: 'gpg-pubkey', 1001: 'a', 1002: 'b' })
    writeRpmDatabase(dir, [rpmHeader(openssl), key, Buffer.from('rubbish')])
    const installed = readRpmDatabase(dir)
    expect(installed).toEqual([
      {
        name: 'openssl',
        version: '1:3.0.7-24.el9',
        architecture: 'x86_64',
        source: 'openssl',
        installTime: 1_700_000_000,
      },
    ])
    put('var/cache/dnf/baseos-1/repodata/x-updateinfo.xml.zst', zstdCompressSync(Buffer.from(updates)))
    const known = readUpdateInfo(dir)!
    expect(pendingRpm(installed as never, known.updates)).toEqual([
      {
        name: 'openssl',
        architecture: 'x86_64',
        source: 'openssl',
        installed: '1:3.0.7-24.el9',
        fixed: '1:3.0.7-25.el9',
        cves: ['CVE-2023-5363'],
      },
    ])
    expect(rpmTimes(installed as never, parseUpdateInfo(updates))).toMatchObject([{ name: 'openssl', days: 13.9 }])
  })

  it('says what it cannot read', () => {
    expect(readRpmDatabase(dir)).toBeUndefined()
    put('var/lib/rpm/Packages', 'bdb')
    expect(readRpmDatabase(dir)).toMatchObject({ reason: expect.stringContaining('older kind') })
    put('var/lib/rpm/rpmdb.sqlite', 'no database at all, but long enough to look like one'.repeat(50))
    expect(readRpmDatabase(dir)).toMatchObject({ reason: expect.stringContaining('damaged') })
  })

  it('survives any bytes', () => {
    const whole = rpmHeader(openssl)
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length), (place, value, cut) => {
        const broken = Buffer.from(whole)
        broken[place] = value
        parseRpmHeader(broken)
        parseRpmHeader(broken.subarray(0, cut))
      }),
    )
  })

  it.runIf(existsSync('/usr/bin/rpmbuild'))('reads what rpm itself wrote', () => {
    put(
      'x.spec',
      'Name: shoptest\nEpoch: 2\nVersion: 1.5\nRelease: 3\nSummary: x\nLicense: x\nBuildArch: noarch\n%description\nx\n%files\n',
    )
    const quiet = { stdio: 'ignore', env: { ...process.env, HOME: dir } } as const
    execFileSync('rpmbuild', ['-bb', '--define', `_topdir ${dir}/build`, join(dir, 'x.spec')], quiet)
    const at = ['--dbpath', join(dir, 'var/lib/rpm'), '--define', '_db_backend sqlite']
    execFileSync('rpm', [...at, '--initdb'], quiet)
    const rpm = join(dir, 'build/RPMS/noarch/shoptest-1.5-3.noarch.rpm')
    execFileSync('rpm', [...at, '-i', '--justdb', '--nodeps', '--force-debian', '--nosignature', rpm], quiet)
    expect(readRpmDatabase(dir)).toMatchObject([{ name: 'shoptest', version: '2:1.5-3', source: 'shoptest' }])
  })
})

describe('what runs', () => {
  it('is old where its file is gone', () => {
    const maps = [
      '7f00-7f10 r-xp 00000000 08:01 123 /usr/lib/libssl.so.3 (deleted)',
      '7f10-7f20 r--p 00000000 08:01 124 /usr/lib/libz.so.1 (deleted)',
      '7f20-7f30 r-xp 00000000 00:01 125 /memfd:jit (deleted)',
      '7f30-7f40 r-xp 00000000 08:01 126 /usr/lib/libc.so.6',
      '7f40-7f50 rwxp 00000000 00:00 0 [heap]',
    ].join('\n')
    expect(deletedCode(maps)).toEqual(['/usr/lib/libssl.so.3'])
  })

  it('beside the package manager is found by what its file says, never run', () => {
    put('usr/local/bin/php', '\x7fELF....X-Powered-By: PHP/8.1.2\0')
    put('usr/local/bin/node', '#!/bin/sh\nexec node-v20.0.0.tar')
    put('opt/nginx/sbin/nginx', '\x7fELF nginx/1.18.0\0')
    put('usr/local/sbin/varnishd', '\x7fELF (varnish-6.5.1 revision 1dae23376b)\0')
    expect(findRuntimes(dir)).toEqual([
      { product: 'php', path: '/usr/local/bin/php', version: '8.1.2' },
      { product: 'varnish', path: '/usr/local/sbin/varnishd', version: '6.5.1' },
      { product: 'nginx', path: '/opt/nginx/sbin/nginx', version: '1.18.0' },
    ])
    const cycles = [{ cycle: '8.1', eol: '2025-12-31', latest: '8.1.33' }]
    const php = { product: 'php', path: '/x', version: '8.1.2' }
    expect(standing(php, cycles, '2026-01-01')).toEqual({
      supported: false,
      ends: '2025-12-31',
      latest: '8.1.33',
      behind: true,
    })
    expect(standing({ ...php, version: '7.0.0' }, cycles, '2026-01-01')).toBeUndefined()
  })
})

describe('container images', () => {
  const lower = tarOf({ 'etc/os-release': 'ID=alpine\n', 'lib/apk/db/installed': 'P:a\nV:1-r0\n', 'usr/bin/big': 'x' })
  const upper = tarOf({ 'lib/apk/db/.wh.installed': '', 'usr/lib/os-release': 'ID=other\n', '../../escape': 'x' })

  it.each([
    ['docker save', { 'manifest.json': JSON.stringify([{ Layers: ['l1', 'l2'] }]), l1: gzipSync(lower), l2: upper }],
    [
      'OCI archive',
      {
        'index.json': JSON.stringify({ manifests: [{ digest: 'sha256:m' }] }),
        'blobs/sha256/m': JSON.stringify({ layers: [{ digest: 'sha256:l1' }, { digest: 'sha256:l2' }] }),
        'blobs/sha256/l1': gzipSync(lower),
        'blobs/sha256/l2': zstdCompressSync(upper),
      },
    ],
  ])('%s: layers lie on each other, what one removes is gone', (_, members) => {
    put('image.tar', tarOf(members))
    const { root, remove } = unpackImage(join(dir, 'image.tar'))
    try {
      expect(readFileSync(join(root, 'etc/os-release'), 'utf8')).toBe('ID=alpine\n')
      expect(existsSync(join(root, 'lib/apk/db/installed'))).toBe(false)
      expect(existsSync(join(root, 'usr/bin/big'))).toBe(false)
    } finally {
      remove()
    }
    expect(existsSync(root)).toBe(false)
  })

  it('refuses what is none', () => {
    for (const content of ['', 'x'.repeat(5000), tarOf({ a: 'b' }), tarOf({ 'manifest.json': '{' })]) {
      put('image.tar', content)
      expect(() => unpackImage(join(dir, 'image.tar'))).toThrow(expect.objectContaining({ code: 'SW_PATCHES_IMAGE' }))
    }
  })

  it('ends quietly in any archive', () => {
    fc.assert(
      fc.property(fc.nat(lower.length - 1), fc.nat(255), fc.nat(lower.length), (place, value, cut) => {
        const broken = Buffer.from(lower.subarray(0, Math.max(cut, place + 1)))
        broken[place] = value
        for (const { path } of readTar(broken)) expect(path.split('/')).not.toContain('..')
      }),
    )
  })
})
