import type { FraudEvent } from '../events/schema.ts'
import { instantMs } from '../events/parse.ts'

/** How old a reference rate may be and still stand for a day: publishers rest on holidays, customs publish by the month. */
export const RATE_DAYS = 35
const DAY_MS = 86_400_000
/** Tables of rates that are kept: ten years of working days. */
const MOST_TABLES = 4000

/** Rates of one moment: how many units of a currency (by its number) one unit of the base buys. */
interface Table {
  at: number
  per: Map<number, number>
}

export interface CurrenciesState {
  sole: number
  mixed: boolean
  tables: { at: number; per: [number, number][] }[]
}

/** Three letters (ISO 4217) as a number from 1 to 17,576; 0 where there are none. */
export function currencyNumber(code: string | undefined): number {
  if (code === undefined) return 0
  let number = 0
  for (let index = 0; index < 3; index++) number = number * 26 + ((code.charCodeAt(index) & 31) - 1)
  return number + 1
}

/**
 * In which currency an event's amount is, and what it is in another. Rates come as events of their own (`type: rates`),
 * so that a replay of the log knows at each event what was known then.
 */
export class Currencies {
  /** The only currency seen so far, for events that name none; meaningless once there are two. */
  #sole = 0
  #mixed = false
  /** In order of time. */
  #tables: Table[] = []

  /**
   * Number of the currency of an event, 0 where it cannot be told: an event that names none is in the shop's only currency
   * as long as it has only one.
   */
  of(event: FraudEvent): number {
    const named = currencyNumber(
      (event.type === 'refund' ? event.refund?.currency : undefined) ?? event.order?.currency,
    )
    if (named === 0) return this.#mixed ? 0 : this.#sole
    if (this.#sole === 0) this.#sole = named
    else if (this.#sole !== named) this.#mixed = true
    return named
  }

  /** Takes up the rates of an event. Of two with one time the later one sent counts. */
  add(event: FraudEvent): void {
    if (event.rates === undefined) return
    const at = instantMs(event.at)
    const per = new Map(Object.entries(event.rates.per).map(([code, rate]) => [currencyNumber(code), rate]))
    per.set(currencyNumber(event.rates.base), 1)
    const place = this.#before(at)
    this.#tables.splice(place, 0, { at, per })
    if (this.#tables.length > MOST_TABLES) this.#tables.shift()
  }

  /** Number of tables that are not after a moment. */
  #before(at: number): number {
    let low = 0
    let high = this.#tables.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#tables[middle] as Table).at <= at) low = middle + 1
      else high = middle
    }
    return low
  }

  /**
   * Hundredths of one currency as whole hundredths of another, by the newest rates not after `at` (ms); NaN where none of
   * the last 35 days names both. Whole numbers, so that sums do not depend on the order of adding.
   */
  convert(minor: number, from: number, to: number, at: number): number {
    if (from === to) return minor
    if (from === 0 || to === 0) return Number.NaN
    for (let index = this.#before(at) - 1; index >= 0; index--) {
      const table = this.#tables[index] as Table
      if (at - table.at > RATE_DAYS * DAY_MS) break
      const of = table.per.get(from)
      const into = table.per.get(to)
      if (of !== undefined && into !== undefined) return Math.round((minor / of) * into)
    }
    return Number.NaN
  }

  save(): CurrenciesState {
    const tables = this.#tables.map(({ at, per }) => ({ at, per: [...per] }))
    return { sole: this.#sole, mixed: this.#mixed, tables }
  }

  restore({ sole, mixed, tables }: CurrenciesState): void {
    this.#sole = sole
    this.#mixed = mixed
    this.#tables = tables.map(({ at, per }) => ({ at, per: new Map(per) }))
  }
}
