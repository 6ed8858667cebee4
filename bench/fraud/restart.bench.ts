/**
 * Restart with a long past: windows of DAYS × ORDERS orders a day kept outside the heap, a snapshot, and a day of log
 * behind it. The log before the snapshot is a hole of the right length in a sparse file: a restart does not read it.
 * node --expose-gc bench/fraud/restart.bench.ts [days] [ordersADay]
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, mkdirSync, openSync, closeSync, ftruncateSync, rmSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CaseBook } from '../../src/areas/fraud/cases/book.ts'
import { Coverage } from '../../src/areas/fraud/coverage/collect.ts'
import { Decider, Past } from '../../src/areas/fraud/decide/decider.ts'
import { makeRuleSet } from '../../src/areas/fraud/decide/rule-set.ts'
import type { FraudEvent } from '../../src/areas/fraud/events/schema.ts'
import { OFFSET } from '../../src/areas/fraud/features/rows.ts'
import { FraudGuard } from '../../src/areas/fraud/guard.ts'
import { guardDir, logPath } from '../../src/areas/fraud/log/read.ts'
import { encodeRecord } from '../../src/areas/fraud/log/record.ts'
import { saveSnapshot } from '../../src/areas/fraud/snapshot/snapshot.ts'
import { generate } from './generator.ts'

const mb = (bytes: number) => Math.round(bytes / 1e6)
if (process.argv[2] === 'open') {
  const began = performance.now()
  const guard = await FraudGuard.open({ stateDir: process.argv[3] as string, now: () => new Date() })
  const ready = performance.now() - began
  globalThis.gc?.()
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage()
  const answer = {
    events: guard.count,
    readyMs: Math.round(ready),
    rssMB: mb(rss),
    heapMB: mb(heapUsed),
    outsideHeapMB: mb(arrayBuffers),
  }
  const slow: number[] = []
  for (const event of generate({ seed: 999, orders: 3000, days: 1 }).events) {
    const at = performance.now()
    await guard.decide({
      ...event,
      id: `after-${event.id}`,
      at: new Date(Date.parse(event.at) + 90 * 86_400_000).toISOString(),
    })
    slow.push(performance.now() - at)
  }
  slow.sort((a, b) => a - b)
  console.log(
    JSON.stringify({ ...answer, decisionP99Ms: Math.round(100 * (slow[Math.floor(slow.length * 0.99)] ?? 0)) / 100 }),
  )
  process.exit(0)
}
const days = Number(process.argv[2] ?? 90)
const orders = Number(process.argv[3] ?? 100_000)
const stateDir = mkdtempSync(join(tmpdir(), 'restart-'))
const dir = guardDir(stateDir)
mkdirSync(dir, { recursive: true })
const ruleSet = makeRuleSet()
const past = new Past()
const decider = new Decider(ruleSet, past)
const coverage = new Coverage()
const cases = new CaseBook(ruleSet)
const lineBytes = 1200
let count = 0
let ordersFiled = 0
const dayOf = (day: number): FraudEvent[] =>
  generate({ seed: 1000 + day, orders, days: 1 }).events.map((event) =>
    Object.assign(event, {
      id: `${day}-${event.id}`,
      at: new Date(Date.parse(event.at) + day * 86_400_000).toISOString(),
    }),
  )
const before = process.cpuUsage()
for (let day = 0; day < days - 1; day++)
  for (const event of dayOf(day)) {
    const row = past.add(event)
    past.settle(event)
    past.windows.rows.setDouble(row, OFFSET, count++ * lineBytes)
    coverage.add(event, undefined)
    if (event.type === 'order') ordersFiled++
  }
const file = openSync(logPath(dir), 'w')
ftruncateSync(file, count * lineBytes)
const saving = performance.now()
saveSnapshot(dir, { past, coverage, cases, count, end: count * lineBytes })
const savedMs = Math.round(performance.now() - saving)
let end = count * lineBytes
for (const event of dayOf(days - 1)) {
  const decision = decider.take(event)
  const line = encodeRecord({
    n: ++count,
    storedAt: event.at,
    event: JSON.stringify(event),
    decision: decision && JSON.stringify(decision),
  })
  writeSync(file, line, end)
  end += Buffer.byteLength(line)
  if (event.type === 'order') ordersFiled++
}
closeSync(file)
const used = process.cpuUsage(before)
console.log(
  JSON.stringify({
    orders: ordersFiled,
    events: count,
    keys: past.windows.keys.size,
    snapshotMB: mb(statSync(join(dir, 'snapshot.bin')).size),
    savedMs,
    builtCpuSeconds: Math.round((used.user + used.system) / 1e6),
  }),
)
const child = spawn(process.execPath, ['--expose-gc', import.meta.filename, 'open', stateDir], { stdio: 'inherit' })
await new Promise((done) => child.once('exit', done))
rmSync(stateDir, { recursive: true })
