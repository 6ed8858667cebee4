import { createHmac, type KeyObject } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { ensureKeys } from '../../../connect/customers/keys.ts'
import { openStore } from '../../../store/database.ts'
import { migrateRoom } from '../../../store/rooms.ts'
import type { Store } from '../../../store/store.ts'
import type { Schema } from '../../../store/tables.ts'
import { inTransaction } from '../../../store/transaction.ts'
import { type DisputeTables, migrations } from '../tables.ts'

export type Db = Kysely<Schema & DisputeTables>

/** The records of this area: a database, and the keys that lie beside it in a file of their own. */
export interface Room {
  db: Db
  store: Store
  /** Key of the events and attachments (AES-256-GCM). */
  key: KeyObject
  /** Keyed hash that customers and cards are looked up by. */
  mac(purpose: 'customer' | 'instrument', value: string): Buffer
  transaction<T>(work: (db: Db) => Promise<T>): Promise<T>
  close(): Promise<void>
}

const databaseFile = (dir: string): string => join(dir, 'disputes.db')
const isPostgres = (url: string) => /^postgres(ql)?:\/\//.test(url)

/** Where the records of a shop are: its database of PostgreSQL (one for each shop), else a file in its folder. */
export const locationOf = (dir: string, databaseUrl: string | undefined): string =>
  databaseUrl !== undefined && isPostgres(databaseUrl) ? databaseUrl : databaseFile(dir)

/** Whether records were begun in a folder. */
export const hasRecords = (dir: string): boolean => existsSync(databaseFile(dir))

/**
 * Opens the records. `location` is a file or `postgres://…`; `keysDir` holds keys.json (mode 0600), which is made at first use
 * and belongs into the backup, apart from the database: without it nothing kept here can be read.
 */
export async function openRoom(location: string, keysDir: string, now: Date): Promise<Room> {
  const keys = ensureKeys(keysDir, now)
  const store = await openStore(location)
  try {
    await migrateRoom(store, 'disputes', migrations)
  } catch (error) {
    await store.close()
    throw error
  }
  return {
    db: store.db.withTables<DisputeTables>(),
    store,
    key: keys.seal,
    mac: (purpose, value) => createHmac('sha256', keys.mac).update(`${purpose}\0${value}`).digest().subarray(0, 16),
    transaction: (work) => inTransaction(store, (db) => work(db.withTables<DisputeTables>())),
    close: () => store.close(),
  }
}
