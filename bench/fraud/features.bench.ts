/**
 * Features in process: 12 windows of which 7 are distinct counts, on generated events; then memory.
 * node --expose-gc bench/fraud/features.bench.ts [events]
 */
import { parseFeature } from '../../src/areas/fraud/features/names.ts'
import { FeaturePlan } from '../../src/areas/fraud/features/plan.ts'
import { Windows } from '../../src/areas/fraud/features/windows.ts'
import { generate } from './generator.ts'

const wanted = Number(process.argv[2] ?? 1_000_000)
const names = [
  'orders_by_user_24h',
  'amount_by_user_7d',
  'declined_by_ip_1h',
  'orders_by_ip_10m',
  'orders_by_card_24h',
  'cards_by_user_24h',
  'users_by_card_30d',
  'users_by_device_24h',
  'users_by_ip_24h',
  'cards_by_ip_1h',
  'users_by_address_30d',
  'addresses_by_card_90d',
]
const specs = names.map((name) => parseFeature(name)).filter((spec) => spec !== undefined)
const windows = new Windows()
const plan = new FeaturePlan(specs)
let done = 0
let cpu = 0
let sum = 0
const slow: number[] = []
for (let month = 0; done < wanted; month++) {
  const { events } = generate({ seed: 100 + month, orders: 60_000, days: 30 })
  const shift = month * 30 * 86_400_000
  const moved = events.map((event) =>
    Object.assign(event, { id: `${month}-${event.id}`, at: new Date(Date.parse(event.at) + shift).toISOString() }),
  )
  const before = process.cpuUsage()
  for (const event of moved) {
    if (done >= wanted) break
    const at = done % 50 === 0 ? performance.now() : 0
    const row = windows.add(event)
    for (const spec of specs) sum += plan.read(windows, row, spec) ?? 0
    if (at > 0) slow.push(performance.now() - at)
    done++
  }
  const used = process.cpuUsage(before)
  cpu += (used.user + used.system) / 1e6
}
slow.sort((a, b) => a - b)
globalThis.gc?.()
const { rss, heapUsed, arrayBuffers } = process.memoryUsage()
const mb = (bytes: number) => Math.round(bytes / 1e6)
console.log(
  JSON.stringify({
    events: done,
    features: specs.length,
    perCpuSecond: Math.round(done / cpu),
    p99Micros: Math.round(1000 * (slow[Math.floor(slow.length * 0.99)] ?? 0)),
    checksum: Math.round(sum),
    rssMB: mb(rss),
    heapMB: mb(heapUsed),
    outsideHeapMB: mb(arrayBuffers),
  }),
)
