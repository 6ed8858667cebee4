import { type Kysely, sql } from 'kysely'
import type { Store } from '../../store/store.ts'
import type { Schema } from '../../store/tables.ts'
import { inTransaction } from '../../store/transaction.ts'

/** Counts a shop's findings anew, after many have changed. Reads an index and no finding. */
export async function countFindings(store: Store, shop: string): Promise<void> {
  await inTransaction(store, async (db) => {
    await db.deleteFrom('finding_count').where('shop', '=', shop).execute()
    await sql`insert into finding_count (shop, state, area, rule, severity, rank, count)
      select shop, state, area, rule, severity, min(rank), count(*) from finding
      where shop = ${shop} group by shop, state, area, rule, severity`.execute(db)
  })
}

/** Moves one finding from a state to another in the counts, in the transaction in which it changes. */
export async function moveCount(
  db: Kysely<Schema>,
  finding: { shop: string; area: string; rule: string; severity: string; rank: number; state: string },
  to: string,
): Promise<void> {
  const { shop, area, rule, severity, rank, state } = finding
  if (state === to) return
  await db
    .updateTable('finding_count')
    .set((eb) => ({ count: eb('count', '-', 1) }))
    .where('shop', '=', shop)
    .where('state', '=', state)
    .where('area', '=', area)
    .where('rule', '=', rule)
    .where('severity', '=', severity)
    .execute()
  await db
    .insertInto('finding_count')
    .values({ shop, state: to, area, rule, severity, rank, count: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['shop', 'state', 'area', 'rule', 'severity'])
        .doUpdateSet((eb) => ({ count: eb('finding_count.count', '+', 1) })),
    )
    .execute()
}
