import type { FraudEvent } from '../events/schema.ts'
import { instantMs } from '../events/parse.ts'
import { amountMinor, refundMinor } from './amounts.ts'
import { CHAINED, DECLINED, DIMENSIONS, EVENT_KIND, FAILED_LOGIN, FRAUD, keyOf, typeBits } from './dimensions.ts'
import { Currencies } from './currencies.ts'
import { KeyTable } from './keys.ts'
import { AMOUNT, CURRENCY, FLAGS, IDS, PREVIOUS, RowStore } from './rows.ts'

/** Most rows of one key that one look walks back through. Beyond it counts are "at least". */
export const DEFAULT_BOUND = 1000
const DAY_MS = 86_400_000
const LATELY = 1000

/**
 * The past, as chains of rows a key, newest first in order of event time. What a look at a row sees is every row filed
 * before it, with an event time not after its own: so a replay in the order of filing sees what the live run saw.
 */
export class Windows {
  readonly keys = new KeyTable()
  readonly rows = new RowStore()
  readonly currencies = new Currencies()
  readonly retentionMs: number
  readonly bound: number
  newest = Number.NEGATIVE_INFINITY

  constructor(options: { retentionDays?: number; bound?: number } = {}) {
    this.retentionMs = (options.retentionDays ?? 400) * DAY_MS
    this.bound = options.bound ?? DEFAULT_BOUND
  }

  /** Row of an event id filed before; undefined for a new one or one older than the retention. */
  rowOf(eventId: string): number | undefined {
    const id = this.keys.id(EVENT_KIND, eventId, false)
    const row = id === 0 ? 0 : (this.keys.tail[id] as number)
    return row === 0 || row - 1 < this.rows.first ? undefined : row - 1
  }

  /** Number of the key that a row has in a dimension; 0 where it has none. */
  idAt(row: number, dimension: number): number {
    return this.rows.chunkOf(row).words[this.rows.word(row) + IDS + dimension] as number
  }

  /** Files an event and returns its row. Late events are put where their time belongs. */
  add(event: FraudEvent): number {
    const time = instantMs(event.at)
    const row = this.rows.push(time)
    const chunk = this.rows.chunkOf(row)
    const base = this.rows.word(row)
    chunk.words[base + FLAGS] =
      typeBits[event.type] |
      (event.payment?.result === 'declined' ? DECLINED : 0) |
      (event.type === 'login' && event.login?.success === false ? FAILED_LOGIN : 0)
    chunk.doubles[base / 2 + AMOUNT] = event.type === 'refund' ? refundMinor(event) : amountMinor(event)
    chunk.words[base + CURRENCY] = this.currencies.of(event)
    this.currencies.add(event)
    for (let dimension = 0; dimension < DIMENSIONS.length; dimension++) {
      const text = keyOf(event, dimension)
      if (text === undefined) continue
      const id = this.keys.id(dimension, text)
      chunk.words[base + IDS + dimension] = id
      const seen = this.keys.firstSeen[id] as number
      if (!(seen <= time)) this.keys.firstSeen[id] = time
      if (dimension < CHAINED) this.#link(row, dimension, id, time)
    }
    this.keys.tail[this.keys.id(EVENT_KIND, event.id)] = row + 1
    if (time > this.newest) this.newest = time
    if ((row & 0x3fff) === 0 && row > 0) this.rows.evict(this.#lately(row) - this.retentionMs)
    return row
  }

  /** Middle time of the newest thousand rows: a clock that jumped, or one event from the year 9999, must not wipe out the past. */
  #lately(row: number): number {
    const from = Math.max(this.rows.first, row - LATELY)
    const times = Float64Array.from({ length: row - from + 1 }, (_, index) => this.rows.time(from + index)).sort()
    return times[times.length >> 1] as number
  }

  #link(row: number, dimension: number, id: number, time: number): void {
    const slot = PREVIOUS + dimension
    let next = 0
    let older = this.keys.tail[id] as number
    let steps = 0
    while (older > this.rows.first && this.rows.time(older - 1) > time && steps++ < this.bound) {
      next = older
      older = this.rows.chunkOf(older - 1).words[this.rows.word(older - 1) + slot] as number
    }
    this.rows.chunkOf(row).words[this.rows.word(row) + slot] = older
    if (next === 0) this.keys.tail[id] = row + 1
    else this.rows.chunkOf(next - 1).words[this.rows.word(next - 1) + slot] = row + 1
  }

  /** A verdict on an earlier event: from now on its keys carry it. False where the event is not known. */
  label(eventId: string, bad: boolean): boolean {
    const row = this.rowOf(eventId)
    if (row === undefined) return false
    const { words } = this.rows.chunkOf(row)
    const base = this.rows.word(row)
    const was = ((words[base + FLAGS] as number) & FRAUD) !== 0
    if (was === bad) return true
    words[base + FLAGS] = (words[base + FLAGS] as number) ^ FRAUD
    for (let dimension = 0; dimension < DIMENSIONS.length; dimension++) {
      const id = words[base + IDS + dimension] as number
      if (id !== 0) this.keys.chargebacks[id] = (this.keys.chargebacks[id] as number) + (bad ? 1 : -1)
    }
    return true
  }
}
