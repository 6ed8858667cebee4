// Index of breached passwords, random hashes: node bench/passwords-index.bench.ts [millions, default 2]
import { createHash, randomBytes } from 'node:crypto'
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildIndex } from '../src/areas/passwords/breached/build.ts'
import { falseAlarmRate } from '../src/areas/passwords/breached/format.ts'
import { BreachedIndex } from '../src/areas/passwords/breached/lookup.ts'

const count = Number(process.argv[2] ?? 2) * 1_000_000
const dir = mkdtempSync(join(tmpdir(), 'sw-bench-pwned-'))
const [list, file] = [join(dir, 'list'), join(dir, 'index')]

// Sorted random first words, the other 128 bits random: what a list ordered by SHA-1 looks like.
const words = new Uint32Array(randomBytes(count * 4).buffer).sort()
const out = openSync(list, 'w')
const sample: Buffer[] = []
const block = 10_000
let before = ''
for (let at = 0; at < count; ) {
  const text: string[] = []
  const random = randomBytes(16 * block).toString('hex')
  for (const past = Math.min(count, at + block); at < past; at++) {
    const hash =
      (words[at] ?? 0).toString(16).padStart(8, '0') + random.slice((at % block) * 32, (at % block) * 32 + 32)
    // Two random first words may be the same: leave out the few that come in the wrong order.
    if (hash < before) continue
    before = hash
    if (at % 40 === 0) sample.push(Buffer.from(hash, 'hex'))
    text.push(`${hash.toUpperCase()}:${1 + (at % 900)}\r\n`)
  }
  writeSync(out, text.join(''))
}
closeSync(out)

const started = performance.now()
const header = await buildIndex(list, file, { signal: new AbortController().signal })
const seconds = (performance.now() - started) / 1000
const bytes = statSync(file).size
console.log(`list: ${header.count} hashes, ${(statSync(list).size / 1e6).toFixed(1)} MB`)
console.log(`build: ${seconds.toFixed(2)} s, ${Math.round(header.count / seconds).toLocaleString('en')} hashes/s`)
console.log(`index: ${(bytes / header.count).toFixed(4)} bytes a hash, ${header.prefixBits} bits of prefix`)
console.log(`index: ${falseAlarmRate(header).toExponential(2)} false alarms a look-up by arithmetic`)

const opening = performance.now()
const index = BreachedIndex.open(file)
console.log(`open: ${(performance.now() - opening).toFixed(1)} ms`)
// In random order, as look-ups come.
for (let at = sample.length - 1; at > 0; at--) {
  const other = Math.floor(Math.random() * (at + 1))
  ;[sample[at], sample[other]] = [sample[other] as Buffer, sample[at] as Buffer]
}
const strangers = sample.map((_, at) => createHash('sha1').update(`stranger ${at}`).digest())
const set = new Set(sample.map((hash) => hash.toString('latin1')))
for (const [name, hashes, has] of [
  ['warm-up', strangers, (hash: Buffer) => index.has(hash)],
  ['known', sample, (hash: Buffer) => index.has(hash)],
  ['unknown', strangers, (hash: Buffer) => index.has(hash)],
  ['ceiling: a Set in memory of the sample, known', sample, (hash: Buffer) => set.has(hash.toString('latin1'))],
] as const) {
  const begun = performance.now()
  let hits = 0
  for (const hash of hashes) if (has(hash)) hits++
  const micros = ((performance.now() - begun) * 1000) / hashes.length
  console.log(`${name}: ${micros.toFixed(2)} µs a look-up, ${hits} of ${hashes.length} found`)
}
index.close()
rmSync(dir, { recursive: true })
