import { type Kysely, sql } from 'kysely'
import { ShopwardenError } from '../core/errors.ts'
import { addFindingNumbers, addFindingOrder, addFindingSearch } from './finding-search.ts'
import { addFindingCounts, addSeats, addServiceKeys, createServerTables } from './server-schema.ts'
import type { Store } from './store.ts'
import type { Schema } from './tables.ts'
import { inTransaction } from './transaction.ts'

type Migration = (db: Kysely<Schema>, kind: Store['kind']) => Promise<void>

/** Forward only: entry n brings the schema from version n to n + 1. An entry that has been released is never edited. */
export const migrations: readonly Migration[] = [
  async (db) => {
    await db.schema
      .createTable('ledger')
      .addColumn('shop', 'text', (column) => column.notNull())
      .addColumn('seq', 'bigint', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('filed_at', 'text', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('ledger_pk', ['shop', 'seq'])
      .execute()
    await db.schema.createIndex('ledger_kind').on('ledger').columns(['shop', 'kind', 'seq']).execute()
    await db.schema
      .createTable('ledger_head')
      .addColumn('shop', 'text', (column) => column.primaryKey())
      .addColumn('seq', 'bigint', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .addColumn('signed_at', 'text', (column) => column.notNull())
      .addColumn('signature', 'text', (column) => column.notNull())
      .execute()
  },
  createServerTables,
  addFindingCounts,
  addServiceKeys,
  addSeats,
  addFindingSearch,
  addFindingOrder,
  addFindingNumbers,
]

async function createVersionTable({ db, kind }: Store): Promise<void> {
  await db.schema
    .createTable('schema_version')
    .ifNotExists()
    .addColumn('version', 'integer', (column) => column.primaryKey())
    .addColumn('applied_at', 'text', (column) => column.notNull())
    .execute()
    .catch(async (error: unknown) => {
      // PostgreSQL's CREATE TABLE IF NOT EXISTS can still collide between two processes; then the other one has made it.
      if (kind !== 'postgres') throw error
      await db.selectFrom('schema_version').select('version').execute()
    })
}

/** Applies the next step, if one is left. Runs inside a transaction that already holds the lock. */
async function step(db: Kysely<Schema>, kind: Store['kind'], target: number): Promise<'done' | 'again'> {
  const row = await db
    .selectFrom('schema_version')
    .select((eb) => eb.fn.max('version').as('version'))
    .executeTakeFirst()
  const version = Number(row?.version ?? 0)
  if (version > migrations.length) {
    throw new ShopwardenError(
      'SW_STORE_NEWER',
      `The database has schema version ${version}; this Shopwarden knows ${migrations.length}`,
      {
        fix: 'Use the newer Shopwarden that wrote it.',
      },
    )
  }
  const migration = migrations[version]
  if (migration === undefined || version >= target) return 'done'
  await db
    .insertInto('schema_version')
    .values({ version: version + 1, applied_at: new Date().toISOString() })
    .execute()
  await migration(db, kind)
  return 'again'
}

/** One transaction that holds the store's write lock from its first statement, so that two processes take turns. */
async function locked<T>(store: Store, work: (db: Kysely<Schema>) => Promise<T>): Promise<T> {
  return inTransaction(store, async (db) => {
    if (store.kind === 'postgres') await sql`lock table schema_version in exclusive mode`.execute(db)
    return work(db)
  })
}

/** Brings a store to version `target` (all by default), one transaction a step. */
export async function migrate(store: Store, target = migrations.length): Promise<void> {
  await createVersionTable(store)
  while ((await locked(store, (db) => step(db, store.kind, target))) === 'again');
}
