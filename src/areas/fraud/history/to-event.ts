import { createHmac } from 'node:crypto'
import { fieldWithPan, holdsPan } from '../../../core/card-number.ts'
import { EVENT_TYPES, type EventType, eventSchema, type FraudEvent } from '../events/schema.ts'
import type { Row } from './files.ts'
import type { Mapping } from './mapping.ts'
import { readTime, type TimeFormat } from './times.ts'

export interface Converted {
  event: FraudEvent
  /** Verdict of the file's label column; undefined where it has none. */
  fraud: boolean | undefined
}

/** What was left out of rows, by the reason; card numbers are counted by column and never kept. */
export interface Losses {
  rows: Record<string, number>
  fields: Record<string, number>
  cardNumbers: Record<string, number>
}

const typeWords: Readonly<Record<string, EventType>> = {
  purchase: 'order',
  transaction: 'order',
  sale: 'order',
  checkout: 'order',
  register: 'signup',
  registration: 'signup',
  sign_up: 'signup',
  log_in: 'login',
  signin: 'login',
  charge: 'payment',
  payment_attempt: 'payment',
  authorisation: 'payment',
  authorization: 'payment',
  return: 'refund',
  shipped: 'shipment',
  delivery: 'shipment',
  chargeback: 'label',
}
const declined = new Set(['declined', 'failed', 'failure', 'refused', 'rejected', 'denied', 'error'])
const paid = new Set([
  'authorised',
  'authorized',
  'approved',
  'success',
  'succeeded',
  'captured',
  'paid',
  'completed',
  'complete',
  'processing',
  'fulfilled',
])
const yes = new Set(['1', 'true', 'yes', 'y', 't'])

/** Amounts as exports write them: "1,234.50", "1.234,50 €", "$5". Undefined where it is none or below zero. */
export function readAmount(text: string): number | undefined {
  const bare = text.replace(/[^\d.,()-]/g, '')
  if (bare === '' || bare.startsWith('-') || bare.startsWith('(')) return undefined
  const comma = bare.lastIndexOf(',')
  const point = bare.lastIndexOf('.')
  const decimalComma =
    comma > point &&
    (point >= 0 || bare.length - comma !== 4 || (bare.indexOf(',') === comma && /^\d{1,3},\d{3}$/.test(bare) === false))
  const value = Number(decimalComma ? bare.replaceAll('.', '').replace(',', '.') : bare.replaceAll(',', ''))
  return Number.isFinite(value) && value <= 1e11 ? value : undefined
}

/** Numbers as IPv4 addresses: some exports write them so. */
function readIp(text: string): string {
  const number = Number(text)
  if (!/^\d{7,10}(\.\d+)?$/.test(text) || number >= 2 ** 32) return text
  const whole = Math.floor(number)
  return [24, 16, 8, 0].map((shift) => (whole >>> shift) & 255).join('.')
}

/** Turns rows of an export into events. Card numbers become keyed fingerprints in memory; nothing of them is kept. */
export class RowReader {
  readonly losses: Losses = { rows: {}, fields: {}, cardNumbers: {} }
  readonly #mapping: Mapping
  readonly #format: TimeFormat
  readonly #key: Uint8Array
  readonly #fraudWords: ReadonlySet<string>
  #number = 0

  /** `key` makes fingerprints: random for a run, so that they cannot be undone by trying all numbers. */
  constructor(mapping: Mapping, format: TimeFormat, key: Uint8Array) {
    this.#mapping = mapping
    this.#format = format
    this.#key = key
    this.#fraudWords = new Set(mapping.fraudWords.map((word) => word.toLowerCase()))
  }

  #text(row: Row, field: string): string | undefined {
    const column = this.#mapping.fields.get(field)
    const value = column === undefined ? undefined : row[column]
    if (value === undefined || value === null) return undefined
    const text = String(value).trim()
    if (text === '' || /^(null|none|nan|n\/a|undefined)$/i.test(text)) return undefined
    if (!holdsPan(text)) return text
    this.losses.cardNumbers[column as string] = (this.losses.cardNumbers[column as string] ?? 0) + 1
    return `fp_${createHmac('sha256', this.#key).update(text.replace(/[ -]/g, '')).digest('hex').slice(0, 24)}`
  }

  #lose(reason: string): undefined {
    this.losses.rows[reason] = (this.losses.rows[reason] ?? 0) + 1
    return undefined
  }

  time(row: Row): number | undefined {
    const text = this.#text(row, 'at')
    return text === undefined ? undefined : readTime(text, this.#format)
  }

  #type(row: Row): EventType | undefined {
    const word = this.#text(row, 'type')
    if (word === undefined) return this.#mapping.type
    const folded = word.toLowerCase().replace(/[\s-]+/g, '_')
    const own = this.#mapping.types[word] ?? typeWords[folded]
    return (
      own ??
      EVENT_TYPES.find((type) => type === folded && type !== 'rates') ??
      (this.#text(row, 'order.amount') !== undefined ? 'order' : undefined)
    )
  }

  #result(row: Row): 'authorised' | 'declined' | undefined {
    const word = this.#text(row, 'payment.result')?.toLowerCase()
    if (word === undefined) return undefined
    const failure = /fail/i.test(this.#mapping.fields.get('payment.result') ?? '')
    if (failure) return yes.has(word) ? 'declined' : 'authorised'
    return declined.has(word) || /declin|refus|fail/.test(word) ? 'declined' : paid.has(word) ? 'authorised' : undefined
  }

  /** The row as an event; undefined where it has no time or cannot be one (counted in `losses`). */
  read(row: Row): Converted | undefined {
    this.#number++
    if (row['#broken'] !== undefined) return this.#lose('is no JSON object')
    const own = this.#native(row)
    if (own !== undefined) return own
    const at = this.time(row)
    if (at === undefined || Math.abs(at) > 8e15) return this.#lose('has no time that can be read')
    const type = this.#type(row)
    if (type === undefined) return this.#lose('is of a kind that is not known')
    const fields: Record<string, unknown> = {}
    const put = (path: string, value: unknown) => {
      if (value === undefined) return
      const [head = '', tail] = path.split('.')
      if (tail === undefined) fields[head] = value
      else fields[head] = { ...(fields[head] as object | undefined), [tail]: value }
    }
    for (const field of this.#mapping.fields.keys()) {
      if (['id', 'at', 'type', 'label', 'payment.result'].includes(field)) continue
      put(field, this.#value(row, field))
    }
    const joined = (first: string, last: string) =>
      [this.#text(row, first), this.#text(row, last)].filter(Boolean).join(' ') || undefined
    for (const place of ['billing', 'shipping', 'customer'])
      if (this.#text(row, `${place}.name`) === undefined)
        put(`${place}.name`, joined(`${place}.first`, `${place}.last`))
    put('payment.result', this.#result(row))
    const label = this.#text(row, 'label')?.toLowerCase()
    if (type === 'label') {
      const verdict = this.#text(row, 'label')
      put('label', {
        of: this.#text(row, 'order.id') ?? this.#text(row, 'id'),
        verdict: verdict === 'legitimate' ? 'legitimate' : 'chargeback',
      })
    }
    const id = this.#text(row, 'id') ?? `${type}-${this.#text(row, 'order.id') ?? `row-${this.#number}`}`
    return this.#finish({ ...fields, id, type, at: new Date(at).toISOString() }, label)
  }

  /** A line that is an event of ours already, whole and without a card number. */
  #native(row: Row): Converted | undefined {
    const raw = row['#raw'] as { id?: unknown; type?: unknown; at?: unknown } | undefined
    if (typeof raw?.id !== 'string' || typeof raw.type !== 'string' || typeof raw.at !== 'string') return undefined
    const parsed = eventSchema.safeParse(raw)
    if (!parsed.success || fieldWithPan(raw) !== undefined) return undefined
    const label = this.#text(row, 'label')?.toLowerCase()
    return { event: parsed.data, fraud: label === undefined ? undefined : this.#fraudWords.has(label) }
  }

  #value(row: Row, field: string): unknown {
    const text = this.#text(row, field)
    if (text === undefined) return undefined
    if (field === 'order.amount' || field === 'refund.amount') return readAmount(text)
    if (field === 'order.items') return Number.isInteger(Number(text)) && Number(text) >= 0 ? Number(text) : undefined
    if (field === 'login.success') return yes.has(text.toLowerCase())
    if (field.endsWith('itude')) return Number(text)
    if (field === 'ip.address') return readIp(text)
    if (field.endsWith('ountry')) return /^[A-Za-z]{2}$/.test(text) ? text : undefined
    if (field === 'customer.createdAt') {
      const time = readTime(text, this.#format)
      return time === undefined ? undefined : new Date(time).toISOString()
    }
    return text
  }

  /** A field of a wrong shape is left out and counted; the rest of the event counts. */
  #finish(raw: Record<string, unknown>, label: string | undefined): Converted | undefined {
    let parsed = eventSchema.safeParse(raw)
    for (let tries = 0; !parsed.success && tries < 8; tries++) {
      const path = parsed.error.issues[0]?.path.map(String) ?? []
      const [head = '', tail = ''] = path
      if (path.length < 1 || ['id', 'type', 'at'].includes(head)) break
      const field = path.join('.')
      this.losses.fields[field] = (this.losses.fields[field] ?? 0) + 1
      const group = raw[head]
      if (tail !== '' && group !== null && typeof group === 'object') delete (group as Record<string, unknown>)[tail]
      else delete raw[head]
      parsed = eventSchema.safeParse(raw)
    }
    if (!parsed.success) return this.#lose('does not have the shape of an event')
    return { event: parsed.data, fraud: label === undefined ? undefined : this.#fraudWords.has(label) }
  }
}
