import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import Sqlite from 'better-sqlite3'
import { Kysely, PostgresDialect, SqliteDialect } from 'kysely'
import pg from 'pg'
import { ShopwardenError } from '../core/errors.ts'
import { migrate } from './migrations.ts'
import type { Store } from './store.ts'
import type { Schema } from './tables.ts'

/** Most prepared statements that are kept; the one used longest ago goes first. */
const STATEMENTS = 200

/**
 * Keeps prepared statements, which the query layer would make anew for each query: their memory lies outside the heap, so that
 * a large import would hold gigabytes of them before the collector sees a reason to run.
 */
function withStatements(database: Sqlite.Database) {
  const known = new Map<string, Sqlite.Statement>()
  return {
    prepare(text: string): Sqlite.Statement {
      const found = known.get(text)
      if (found?.busy === false) {
        known.delete(text)
        known.set(text, found)
        return found
      }
      const made = database.prepare(text)
      known.set(text, made)
      if (known.size > STATEMENTS) known.delete(known.keys().next().value!)
      return made
    },
    close: () => database.close(),
  }
}

function openSqlite(file: string): Store {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const database = new Sqlite(file, { timeout: 10_000 })
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')
  // At most 64 MB of pages, in place of 2: a search among a million findings reads many, and asking the system for each is half its time.
  database.pragma('cache_size = -64000')
  const db = new Kysely<Schema>({ dialect: new SqliteDialect({ database: withStatements(database) }) })
  return { db, kind: 'sqlite', close: () => db.destroy() }
}

function openPostgres(url: string): Store {
  // bigint counts fit a double here (ledger sequence numbers, byte sizes): read them as numbers, like SQLite does.
  const types = {
    getTypeParser: ((oid: number, format?: 'text') =>
      oid === 20 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
  }
  const pool = new pg.Pool({ connectionString: url, max: 10, types, connectionTimeoutMillis: 10_000 })
  // A connection that breaks is thrown away by the pool, and whoever uses it is told by its query; without listeners it would
  // end the process.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  return { db, kind: 'postgres', close: () => db.destroy() }
}

/** Connects without touching the schema. */
export function connectStore(location: string): Store {
  return /^postgres(ql)?:\/\//.test(location) ? openPostgres(location) : openSqlite(location)
}

/**
 * Opens a store and brings it to the newest schema.
 * @param location `postgres://…`, a file path, or `:memory:`
 * @throws SW_STORE_OPEN when it cannot be opened (no permission, full disk, no database, not a database).
 */
export async function openStore(location: string): Promise<Store> {
  let store: Store | undefined
  try {
    store = connectStore(location)
    await migrate(store)
    return store
  } catch (cause) {
    await store?.close().catch(() => undefined)
    if (cause instanceof ShopwardenError) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ShopwardenError('SW_STORE_OPEN', `The database cannot be opened: ${reason}`, {
      where: location.replace(/\/\/[^@/]*@/, '//…@'),
      fix: 'Check that the path is writable and has free space, or that DATABASE_URL is right and the server runs.',
      cause,
    })
  }
}
