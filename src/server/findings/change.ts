import { ShopwardenError } from '../../core/errors.ts'
import type { FindingTable } from '../../store/server-tables.ts'
import type { Store } from '../../store/store.ts'
import { inTransaction } from '../../store/transaction.ts'
import { countFindings, moveCount } from './count.ts'

/** What somebody decided about a finding. */
export type FindingChange =
  | { state: 'open' }
  | { state: 'assigned'; assignee: string }
  | { state: 'suppressed'; reason: string; until?: string | undefined }

/** @throws SW_SERVER_NOT_FOUND */
export async function findingOf({ db }: Store, shop: string, fingerprint: string): Promise<FindingTable> {
  const row = await db
    .selectFrom('finding')
    .selectAll()
    .where('shop', '=', shop)
    .where('fingerprint', '=', fingerprint)
    .executeTakeFirst()
  if (row) return row
  throw new ShopwardenError('SW_SERVER_NOT_FOUND', 'There is no such finding', { fix: 'GET /findings lists them.' })
}

export async function changeFinding(
  store: Store,
  row: FindingTable,
  change: FindingChange,
  by: string,
  now: Date,
): Promise<FindingTable> {
  const set = {
    state: change.state,
    assignee: change.state === 'assigned' ? change.assignee : change.state === 'suppressed' ? row.assignee : null,
    reason: change.state === 'suppressed' ? change.reason : null,
    until: change.state === 'suppressed' && change.until !== undefined ? new Date(change.until).toISOString() : null,
    changed_by: by,
    changed_at: now.toISOString(),
  }
  await inTransaction(store, async (db) => {
    const now = await db
      .selectFrom('finding')
      .selectAll()
      .where('shop', '=', row.shop)
      .where('fingerprint', '=', row.fingerprint)
      .executeTakeFirst()
    await db
      .updateTable('finding')
      .set(set)
      .where('shop', '=', row.shop)
      .where('fingerprint', '=', row.fingerprint)
      .execute()
    if (now !== undefined) await moveCount(db, now, set.state)
  })
  return { ...row, ...set }
}

/** Suppressions that have run out are open again. */
export async function reopenDue(store: Store, now: Date): Promise<void> {
  const due = await store.db
    .selectFrom('finding')
    .select('shop')
    .distinct()
    .where('state', '=', 'suppressed')
    .where('until', '<', now.toISOString())
    .execute()
  if (due.length === 0) return
  await store.db
    .updateTable('finding')
    .set({ state: 'open', reason: null, until: null })
    .where('state', '=', 'suppressed')
    .where('until', '<', now.toISOString())
    .execute()
  for (const { shop } of due) await countFindings(store, shop)
}
