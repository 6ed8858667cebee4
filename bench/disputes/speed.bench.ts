/**
 * Evidence at the size of a big shop: lookup, completeness, an order file of 50 exhibits, a PDF of 30 pages and more.
 * node bench/disputes/speed.bench.ts [orders]     needs pdftotext (poppler-utils)
 */
import { makePdf } from '../../src/connect/pdf/make.ts'
import { keepAttachment } from '../../src/areas/disputes/records/attachments.ts'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { assemble } from '../../src/areas/disputes/answer/assemble.ts'
import { pagesOf } from '../../src/areas/disputes/answer/pdf.ts'
import type { Dispute } from '../../src/areas/disputes/intake/schema.ts'
import { type OrderEvent, parseEvent } from '../../src/areas/disputes/order/event.ts'
import { evaluate } from '../../src/areas/disputes/qualify/evaluate.ts'
import { completeness } from '../../src/areas/disputes/records/completeness.ts'
import { addEvents, orderOfPayment, readFile, sameCard } from '../../src/areas/disputes/records/orders.ts'
import { openRoom } from '../../src/areas/disputes/records/room.ts'
import { orderEvents, reasons } from '../../test/helpers/dispute-room.ts'

const orders = Number(process.argv[2] ?? 1_000_000)
const dir = mkdtempSync(join(tmpdir(), 'sw-speed-'))
const now = new Date('2026-06-15T12:00:00Z')
const file = join(dir, 'disputes.db')
const room = await openRoom(file, join(dir, 'keys'), now)
const started = performance.now()
const since = (from: number) => ((performance.now() - from) / 1000).toFixed(2)

const daysBack = 365
let events = 0
for (let at = 0; at < orders; at += 1000) {
  const batch: OrderEvent[] = []
  for (let index = at; index < Math.min(orders, at + 1000); index++) {
    const placed = new Date(now.getTime() - ((index * 7919) % (daysBack * 86_400)) * 1000)
    const ageDays = (now.getTime() - placed.getTime()) / 86_400_000
    batch.push(
      ...orderEvents(`O${index}`, {
        at: placed.toISOString(),
        instrument: `fp_${index % (orders / 4)}`,
        customer: `c${index % (orders / 4)}`,
        terms: false,
        shipped: index % 50 === 0 ? false : placed.toISOString(),
        delivered:
          index % 14 !== 0 && index % 50 !== 0 && ageDays > 3
            ? new Date(placed.getTime() + 2 * 86_400_000).toISOString()
            : false,
      }),
    )
  }
  events += await addEvents(room, batch)
}
console.log(
  `${orders} orders, ${events} events filed in ${since(started)} s; ${(statSync(file).size / 1e9).toFixed(2)} GB`,
)

const p = (list: number[], share: number) =>
  list.sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))]!.toFixed(2)
async function timed(name: string, count: number, work: (index: number) => Promise<unknown>) {
  const took: number[] = []
  for (let index = 0; index < count; index++) {
    const from = performance.now()
    await work(Math.floor(((index * 0.6180339887) % 1) * orders))
    took.push(performance.now() - from)
  }
  console.log(`${name}: p50 ${p(took, 0.5)} ms, p99 ${p(took, 0.99)} ms, max ${p(took, 1)} ms (${count} lookups)`)
}
await timed('evidence of an order by its payment, opened and folded', 5000, async (index) => {
  const order = await orderOfPayment(room, `ch_O${index}`)
  const found = await readFile(room, order!)
  if (found?.events.order.length !== 1) throw new Error(`order ${index} was not found`)
})
await timed('earlier orders of the same card, opened and folded', 1000, (index) =>
  sameCard(room, `fp_${index % (orders / 4)}`, `O${index}`, '2025-01-01'),
)
// The peer: the same rows read by hand with better-sqlite3, without the query layer, sealing and folding.
const raw = new Sqlite(file, { readonly: true })
const payment = raw.prepare('select order_id from disputes_payments where reference = ?')
const rows = raw.prepare('select sealed from disputes_events where order_id = ?')
await timed('beside it: bare better-sqlite3, rows not opened', 5000, async (index) =>
  rows.all((payment.get(`ch_O${index}`) as { order_id: string }).order_id),
)
for (const days of [7, 90, 365]) {
  const from = performance.now()
  const report = await completeness(room, { from: new Date(now.getTime() - (days + 10) * 86_400_000), to: now }, now)
  console.log(
    `completeness over ${days + 10} days: ${since(from)} s; ${report.orders} orders, ${report.withProof} of ${report.provable} proven`,
  )
}

const big: OrderEvent[] = orderEvents('BIG', { at: '2026-05-01T10:00:00Z', delivered: '2026-05-04T10:00:00Z' })
for (let index = 0; index < 40; index++)
  big.push(
    parseEvent({
      kind: 'message',
      order: 'BIG',
      at: new Date(Date.UTC(2026, 4, 5, 0, index)).toISOString(),
      direction: index % 2 ? 'to-customer' : 'from-customer',
      subject: `Question ${index}`,
      text: `Marker-${index}. ${'The lamp arrived and works; the customer asks about the shade. '.repeat(60)}`,
    }),
  )
// Five papers of the carrier, as PDFs that are drawn into the pack.
for (let index = 0; index < 5; index++) {
  const paper = await makePdf({ content: [`Paper-${index}. Handed over.`], defaultStyle: { font: 'Roboto' } })
  const kept = await keepAttachment(room, paper, undefined, now)
  big.push(
    parseEvent({
      kind: 'attachment',
      order: 'BIG',
      at: '2026-05-06T00:00:00Z',
      sha256: kept.sha256,
      name: `paper-${index}.pdf`,
      mediaType: kept.mediaType,
      bytes: kept.bytes,
      role: 'shipping-note',
    }),
  )
}
await addEvents(room, big)
const dispute: Dispute = {
  id: 'stripe:dp_big',
  provider: 'stripe',
  providerId: 'dp_big',
  payment: 'ch_BIG',
  network: 'visa',
  reasonCode: '13.1',
  amount: { minor: 4990, currency: 'EUR' },
  phase: 'chargeback',
  openedAt: '2026-06-01T00:00:00.000Z',
  state: 'open',
  lastEventAt: '2026-06-01T00:00:00.000Z',
}
for (const run of ['first', 'second']) {
  let from = performance.now()
  const evaluation = await evaluate(room, dispute, reasons, [], now)
  const gathered = performance.now() - from
  from = performance.now()
  const { pdf, exhibits, flaws } = await assemble(room, evaluation, reasons, {
    shop: 'Northwind',
    merchantAccount: 'x',
    now,
  })
  const took = since(from)
  const path = join(dir, 'big.pdf')
  writeFileSync(path, pdf)
  const text = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8', maxBuffer: 50_000_000 })
  const found = exhibits.filter((item) => text.includes(`Exhibit ${item.number}:`)).length
  const markers = [
    ...Array.from({ length: 40 }, (_, index) => `Marker-${index}.`),
    ...Array.from({ length: 5 }, (_, index) => `Paper-${index}.`),
  ].filter((marker) => text.includes(marker)).length
  console.log(
    `order file of ${exhibits.length} exhibits (${run}): gathered in ${gathered.toFixed(0)} ms, answer with PDF of ${pagesOf(pdf)} pages in ${took} s; pdftotext finds ${found} headings and ${markers} of 45 texts; flaws: ${flaws.map((flaw) => flaw.because).join('; ') || 'none'}`,
  )
}
raw.close()
await room.close()
rmSync(dir, { recursive: true, force: true })
