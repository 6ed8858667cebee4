import Database from 'better-sqlite3'
import { asText, columnList, type RowTexts, type ShopDatabase } from './contract.ts'

const name = (text: string) => `"${text.replaceAll('"', '""')}"`

/** A SQLite file, opened read-only. */
export function openSqlite(path: string): ShopDatabase {
  const database = new Database(path, { readonly: true, fileMustExist: true })
  database.defaultSafeIntegers(true)
  return {
    dialect: 'sqlite',
    async tables() {
      const tables = database
        .prepare<[], { name: string }>(
          "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
        )
        .all()
      return tables.map((table) => ({
        name: table.name,
        columns: database
          .prepare<[string], { name: string }>('SELECT name FROM pragma_table_info(?)')
          .all(table.name)
          .map((column) => column.name),
      }))
    },
    async *rows(table, signal): AsyncGenerator<RowTexts> {
      const rows = database
        .prepare<[], unknown[]>(`SELECT ${columnList(table, name)} FROM ${name(table.name)}`)
        .raw(true)
      for (const row of rows.iterate()) {
        signal?.throwIfAborted()
        yield row.map(asText)
      }
    },
    async objects() {
      return database
        .prepare<[], { kind: string; name: string; text: string }>(
          "SELECT type AS kind, name, sql AS text FROM sqlite_master WHERE type IN ('trigger', 'view')",
        )
        .all()
    },
    async unseen() {
      return []
    },
    async close() {
      database.close()
    },
  }
}
