import type { Kysely } from 'kysely'
import type { Schema } from './tables.ts'

/** The one query layer over SQLite (embedded) and PostgreSQL. */
export interface Store {
  db: Kysely<Schema>
  kind: 'sqlite' | 'postgres'
  close(): Promise<void>
}
