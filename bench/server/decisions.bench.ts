// Reads of the fraud desk with many decisions in the store, beside a route that reads nothing.
// node bench/server/decisions.bench.ts [events]
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { loadavg } from 'node:os'
import { Coverage } from '../../src/areas/fraud/coverage/collect.ts'
import { CaseBook } from '../../src/areas/fraud/cases/book.ts'
import { Decider, type Decision, Past } from '../../src/areas/fraud/decide/decider.ts'
import { makeRuleSet } from '../../src/areas/fraud/decide/rule-set.ts'
import type { FraudEvent } from '../../src/areas/fraud/events/schema.ts'
import { linksOf } from '../../src/areas/fraud/desk/links.ts'
import { OFFSET } from '../../src/areas/fraud/features/rows.ts'
import { guardDir, logPath } from '../../src/areas/fraud/log/read.ts'
import { encodeRecord } from '../../src/areas/fraud/log/record.ts'
import { saveSnapshot } from '../../src/areas/fraud/snapshot/snapshot.ts'
import { shopDir } from '../../src/server/shops/records.ts'
import { firstOwner, someShop, startTestServer } from '../../test/helpers/server.ts'
import { generate } from '../fraud/generator.ts'

const wanted = Number(process.argv[2] ?? 5_000_000)
const server = await startTestServer({ settings: { jobs: 0 } })
const owner = await firstOwner(server)
const shop = await someShop(owner)

const dir = guardDir(shopDir(server.house.workspace, shop))
mkdirSync(dir, { recursive: true })
const [past, coverage, ruleSet] = [new Past(), new Coverage(), makeRuleSet()]
const [cases, decider] = [new CaseBook(ruleSet), new Decider(ruleSet, past)]
const file = openSync(logPath(dir), 'w')
let [count, end, lines, held] = [0, 0, [] as string[], 0]
const asked: FraudEvent[] = []
let decision: Decision | undefined
const flush = () => {
  if (held > 0) writeSync(file, lines.join(''))
  ;[lines, held] = [[], 0]
}
const began = performance.now()
for (let day = 0; count < wanted; day++)
  for (const event of generate({ seed: 1000 + day, orders: 40_000, days: 1 }).events) {
    if (count === wanted) break
    event.id = `${day}-${event.id}`
    event.at = new Date(Date.parse(event.at) + day * 86_400_000).toISOString()
    const row = past.add(event)
    // One in twenty is judged, the others get its decision: what is read does not depend on it, and filling is bearable.
    if (count % 20 === 0) decision = decider.judge(event, row)
    past.settle(event)
    past.windows.rows.setDouble(row, OFFSET, end)
    const line = encodeRecord({
      n: ++count,
      storedAt: event.at,
      event: JSON.stringify(event),
      decision: decision && JSON.stringify(decision),
    })
    end += Buffer.byteLength(line)
    lines.push(line)
    if (++held === 2000) flush()
    coverage.add(event, decision)
    if (decision) cases.add(event, decision, event.at)
    if (count % Math.ceil(wanted / 400) === 0) asked.push(event)
  }
flush()
closeSync(file)
saveSnapshot(dir, { past, coverage, cases, count, end })
console.log(
  JSON.stringify({
    events: count,
    logMB: Math.round(end / 1e6),
    filledSeconds: Math.round((performance.now() - began) / 1000),
  }),
)

// Filling did not let the loop turn: connections that were kept open meanwhile have run out.
await new Promise((resolve) => setTimeout(resolve, 2000))
const open = performance.now()
await owner.get(`/shops/${shop}/fraud/status`)
console.log(JSON.stringify({ readySeconds: (performance.now() - open) / 1000 }))

const timeline = (kind: string, valueOf: (event: FraudEvent) => string | undefined) => (n: number) => {
  const value = valueOf(asked[n % asked.length]!) ?? 'none'
  return owner.post(`/shops/${shop}/fraud/timeline`, { kind, value })
}
const reads: Record<string, (n: number) => Promise<{ status: number }>> = {
  'nothing read (health)': () => owner.get('/../../health'),
  status: () => owner.get(`/shops/${shop}/fraud/status`),
  'cases, first page': () => owner.get(`/shops/${shop}/fraud/cases?limit=50`),
  'timeline of a customer': timeline('customer', (event) => event.customer?.id),
  'timeline of a card': timeline('card', (event) => event.payment?.instrument),
  'timeline of an IP address': timeline('ip', (event) => event.ip?.address),
  'one event': timeline('event', (event) => event.id),
  'timeline of an address': timeline('address', (event) => linksOf(event).address),
}
const at = (times: number[], share: number) =>
  Number(times.sort((a, b) => a - b)[Math.floor(times.length * share)]!.toFixed(1))
for (const [name, read] of Object.entries(reads)) {
  const result: Record<string, object> = {}
  for (const atOnce of [1, 8]) {
    const times: number[] = []
    let n = 0
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        while (n < 400) {
          const start = performance.now()
          const { status } = await read(n++)
          if (status !== 200) throw new Error(`${name}: ${status}`)
          times.push(performance.now() - start)
        }
      }),
    )
    result[atOnce === 1 ? 'one' : 'eight'] = { p50: at(times, 0.5), p99: at(times, 0.99) }
  }
  console.log(JSON.stringify({ name, ...result }))
}
console.log(JSON.stringify({ load: loadavg()[0], memory: Math.round(process.memoryUsage.rss() / 1e6) }))
await server.stop()
