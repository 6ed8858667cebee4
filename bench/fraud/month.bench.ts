/**
 * A generated month through `fraud replay` as a person would run it: events as JSONL on disk, the whole report out.
 * node bench/fraud/month.bench.ts [events]
 */
import { spawn } from 'node:child_process'
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generate } from './generator.ts'

const wanted = Number(process.argv[2] ?? 3_000_000)
const days = 30
const folder = mkdtempSync(join(tmpdir(), 'month-'))
const path = join(folder, 'events.jsonl')
const file = createWriteStream(path)
let written = 0
let frauds = 0
for (let day = 0; day < days; day++) {
  const { events, truth } = generate({ seed: 500 + day, orders: Math.round(wanted / days / 1.6), days: 1, attacks: 2 })
  for (const event of events) {
    const moved = { ...event, id: `${day}-${event.id}`, at: new Date(Date.parse(event.at) + day * 86_400_000).toISOString() }
    if (truth.has(event.id)) frauds++
    written++
    if (!file.write(`${JSON.stringify(moved)}\n`)) await new Promise<void>((done) => file.once('drain', () => done()))
  }
}
await new Promise<void>((done) => file.end(() => done()))
const began = performance.now()
const child = spawn(
  '/usr/bin/time',
  ['-f', '%U user %S system %M kB', process.execPath, 'src/cli/main.ts', 'fraud', 'replay', path, '--format', 'json', '--out', join(folder, 'report.json'), '--fail-on', 'never'],
  { stdio: ['ignore', 'ignore', 'pipe'] },
)
let errors = ''
child.stderr.on('data', (text: Buffer) => (errors = `${errors}${text.toString()}`.slice(-400)))
const status = await new Promise((done) => child.once('exit', done))
console.log(
  JSON.stringify({ events: written, frauds, fileMB: Math.round(statSync(path).size / 1e6), status, seconds: Math.round((performance.now() - began) / 1000), used: errors.trim().split('\n').at(-1) }),
)
rmSync(folder, { recursive: true })
