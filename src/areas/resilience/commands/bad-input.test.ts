// Shops that tarpit, drip, stand still, answer nonsense, send on to others: both commands refuse them or come to an end, say why, and
// leave nothing behind. Those that need a network of their own are in namespaces.test.ts.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect, createServer as createTcp, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { runVerb } from '../../../../test/helpers/cli.ts'
import { shopwarden } from '../../../../test/helpers/shopwarden.ts'
import { command } from '../command.ts'
import { look } from '../look/look.ts'
import { readNetworks } from '../look/networks.ts'
import { testRecordSchema } from '../rehearse/record.ts'
import { resolveTarget } from '../target.ts'

const cwd = mkdtempSync(join(tmpdir(), 'resilience-bad-'))
const closers: (() => void)[] = [() => rmSync(cwd, { recursive: true, force: true })]
afterAll(() => {
  for (const close of closers.toReversed()) close()
})

const page = '<title>S</title><a href="/product/1">p</a><a href="/cart">c</a>'

async function listen(server: Server | ReturnType<typeof createTcp>): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(() => {
    server.close()
    if ('closeAllConnections' in server) server.closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

/** A header, then one byte a second for ever. */
function drip(
  socket: { write(text: string): unknown; once(event: 'close', then: () => void): unknown },
  start: string,
) {
  socket.write(start)
  const drop = setInterval(() => socket.write('x'), 1000)
  socket.once('close', () => clearInterval(drop))
}
const http = 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n'

/** A TCP server in the test's own hands; its sockets end with the test. */
const raw = (on: (socket: Socket) => void) =>
  createTcp((socket) => {
    socket.on('error', () => undefined)
    closers.push(() => socket.destroy())
    on(socket)
  })

/** What `resilience probe` or `resilience test` says to its user. */
const run = (verb: string, url: string, options: Record<string, string | boolean> = {}) =>
  runVerb(
    command,
    verb,
    [url],
    verb === 'test' ? { lab: true, scenario: 'slow-headers', failOn: 'falls', ...options } : { wait: '2', ...options },
    { cwd: mkdtempSync(join(cwd, 'run-')), now: new Date(), knowledgeDir: 'knowledge' },
  )
/** Both commands refuse a shop with these words. */
async function refused(url: string, words: string | RegExp): Promise<void> {
  const refusal = {
    code: 'SW_RESILIENCE_TARGET',
    message: expect.stringMatching(words),
    fix: expect.stringMatching(/address/),
  }
  await Promise.all([
    expect(run('probe', url)).rejects.toMatchObject(refusal),
    expect(run('test', url)).rejects.toMatchObject(refusal),
  ])
}

/** A shop in a process that stands still: its queue of waiting connections is full, the kernel drops every further SYN. */
async function standingStill(): Promise<string> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../fixtures/hostile-server.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  closers.push(() => child.kill('SIGKILL'))
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  const port = Number(line.split(' ')[1])
  child.kill('SIGSTOP')
  for (let full = false; !full; ) {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => undefined)
    closers.push(() => socket.destroy())
    full = await Promise.race([once(socket, 'connect').then(() => false), wait(700).then(() => true)])
  }
  return `http://127.0.0.1:${port}/`
}

describe.concurrent('both commands refuse', () => {
  const never = raw(() => undefined)
  it.each([
    ['a tarpit', () => listen(never), /sent no whole page within 8 s/],
    ['a header of one byte a second', () => listen(raw((socket) => drip(socket, http))), /no whole page within 8 s/],
    ['a page of one byte a second', () => listen(raw((socket) => drip(socket, `${http}\r\n`))), /no whole page/],
    ['a server that stands still and drops every SYN', standingStill, /sent no whole page within 8 s/],
    [
      'another protocol',
      () => listen(raw((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'))),
      /something that is no HTTP/,
    ],
    ['bytes without sense', () => listen(raw((socket) => socket.end(Buffer.alloc(70_000, 0x80)))), /no HTTP/],
    [
      'a connection cut in the page',
      () => listen(raw((socket) => socket.end(`${http}Content-Length: 9\r\n\r\nx`))),
      /hangs up/,
    ],
    ['nobody', () => Promise.resolve('http://127.0.0.1:1/'), /refuses the connection/],
    [
      'plain HTTP where TLS was said',
      async () => (await listen(createServer())).replace('http:', 'https:'),
      /does not speak TLS/,
    ],
  ] as const)('%s', async (_, start, words) => {
    await refused(await start(), words)
  })

  it('a shop that sends on to another, and asks nothing of that one', async () => {
    let asked = 0
    const other = createServer((_, response) => response.end(page))
    other.on('connection', () => asked++)
    const there = await listen(other)
    const url = await listen(createServer((_, response) => response.writeHead(301, { location: there }).end()))
    await refused(url, `sends visitors on to ${there}`)
    expect(asked).toBe(0)
  })
})

it.concurrent('the probe says that a redirect leads to a waiting room', async () => {
  const location = 'https://shop.queue-it.net/?c=shop&e=sale'
  const url = await listen(createServer((_, response) => response.writeHead(302, { location }).end()))
  await expect(run('probe', url)).rejects.toMatchObject({ message: expect.stringMatching(/waiting room of Queue-it$/) })
})

describe.concurrent('in the middle', () => {
  it('a shop that begins to send on ends the rehearsal, and the other is not asked', async () => {
    let asked = 0
    const other = createServer((_, response) => response.end(page))
    other.on('connection', () => asked++)
    const there = await listen(other)
    // The attack's connections tell that it goes on: the shop comes back when they are gone.
    let open = 0
    const server = createServer((request, response) => {
      request.resume()
      request.on('end', () =>
        open >= 40 ? response.writeHead(302, { location: there }).end() : response.writeHead(200).end(page),
      )
    })
    server.on('connection', (socket) => {
      open++
      socket.once('close', () => open--)
    })
    const ran = await run('test', await listen(server), { format: 'json', connections: '60' })
    const record = testRecordSchema.parse(JSON.parse(ran.text))
    // The attack may be so young when the first page fails that it is not blamed: either way it ends there.
    expect(record.scenarios[0]).toMatchObject({
      verdict: expect.stringMatching(/^(?:falls|not tested)$/),
      stoppedBy: expect.stringMatching(/user failed/),
    })
    expect(ran.status).not.toBe(0)
    expect(asked).toBe(0)
  })

  it('what a shop does not have is not tested, with the reason', async () => {
    const server = createServer((request, response) => {
      request.resume()
      // An API that answers everything, also a question of GraphQL, in words of its own.
      request.on('end', () => response.end(request.url === '/graphql' ? '{"errors":["no such route"]}' : page))
    })
    const scenario = 'graphql-depth,http2-rapid-reset,websocket-hoarding,flood-search'
    const ran = await run('test', await listen(server), { format: 'json', scenario })
    const record = testRecordSchema.parse(JSON.parse(ran.text))
    expect(record.scenarios.map((one) => [one.verdict, one.because])).toEqual([
      ['not tested', 'No GraphQL address answered at /graphql.'],
      ['not tested', 'The server does not speak HTTP/2 here.'],
      ['not tested', expect.stringMatching(/names no WebSocket/)],
      ['not tested', 'No search was found.'],
    ])
    expect(ran.status).toBe(0)
  })

  it('a shop whose other pages drip: the look ends in time and says what it did not reach', async () => {
    const server = createServer((request, response) => {
      request.resume()
      if (request.url === '/') response.end(page)
      else drip(response, 'x')
    })
    const seen = await look(await resolveTarget(new URL(await listen(server))), {
      networks: readNetworks('knowledge'),
      waitSeconds: 1,
      mostSeconds: 12,
      thorough: true,
      origins: [],
      signal: new AbortController().signal,
      random: Math.random,
      say: () => undefined,
    })
    expect(seen.unknown.map((one) => one.what)).toContain('everything later')
    expect(seen.server).toBe('')
  })
})

describe.concurrent('nothing is left', () => {
  /** A shop that answers its start page and keeps everything else waiting, with what is connected to it. */
  async function slowShop() {
    const open = new Set<Socket>()
    const server = createServer((request, response) => {
      request.resume()
      if (request.url === '/') response.end(page)
    })
    server.on('connection', (socket) => {
      open.add(socket)
      socket.once('close', () => open.delete(socket))
    })
    return { url: await listen(server), open }
  }

  it.each([['SIGINT'], ['SIGKILL']] as const)('of a probe after %s', async (signal) => {
    const { url, open } = await slowShop()
    let child: ChildProcess | undefined
    const ended = shopwarden(['resilience', 'probe', url, '--wait', '100'], mkdtempSync(join(cwd, 'probe-')), {
      started: (process) => {
        child = process
      },
    })
    for (let looks = 0; looks < 400 && open.size < 1; looks++) await wait(50)
    child?.kill(signal)
    const { status } = await ended
    expect(status).not.toBe(0)
    for (let looks = 0; looks < 100 && open.size > 0; looks++) await wait(50)
    expect(open.size).toBe(0)
  })

  it('of a rehearsal after kill -9 of the shell that started it', async () => {
    const open = new Set<Socket>()
    const server = createServer((request, response) => {
      request.resume()
      request.on('end', () => response.end(page))
    })
    server.on('connection', (socket) => {
      open.add(socket)
      socket.once('close', () => open.delete(socket))
    })
    const url = await listen(server)
    let shell: ChildProcess | undefined
    // The shell waits for the command instead of becoming it.
    const before = ['sh', '-c', '"$@"; exit 0', 'sh']
    const ended = shopwarden(
      ['resilience', 'test', url, '--lab', '--scenario', 'slow-headers', '--connections', '300'],
      mkdtempSync(join(cwd, 'shell-')),
      { before, started: (process) => (shell = process) },
    )
    for (let looks = 0; looks < 600 && open.size < 100; looks++) await wait(50)
    expect(open.size).toBeGreaterThanOrEqual(100)
    shell?.kill('SIGKILL')
    await Promise.race([ended, wait(20_000)])
    for (let looks = 0; looks < 300 && open.size > 0; looks++) await wait(50)
    expect(open.size).toBe(0)
  })
})
