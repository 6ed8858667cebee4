import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, createServer as createTcp } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { runVerb } from '../../../../test/helpers/cli.ts'
import { remedies } from '../advice/settings.ts'
import { command } from '../command.ts'
import { readRecords } from '../records.ts'
import { openJournal } from '../rehearse/journal.ts'
import { testRecordSchema } from '../rehearse/record.ts'
import { rehearse } from '../rehearse/rehearse.ts'
import { resolveTarget } from '../target.ts'

const cwd = mkdtempSync(join(tmpdir(), 'resilience-test-'))
const closers: (() => void)[] = [() => rmSync(cwd, { recursive: true, force: true })]
afterAll(() => {
  for (const close of closers.toReversed()) close()
})
const where = { cwd, now: new Date('2026-11-25T12:00:00Z') }

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(() => {
    server.close()
    server.closeAllConnections?.()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

const page = '<title>S</title><a href="/product/1">p</a><a href="/cart">c</a>'
const shop = () =>
  createServer((request, response) => {
    request.resume()
    request.on('end', () => response.end(page))
  })

/** A Node server in a process of its own, from the settings that the product advises or without them. */
async function nodeServer(hard: boolean): Promise<string> {
  const script = `const http = require('node:http')
const app = (request, response) => { request.resume(); request.on('end', () => response.end(${JSON.stringify(page)})) }
${hard ? remedies.node['slow clients'] : 'const server = http.createServer(app)'}
server.listen(0, '127.0.0.1', () => process.stdout.write(String(server.address().port)))`
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  closers.push(() => child.kill('SIGKILL'))
  const [port] = (await once(child.stdout, 'data')) as [Buffer]
  return `http://127.0.0.1:${port.toString()}/`
}

const test = (url: string, options: Record<string, string | boolean>) =>
  runVerb(command, 'test', [url], { format: 'json', failOn: 'falls', ...options }, where)

describe.concurrent('a rehearsal is refused', () => {
  it('without lab mode', async () => {
    await expect(test(await listen(shop()), {})).rejects.toMatchObject({ code: 'SW_RESILIENCE_NOT_AUTHORISED' })
  })
  it.each([
    [
      'a redirect to others',
      createServer((_, response) => response.writeHead(302, { location: 'https://elsewhere.example/' }).end()),
    ],
    ['an error page', createServer((_, response) => response.writeHead(500).end())],
    ['nonsense', createTcp((socket) => void socket.on('error', () => undefined).end('SSH-2.0-OpenSSH\r\n'))],
    [
      'silence',
      createTcp((socket) => {
        socket.on('error', () => undefined)
        closers.push(() => socket.destroy())
      }),
    ],
  ])('on %s', async (_, server) => {
    await expect(test(await listen(server as Server), { lab: true })).rejects.toMatchObject({
      code: 'SW_RESILIENCE_TARGET',
    })
  })
  it.each([
    ['nothing listens', 'http://127.0.0.1:1/', { lab: true }, 'SW_RESILIENCE_TARGET'],
    ['no address', 'shop', { lab: true }, 'SW_RESILIENCE_URL'],
    ['a password in it', 'http://a:b@127.0.0.1/', { lab: true }, 'SW_RESILIENCE_URL'],
    ['an unknown scenario', 'http://127.0.0.1:1/', { lab: true, scenario: 'nuke' }, 'SW_RESILIENCE_SCENARIO'],
    ['more than the cap', 'http://127.0.0.1:1/', { lab: true, connections: '50000' }, 'SW_RESILIENCE_CAP'],
    ['a name as second address', 'http://127.0.0.1:1/', { lab: true, userAddress: 'eth1' }, 'SW_RESILIENCE_ADDRESS'],
  ])('%s', async (_, url, options, code) => {
    await expect(test(url, options as unknown as Record<string, string>)).rejects.toMatchObject({ code })
  })
})

/** Servers that answer at once: only a machine that stands still for so long could change a verdict. */
const pageSeconds = '30'

describe.concurrent('verdicts of real servers', () => {
  it('the advised settings turn Node from holding into withstanding slow headers', async () => {
    const options = { lab: true, scenario: 'slow-headers', connections: '300', pageSeconds }
    const [soft, hard] = await Promise.all([nodeServer(false), nodeServer(true)])
    const [before, after] = await Promise.all([
      test(soft, { ...options, state: 'soft' }),
      test(hard, { ...options, state: 'hard' }),
    ])
    const verdict = (text: string) => testRecordSchema.parse(JSON.parse(text)).scenarios[0]
    expect(verdict(before.text)).toMatchObject({
      verdict: 'holds',
      figures: { connectionsOpened: 300, legitimateSuccess: 1 },
    })
    expect(verdict(after.text)?.verdict).toBe('withstands')
    expect([before.status, after.status]).toEqual([0, 0])
  })

  it('a server for 100 clients falls, the rehearsal stops by itself, the record and the log are there', async () => {
    const server = shop()
    const state = mkdtempSync(join(cwd, 'small-'))
    server.maxConnections = 100
    const url = await listen(server)
    const ran = await test(url, { lab: true, scenario: 'slow-headers', connections: '2000', pageSeconds, state })
    const record = testRecordSchema.parse(JSON.parse(ran.text))
    expect(ran.status, record.scenarios[0]?.because).toBe(1)
    expect(record.scenarios[0]).toMatchObject({
      verdict: 'falls',
      stoppedBy: expect.stringMatching(/legitimate user failed/),
    })
    // The server keeps 100 and hangs up on the others at once. Those count as open until its hanging up has arrived, so how
    // many there are at the peak depends on the machine: only the least is certain.
    expect(record.scenarios[0]!.figures.peakOpen).toBeGreaterThanOrEqual(90)
    expect(readRecords(join(state, 'resilience'), new URL(url).origin)).toHaveLength(1)
    const folder = join(state, 'resilience', 'tests')
    const log = readFileSync(join(folder, readdirSync(folder).find((name) => name.endsWith('.log.jsonl'))!), 'utf8')
      .trim()
      .split('\n')
    expect(log.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual(
      expect.arrayContaining(['start', 'scenario', 'sample', 'result', 'end']),
    )
  })

  it('stops when the name begins to lead elsewhere', async () => {
    const target = { ...(await resolveTarget(new URL(await nodeServer(false)))), hostname: 'shop.test' }
    const journal = openJournal(join(cwd, 'moved'), 'moved', () => where.now)
    const record = await rehearse({
      target,
      authorisation: 'test',
      scenarios: ['slow-headers', 'slow-body'],
      shopperAddress: '127.0.0.77',
      watch: [],
      statusPaths: [],
      limits: { connections: 50, connectionsPerSecond: 50, requestsPerSecond: 50, bytes: 1e7, seconds: 60 },
      dribbleSeconds: 2,
      reopen: false,
      maxSeconds: 60,
      resolve: () => Promise.resolve(['127.0.0.9']),
      now: () => where.now,
      signal: new AbortController().signal,
      journal,
      progress: () => undefined,
      say: () => undefined,
    })
    journal.close()
    expect(record.complete).toBe(false)
    expect(record.notes.join()).toMatch(/now leads to 127\.0\.0\.9/)
    expect(record.scenarios.every((one) => one.verdict === 'not tested')).toBe(true)
  })
})

/** All processes below one, by their ids. */
function below(pid: number): number[] {
  const path = `/proc/${pid}/task/${pid}/children`
  const children = existsSync(path) ? readFileSync(path, 'utf8').trim().split(' ').filter(Boolean).map(Number) : []
  return children.flatMap((child) => [child, ...below(child)])
}
const alive = (pid: number) =>
  existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))

const seesChildren = existsSync(`/proc/${process.pid}/task/${process.pid}/children`)
// Beside the verdicts, which mostly wait; one after the other, for each starts four processes.
describe.skipIf(!seesChildren)('nothing is left running', { concurrent: true }, () => {
  const inTurn = { concurrent: false }

  /** A rehearsal by the command itself, once it holds a hundred connections. */
  async function attacking(name: string) {
    const open = new Set<unknown>()
    const server = shop()
    server.on('connection', (socket) => {
      open.add(socket)
      socket.once('close', () => open.delete(socket))
    })
    const url = await listen(server)
    const args = ['--lab', '--scenario', 'slow-headers', '--connections', '400', '--state', join(cwd, name)]
    const child: ChildProcess = spawn(process.execPath, ['src/cli/main.ts', 'resilience', 'test', url, ...args], {
      stdio: 'ignore',
    })
    for (let looks = 0; looks < 1000 && open.size < 100; looks++) await wait(100)
    expect(open.size).toBeGreaterThanOrEqual(100)
    return { child, open, url, started: below(child.pid!) }
  }

  it.each([['SIGKILL'], ['SIGINT']] as const)('after %s of the command', inTurn, async (signal) => {
    const { child, open, started } = await attacking(signal)
    expect(started.length).toBeGreaterThanOrEqual(2)
    child.kill(signal)
    for (let looks = 0; looks < 300 && (started.some(alive) || open.size > 0); looks++) await wait(100)
    expect(started.filter(alive)).toEqual([])
    expect(open.size).toBe(0)
  })

  it('when the legitimate user is lost: no verdict without a measure', inTurn, async () => {
    const { child, open, url, started } = await attacking('lost')
    const user = started.find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('shopper/worker'))
    process.kill(user!, 'SIGKILL')
    const [status] = (await once(child, 'exit')) as [number]
    expect(status).toBe(3)
    expect(open.size).toBe(0)
    expect(readRecords(join(cwd, 'lost', 'resilience'), new URL(url).origin)[0]?.scenarios[0]).toMatchObject({
      verdict: 'not tested',
      because: expect.stringContaining("the legitimate user's process ended"),
    })
  })
})

describe.concurrent('the other verbs', () => {
  it('token prints the line and its places', async () => {
    const { text } = await runVerb(command, 'token', ['https://shop.example/'], { format: 'json' }, where)
    expect(JSON.parse(text)).toMatchObject({
      token: expect.stringMatching(/^shopwarden-verification=2026-11-25\.[0-9a-f]{64}$/),
      file: 'https://shop.example/.well-known/shopwarden.txt',
    })
  })

  it('export writes a plan and a script that is JavaScript', async () => {
    const { text } = await runVerb(
      command,
      'export',
      [await listen(shop())],
      { format: 'json', dir: 'k6', connections: '50000', requestsPerSecond: '100000' },
      where,
    )
    const files = JSON.parse(text) as { plan: string; script: string }
    expect(readFileSync(files.plan, 'utf8')).toMatch(/Machines: 5/)
    const script = readFileSync(files.script, 'utf8')
    const checked = spawn(process.execPath, ['--check', '--input-type=module', '-'], {
      stdio: ['pipe', 'ignore', 'pipe'],
    })
    checked.stdin.end(script)
    const [status] = (await once(checked, 'exit')) as [number]
    expect(status).toBe(0)
    expect(script).toContain('abortOnFail')
  })
})
