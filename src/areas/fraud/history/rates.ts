import { ShopwardenError } from '../../../core/errors.ts'
import type { FraudEvent } from '../events/schema.ts'
import { eventSchema } from '../events/schema.ts'
import { readRows } from './files.ts'
import type { Converted } from './to-event.ts'

const code = /^[A-Za-z]{3}$/

/** A day as publishers write it: 2026-11-02, or "2 November 2026". */
function dayOf(text: string): string | undefined {
  const ms = Date.parse(/^\d{4}-\d\d-\d\d$/.test(text) ? text : `${text} UTC`)
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString().slice(0, 10)
}

/**
 * Reference rates of a table with one day a row and one currency a column, as the European Central Bank publishes
 * (eurofxref-hist.csv: units of each currency for one unit of `base`), as events in order of time. A rate counts from
 * the end of its day, when it is known.
 * @throws SW_FRAUD_RATES where the file is no such table.
 */
export async function readRates(path: string, base = 'EUR'): Promise<FraudEvent[]> {
  const events: FraudEvent[] = []
  for await (const row of readRows(path)) {
    const day = dayOf(String(row['Date'] ?? row['date'] ?? '').trim())
    if (day === undefined) continue
    const per: Record<string, number> = {}
    for (const [name, value] of Object.entries(row)) {
      const rate = Number(value)
      if (code.test(name.trim()) && rate > 0 && Number.isFinite(rate)) per[name.trim().toUpperCase()] = rate
    }
    const read = eventSchema.safeParse({
      id: `rates-${base}-${day}`,
      type: 'rates',
      at: `${day}T23:59:59Z`,
      rates: { base, per },
    })
    if (read.success && Object.keys(per).length > 0) events.push(read.data)
  }
  if (events.length === 0)
    throw new ShopwardenError('SW_FRAUD_RATES', 'The file holds no reference rates', {
      where: path,
      fix: 'Give a CSV with a column Date and one column a currency (USD, JPY …): units for one unit of the base, as the ECB publishes.',
    })
  return events.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}

/** Rates first, then events: each amount is still converted by rates that are not after it. */
export async function* withRates(
  rates: readonly FraudEvent[],
  events: AsyncIterable<Converted>,
): AsyncGenerator<Converted> {
  for (const event of rates) yield { event, fraud: undefined }
  yield* events
}
