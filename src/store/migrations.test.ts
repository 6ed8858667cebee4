import { execFile } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { describe, expect, inject, it } from 'vitest'
import { connectStore, openStore } from './database.ts'
import { migrate, migrations } from './migrations.ts'

const postgresUrl = inject('postgresUrl')
const sqlitePath = () => join(mkdtempSync(join(tmpdir(), 'sw-migrate-')), 'store.db')

/** A PostgreSQL database that nobody else uses. */
async function newDatabase(url: string): Promise<string> {
  const name = `sw_${process.pid}_${Math.random().toString(36).slice(2)}`
  const server = connectStore(url)
  await sql`create database ${sql.id(name)}`.execute(server.db)
  await server.close()
  return url.replace(/\/[^/]*$/, `/${name}`)
}

const kinds: [string, () => Promise<string>][] = [['SQLite', async () => sqlitePath()]]
if (postgresUrl) kinds.push(['PostgreSQL', () => newDatabase(postgresUrl)])

describe.each(kinds)('migrations on %s', (_, location) => {
  it.each(migrations.map((_, version) => version))('reach the newest schema from version %i', async (version) => {
    const store = connectStore(await location())
    await migrate(store, version)
    await migrate(store)
    const row = await store.db
      .selectFrom('schema_version')
      .select((eb) => eb.fn.max('version').as('version'))
      .executeTakeFirstOrThrow()
    expect(Number(row.version)).toBe(migrations.length)
    expect(await store.db.selectFrom('ledger').selectAll().execute()).toEqual([])
    await store.close()
  })

  it('refuse a database that a newer version wrote', async () => {
    const place = await location()
    const store = await openStore(place)
    await store.db.insertInto('schema_version').values({ version: 999, applied_at: '' }).execute()
    await store.close()
    await expect(openStore(place)).rejects.toMatchObject({ code: 'SW_STORE_NEWER' })
  })

  it('let two processes start at once', async () => {
    const place = await location()
    const script = `const { openStore } = await import(process.argv[1]); await (await openStore(process.argv[2])).close()`
    const run = () =>
      promisify(execFile)(process.execPath, [
        '--input-type=module',
        '-e',
        script,
        new URL('./database.ts', import.meta.url).href,
        place,
      ])
    await Promise.all([run(), run(), run()])
    const store = connectStore(place)
    const rows = await store.db.selectFrom('schema_version').selectAll().execute()
    expect(rows).toHaveLength(migrations.length)
    await store.close()
  })
})

it('says what is wrong with a file that is no database', async () => {
  await expect(openStore('/dev/null/store.db')).rejects.toMatchObject({ code: 'SW_STORE_OPEN' })
})
