import pg from 'pg'
import { asText, columnList, type RowTexts, type ShopDatabase, type StoredObject, type TableInfo } from './contract.ts'

const connectionTimeoutMillis = 10_000
const batch = 500
const name = (text: string) => `"${text.replaceAll('"', '""')}"`

/** PostgreSQL, in a read-only transaction; tables of the search path's first schema. */
export async function openPostgresql(url: URL, password: string | undefined): Promise<ShopDatabase> {
  const client = new pg.Client({
    host: url.searchParams.get('socket') ?? url.hostname,
    port: Number(url.port || 5432),
    user: decodeURIComponent(url.username),
    ...(password !== undefined && { password }),
    database: decodeURIComponent(url.pathname.slice(1)),
    connectionTimeoutMillis,
  })
  await client.connect()
  await client.query('BEGIN READ ONLY')
  let cursors = 0

  return {
    dialect: 'postgresql',
    async tables() {
      const { rows } = await client.query<{ t: string; c: string }>(
        "SELECT c.table_name AS t, c.column_name AS c FROM information_schema.columns c JOIN information_schema.tables b USING (table_schema, table_name) WHERE c.table_schema = current_schema() AND b.table_type = 'BASE TABLE' ORDER BY c.table_name, c.ordinal_position",
      )
      const tables = new Map<string, string[]>()
      for (const { t, c } of rows) tables.set(t, [...(tables.get(t) ?? []), c])
      return [...tables].map(([table, columns]): TableInfo => ({ name: table, columns }))
    },
    async *rows(table, signal): AsyncGenerator<RowTexts> {
      const cursor = `sw_${++cursors}`
      await client.query(
        `DECLARE ${cursor} NO SCROLL CURSOR FOR SELECT ${columnList(table, name)} FROM ${name(table.name)}`,
      )
      try {
        for (;;) {
          signal?.throwIfAborted()
          const { rows } = await client.query<unknown[]>({ text: `FETCH ${batch} FROM ${cursor}`, rowMode: 'array' })
          if (rows.length === 0) return
          for (const row of rows) yield row.map(asText)
        }
      } finally {
        await client.query(`CLOSE ${cursor}`).catch(() => undefined)
      }
    },
    async objects() {
      const { rows } = await client.query<StoredObject>(
        "SELECT 'function' AS kind, p.proname AS name, p.prosrc AS text FROM pg_proc p WHERE p.pronamespace = current_schema()::regnamespace UNION ALL SELECT 'trigger', t.tgname, pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace",
      )
      return rows
    },
    async unseen() {
      return []
    },
    async close() {
      await client.end()
    },
  }
}
