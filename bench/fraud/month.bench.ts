/**
 * A generated month through `fraud replay` as a person would run it: events as JSONL on disk, the whole report out.
 * node bench/fraud/month.bench.ts [events]
 */
import { spawn } from 'node:child_process'
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FraudEvent } from '../../src/areas/fraud/events/schema.ts'
import { generate } from './generator.ts'

const wanted = Number(process.argv[2] ?? 3_000_000)
const days = 30
const folder = mkdtempSync(join(tmpdir(), 'month-'))
const path = join(folder, 'events.jsonl')
const file = createWriteStream(path)
let written = 0
let frauds = 0
let later: FraudEvent[] = []
for (let day = 0; day < days; day++) {
  const { events, truth } = generate({ seed: 500 + day, orders: Math.round(wanted / days / 1.6), days: 1, attacks: 2 })
  const moved = events.map((event) => {
    if (truth.has(event.id)) frauds++
    return { ...event, id: `${day}-${event.id}`, at: new Date(Date.parse(event.at) + day * 86_400_000).toISOString() }
  })
  const midnight = new Date(Date.UTC(2026, 2, 2 + day)).toISOString()
  const all = [...later, ...moved].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  // What reaches into the next days waits for them: the file is in order, as an export is.
  later = day === days - 1 ? [] : all.filter((event) => event.at >= midnight)
  for (const event of all.slice(0, all.length - later.length)) {
    written++
    if (!file.write(`${JSON.stringify(event)}\n`)) await new Promise<void>((done) => file.once('drain', () => done()))
  }
}
await new Promise<void>((done) => file.end(() => done()))
const began = performance.now()
const child = spawn(
  '/usr/bin/time',
  [
    '-f',
    '%U user %S system %M kB',
    process.execPath,
    'src/cli/main.ts',
    'fraud',
    'replay',
    path,
    '--format',
    'json',
    '--out',
    join(folder, 'report.json'),
    '--fail-on',
    'never',
  ],
  { stdio: ['ignore', 'ignore', 'pipe'] },
)
let errors = ''
child.stderr.on('data', (text: Buffer) => (errors = `${errors}${text.toString()}`.slice(-400)))
const status = await new Promise((done) => child.once('exit', done))
console.log(
  JSON.stringify({
    events: written,
    frauds,
    fileMB: Math.round(statSync(path).size / 1e6),
    status,
    seconds: Math.round((performance.now() - began) / 1000),
    used: errors.trim().split('\n').at(-1),
  }),
)
rmSync(folder, { recursive: true })
