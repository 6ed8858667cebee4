/**
 * Durable decisions over HTTP at 50 connections beside a raw node:http JSON echo, and beside SQLite that only stores the events
 * (one commit an event, and one for as many as the guard writes at once), in one run.
 * node bench/fraud/http.bench.ts [turns] [connections] [40]: with all built-in rules, or with forty over twelve windows.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { Agent, createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { guardDir } from '../../src/areas/fraud/log/read.ts'
import { promote, shadow } from '../../src/areas/fraud/versions/store.ts'
import { fortyRules } from './forty-rules.ts'
import { generate } from './generator.ts'

const turnsWanted = Number(process.argv[2] ?? 8)
const connections = Number(process.argv[3] ?? 50)
const DAYS = 30
const generated = generate({ seed: 7, orders: 60_000, days: DAYS }).events
/** The generated month, as often as it is wanted: each time with new ids, a month later, so that no event is sent to the guard twice. */
const monthOf = (round: number) =>
  generated.map((event) =>
    JSON.stringify({
      ...event,
      id: `${round}-${event.id}`,
      at: new Date(Date.parse(event.at) + round * DAYS * 86_400_000).toISOString(),
    }),
  )
let month = monthOf(0)
let round = 0
let next = 0
const body = () => month[next++ % month.length] as string
/** Between turns: makes sure that the guard is sent nothing twice in the next. */
function refill(): void {
  if (month.length - next > MOST_A_TURN) return
  month = monthOf(++round)
  next = 0
}
const MOST_A_TURN = 40_000
let echoes = 0
/** The echo and SQLite keep nothing: they may have an event again. */
const anyBody = () => month[echoes++ % month.length] as string

interface Load {
  perSecond: number
  /** Milliseconds. */
  p50: number
  p99: number
}

function load(port: number, path: string, clients: number, forMs: number, text = body): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients })
  const times: number[] = []
  const until = performance.now() + forMs
  const started = performance.now()
  const one = () =>
    new Promise<void>((done, failed) => {
      const sent = text()
      const at = performance.now()
      const call = request(
        {
          host: '127.0.0.1',
          port,
          path,
          method: 'POST',
          agent,
          headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(sent) },
        },
        (response) => {
          response.resume()
          response.on('end', () => {
            times.push(performance.now() - at)
            if (response.statusCode === 200) done()
            else failed(new Error(`status ${response.statusCode}`))
          })
        },
      )
      call.on('error', failed)
      call.end(sent)
    })
  const client = async () => {
    while (performance.now() < until) await one()
  }
  return Promise.all(Array.from({ length: clients }, client)).then(() => {
    agent.destroy()
    const elapsed = performance.now() - started
    times.sort((a, b) => a - b)
    const at = (share: number) => Math.round((times[Math.floor(share * times.length)] ?? 0) * 100) / 100
    return { perSecond: Math.round((1000 * times.length) / elapsed), p50: at(0.5), p99: at(0.99) }
  })
}

/** Events a second that SQLite takes, each commit on disk before the next. */
function stored(path: string, commitOf: number, forMs: number): number {
  const database = new Sqlite(path)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.exec('CREATE TABLE IF NOT EXISTS events (id INTEGER PRIMARY KEY, body TEXT)')
  const insert = database.prepare('INSERT INTO events (body) VALUES (?)')
  const commit = database.transaction(() => {
    for (let index = 0; index < commitOf; index++) insert.run(anyBody())
  })
  const started = performance.now()
  let count = 0
  for (; performance.now() - started < forMs; count += commitOf) commit()
  const perSecond = (1000 * count) / (performance.now() - started)
  database.close()
  return Math.round(perSecond)
}

if (process.argv[2] === 'echo') {
  const server = createServer((call, response) => {
    let text = ''
    call.on('data', (piece: Buffer) => (text += piece.toString()))
    call.on('end', () => response.setHeader('content-type', 'application/json').end(JSON.stringify(JSON.parse(text))))
  }).listen(0, '127.0.0.1', () => process.stdout.write(`:${(server.address() as AddressInfo).port}/fraud`))
} else {
  const start = (args: string[]) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    const port = new Promise<number>((ready) =>
      child.stdout.on('data', (text: Buffer) => ready(Number(/:(\d+)\/fraud/.exec(String(text))?.[1]))),
    )
    return { child, port }
  }
  const state = mkdtempSync(join(tmpdir(), 'bench-'))
  if (process.argv[4] === '40') {
    const at = new Date().toISOString()
    shadow(guardDir(state), fortyRules(), { at, by: 'bench, first' })
    promote(guardDir(state), undefined, { at, by: 'bench, second' })
  }
  const echo = start([import.meta.filename, 'echo'])
  const guard = start(['src/cli/main.ts', 'fraud', 'serve', '--port', '0', '--state', state])
  const [echoPort, guardPort] = [await echo.port, await guard.port]
  await load(echoPort, '/', connections, 1500, anyBody)
  await load(guardPort, '/fraud/events', connections, 2500)
  // In turn, so that what else the machine does meets both; the median turn counts.
  const turns: { echo: Load; guard: Load; ratio: number; sqlite: [number, number] }[] = []
  const database = join(state, 'bench.sqlite')
  for (let turn = 0; turn < turnsWanted; turn++) {
    refill()
    const echoed = await load(echoPort, '/', connections, 1500, anyBody)
    const decided = await load(guardPort, '/fraud/events', connections, 1500)
    turns.push({
      echo: echoed,
      guard: decided,
      ratio: Math.round((1000 * decided.perSecond) / echoed.perSecond) / 1000,
      sqlite: [stored(database, 1, 500), stored(database, 12, 500)],
    })
  }
  refill()
  const single = await load(guardPort, '/fraud/events', 1, 3000)
  const sorted = turns.toSorted((a, b) => a.ratio - b.ratio)
  const ratios = sorted.map((turn) => turn.ratio)
  process.stdout.write(
    `${JSON.stringify({ connections, median: sorted[sorted.length >> 1], ratios, single }, null, 1)}\n`,
  )
  echo.child.kill()
  guard.child.kill('SIGKILL')
}
