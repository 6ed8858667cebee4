// Mixed load: people who read pages with pauses between, and a shop that has its events decided, against a server of its own.
// node bench/server/load.bench.ts [minutes] [people] [decisions a second] [percent of events whose customers, cards and addresses are drawn at random]
// By default one in fifty: customers of a shop keep to their card and address. A stream drawn at random alone has half its events flagged.
import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { clientOf, goodPassword } from '../../test/helpers/server.ts'
import { heapOf } from '../../scripts/heap.mjs'
import { seeded } from '../../test/helpers/fuzz.ts'

const [minutes = 5, people = 200, rate = 500, odd = 2] = process.argv.slice(2).map(Number)
const root = join(import.meta.dirname, '..', '..')
const child = spawn(
  process.execPath,
  // As the launcher starts it.
  ['--disable-warning=ExperimentalWarning', ...heapOf('serve'), join(root, 'src/cli/main.ts'), 'serve', '--port', '0'],
  {
    env: { ...process.env, SHOPWARDEN_DIR: mkdtempSync(join(tmpdir(), 'sw-load-')) },
    stdio: ['ignore', 'pipe', 'ignore'],
  },
)
const url = await new Promise<string>((resolve) => {
  child.stdout.on('data', (text: Buffer) => {
    const found = /http:\S+/.exec(text.toString())?.[0]
    if (found) resolve(found)
  })
})
const owner = clientOf({ url } as never)
await owner.post('/setup', { company: 'A', name: 'B', email: 'b@a.example', password: goodPassword })
const { body: shop } = await owner.post('/shops', { sample: true })
const { body: job } = await owner.post(`/shops/${shop.id}/audits`, {})
while (['queued', 'running'].includes((await owner.get(`/shops/${shop.id}/jobs/${job.id}`)).body.state))
  await new Promise((resolve) => setTimeout(resolve, 500))

const random = seeded(1)
const reads = [
  '/session',
  '/shops',
  `/shops/${shop.id}/audits?limit=1`,
  `/shops/${shop.id}/audits/latest`,
  `/shops/${shop.id}/findings?limit=200`,
  `/shops/${shop.id}/findings-groups?by=rule`,
  `/shops/${shop.id}/jobs`,
  `/shops/${shop.id}/fraud/status`,
  `/shops/${shop.id}/fraud/cases?limit=50`,
  `/shops/${shop.id}/health`,
]
const times: number[] = []
const byPath = new Map<string, number[]>(reads.map((path) => [path, []]))
const decided: number[] = []
const faults: string[] = []
const memory: Awaited<ReturnType<typeof measured>>[] = []
const until = performance.now() + minutes * 60_000
/** What broke a connection: the word of fetch says nothing, its cause does. */
const broken = (error: unknown) => ({ status: `${String(error)}: ${String((error as Error).cause)}`, body: {} })
const fault = (path: string, status: unknown, body: unknown, ms: number) => {
  const minute = (minutes - (until - performance.now()) / 60_000).toFixed(1)
  faults.push(`${path} ${status} after ${Math.round(ms)} ms in minute ${minute} ${JSON.stringify(body).slice(0, 200)}`)
}
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function person(): Promise<void> {
  await pause(random() * 3000)
  while (performance.now() < until) {
    const path = reads[Math.floor(random() * reads.length)] ?? '/session'
    const start = performance.now()
    const { status, body } = await owner.get(path).catch(broken)
    times.push(performance.now() - start)
    byPath.get(path)?.push(performance.now() - start)
    if (status !== 200) fault(path, status, body, performance.now() - start)
    await pause(1000 + random() * 2000)
  }
}

/** An order of one of 200,000 customers. An odd one has a card and an address that are drawn at random from those of all. */
function order(n: number) {
  const customer = Math.floor(random() * 200_000)
  const isOdd = random() * 100 < odd
  const card = isOdd ? Math.floor(random() * 60_000) : customer
  const place = isOdd ? Math.floor(random() * 65_000) : customer
  return {
    id: `e${n}`,
    type: 'order',
    at: new Date().toISOString(),
    customer: { id: `c${customer}` },
    order: { id: `o${n}`, amount: Math.round(random() * 20_000) / 100, currency: 'EUR' },
    payment: { instrument: `card${card}` },
    ip: { address: `100.${64 + (place >> 16)}.${(place >> 8) & 255}.${place & 255}` },
  }
}

let sent = 0
let flagged = 0
async function decide(): Promise<void> {
  const batch = 25
  const began = performance.now()
  while (performance.now() < until) {
    const events = Array.from({ length: batch }, () => order(sent++))
    const start = performance.now()
    const { status, body } = await owner.post(`/shops/${shop.id}/fraud/events`, { events }).catch(broken)
    decided.push(performance.now() - start)
    if (status !== 200 || body.answers.some((answer: { error?: unknown }) => answer.error))
      fault('events', status, body, performance.now() - start)
    else
      flagged += body.answers.filter((answer: { decision?: { outcome: string } }) =>
        ['review', 'decline'].includes(answer.decision?.outcome ?? ''),
      ).length
    await pause(Math.max(0, began + (sent / rate) * 1000 - performance.now()))
  }
}

/**
 * Memory in MB as the server itself counts it: all of it; the heap in use and reserved; outside the heap, which is mostly rows
 * and keys of events (about 250 bytes an event, kept on purpose).
 */
async function measured() {
  const text = await (await fetch(new URL('/metrics', url))).text()
  const of = (name: string) =>
    Math.round(Number(new RegExp(`^shopwarden_${name} (\\S+)`, 'm').exec(text)?.[1] ?? 0) / 1e6)
  return {
    events: sent,
    all: of('process_resident_memory_bytes'),
    heapUsed: of('nodejs_heap_size_used_bytes'),
    heap: of('nodejs_heap_size_total_bytes'),
    outside: of('nodejs_external_memory_bytes'),
  }
}
const watching = setInterval(() => {
  if (memory.length % 24 === 0)
    console.error(`load ${loadavg()[0]?.toFixed(1)}, ${times.length} reads, ${sent} decisions, ${faults.length} faults`)
  void measured().then(
    (now) => memory.push(now),
    () => undefined,
  )
}, 5000)
await Promise.all([...Array.from({ length: people }, person), decide(), decide(), decide(), decide()])
clearInterval(watching)
child.kill('SIGTERM')
const at = (list: number[], share: number) =>
  Math.round(list.toSorted((a, b) => a - b)[Math.floor(list.length * share)] ?? 0)
console.log(
  JSON.stringify(
    {
      minutes,
      people,
      requests: times.length,
      readMs: { p50: at(times, 0.5), p99: at(times, 0.99) },
      slowest: Object.fromEntries([...byPath].map(([path, list]) => [path.replace(shop.id, '…'), at(list, 0.99)])),
      decisions: sent,
      decisionsPerSecond: Math.round(sent / (minutes * 60)),
      batchMs: { p50: at(decided, 0.5), p99: at(decided, 0.99) },
      flagged,
      faults: faults.length,
      firstFaults: faults.slice(0, 20),
      memoryMb: memory
        .filter((_, index) => index % Math.ceil(memory.length / 30) === 0)
        .map((now) => JSON.stringify(now)),
    },
    null,
    2,
  ),
)
