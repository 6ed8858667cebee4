import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { runVerb } from '../../../../test/helpers/cli.ts'
import { openHashes } from '../../../connect/customers/tables.ts'
import { command } from '../command.ts'
import { readExposures, readSweeps } from '../read-records.ts'

const now = new Date('2026-06-01T09:00:00Z')

function folder(files: Record<string, string>) {
  const cwd = mkdtempSync(join(tmpdir(), 'leaks-'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text)
  const verb = (
    name: string,
    args: (string | string[])[],
    options: Record<string, string | boolean> = {},
    when = now,
  ) => runVerb(command, name, args, { format: 'json', ...options }, { cwd, now: when })
  return { cwd, verb }
}

const customers =
  'customer_id,email,name,language\n1,Anna@Shop.example,Anna,pl\n2,jo.hn@gmail.com,John,en\n3,no address,X,en\n'

describe('the monitor from import to record', () => {
  it('takes in, matches, records for the audit, and keeps nothing of the leak', async () => {
    const { cwd, verb } = folder({
      'customers.csv': customers,
      'leak.txt': 'anna@shop.example:Hunter2!secret\nj.ohn+x@gmail.com:Hunter2!secret\nb@c.example:Hunter2!secret\n',
    })
    expect(JSON.parse((await verb('import', ['customers.csv'])).text)).toMatchObject({
      rows: 3,
      taken: 2,
      unreadable: [3],
    })
    const ran = await verb('match', [['leak.txt']])
    expect(ran.status).toBe(1)
    expect(JSON.parse(ran.text)).toMatchObject({ lines: 3, readable: 3, found: 2, fresh: 2, byKind: { plaintext: 2 } })
    expect(JSON.parse((await verb('match', [['leak.txt']])).text)).toMatchObject({ found: 2, fresh: 0 })
    const dir = join(cwd, '.shopwarden/leaks')
    const db = openHashes(dir, true)
    expect(readSweeps(db)).toMatchObject([{ source: 'leak.txt', kind: 'file', customers: 2, complete: true }])
    expect(readExposures(db, new Date('2026-06-09T09:00:00Z')).open.high).toEqual({ count: 2, oldestDays: 8 })
    db.close()
    for (const name of readdirSync(dir))
      expect(readFileSync(join(dir, name), 'latin1')).not.toMatch(/Hunter2|anna@|john/i)
    expect(ran.text).not.toMatch(/Hunter2|anna@/)
  })

  it('says with 3 where a file could not be read to its end', async () => {
    const { verb } = folder({ 'customers.csv': customers, 'leak.gz': '\x1f\x8b damaged' })
    await verb('import', ['customers.csv'])
    expect((await verb('match', [['leak.gz', 'missing.txt']])).status).toBe(3)
  })

  it('deletes who is no longer a customer only by a whole list with somebody in it', async () => {
    const { verb } = folder({ 'a.csv': customers, 'b.csv': 'email\nanna@shop.example\n', 'empty.csv': 'email\nx\n' })
    await verb('import', ['a.csv'])
    const later = new Date('2026-06-02T09:00:00Z')
    const empty = await verb('import', ['empty.csv'], { whole: true }, later)
    expect(JSON.parse(empty.text)).toMatchObject({ deleted: 0, customers: 2 })
    const whole = await verb('import', ['b.csv'], { whole: true }, later)
    expect(JSON.parse(whole.text)).toMatchObject({ deleted: 1, customers: 1 })
  })

  it('honours an objection at the next import', async () => {
    const { verb } = folder({ 'customers.csv': customers })
    await verb('import', ['customers.csv'])
    await verb('forget', [['anna@shop.example']], { object: true })
    expect(JSON.parse((await verb('import', ['customers.csv'])).text)).toMatchObject({ objected: 1, customers: 1 })
  })

  it('normalises, and refuses what is no address', async () => {
    const { verb } = folder({ 'list.txt': 'A@B.example\nnot one\n' })
    const ran = await verb('normalise', [['list.txt', ' J.D+shop@GoogleMail.com ', 'jürgen@müller.de', 'ａ@b.example']])
    expect(ran.status).toBe(1)
    expect(
      JSON.parse(ran.text).map((item: { address?: string; folded?: string }) => [item.address, item.folded]),
    ).toEqual([
      ['a@b.example', 'a@b.example'],
      [undefined, undefined],
      ['j.d+shop@googlemail.com', 'jd@gmail.com'],
      ['jürgen@xn--mller-kva.de', 'jürgen@xn--mller-kva.de'],
      ['a@b.example', 'a@b.example'],
    ])
  })

  it('says what to do where nobody was taken in yet', async () => {
    const { verb } = folder({ 'leak.txt': 'a@b.example\n' })
    await expect(verb('match', [['leak.txt']])).rejects.toThrow('No customers')
    await expect(verb('sweep', [])).rejects.toThrow('No customers')
  })

  it('takes the customers out of the shop’s own database', async () => {
    const { cwd, verb } = folder({})
    const shop = new Sqlite(join(cwd, 'shop.db'))
    shop.exec(
      "create table oc_customer (customer_id, firstname, email, password); insert into oc_customer values (7, 'Anna', 'anna@b.example', 'x')",
    )
    shop.close()
    const taken = await verb('import', [`sqlite:${join(cwd, 'shop.db')}`])
    expect(JSON.parse(taken.text)).toMatchObject({ taken: 1, customers: 1 })
    await expect(verb('sweep', [])).rejects.toThrow('No key')
  })

  it('lists the leaks with their marks, worst kind and source', async () => {
    const { verb } = folder({
      'customers.csv': customers,
      'a.txt': 'anna@shop.example:x1\nj.ohn@gmail.com\n',
      'b.txt': 'anna@shop.example\n',
    })
    await verb('import', ['customers.csv'])
    await verb('match', [['a.txt']], { title: 'Old Forum', date: '2025-01-02', from: 'a partner' })
    await verb('match', [['b.txt']], { fabricated: true })
    const breaches = JSON.parse((await verb('breaches', [])).text)
    const found = Object.fromEntries(breaches.map((item: { name: string }) => [item.name, item]))
    expect(found['a.txt']).toMatchObject({
      title: 'Old Forum',
      date: '2025-01-02',
      severity: 'high',
      customers: 2,
      inexact: 1,
      attribution: 'a partner',
    })
    expect(found['b.txt']).toMatchObject({ fabricated: true, severity: 'info', customers: 1 })
  })
})
