import { existsSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Sshd, startSshd } from '../../../../test/helpers/sshd.ts'
import { tarOf } from '../../../../test/helpers/tar.ts'
import { collect } from '../../../core/collect.ts'
import type { Evidence } from '../../../core/evidence.ts'
import { shopSchema } from '../../../core/shop.ts'
import type { SshTarget } from '../../../net/ssh.ts'
import { runOverSsh } from '../../../net/ssh.ts'
import { probes } from '../probe.ts'
import { readLines, readRemoteHost } from './remote-host.ts'

describe('the lines of the script', () => {
  const text = [
    'kernel\t6.1.0-9-amd64',
    'kernel-file\t6.1.0-12-amd64',
    'kernel-file\t6.1.0-9-amd64',
    'unread\t7',
    'process\t42\tphp-fpm8.2',
    'map\t7f00-7f01 r-xp 00000000 08:01 1234   /usr/lib/libssl.so.3 (deleted)',
    'map\t7f02-7f03 rw-p 00000000 08:01 1235   /usr/lib/data (deleted)',
    'process\t43\tquiet',
    'map\t7f02-7f03 r-xp 00000000 00:01 1235   /memfd:x (deleted)',
    'program\t/usr/local/bin/php\tPHP/8.1.2',
    'program\t/usr/local/bin/php\tPHP/8.1.2',
    'program\t/usr/local/bin/other\tPHP/8.1.2',
  ].join('\n')

  it('tell what runs old code and what lies outside the package manager', () => {
    expect(readLines(text)).toEqual({
      oldCode: {
        processes: [{ pid: 42, name: 'php-fpm8.2', files: ['/usr/lib/libssl.so.3'] }],
        unread: 1,
        runningKernel: '6.1.0-9-amd64',
        newestKernel: '6.1.0-12-amd64',
        rebootWanted: true,
      },
      runtimes: [{ product: 'php', path: '/usr/local/bin/php', version: '8.1.2' }],
    })
  })

  it('may hold anything', () => {
    const word = fc.oneof(
      fc.constantFrom('kernel', 'process', 'map', 'program', 'unread', '12', 'valueOf', '__proto__', '/bin/php'),
      fc.string(),
    )
    fc.assert(
      fc.property(fc.array(fc.array(word).map((words) => words.join('\t'))), (lines) => {
        expect(readLines(lines.join('\n')).runtimes.every(({ version }) => /^[\d.]+$/.test(version))).toBe(true)
      }),
    )
  })
})

const binary = process.env['SW_TEST_SSHD']
describe.runIf(binary)('a server over SSH', () => {
  let sshd: Sshd
  beforeAll(async () => {
    sshd = await startSshd(binary!)
  })
  afterAll(() => sshd?.stop())
  const signal = new AbortController().signal
  const io = {
    now: () => new Date(),
    signal,
    cwd: '.',
    knowledgeDir: join(import.meta.dirname, '../../../../knowledge'),
  }
  const see = (shop: object): Promise<Evidence[]> =>
    collect(probes[0]!, shopSchema.parse({ name: 'shop', ...shop }), io as never)
  const shown = (evidence: readonly Evidence[], subject: string) =>
    new Map(
      evidence
        .filter((item) => item.subject === subject && !item.fact.endsWith('old-code'))
        .map((item) => [item.fact, item.couldNotLook ?? item.value]),
    )

  let here: ReturnType<typeof shown>

  it('is seen as it is seen from itself', async () => {
    const evidence = await see({
      hosts: [{ name: 'here', root: '/' }],
      remoteHosts: [{ ...sshd.target, name: 'there' }],
    })
    here = shown(evidence, 'here')
    const there = shown(evidence, 'there')
    expect(there).toEqual(here)
    expect(there.size).toBe(5)
    expect(evidence.filter((item) => item.subject === 'there').map((item) => item.fact)).toContain('patches.old-code')
  }, 60_000)

  it('is read by a key that may run nothing but the script', async () => {
    const script = join(import.meta.dirname, 'collect.sh')
    const evidence = await see({ remoteHosts: [{ ...sshd.forced(`/bin/sh ${script}`), name: 'there' }] })
    expect(shown(evidence, 'there')).toEqual(here)
  }, 60_000)

  it('tells the age of its lists, not of our copy', async () => {
    const old = new Date('2025-01-02T03:04:05Z')
    const archive = join(sshd.dir, 'archive')
    const lines = Buffer.from('shopwarden-collect\t1\ntar\n')
    const modified = old.getTime() / 1000
    writeFileSync(archive, Buffer.concat([lines, tarOf({ 'etc/os-release': 'ID=alpine\n' }, modified)]))
    utimesSync(archive, old, old)
    const remote = await readRemoteHost(sshd.forced(`cat ${archive}`), signal)
    expect(statSync(join(remote.root, 'etc/os-release')).mtime).toEqual(old)
    remote.remove()
    expect(existsSync(remote.root)).toBe(false)
  })

  const refused: [string, (given: Sshd) => SshTarget, RegExp][] = [
    [
      'a server nobody compared the key of',
      ({ target }) => ({ ...target, knownHosts: '/dev/null' }),
      /Host key verification failed/,
    ],
    [
      'a key that it does not take',
      ({ target, dir }) => ({ ...target, identity: join(dir, 'host') }),
      /Permission denied/,
    ],
    ['a port where nothing listens', ({ target }) => ({ ...target, port: 1 }), /refused/],
    ['something that is no shell', (given) => given.forced('echo hello'), /not the answer of the script/],
    [
      'an archive that leads out',
      (given) => {
        const path = join(given.dir, 'leads-out')
        writeFileSync(
          path,
          Buffer.concat([Buffer.from('shopwarden-collect\t1\ntar\n'), tarOf({ '../../etc/os-release': 'ID=x' })]),
        )
        return given.forced(`cat ${path}`)
      },
      /holds no system/,
    ],
  ]
  it.each(refused)('that is %s is unknown, with the reason', async (_, target, reason) => {
    const evidence = await see({ remoteHosts: [{ ...target(sshd), name: 'there' }] })
    expect(evidence.map((item) => item.couldNotLook?.reason)).toEqual(Array(6).fill(expect.stringMatching(reason)))
  })

  it('that sends without end, or nothing, is stopped', async () => {
    const endless = runOverSsh(sshd.forced('cat /dev/zero'), '', { signal, deadlineMs: 30_000, maxBytes: 1_000_000 })
    await expect(endless).rejects.toMatchObject({ code: 'SW_NET_SSH', message: expect.stringContaining('more than') })
    const silent = runOverSsh(sshd.forced('sleep 100'), '', { signal, deadlineMs: 1500, maxBytes: 1_000_000 })
    await expect(silent).rejects.toMatchObject({ code: 'SW_NET_SSH', message: expect.stringContaining('1.5 s') })
  })
})

it.each(['-oProxyCommand=touch /tmp/x', 'a b', 'a;b', 'user@-host', 'user@host\nx', '$(x)', ''])(
  '%j is no name of a server',
  (ssh) => expect(shopSchema.safeParse({ name: 'shop', remoteHosts: [{ ssh }] }).success).toBe(false),
)

it('the script writes nothing: it has no redirection into a file', () => {
  const script = readFileSync(join(import.meta.dirname, 'collect.sh'), 'utf8').replaceAll(/^#.*$/gm, '')
  expect(script.match(/>+\s*[^&\s]\S*/g)?.filter((to) => !/^>\s*\/dev\/null/.test(to))).toEqual([])
})
