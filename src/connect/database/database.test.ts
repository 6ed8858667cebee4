import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { createConnection } from 'mysql2/promise'
import pg from 'pg'
import { afterAll, describe, expect, inject, it } from 'vitest'
import type { ShopDatabase } from './contract.ts'
import { openShopDatabase } from './open.ts'

const dir = mkdtempSync(join(tmpdir(), 'sw-database-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))
const mariadbUrl = inject('mariadbUrl')
const postgresUrl = inject('postgresUrl')

const rows = Array.from({ length: 1_200 }, (_, index) => `(${index}, 'text ${index}''s')`).join(',')

async function sqlite(): Promise<string> {
  const database = new Database(join(dir, 'shop.db'))
  database.exec(
    `CREATE TABLE "odd ""name" (id INTEGER, word TEXT); INSERT INTO "odd ""name" VALUES ${rows}; CREATE TABLE other (a BLOB); INSERT INTO other VALUES (NULL), (x'41ff');` +
      'CREATE TRIGGER watch AFTER INSERT ON other BEGIN DELETE FROM other; END',
  )
  database.close()
  return `sqlite:${join(dir, 'shop.db')}`
}

async function mariadb(): Promise<string> {
  const url = new URL(mariadbUrl!)
  const admin = await createConnection({ host: url.hostname, port: Number(url.port), user: 'root' })
  await admin.query('CREATE DATABASE connect_test')
  await admin.query('USE connect_test')
  await admin.query('CREATE TABLE `odd "name` (id INT, word TEXT)')
  await admin.query(`INSERT INTO \`odd "name\` VALUES ${rows}`)
  await admin.query('CREATE TABLE other (a BLOB)')
  await admin.query("INSERT INTO other VALUES (NULL), (x'41ff')")
  await admin.query('CREATE TRIGGER watch AFTER INSERT ON other FOR EACH ROW SET @x = 1')
  await admin.end()
  return `${mariadbUrl}/connect_test`
}

async function postgresql(): Promise<string> {
  const admin = new pg.Client({ connectionString: postgresUrl! })
  await admin.connect()
  await admin.query('CREATE DATABASE connect_test')
  await admin.end()
  const address = postgresUrl!.replace(/\/postgres$/, '/connect_test')
  const client = new pg.Client({ connectionString: address })
  await client.connect()
  await client.query(
    `CREATE TABLE "odd ""name" (id INT, word TEXT); INSERT INTO "odd ""name" VALUES ${rows}; CREATE TABLE other (a BYTEA); INSERT INTO other VALUES (NULL), ('\\x41ff');` +
      'CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$; CREATE TRIGGER watch AFTER INSERT ON other FOR EACH ROW EXECUTE FUNCTION f()',
  )
  await client.end()
  return address
}

const kinds: [string, boolean, () => Promise<string>][] = [
  ['SQLite', true, sqlite],
  ['MariaDB', mariadbUrl !== undefined, mariadb],
  ['PostgreSQL', postgresUrl !== undefined, postgresql],
]

describe.each(kinds.filter(([, there]) => there))('a shop database in %s', (_name, _there, make) => {
  let database: ShopDatabase
  it('gives tables, rows as texts and stored objects, and cannot be written', async () => {
    database = await openShopDatabase(await make(), {})
    const tables = await database.tables()
    expect(tables.map((table) => [table.name, table.columns])).toEqual([
      ['odd "name', ['id', 'word']],
      ['other', ['a']],
    ])
    const read = await Array.fromAsync(database.rows(tables[0]!))
    expect(read).toHaveLength(1_200)
    expect(read[1_199]).toEqual(['1199', "text 1199's"])
    expect(await Array.fromAsync(database.rows(tables[1]!))).toEqual([[''], ['A\xff']])
    expect((await database.objects()).map((object) => object.name)).toContain('watch')
    await database.close()
  })
})

describe('addresses', () => {
  it.each([
    ['nonsense', 'SW_DATABASE_ADDRESS'],
    ['oracle://x/y', 'SW_DATABASE_ADDRESS'],
    ['mysql://reader:secret@127.0.0.1/shop', 'SW_DATABASE_ADDRESS'],
    ['mysql://reader@127.0.0.1:1/shop', 'SW_DATABASE_OPEN'],
    ['sqlite:/nowhere/at.db', 'SW_DATABASE_OPEN'],
  ])('%s is refused', async (address, code) => {
    const error = await openShopDatabase(address, {}).catch((cause: unknown) => cause)
    expect(error).toMatchObject({ code })
    expect(JSON.stringify(error)).not.toContain('secret')
  })
})
