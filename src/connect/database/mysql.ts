import { createConnection } from 'mysql2'
import { asText, columnList, type RowTexts, type ShopDatabase, type StoredObject, type TableInfo } from './contract.ts'

const connectTimeout = 10_000
const name = (text: string) => `\`${text.replaceAll('`', '``')}\``

/** MySQL and MariaDB, in a transaction that the server keeps read-only. */
export async function openMysql(url: URL, password: string | undefined): Promise<ShopDatabase> {
  const socket = url.searchParams.get('socket')
  const raw = createConnection({
    ...(socket === null ? { host: url.hostname, port: Number(url.port || 3306) } : { socketPath: socket }),
    user: decodeURIComponent(url.username),
    password: password ?? '',
    database: decodeURIComponent(url.pathname.slice(1)),
    connectTimeout,
    supportBigNumbers: true,
    bigNumberStrings: true,
    dateStrings: true,
    // The server may not ask for files of this machine.
    flags: ['-LOCAL_FILES'],
    multipleStatements: false,
  })
  const connection = raw.promise()
  await connection.query('START TRANSACTION READ ONLY')
  const list = async (sql: string) => (await connection.query(sql))[0] as Record<string, unknown>[]

  return {
    dialect: 'mysql',
    async tables() {
      const rows = await list(
        'SELECT c.TABLE_NAME AS t, c.COLUMN_NAME AS c FROM information_schema.COLUMNS c JOIN information_schema.TABLES b ' +
          "ON b.TABLE_SCHEMA = c.TABLE_SCHEMA AND b.TABLE_NAME = c.TABLE_NAME WHERE c.TABLE_SCHEMA = DATABASE() AND b.TABLE_TYPE = 'BASE TABLE' " +
          'ORDER BY c.TABLE_NAME, c.ORDINAL_POSITION',
      )
      const tables = new Map<string, string[]>()
      for (const row of rows) {
        const columns = tables.get(asText(row['t'])) ?? []
        columns.push(asText(row['c']))
        tables.set(asText(row['t']), columns)
      }
      return [...tables].map(([table, columns]): TableInfo => ({ name: table, columns }))
    },
    async *rows(table, signal): AsyncGenerator<RowTexts> {
      const stream = raw
        .query({ sql: `SELECT ${columnList(table, name)} FROM ${name(table.name)}`, rowsAsArray: true })
        .stream({ highWaterMark: 200 })
      for await (const row of stream) {
        signal?.throwIfAborted()
        yield (row as unknown[]).map(asText)
      }
    },
    async objects() {
      const found: StoredObject[] = []
      const sources: [string, string][] = [
        [
          'trigger',
          'SELECT TRIGGER_NAME AS n, ACTION_STATEMENT AS b FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE()',
        ],
        [
          'routine',
          'SELECT ROUTINE_NAME AS n, ROUTINE_DEFINITION AS b FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE()',
        ],
        [
          'event',
          'SELECT EVENT_NAME AS n, EVENT_DEFINITION AS b FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE()',
        ],
      ]
      for (const [kind, sql] of sources)
        for (const row of await list(sql)) found.push({ kind, name: asText(row['n']), text: asText(row['b']) })
      return found
    },
    async unseen() {
      // The server leaves out what an account may not see, without a word (MySQL manual, INFORMATION_SCHEMA TRIGGERS and EVENTS).
      const granted = await list(
        'SELECT PRIVILEGE_TYPE AS p FROM information_schema.USER_PRIVILEGES UNION ' +
          'SELECT PRIVILEGE_TYPE FROM information_schema.SCHEMA_PRIVILEGES WHERE DATABASE() LIKE TABLE_SCHEMA',
      )
      const rights = new Set(granted.map((row) => asText(row['p']).toUpperCase()))
      const hidden = ['TRIGGER', 'EVENT']
        .filter((right) => !rights.has(right))
        .map((right) => `${right.toLowerCase()}s (the account lacks the right: GRANT ${right} ON the database)`)
      const [bodies] = await list(
        'SELECT COUNT(*) AS n FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE() AND ROUTINE_DEFINITION IS NULL',
      )
      const routines = Number(bodies?.['n'] ?? 0)
      return routines > 0 ? [...hidden, `text of ${routines} stored routines (only their owner may read it)`] : hidden
    },
    async close() {
      await connection.end()
    },
  }
}
