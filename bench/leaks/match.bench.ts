/**
 * Leaked lines against customers, beside the bare keyed hash in the same run. CPU seconds, so that other work on the machine
 * does not count. node --expose-gc bench/leaks/match.bench.ts [customers] [lines]
 */
import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readLeak } from '../../src/areas/leaks/match/match-file.ts'
import { Matcher } from '../../src/areas/leaks/match/matcher.ts'
import { HashTable } from '../../src/areas/leaks/match/table.ts'
import { normaliseAddress } from '../../src/connect/customers/address.ts'
import { CustomerBook } from '../../src/connect/customers/book.ts'
import { mac } from '../../src/connect/customers/keys.ts'

const customers = Number(process.argv[2] ?? 1_000_000)
const lines = Number(process.argv[3] ?? 1_000_000)
const dir = mkdtempSync(join(tmpdir(), 'leaks-'))
const file = join(dir, 'combo.txt')
const domains = ['gmail.com', 'yahoo.com', 'hotmail.com', 'wp.pl', 'web.de', 'example.org']
const address = (index: number) => `user.name${index}@${domains[index % domains.length]}`
const list: string[] = []
for (let index = 0; index < lines; index++) list.push(`${address((index * 7919) % (customers * 20))}:Passw0rd${index}`)
writeFileSync(file, `${list.join('\n')}\n`)
const sample = list.slice(0, 300_000).map((line) => line.slice(0, line.indexOf(':')))
list.length = 0

const now = new Date()
const book = CustomerBook.open(join(dir, 'state'), now)
// The table alone holds all customers; the first ten thousand are in the book as well, to be found.
book.together(() => {
  for (let index = 0; index < Math.min(10_000, customers); index++)
    book.put(normaliseAddress(address(index))!, undefined, now.toISOString())
})
function* hashes() {
  for (let index = 0; index < customers; index++)
    yield mac(book.keys.mac, 'folded', normaliseAddress(address(index))!.folded)
}
const table = new HashTable(hashes(), customers)
const seconds = (work: () => void): number => {
  const from = process.cpuUsage()
  work()
  const used = process.cpuUsage(from)
  return (used.user + used.system) / 1e6
}
const bare = () =>
  sample.length /
  seconds(() => {
    for (const text of sample) createHmac('sha256', book.keys.mac).update(text).digest('binary')
  })
bare()
const before = bare()
globalThis.gc?.()
const matcher = new Matcher(book, { breach: 'bench', leaked: undefined, shopHosts: [], at: now.toISOString() }, table)
const from = process.cpuUsage()
const [report] = await readLeak(file, {
  found: (entry) => matcher.add(entry),
  encoding: undefined,
  signal: new AbortController().signal,
  progress: () => undefined,
})
matcher.flush()
const used = process.cpuUsage(from)
const rate = report!.lines / ((used.user + used.system) / 1e6)
const hash = (before + bare()) / 2
console.log(
  JSON.stringify({
    customers,
    lines: report!.lines,
    readable: report!.readable,
    fresh: matcher.fresh,
    linesPerCpuSecond: Math.round(rate),
    bareHashesPerCpuSecond: Math.round(hash),
    ratio: Number((rate / hash).toFixed(2)),
    tableMB: Math.round(table.bytes / 1e6),
    peakMB: Math.round(process.resourceUsage().maxRSS / 1024),
  }),
)
book.close()
rmSync(dir, { recursive: true })
