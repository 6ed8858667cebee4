import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import { z } from 'zod'
import type { CommandIo, Verb } from '../../../core/area.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import { answerOptions, areaState, choice, stateOption, writeAnswer } from '../../../core/options.ts'
import { signature } from '../../../connect/alerts/posting.ts'
import { CustomerBook } from '../../../connect/customers/book.ts'
import { allMeasures, CONFIRMATIONS, type Confirmation, confirmMeasure } from '../../../connect/customers/measures.ts'
import type { Measure } from '../../../connect/customers/schema.ts'
import { columnOf, readRows } from '../../../connect/tabular/read.ts'
import { createHttpClient } from '../../../net/http-client.ts'
import { customerOf } from '../guard.ts'
import { needCustomers } from './need-customers.ts'

const BATCH = 500

interface Due {
  customer_id: string
  measures: Measure[]
  since: string
}

const confirmationsSchema = z.object({
  confirmations: z
    .array(z.object({ customer_id: z.string().max(200), what: z.enum(CONFIRMATIONS) }))
    .max(BATCH * CONFIRMATIONS.length)
    .default([]),
})

/** What is due, of customers whose number at the shop is known; and how many others there are. */
function dueOf(book: CustomerBook): { due: Due[]; unnamed: number } {
  const found: { due: Due[]; unnamed: number } = { due: [], unnamed: 0 }
  for (const { customer, due, since } of allMeasures(book)) {
    if (due.length === 0) continue
    const reference = book.contact(customer)?.reference
    if (reference === undefined) found.unnamed++
    else found.due.push({ customer_id: reference, measures: due, since })
  }
  return found
}

function confirm(book: CustomerBook, reference: string, what: Confirmation, at: Date): boolean {
  const customer = customerOf(book, { reference })
  return customer !== undefined && confirmMeasure(book, customer, what, at.toISOString())
}

/** Tells the shop, signed, a few hundred customers a call; what it confirms in its answers is read back. */
async function post(book: CustomerBook, due: readonly Due[], url: string, io: CommandIo): Promise<number> {
  const secret = io.env['SHOPWARDEN_WEBHOOK_SECRET'] ?? ''
  if (Buffer.from(secret.replace(/^whsec_/, ''), 'base64').length < 24 || !URL.canParse(url))
    throw new ShopwardenError('SW_LEAKS_WEBHOOK', 'The call to the shop cannot be signed', {
      fix: 'Set SHOPWARDEN_WEBHOOK_SECRET to a secret of both sides (openssl rand -base64 32), and give a whole address.',
    })
  const http = createHttpClient({
    hosts: new Set([new URL(url).hostname]),
    allowPrivateAddresses: true,
    signal: io.signal,
  })
  let confirmed = 0
  for (let from = 0; from < due.length; from += BATCH) {
    const body = JSON.stringify({ type: 'leaks.measures', customers: due.slice(from, from + BATCH) })
    const id = `msg_${randomUUID()}`
    const seconds = Math.floor(io.now().getTime() / 1000)
    const answer = await http.request(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(seconds),
        'webhook-signature': signature(secret, id, seconds, body),
      },
      body,
    })
    if (answer.status < 200 || answer.status > 299)
      throw new ShopwardenError('SW_LEAKS_WEBHOOK', `The shop answered ${answer.status}`, {
        where: new URL(url).host,
        fix: `${from} customers were told before. Run the same command again: what is not confirmed is told again.`,
      })
    const text = answer.body.toString('utf8').trim()
    if (!text.startsWith('{')) continue
    const parsed = confirmationsSchema.safeParse(JSON.parse(text))
    for (const item of parsed.success ? parsed.data.confirmations : [])
      if (confirm(book, item.customer_id, item.what, io.now())) confirmed++
  }
  return confirmed
}

async function readBack(book: CustomerBook, file: string, now: Date) {
  const report = { rows: 0, confirmed: 0, wrong: 0 }
  for await (const row of readRows(file)) {
    report.rows++
    const value = (names: string[]) => row[columnOf(row, names) ?? '']?.trim() ?? ''
    const what = z.enum(CONFIRMATIONS).safeParse(value(['what', 'measure']))
    const at = new Date(value(['at', 'confirmed_at']) || now)
    if (!what.success || Number.isNaN(at.getTime()) || at > now) report.wrong++
    else if (confirm(book, value(['customer_id', 'id', 'reference']), what.data, at)) report.confirmed++
  }
  return report
}

/** `leaks measures`: what the shop should do with accounts, and what it did. */
export const measuresVerb: Verb = {
  summary:
    'List accounts that need a new password, ended sessions or a second proof; tell the shop; read back what it did',
  options: [
    { flags: '--post <url>', description: 'tell the shop by signed calls (key: SHOPWARDEN_WEBHOOK_SECRET)' },
    { flags: '--confirm <file>', description: 'read back what was done: customer_id, what, at (CSV or JSONL)' },
    stateOption,
    ...answerOptions,
  ],
  async run(_args, options, io) {
    const format = choice(options, 'format', ['text', 'json'], 'text')
    const dir = areaState(options, io, 'leaks')
    needCustomers(dir)
    const book = CustomerBook.open(dir, io.now())
    try {
      const file = options['confirm']
      const read = typeof file === 'string' ? await readBack(book, resolve(io.cwd, file), io.now()) : undefined
      const url = options['post']
      const before = dueOf(book)
      const posted = typeof url === 'string' ? await post(book, before.due, url, io) : undefined
      const { due, unnamed } = posted === undefined ? before : dueOf(book)
      const report = {
        customers: due,
        unnamed,
        ...(posted !== undefined && { told: before.due.length, confirmedAtOnce: posted }),
        ...(read && { readBack: read }),
      }
      const text = [
        ...due.map((item) => `${item.customer_id}  ${item.measures.join(', ')}  (since ${item.since.slice(0, 10)})`),
        `${due.length} accounts wait for the shop.`,
        ...(unnamed > 0 ? [`${unnamed} more cannot be named: their number at the shop was not taken in.`] : []),
        ...(posted === undefined
          ? []
          : [`${before.due.length} were told to the shop; it confirmed ${posted} measures.`]),
        ...(read ? [`${read.confirmed} of ${read.rows} rows told anything new, ${read.wrong} could not be read.`] : []),
      ].join('\n')
      writeAnswer(format === 'json' ? JSON.stringify(report, null, 2) : text, options, io)
      if ((read?.wrong ?? 0) > 0 || unnamed > 0) return 3
      return 0
    } finally {
      book.close()
    }
  },
}
