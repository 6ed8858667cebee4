import { ShopwardenError } from '../../core/errors.ts'
import type { FindingTable } from '../../store/server-tables.ts'
import type { Store } from '../../store/store.ts'

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
  { db }: Store,
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
  await db
    .updateTable('finding')
    .set(set)
    .where('shop', '=', row.shop)
    .where('fingerprint', '=', row.fingerprint)
    .execute()
  return { ...row, ...set }
}

/** Suppressions that have run out are open again. */
export async function reopenDue({ db }: Store, now: Date): Promise<void> {
  await db
    .updateTable('finding')
    .set({ state: 'open', reason: null, until: null })
    .where('state', '=', 'suppressed')
    .where('until', '<', now.toISOString())
    .execute()
}
