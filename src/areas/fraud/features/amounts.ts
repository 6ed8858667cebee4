import type { FraudEvent } from '../events/schema.ts'

/** Hundredths of the currency as a whole number, so that sums do not depend on the order of adding. NaN where not given. */
export function amountMinor(event: FraudEvent): number {
  const amount = event.order?.amount
  return amount === undefined ? Number.NaN : Math.round(amount * 100)
}

export function refundMinor(event: FraudEvent): number {
  const amount = event.refund?.amount ?? event.order?.amount
  return amount === undefined ? Number.NaN : Math.round(amount * 100)
}

const STEP = Math.log(1.1)
const BUCKETS = 256

/**
 * What amounts are usual in this shop: counts of orders in steps of a tenth. Whole numbers only, so that it is the same
 * in a replay.
 */
export class UsualAmounts {
  readonly counts = new Uint32Array(BUCKETS)
  total = 0

  static bucket(minor: number): number {
    return Math.min(BUCKETS - 1, Math.max(0, Math.floor(Math.log(Math.max(1, minor)) / STEP)))
  }

  add(minor: number): void {
    if (Number.isNaN(minor)) return
    const bucket = UsualAmounts.bucket(minor)
    this.counts[bucket] = (this.counts[bucket] as number) + 1
    this.total++
  }

  /** Share of the shop's orders so far that were clearly smaller; undefined before 50 orders. */
  shareBelow(minor: number): number | undefined {
    if (this.total < 50 || Number.isNaN(minor)) return undefined
    const bucket = UsualAmounts.bucket(minor)
    let below = 0
    for (let index = 0; index < bucket; index++) below += this.counts[index] as number
    return below / this.total
  }

  /** The middle order of the shop so far, in hundredths, to a tenth; undefined before 50 orders. */
  median(): number | undefined {
    if (this.total < 50) return undefined
    let below = 0
    for (let index = 0; index < BUCKETS; index++) {
      below += this.counts[index] as number
      if (below * 2 >= this.total) return Math.exp((index + 0.5) * STEP)
    }
    return undefined
  }
}

const NONE = new UsualAmounts()

/**
 * Usual amounts by currency: 10,000 yen are no large order because 100 euro are usual. Events without a currency have a place
 * of their own. At most the 17,576 codes there can be, a kilobyte each.
 */
export class UsualByCurrency {
  readonly #by = new Map<string, UsualAmounts>()

  /** What is usual in the currency of an event; nothing is known of one that was never seen. */
  of(event: FraudEvent): UsualAmounts {
    return this.#by.get(event.order?.currency?.toUpperCase() ?? '') ?? NONE
  }

  add(event: FraudEvent): void {
    const amount = amountMinor(event)
    if (!Number.isNaN(amount)) this.#in(event.order?.currency?.toUpperCase() ?? '').add(amount)
  }

  #in(currency: string): UsualAmounts {
    let usual = this.#by.get(currency)
    if (usual === undefined) {
      usual = new UsualAmounts()
      this.#by.set(currency, usual)
    }
    return usual
  }

  /** Totals by currency, for the head of a snapshot; `parts` are their counts in the same order. */
  save(): [string, number][] {
    return [...this.#by].map(([currency, { total }]) => [currency, total])
  }

  parts(): Uint32Array[] {
    return [...this.#by.values()].map(({ counts }) => counts)
  }

  restore(totals: readonly [string, number][], read: (array: Uint32Array) => void): void {
    for (const [currency, total] of totals) {
      const usual = this.#in(currency)
      usual.total = total
      read(usual.counts)
    }
  }
}
