import type Sqlite from 'better-sqlite3'
import { z } from 'zod'
import { breachSchema, LEAKED } from '../../../connect/customers/schema.ts'
import { severityOf } from './severity.ts'
import { SEVERITIES } from '../../../core/severity.ts'

/** A leak that customers are in. Whoever shows it names `attribution`, as the licence of the source asks. */
export const knownBreachSchema = breachSchema.extend({
  severity: z.enum(SEVERITIES),
  /** Customers in it; of these, how many only look alike (dots and tags ignored), and how many wait to be dealt with. */
  customers: z.int(),
  inexact: z.int(),
  open: z.int(),
  firstSeen: z.iso.datetime(),
  lastSeen: z.iso.datetime(),
})
export type KnownLeak = z.infer<typeof knownBreachSchema>

interface Row {
  name: string
  details: string | null
  leaked: (typeof LEAKED)[number]
  n: number
  inexact: number
  open: number
  first: string
  last: string
}

/** The leaks customers are in, the newest sighting first, each by its worst kind. */
export function readBreaches(db: Sqlite.Database): KnownLeak[] {
  const rows = db
    .prepare(
      `select e.breach as name, b.details, e.leaked, count(*) as n, sum(e.exact = 0) as inexact,
              sum(e.told_at is null and e.changed_at is null) as open, min(e.first_seen) as first, max(e.last_seen) as last
       from exposures e left join breaches b on b.name = e.breach group by e.breach, e.leaked`,
    )
    .all() as Row[]
  const known = new Map<string, KnownLeak>()
  for (const row of rows.sort((a, b) => LEAKED.indexOf(a.leaked) - LEAKED.indexOf(b.leaked))) {
    const found = known.get(row.name)
    if (found) {
      found.customers += row.n
      found.inexact += row.inexact
      found.open += row.open
      if (row.first < found.firstSeen) found.firstSeen = row.first
      if (row.last > found.lastSeen) found.lastSeen = row.last
      continue
    }
    const details = breachSchema.safeParse(row.details === null ? undefined : JSON.parse(row.details))
    const unnamed = { name: row.name, title: row.name, attribution: 'not known any more' }
    known.set(row.name, {
      ...(details.success ? details.data : breachSchema.parse(unnamed)),
      severity: severityOf(row.leaked),
      customers: row.n,
      inexact: row.inexact,
      open: row.open,
      firstSeen: row.first,
      lastSeen: row.last,
    })
  }
  return [...known.values()].sort((a, b) => (a.lastSeen < b.lastSeen ? 1 : -1))
}
