import { join } from 'node:path'
import type Sqlite from 'better-sqlite3'
import { describeError } from '../../core/errors.ts'
import type { Probe } from '../../core/probe.ts'
import { normaliseAddress } from '../../connect/customers/address.ts'
import { currentKeys, mac } from '../../connect/customers/keys.ts'
import { hasCustomers, openHashes } from '../../connect/customers/tables.ts'
import { columnOf, readRows } from '../../connect/tabular/read.ts'
import { readExposures, readSweeps } from './read-records.ts'
import { coverageFact, exposureFact, sweepFact } from './schema.ts'

/** Compares the shop's list with the hashes. */
async function feedCoverage(file: string, dir: string, db: Sqlite.Database) {
  const keys = currentKeys(dir)
  if (!keys) return undefined
  const known = db.prepare('select 1 from customers where mac = ?')
  const objection = db.prepare('select 1 from objections where mac = ?')
  const feed = { customers: 0, watched: 0, objected: 0 }
  let column: string | undefined
  for await (const row of readRows(file)) {
    column ??= columnOf(row, ['email', 'e-mail', 'email_address', 'mail', 'customer_email', 'user_email', 'address'])
    const address = normaliseAddress(row[column ?? ''] ?? '')
    if (!address) continue
    feed.customers++
    const hash = mac(keys.mac, 'address', address.address)
    if (known.get(hash) !== undefined) feed.watched++
    else if (objection.get(hash) !== undefined) feed.objected++
  }
  return feed
}

const records: Probe = {
  id: 'leaks/records',
  version: '2',
  area: 'leaks',
  needs: ['records'],
  touch: 'passive',
  facts: [coverageFact, sweepFact, exposureFact],
  timeLimitSeconds: 120,
  async run(shop, context) {
    const dir = join(context.stateDir, 'leaks')
    const missing = (fact: typeof coverageFact | typeof sweepFact | typeof exposureFact, reason: string, fix: string) =>
      context.couldNotLook(fact, 'leak monitor', reason, fix)
    const fix =
      'Run "shopwarden leaks import customers.csv" and then "shopwarden leaks match" or "sweep". If another service does it, answer with "shopwarden interview".'
    if (!hasCustomers(dir)) {
      for (const fact of [coverageFact, sweepFact, exposureFact])
        missing(fact, "No comparison of customers' addresses with leaks is recorded here.", fix)
      return
    }
    const db = openHashes(dir, true)
    try {
      const { n, last } = db.prepare('select count(*) as n, max(imported_at) as last from customers').get() as {
        n: number
        last: string | null
      }
      if (last === null) missing(coverageFact, 'No customers have been taken in.', fix)
      else {
        let feed: Awaited<ReturnType<typeof feedCoverage>>
        try {
          feed = shop.feeds.customers === undefined ? undefined : await feedCoverage(shop.feeds.customers, dir, db)
        } catch (error) {
          context.progress(`The list of customers could not be compared: ${describeError(error)}`)
        }
        context.observe(coverageFact, 'leak monitor', { watched: n, lastImport: last, ...(feed && { feed }) })
      }
      const sources = readSweeps(db)
      if (sources.length === 0) missing(sweepFact, 'No comparison with a leak is recorded.', fix)
      else {
        context.observe(sweepFact, 'leak monitor', { sources })
        // Without a sweep, "no exposures" would only mean that nobody looked.
        context.observe(exposureFact, 'leak monitor', readExposures(db, context.now()))
      }
    } finally {
      db.close()
    }
  },
}

export const probes: readonly Probe[] = [records]
