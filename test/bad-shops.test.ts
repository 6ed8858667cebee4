import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createHttps } from 'node:https'
import { type AddressInfo, createServer as createTcp, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { auditResultSchema, type AuditResult } from '../src/audit/result.ts'
import { certificatesIn } from './helpers/certificates.ts'
import { verifyLedger } from './helpers/cli.ts'
import { emptyFolder, shopwarden } from './helpers/shopwarden.ts'

const servers: Server[] = []
afterAll(() => {
  for (const server of servers) server.close()
})

async function listen(server: Server, scheme = 'http'): Promise<string> {
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const bomb = gzipSync(Buffer.alloc(100_000_000))
const answers: Record<string, RequestListener> = {
  endless: (_, response) => {
    const go = () => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
    }
    response.writeHead(200, { 'content-type': 'text/html' }).on('drain', go)
    go()
  },
  'redirect loop': (request, response) => void response.writeHead(302, { location: `${request.url}x` }).end(),
  'redirect to others': (_, response) => void response.writeHead(302, { location: 'http://127.0.0.2:9/' }).end(),
  'gzip bomb': (_, response) =>
    void response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' }).end(bomb),
  'HTML instead of JSON': (_, response) =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end('<html><body>Not found</body></html>'),
}

const binary = () =>
  createTcp((socket) => {
    const head = Buffer.from([1, 2, 255, 254, 58, 32, 0, 200, 13, 10, 13, 10])
    socket.on('error', () => undefined).end(Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\n'), head]))
  })

function selfSigned() {
  const dir = mkdtempSync(join(tmpdir(), 'sw-bad-tls-'))
  certificatesIn(dir).selfSigned('own')
  const read = (name: string) => readFileSync(join(dir, name))
  return createHttps({ key: read('own.key'), cert: read('own.crt') }, answers['HTML instead of JSON'])
}

const verdicts = (result: AuditResult) =>
  Object.fromEntries(result.answers.flatMap((answer) => answer.criteria).map((item) => [item.id, item.verdict]))

describe.concurrent('a shop that answers badly', { timeout: 180_000 }, () => {
  it.concurrent.each<[string, () => Promise<string>, string]>([
    ['endless', () => listen(createServer(answers['endless'])), 'yes'],
    ['redirect loop', () => listen(createServer(answers['redirect loop'])), 'unknown'],
    ['redirect to others', () => listen(createServer(answers['redirect to others'])), 'unknown'],
    ['gzip bomb', () => listen(createServer(answers['gzip bomb'])), 'yes'],
    ['HTML instead of JSON', () => listen(createServer(answers['HTML instead of JSON'])), 'yes'],
    ['binary headers', () => listen(binary()), 'unknown'],
    ['self-signed certificate', () => listen(selfSigned(), 'https'), 'yes'],
  ])('%s: the audit ends, says what it could not see, and keeps its ledger', async (name, start, exposure) => {
    const cwd = emptyFolder()
    const { status, stdout, stderr } = await shopwarden(['audit', await start(), '--format', 'json'], cwd)
    expect(stderr).not.toMatch(/^\s+at /m)
    expect([name, status]).toEqual([name, 3])
    const got = verdicts(auditResultSchema.parse(JSON.parse(stdout)))
    expect(got['pentest.exposure']).toBe(exposure)
    // What no page shows, no page rules out; and a page that was not read says nothing of its price.
    expect(got['screening.in-use']).toBe('unknown')
    if (exposure === 'unknown') expect(got['resilience.dear-pages']).toBe('unknown')
    expect(got['payment.encryption']).toBe('no')
    expect(await verifyLedger(cwd)).toMatch(/^sound/)
  })
})

describe('a machine that gets in the way', { timeout: 180_000 }, () => {
  const nobody = 'http://127.0.0.1:9'
  const sound = async (cwd: string) => expect(await verifyLedger(cwd)).toMatch(/^sound/)

  it('Ctrl-C: files what was seen, and says that it was interrupted', async () => {
    const cwd = emptyFolder()
    const silent = await listen(createTcp((socket) => void socket.on('error', () => undefined)))
    const { status } = await shopwarden(['audit', silent], cwd, {
      started: (child) => child.stderr?.once('data', () => child.kill('SIGINT')),
    })
    expect(status).toBe(3)
    const report = readFileSync(join(cwd, 'shopwarden-report', 'report.json'), 'utf8')
    expect(auditResultSchema.parse(JSON.parse(report)).interrupted).toBe(true)
    await sound(cwd)
  })

  it('kill -9: the ledger is intact and the next audit goes on', async () => {
    const cwd = emptyFolder()
    await shopwarden(['audit', nobody], cwd)
    const killed = await shopwarden(['audit', nobody], cwd, {
      started: (child) => child.stderr?.once('data', () => child.kill('SIGKILL')),
    })
    expect(killed.status).toBe('SIGKILL')
    await sound(cwd)
    expect((await shopwarden(['audit', nobody], cwd)).status).toBe(3)
  })

  it('no room on the disk: a coded error that says so, and what was filed before is intact', async () => {
    const cwd = emptyFolder()
    await shopwarden(['audit', nobody], cwd)
    // A limit on the size of files stands for the full disk: the write fails in the same place.
    const full = await shopwarden(['audit', nobody], cwd, { before: ['prlimit', '--fsize=200000'] })
    expect(full.status).toBe(2)
    expect(full.stderr).toMatch(/SW_CLI_DISK_FULL|SW_STORE_OPEN/)
    expect(full.stderr).not.toMatch(/^\s+at /m)
    await sound(cwd)
  })

  it('a source tree with circles, a pipe and names in no encoding: each is passed or named', async () => {
    const source = emptyFolder()
    mkdirSync(join(source, 'a'))
    symlinkSync('..', join(source, 'a', 'up'))
    symlinkSync('/dev/zero', join(source, 'zero.php'))
    execFileSync('mkfifo', [join(source, 'pipe.php')])
    writeFileSync(
      Buffer.concat([Buffer.from(`${source}/bad`), Buffer.from([0xff, 0xfe]), Buffer.from('.php')]),
      '<?php',
    )
    writeFileSync(join(source, 'new\nline.php'), '<?php system($_GET["c"]);')
    const { status, stdout } = await shopwarden(
      ['audit', nobody, '--source', source, '--format', 'json'],
      emptyFolder(),
    )
    const result = auditResultSchema.parse(JSON.parse(stdout))
    expect(status).toBe(3)
    const sweep = result.evidence.find((item) => item.fact === 'malware.sweep')?.value
    expect(sweep).toMatchObject({ files: 2, malicious: 1, unscanned: 2 })
    expect(verdicts(result)).toMatchObject({ 'malware.clean': 'no', 'malware.coverage': 'partly', 'code.holes': 'no' })
  })
})
