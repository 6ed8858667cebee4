import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { createConnection } from 'mysql2/promise'
import pg from 'pg'
import { describe, expect, inject, it } from 'vitest'
import { openShopDatabase } from '../../../connect/database/open.ts'
import { discoverDatabase } from './database.ts'
import { discover } from './discover.ts'
import { Journal } from './journal.ts'

const visa = '4539578763621486'
const signal = new AbortController().signal
const progress = () => undefined
const folder = () => mkdtempSync(join(tmpdir(), 'sw-places-'))

async function find(name: string, content: string | Buffer) {
  const file = join(folder(), name)
  writeFileSync(file, content)
  return discover([file], { signal, progress })
}

/** A zip of one stored file, written by hand (APPNOTE 4.3). */
function zip(name: string, content: Buffer): Buffer {
  const local = Buffer.alloc(30)
  local.writeUInt32LE(0x04034b50, 0)
  local.writeUInt32LE(content.length, 18)
  local.writeUInt32LE(content.length, 22)
  local.writeUInt16LE(name.length, 26)
  const entry = Buffer.alloc(46)
  entry.writeUInt32LE(0x02014b50, 0)
  entry.writeUInt32LE(content.length, 20)
  entry.writeUInt32LE(content.length, 24)
  entry.writeUInt16LE(name.length, 28)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(46 + name.length, 12)
  end.writeUInt32LE(30 + name.length + content.length, 16)
  return Buffer.concat([local, Buffer.from(name), content, entry, Buffer.from(name), end])
}

const wrapped = (text: string) => Buffer.from(text).toString('base64').replace(/.{76}/g, '$&\r\n')
const mail = (encoding: string, body: string) =>
  `From anna@shop.example Mon Nov 24 10:00:00 2026\r\nFrom: anna@shop.example\r\nMIME-Version: 1.0\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${body}\r\n\r\n`

describe('card numbers are found', () => {
  it.each([
    [
      'mail in base64, torn over two lines',
      'a.mbox',
      mail('base64', wrapped(`${'x'.repeat(50)} card ${visa} and more text to fill the line`)),
    ],
    [
      'mail in quoted-printable, torn by a soft break',
      'a.eml',
      mail('quoted-printable', `my card=3A ${visa.slice(0, 9)}=\r\n${visa.slice(9)} thanks`),
    ],
    ['plain mail', 'inbox', mail('7bit', `card ${visa}`)],
    ['a zip', 'a.zip', zip('export.csv', Buffer.from(`card;${visa}`))],
    ['a zip in a zip', 'a.zip', zip('inner.zip', zip('export.csv', Buffer.from(`card;${visa}`)))],
    [
      'gzip of more than one chunk',
      'a.sql.gz',
      gzipSync(Buffer.concat([Buffer.alloc(20_000_000, 'row\n'), Buffer.from(`card ${visa}`)])),
    ],
    ['zstd', 'a.sql.zst', zstdCompressSync(Buffer.from(`card ${visa}`))],
    ['UTF-16 without a mark', 'a.txt', Buffer.from(`the customer's card ${visa} was kept here`, 'utf16le')],
    ['UTF-16 beyond the first chunk', 'b.txt', Buffer.from(`\ufeff${'x\n'.repeat(5_000_000)} card ${visa}`, 'utf16le')],
  ])('%s', async (_, name, content) => {
    const { found } = await find(name, content)
    expect(found.map((item) => item.number)).toEqual(['453957******1486'])
  })
})

describe('what cannot be read is said', () => {
  it.each([
    ['a damaged gzip', 'a.gz', gzipSync('x'.repeat(100_000)).subarray(0, 40), 'damaged'],
    [
      'a picture in mail',
      'a.mbox',
      mail(
        'base64',
        Buffer.from(`\x89PNG${'x'.repeat(200)}`, 'latin1')
          .toString('base64')
          .replace(/.{76}/g, '$&\r\n'),
      ),
      'picture',
    ],
    [
      'an encrypted zip',
      'a.zip',
      ((made) => (made.writeUInt16LE(1, 30 + 1 + 1 + 8), made))(zip('a', Buffer.from('x'))),
      'encrypted',
    ],
  ])('%s', async (_, name, content, word) =>
    expect((await find(name, content)).skipped.map((item) => item.reason).join()).toContain(word),
  )
})

it('goes on where it was stopped, and looks again at what changed', async () => {
  const dir = folder()
  writeFileSync(join(dir, 'a.txt'), `card ${visa}`)
  writeFileSync(join(dir, 'b.txt'), 'nothing')
  const file = join(folder(), 'journal.jsonl')
  const seen: string[] = []
  const stop = new AbortController()
  const first = discover([dir], {
    signal: stop.signal,
    progress: (name) => name === 'b.txt' && stop.abort(),
    journal: new Journal(file),
  })
  await expect(first).rejects.toThrow()
  expect(readFileSync(file, 'utf8')).not.toContain(visa)
  writeFileSync(file, `${readFileSync(file, 'utf8')}{"key":"cut sho`)
  const again = new Journal(file, true)
  const { found, files } = await discover([dir], { signal, progress: (name) => seen.push(name), journal: again })
  expect([found.length, files]).toEqual([1, 2])
  again.close()
})

const rows: [string, string][] = [
  ['card_number', visa],
  ['note', `paid with ${visa}, thank you`],
  ['tracking_number', visa],
  ['payload', Buffer.from(`{"pan":"${visa}","cvc":"123"}`).toString('base64')],
]
const columns = rows.map(([name]) => `${name} TEXT`).join(', ')
const values = rows.map(([, value]) => `'${value}'`).join(', ')
const expected = ['kept.card_number', 'kept.note', 'kept.payload']

async function sqlite(): Promise<string> {
  const file = join(folder(), 'shop.db')
  const database = new Database(file)
  database.exec(`CREATE TABLE kept (${columns}); INSERT INTO kept VALUES (${values}); CREATE TABLE empty (a TEXT)`)
  database.close()
  return `sqlite:${file}`
}
async function mariadb(): Promise<string> {
  const url = new URL(inject('mariadbUrl')!)
  const admin = await createConnection({ host: url.hostname, port: Number(url.port), user: 'root' })
  for (const sql of [
    'CREATE DATABASE cards_test',
    'USE cards_test',
    `CREATE TABLE kept (${columns})`,
    `INSERT INTO kept VALUES (${values})`,
  ])
    await admin.query(sql)
  await admin.end()
  return `${inject('mariadbUrl')}/cards_test`
}
async function postgresql(): Promise<string> {
  const admin = new pg.Client({ connectionString: inject('postgresUrl')! })
  await admin.connect()
  await admin.query('CREATE DATABASE cards_test')
  await admin.end()
  const address = inject('postgresUrl')!.replace(/\/postgres$/, '/cards_test')
  const client = new pg.Client({ connectionString: address })
  await client.connect()
  await client.query(`CREATE TABLE kept (${columns}); INSERT INTO kept VALUES (${values})`)
  await client.end()
  return address
}

const kinds: [string, boolean, () => Promise<string>][] = [
  ['SQLite', true, sqlite],
  ['MariaDB', inject('mariadbUrl') !== undefined, mariadb],
  ['PostgreSQL', inject('postgresUrl') !== undefined, postgresql],
]

it.each(kinds.filter(([, there]) => there))(
  'a running %s: names table and column, believes the name of the column',
  async (_n, _there, make) => {
    const database = await openShopDatabase(await make(), {})
    const { found, skipped } = await discoverDatabase(database, { signal, progress, journal: new Journal() })
    await database.close()
    expect(skipped).toEqual([])
    expect(found.map((item) => item.file).sort()).toEqual(expected)
    expect(found.every((item) => item.at === 1)).toBe(true)
    expect(JSON.stringify(found)).not.toContain(visa)
  },
)
