import type Sqlite from 'better-sqlite3'
import type { z } from 'zod'
import { SEVERITIES } from '../../core/severity.ts'
import { LEAKED } from '../../connect/customers/schema.ts'
import { severityOf } from './breach/severity.ts'
import type { exposureFact, sweepFact } from './schema.ts'

const dayMs = 86_400_000

/** The newest comparison with each source. */
export function readSweeps(db: Sqlite.Database): z.infer<typeof sweepFact.value>['sources'] {
  const rows = db.prepare('select source, kind, at, customers, found, complete from sweeps order by at').all() as (Omit<
    z.infer<typeof sweepFact.value>['sources'][number],
    'complete'
  > & { complete: number })[]
  const newest = new Map(rows.map((row) => [row.source, { ...row, complete: row.complete === 1 }]))
  return [...newest.values()]
}

/** Whether the shop has confirmed that a new password is required, since the leak of a row was found. */
const secured = `exists (select 1 from measures m where m.customer = exposures.customer
  and m.measure = 'require_reset' and m.confirmed_at >= exposures.first_seen)`

/** Records of before there were measures have no table of them. */
const withMeasures = (db: Sqlite.Database): string =>
  db.prepare("select 1 from sqlite_master where name = 'measures'").get() === undefined ? '0' : secured

/** Exposures by severity: open ones with the age of the oldest in days. */
export function readExposures(db: Sqlite.Database, now: Date): z.infer<typeof exposureFact.value> {
  const sums = db
    .prepare(
      `select count(*) as known, coalesce(sum(told_at is not null), 0) as told,
              coalesce(sum(changed_at is not null), 0) as changed,
              coalesce(sum(${withMeasures(db)}), 0) as secured from exposures`,
    )
    .get() as { known: number; told: number; changed: number; secured: number }
  const rows = db
    .prepare(
      `select leaked, count(*) as n, min(first_seen) as oldest from exposures
       where told_at is null and changed_at is null and not ${withMeasures(db)} group by leaked`,
    )
    .all() as { leaked: (typeof LEAKED)[number]; n: number; oldest: string }[]
  const open = Object.fromEntries(SEVERITIES.map((severity) => [severity, { count: 0, oldestDays: 0 }])) as z.infer<
    typeof exposureFact.value
  >['open']
  for (const row of rows) {
    const entry = open[severityOf(row.leaked)]
    entry.count += row.n
    entry.oldestDays = Math.max(entry.oldestDays, (now.getTime() - Date.parse(row.oldest)) / dayMs)
  }
  return { ...sums, open }
}
