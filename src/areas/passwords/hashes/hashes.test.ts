import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, describe, expect, it } from 'vitest'
import { openShopDatabase } from '../../../connect/database/open.ts'
import { auditHashes } from './audit.ts'
import { hashKindOf, hashKinds } from './kinds.ts'

const dir = mkdtempSync(join(tmpdir(), 'sw-hashes-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

describe('how passwords are kept', () => {
  it.each(hashKinds.map((kind) => [kind.id, kind.example]))('knows %s', (id, example) => {
    expect(hashKindOf(example)?.id).toBe(id)
  })

  it('takes short unknown texts for the password itself', () => {
    expect(hashKindOf('sunshine')?.worth).toBe('open')
    expect(hashKindOf('  ')).toBeUndefined()
  })

  it('counts the accounts of a shop by method, without keeping a value', async () => {
    const path = join(dir, 'shop.db')
    const database = new Database(path)
    database.exec(
      'CREATE TABLE oc_customer (customer_id INTEGER, email TEXT, password TEXT); CREATE TABLE oc_product (password TEXT)',
    )
    const insert = database.prepare('INSERT INTO oc_customer VALUES (?, ?, ?)')
    for (let n = 0; n < 3; n++) insert.run(n, 'a@b.example', `$2y$10$${'a'.repeat(53)}`)
    insert.run(4, 'c@b.example', `$2y$06$${'a'.repeat(53)}`)
    insert.run(5, 'd@b.example', 'd'.repeat(40))
    insert.run(6, 'e@b.example', '')
    database.close()
    const opened = await openShopDatabase(`sqlite:${path}`, {})
    const audit = await auditHashes(opened)
    await opened.close()
    expect(audit.accounts).toBe(5)
    expect(audit.kinds.map(({ kind, worth, accounts }) => [kind, worth, accounts])).toEqual([
      ['bcrypt', 'fit', 3],
      ['bcrypt-6', 'weak', 1],
      ['sha1', 'weak', 1],
    ])
    expect(JSON.stringify(audit)).not.toContain('dddd')
  })
})
