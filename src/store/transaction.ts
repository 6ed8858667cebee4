import { type Kysely, sql } from 'kysely'
import type { Store } from './store.ts'
import type { Schema } from './tables.ts'

/**
 * Runs `work` in one transaction, all or nothing. SQLite takes its write lock at once, so that two processes take turns instead
 * of one failing half-way. The error that `work` met is the one that is thrown: after a full disk SQLite has rolled back by
 * itself, and the failing second rollback must not hide the reason.
 */
export async function inTransaction<T>({ db, kind }: Store, work: (db: Kysely<Schema>) => Promise<T>): Promise<T> {
  if (kind === 'postgres') return db.transaction().execute(work)
  return db.connection().execute(async (connection) => {
    await sql`begin immediate`.execute(connection)
    try {
      const result = await work(connection)
      await sql`commit`.execute(connection)
      return result
    } catch (error) {
      await sql`rollback`.execute(connection).catch(() => undefined)
      throw error
    }
  })
}
