import { sql } from 'kysely'
import { describe, expect, inject, it } from 'vitest'
import { fuzz, operationsOf } from '../../test/helpers/fuzz.ts'
import { clientOf, firstOwner, someShop, startTestServer } from '../../test/helpers/server.ts'
import { connectStore } from '../store/database.ts'

const postgresUrl = inject('postgresUrl')

async function newDatabase(url: string): Promise<string> {
  const name = `sw_fuzz_${process.pid}_${Math.random().toString(36).slice(2)}`
  const server = connectStore(url)
  await sql`create database ${sql.id(name)}`.execute(server.db)
  await server.close()
  return url.replace(/\/[^/]*$/, `/${name}`)
}

const kinds: [string, () => Promise<string | undefined>][] = [['SQLite', async () => undefined]]
if (postgresUrl) kinds.push(['PostgreSQL', () => newDatabase(postgresUrl)])

describe.each(kinds)('every route, with requests made from its schema, on %s', (_, database) => {
  it('answers without a fault, a stack trace or a word of another client', async () => {
    const databaseUrl = await database()
    const server = await startTestServer({ settings: { jobs: 0 }, ...(databaseUrl !== undefined && { databaseUrl }) })
    const owner = await firstOwner(server)
    const shop = await someShop(owner)
    const { body } = await owner.post('/clients', {
      name: 'Other',
      owner: { name: 'F', email: 'f@foreign.example' },
    })
    const stranger = clientOf(server)
    await stranger.post('/welcome', {
      token: new URL(body.invitation.link).hash.slice(1),
      password: 'correct candle anvil river',
    })
    const hidden = await someShop(stranger, 'FOREIGNWORD shop')
    const operations = operationsOf((await owner.get('/openapi.json')).body)
    // The list of clients is the first client's own business: there the word may stand.
    const targets = operations.filter((operation) => !operation.path.startsWith('/clients'))
    const result = await fuzz(owner, targets, {
      requests: 1500,
      seed: 7,
      ids: [shop, hidden, 'job_x', 'client_first'],
      foreign: ['FOREIGNWORD', 'foreign.example'],
      atOnce: 8,
    })
    expect(result.faults).toEqual([])
    expect(Object.keys(result.statuses)).toEqual(expect.arrayContaining(['200', '400', '404']))
    await server.stop()
  })
})
