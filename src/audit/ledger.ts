import { hash } from 'node:crypto'
import { canonicalJson } from '../core/json.ts'
import type { Store } from '../store/store.ts'
import { inTransaction } from '../store/transaction.ts'
import type { LedgerHeadRow, LedgerRow, NewLedgerRow } from '../store/tables.ts'
import type { Signer } from './keys.ts'

/** What a ledger may hold. */
export type RecordKind = 'evidence' | 'attestation' | 'waiver' | 'audit' | 'action'

/** What stands before the first record. */
export const GENESIS = '0'.repeat(64)
const rowsAStatement = 500

type Chained = Pick<LedgerRow, 'shop' | 'seq' | 'kind' | 'filed_at' | 'body'>

/** Hash of a record: over the hash before it and everything the record says. */
export function chainHash(previous: string, row: Chained): string {
  return hash('sha256', `${previous}\n${row.shop}\n${row.seq}\n${row.kind}\n${row.filed_at}\n${row.body}`, 'hex')
}

/** The text that the head's signature covers. */
export function headText(head: Pick<LedgerHeadRow, 'shop' | 'seq' | 'hash' | 'signed_at'>): string {
  return `shopwarden-ledger-head\n${head.shop}\n${head.seq}\n${head.hash}\n${head.signed_at}`
}

/**
 * Appends records in one transaction and signs the new head: all of them are filed or none.
 * Two processes appending at once take turns on the head's row lock.
 */
export async function append(
  store: Store,
  signer: Signer,
  shop: string,
  records: readonly { kind: RecordKind; body: unknown }[],
  now: Date,
): Promise<LedgerHeadRow> {
  return inTransaction(store, async (transaction) => {
    // Writing first takes the lock before anything is read: SQLite's write lock, PostgreSQL's row lock.
    const start = { shop, seq: 0, hash: GENESIS, signed_at: now.toISOString(), signature: '' }
    const head = await transaction
      .insertInto('ledger_head')
      .values(start)
      .onConflict((conflict) => conflict.column('shop').doUpdateSet((eb) => ({ seq: eb.ref('ledger_head.seq') })))
      .returning(['seq', 'hash'])
      .executeTakeFirstOrThrow()
    let { seq, hash: previous } = head
    let rows: NewLedgerRow[] = []
    const flush = async () => {
      if (rows.length > 0) await transaction.insertInto('ledger').values(rows).execute()
      rows = []
    }
    for (const record of records) {
      seq += 1
      const row = { shop, seq, kind: record.kind, filed_at: now.toISOString(), body: canonicalJson(record.body) }
      previous = chainHash(previous, row)
      rows.push({ ...row, hash: previous })
      if (rows.length === rowsAStatement) await flush()
    }
    await flush()
    const next = { shop, seq, hash: previous, signed_at: now.toISOString() }
    const signed = { ...next, signature: signer.sign(headText(next)) }
    await transaction.updateTable('ledger_head').set(signed).where('shop', '=', shop).execute()
    return signed
  })
}

/** Every record of a shop in order, read in pages so that memory stays bounded. */
export async function* readRows(store: Store, shop: string, pageSize = 5000): AsyncGenerator<LedgerRow[]> {
  let after = Number.MIN_SAFE_INTEGER
  for (;;) {
    const page = await store.db
      .selectFrom('ledger')
      .selectAll()
      .where('shop', '=', shop)
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(pageSize)
      .execute()
    const last = page.at(-1)
    if (last === undefined) return
    yield page
    after = last.seq
  }
}

/** The bodies of one kind, oldest first. */
export async function readBodies(store: Store, shop: string, kind: RecordKind): Promise<unknown[]> {
  const rows = await store.db
    .selectFrom('ledger')
    .select('body')
    .where('shop', '=', shop)
    .where('kind', '=', kind)
    .orderBy('seq')
    .execute()
  return rows.map((row) => JSON.parse(row.body))
}

export async function readHead(store: Store, shop: string): Promise<LedgerHeadRow | undefined> {
  return store.db.selectFrom('ledger_head').selectAll().where('shop', '=', shop).executeTakeFirst()
}
