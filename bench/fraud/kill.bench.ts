/**
 * Kills the guard with SIGKILL again and again under load; every answered event must be in the log once, with the answer
 * that was given. node bench/fraud/kill.bench.ts [kills]
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FraudGuard } from '../../src/areas/fraud/guard.ts'
import { guardDir, logPath, readLog } from '../../src/areas/fraud/log/read.ts'
import { rebuild } from '../../src/areas/fraud/rebuild.ts'
import { serveRoutes } from '../../src/areas/fraud/serve.ts'
import { fraudRoutes } from '../../src/areas/fraud/standalone.ts'
import { generate } from './generator.ts'

if (process.argv[2] === 'guard') {
  // As "fraud serve", with snapshots so often that kills fall into them.
  const guard = await FraudGuard.open({
    stateDir: process.argv[3] as string,
    now: () => new Date(),
    snapshotEvery: 150,
  })
  const { port } = await serveRoutes(
    fraudRoutes(guard, () => new Date()),
    { host: '127.0.0.1', port: 0, token: undefined },
  )
  process.stdout.write(`http://127.0.0.1:${port}/fraud/events\n`)
  await new Promise(() => undefined)
}
const kills = Number(process.argv[2] ?? 50)
const stateDir = mkdtempSync(join(tmpdir(), 'kill-'))
const { events } = generate({ seed: 5, orders: 40_000, days: 30 })
const answered = new Map<string, string>()
let next = 0
let unanswered: typeof events = []
let differing = 0
for (let kill = 0; kill < kills; kill++) {
  const child = spawn(process.execPath, [import.meta.filename, 'guard', stateDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const port = await new Promise<number>((ready) =>
    child.stdout.on('data', (text: Buffer) => ready(Number(/:(\d+)\/fraud/.exec(String(text))?.[1]))),
  )
  const ended = new Promise((done) => child.once('exit', done))
  const again = unanswered
  unanswered = []
  const client = async () => {
    for (;;) {
      const event = again.pop() ?? events[next++]
      if (event === undefined) return
      try {
        const response = await fetch(`http://127.0.0.1:${port}/fraud/events`, {
          method: 'POST',
          body: JSON.stringify(event),
        })
        const text = JSON.stringify(((await response.json()) as { decision?: unknown }).decision)
        const earlier = answered.get(event.id)
        if (earlier !== undefined && earlier !== text) differing++
        answered.set(event.id, text)
      } catch {
        unanswered.push(event)
        return
      }
    }
  }
  const clients = Array.from({ length: 20 }, client)
  await new Promise((done) => setTimeout(done, (60 + 25 * (kill % 9)) * (kill % 3 === 0 ? 8 : 1)))
  child.kill('SIGKILL')
  await ended
  await Promise.all(clients)
}
const stored = new Map<string, string>()
let twice = 0
for await (const { record } of readLog(logPath(guardDir(stateDir)))) {
  if (stored.has(record.event.id)) twice++
  stored.set(record.event.id, JSON.stringify(record.decision))
}
// What snapshots and the log behind them give must be what the log alone gives.
const dir = guardDir(stateDir)
const kept = await rebuild(dir)
rmSync(join(dir, 'snapshot.bin'), { force: true })
const plain = await rebuild(dir)
const same =
  JSON.stringify([kept.coverage.save(), kept.cases.save(), kept.count]) ===
    JSON.stringify([plain.coverage.save(), plain.cases.save(), plain.count]) &&
  [...kept.past.windows.rows.parts()].every((part, index) =>
    Buffer.from(part.buffer).equals(Buffer.from(([...plain.past.windows.rows.parts()][index] as Float64Array).buffer)),
  )
const lost = [...answered.keys()].filter((id) => !stored.has(id)).length
const changed = [...answered].filter(([id, text]) => stored.has(id) && stored.get(id) !== text).length
console.log(
  JSON.stringify({
    kills,
    answered: answered.size,
    stored: stored.size,
    lost,
    decidedTwice: twice,
    changed,
    differing,
    fromSnapshot: kept.count - kept.since,
    sameAsFromTheLogAlone: same,
  }),
)
