import type { CustomerBook } from './book.ts'
import { type Exposure, MEASURES, type Measure } from './schema.ts'

/** What the shop may say that it did. */
export const CONFIRMATIONS = [...MEASURES, 'password_changed'] as const
export type Confirmation = (typeof CONFIRMATIONS)[number]

/** By how bad the worst open leak is. Only exact matches: another person's leak must not lock anybody out. */
export function measuresFor(exposures: readonly Exposure[]): { measures: Measure[]; since: string | undefined } {
  const open = exposures.filter(
    (item) => item.exact && item.changedAt === null && item.leaked !== 'address' && item.leaked !== 'spam',
  )
  const since = open
    .map((item) => item.firstSeen)
    .sort()
    .at(-1)
  if (since === undefined) return { measures: [], since }
  const has = (...kinds: Exposure['leaked'][]) => open.some((item) => kinds.includes(item.leaked))
  return {
    since,
    measures: [
      'require_reset',
      ...(has('shop-stealer') ? (['end_sessions'] as const) : []),
      ...(has('shop-stealer', 'stealer', 'plaintext') ? (['step_up'] as const) : []),
    ],
  }
}

export interface CustomerMeasures {
  customer: number
  /** All that are called for. */
  measures: Measure[]
  /** Those that the shop has not confirmed since the newest leak was found. */
  due: Measure[]
  /** When the newest leak behind them was found. */
  since: string
}

/** What one customer's account calls for, or undefined for nothing. */
export function measuresOf(book: CustomerBook, customer: number): CustomerMeasures | undefined {
  const { measures, since } = measuresFor(book.exposures({ customer }))
  if (since === undefined) return undefined
  const confirmed = new Map(book.confirmations(customer).map((item) => [item.measure, item.at]))
  const due = measures.filter((measure) => (confirmed.get(measure) ?? '') < since)
  return { customer, measures, due, since }
}

/** Customers whose accounts call for something, by their internal numbers from the one after `after`. */
export function* allMeasures(book: CustomerBook, after = 0): Generator<CustomerMeasures> {
  for (let page = book.exposed(after, 1000); page.length > 0; page = book.exposed(page.at(-1)!, 1000))
    for (const customer of page) {
      const found = measuresOf(book, customer)
      if (found) yield found
    }
}

/** Reads back what the shop did. True where it told anything new. */
export function confirmMeasure(book: CustomerBook, customer: number, what: Confirmation, at: string): boolean {
  if (what === 'password_changed') return book.passwordChanged(customer, at) > 0
  return book.confirm(customer, what, at)
}
