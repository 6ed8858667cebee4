import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { clientOf, firstOwner, goodPassword, someShop, startTestServer } from '../../test/helpers/server.ts'
import { readHead, readRows } from '../audit/ledger.ts'
import { verifyLedger } from '../audit/verify-ledger.ts'
import { actionLedger } from './people/actions.ts'
import { FIRST_CLIENT } from './people/client-routes.ts'

describe('a disk that is full', () => {
  it('is told as 507 with a code; reading goes on, and all is well when there is room again', async () => {
    const server = await startTestServer({ settings: { jobs: 0 } })
    const owner = await firstOwner(server)
    const shop = await someShop(owner)
    const { store } = server.house.workspace
    const pages = async () =>
      Number((await sql<{ page_count: number }>`pragma page_count`.execute(store.db)).rows[0]?.page_count)
    const room = (count: number) => sql`pragma max_page_count = ${sql.lit(count)}`.execute(store.db)
    const names = async () => (await owner.get('/shops')).body.items.map((each: { name: string }) => each.name).sort()
    await room(await pages())
    const made: string[] = []
    const refused: [number, string][] = []
    for (let n = 0; n < 60; n++) {
      const answer = await owner.post('/shops', { description: { name: `Shop ${n} ${'x'.repeat(150)}` } })
      if (answer.status === 201) made.push(answer.body.name)
      else refused.push([answer.status, answer.body.code])
    }
    expect(refused.length).toBeGreaterThan(20)
    for (const each of refused) expect(each).toEqual([507, 'SW_SERVER_DISK_FULL'])
    // Whoever was told that it worked finds it.
    const listed = await names()
    for (const name of made) expect(listed).toContain(name)
    expect((await owner.get(`/shops/${shop}`)).status).toBe(200)
    const late = await clientOf(server).post('/sign-in', { email: 'olga@acme.example', password: goodPassword })
    expect([200, 507]).toContain(late.status)
    expect((await fetch(new URL('/health', server.url))).status).toBe(200)
    await room(1_000_000)
    expect((await owner.post('/shops', { description: { name: 'After' } })).status).toBe(201)
    expect(await names()).toContain('After')
    const check = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(store.db)
    expect(check.rows).toEqual([{ integrity_check: 'ok' }])
    const ledger = actionLedger(FIRST_CLIENT)
    const { publicKey } = server.house.workspace.signer
    const { faults } = await verifyLedger(readRows(store, ledger), await readHead(store, ledger), publicKey)
    expect(faults).toEqual([])
    await server.stop()
  })
})
