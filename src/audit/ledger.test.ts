import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openStore } from '../store/database.ts'
import type { Store } from '../store/store.ts'
import type { LedgerRow } from '../store/tables.ts'
import { signerFrom } from './keys.ts'
import { append, readBodies, readHead, readRows } from './ledger.ts'
import { verifyLedger } from './verify-ledger.ts'

const signer = signerFrom(generateKeyPairSync('ed25519').privateKey)
const now = new Date('2026-01-01T00:00:00Z')
const postgresUrl = inject('postgresUrl')

const stores: [string, () => string][] = [['SQLite', () => join(mkdtempSync(join(tmpdir(), 'sw-ledger-')), 'store.db')]]
if (postgresUrl) stores.push(['PostgreSQL', () => postgresUrl])

describe.each(stores)('ledger on %s', (_, location) => {
  let store: Store
  let shops = 0
  const newShop = () => `shop-${++shops}-${process.pid}`
  const check = async (shop: string) =>
    verifyLedger(readRows(store, shop, 7), await readHead(store, shop), signer.publicKey)
  const fill = async (shop: string, count: number) =>
    append(
      store,
      signer,
      shop,
      Array.from({ length: count }, (_, index) => ({ kind: 'evidence' as const, body: { index } })),
      now,
    )

  beforeAll(async () => {
    store = await openStore(location())
  })
  afterAll(() => store.close())

  it('keeps what was filed, in order, and verifies', async () => {
    const shop = newShop()
    await fill(shop, 20)
    await append(store, signer, shop, [{ kind: 'audit', body: { b: 1, a: [null, 'ü'] } }], now)
    expect(await check(shop)).toEqual({ records: 21, faults: [] })
    expect(await readBodies(store, shop, 'audit')).toEqual([{ a: [null, 'ü'], b: 1 }])
  })

  it('keeps the ledgers of two shops apart', async () => {
    const [one, two] = [newShop(), newShop()]
    await fill(one, 3)
    await fill(two, 5)
    expect((await check(one)).records).toBe(3)
    expect((await check(two)).records).toBe(5)
  })

  it('gives two writers at once a turn each', async () => {
    const shop = newShop()
    await Promise.all(Array.from({ length: 8 }, () => fill(shop, 25)))
    expect(await check(shop)).toEqual({ records: 200, faults: [] })
  })

  it('names the record that was changed', async () => {
    const shop = newShop()
    await fill(shop, 20)
    await store.db
      .updateTable('ledger')
      .set({ body: '{"index":999}' })
      .where('shop', '=', shop)
      .where('seq', '=', 13)
      .execute()
    expect((await check(shop)).faults).toMatchObject([{ seq: 13, what: 'changed' }])
  })

  it('names the records that were removed, in the middle and at the end', async () => {
    const shop = newShop()
    await fill(shop, 20)
    await store.db.deleteFrom('ledger').where('shop', '=', shop).where('seq', 'in', [4, 5, 20]).execute()
    expect((await check(shop)).faults).toMatchObject([
      { seq: 4, what: 'removed', detail: 'records 4 to 5 are missing' },
      { seq: 20, what: 'removed' },
    ])
  })

  it('notices two records that changed places', async () => {
    const shop = newShop()
    await fill(shop, 10)
    for (const [from, to] of [
      [3, -1],
      [6, 3],
      [-1, 6],
    ] as const)
      await store.db.updateTable('ledger').set({ seq: to }).where('shop', '=', shop).where('seq', '=', from).execute()
    const faults = (await check(shop)).faults.map((fault) => fault.seq)
    expect(faults).toContain(3)
    expect(faults).toContain(6)
  })

  it('notices a record behind the signed head, and a head signed by another key', async () => {
    const shop = newShop()
    await fill(shop, 3)
    await sql`insert into ledger select shop, seq + 1, kind, filed_at, body, hash from ledger where shop = ${shop} and seq = 3`.execute(
      store.db,
    )
    expect((await check(shop)).faults.map((fault) => fault.seq)).toContain(4)
    const stranger = signerFrom(generateKeyPairSync('ed25519').privateKey)
    expect(
      (await verifyLedger(readRows(store, shop), await readHead(store, shop), stranger.publicKey)).faults.map(
        (fault) => fault.what,
      ),
    ).toContain('head')
  })

  it('finds any single change of any byte of any record', async () => {
    const shop = newShop()
    await fill(shop, 12)
    const rows: LedgerRow[] = (await readRows(store, shop).next()).value ?? []
    const head = await readHead(store, shop)
    await fc.assert(
      fc.asyncProperty(
        fc.nat(11),
        fc.constantFrom('body', 'filed_at', 'kind', 'hash'),
        fc.nat(),
        async (index, field, place) => {
          const changed = rows.map((row) => ({ ...row }))
          const row = changed[index] as unknown as Record<string, string>
          const text = row[field]!
          const at = place % text.length
          row[field] = `${text.slice(0, at)}${text[at] === 'x' ? 'y' : 'x'}${text.slice(at + 1)}`
          const pages = (async function* () {
            yield changed
          })()
          const { faults } = await verifyLedger(pages, head, signer.publicKey)
          // A changed hash is seen where it stands, at the record after it, or at the head.
          expect(faults.map((fault) => fault.seq).some((seq) => seq === index + 1 || seq === index + 2)).toBe(true)
        },
      ),
      { numRuns: 200 },
    )
  })
})
