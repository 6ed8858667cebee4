import type { Insertable, Selectable } from 'kysely'
import type { ServerTables } from './server-tables.ts'

/** One record of a shop's ledger. `body` is canonical JSON; `hash` chains over everything before it (see audit/ledger.ts). */
export interface LedgerTable {
  shop: string
  seq: number
  kind: string
  filed_at: string
  body: string
  hash: string
}

/** The signed end of a shop's ledger. */
export interface LedgerHeadTable {
  shop: string
  seq: number
  hash: string
  signed_at: string
  signature: string
}

export interface Schema extends ServerTables {
  ledger: LedgerTable
  ledger_head: LedgerHeadTable
  schema_version: { version: number; applied_at: string }
}

export type LedgerRow = Selectable<LedgerTable>
export type NewLedgerRow = Insertable<LedgerTable>
export type LedgerHeadRow = Selectable<LedgerHeadTable>
