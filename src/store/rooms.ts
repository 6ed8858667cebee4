import { type Kysely, sql } from 'kysely'
import { ShopwardenError } from '../core/errors.ts'
import type { Store } from './store.ts'
import type { Schema } from './tables.ts'
import { inTransaction } from './transaction.ts'

/** One step of one room's tables. A step that has been released is never edited. */
export type RoomMigration = (db: Kysely<Schema>, kind: Store['kind']) => Promise<void>

type Versions = {
  room_version: { room: string; version: number }
}

/**
 * Brings the tables of one room (an area's guard) to their newest form, beside the store's own: each room counts its own steps.
 * One transaction a step; processes that start at once take turns.
 * @throws SW_STORE_NEWER where a newer version wrote the tables.
 */
export async function migrateRoom(store: Store, room: string, steps: readonly RoomMigration[]): Promise<void> {
  const made = store.db.schema
    .createTable('room_version')
    .ifNotExists()
    .addColumn('room', 'text', (column) => column.primaryKey())
    .addColumn('version', 'integer', (column) => column.notNull())
    .execute()
  await made.catch(async (error: unknown) => {
    // PostgreSQL's CREATE TABLE IF NOT EXISTS can collide between two processes; then the other one has made it.
    if (store.kind !== 'postgres') throw error
    await store.db.withTables<Versions>().selectFrom('room_version').select('version').execute()
  })
  const step = (): Promise<boolean> =>
    inTransaction(store, async (plain) => {
      if (store.kind === 'postgres') await sql`lock table room_version in exclusive mode`.execute(plain)
      const db = plain.withTables<Versions>()
      const row = await db.selectFrom('room_version').select('version').where('room', '=', room).executeTakeFirst()
      const version = row?.version ?? 0
      if (version > steps.length)
        throw new ShopwardenError(
          'SW_STORE_NEWER',
          `The tables of ${room} have version ${version}; this Shopwarden knows ${steps.length}`,
          {
            fix: 'Use the newer Shopwarden that wrote them.',
          },
        )
      const next = steps[version]
      if (next === undefined) return false
      await next(plain, store.kind)
      await db
        .insertInto('room_version')
        .values({ room, version: version + 1 })
        .onConflict((conflict) => conflict.column('room').doUpdateSet({ version: version + 1 }))
        .execute()
      return true
    })
  while (await step());
}
