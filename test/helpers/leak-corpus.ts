import { createHash } from 'node:crypto'
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib'

/** A generated leaked file: its bytes, and the address that each of its lines states. */
export interface DirtyFile {
  name: string
  bytes: Buffer
  truth: string[]
}

interface Person {
  id: number
  email: string
  name: string
  password: string
  hash: string
}

function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** People whose passwords are as nasty as real ones: with @, separators, quotes, and whole addresses of others. */
function people(count: number, random: () => number): Person[] {
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)]!
  return Array.from({ length: count }, (_, id) => {
    const first = pick(['anna', 'jan', 'maria', 'o.brien', 'li', 'x_y', 'john-paul', 'sales+eu', '007', "d'arc"])
    const email = `${first}${id}@${pick(['example.com', 'mail.example.org', 'gmail.com', 'shop.co.uk', 'xn--mller-kva.de', 'a-b.example.net'])}`
    const password = pick([
      'secret',
      'p@ss.word',
      'a:b;c,d|e',
      'other@victim.example',
      'it\'s"quoted"',
      'tab\\t',
      '12345',
      'pass word',
      '',
      'x@y',
      '🔑key',
      'http://x@evil.example/',
    ])
    const hash = createHash('md5').update(`${id}`).digest('hex')
    return { id, email, name: pick(['Anna, A.', "O'Brien", 'Jan "JJ" K', 'Zoë', 'Łukasz']), password, hash }
  })
}

const csv = (text: string) => `"${text.replaceAll('"', '""')}"`
const sql = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
const pg = (text: string) => `'${text.replaceAll("'", "''")}'`
const lines = (list: readonly string[], end = '\n') => Buffer.from(list.join(end) + end)

/** A zip archive with one stored entry (APPNOTE 6.3.3, the least that readers take). */
function zip(name: string, body: Buffer): Buffer {
  const crc = (bytes: Buffer): number => {
    let value = ~0
    for (const byte of bytes) {
      value ^= byte
      for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0)
    }
    return ~value >>> 0
  }
  const file = Buffer.from(name)
  const common = Buffer.alloc(26)
  common.writeUInt16LE(20, 0)
  common.writeUInt32LE(crc(body), 10)
  common.writeUInt32LE(body.length, 14)
  common.writeUInt32LE(body.length, 18)
  common.writeUInt16LE(file.length, 22)
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, file, body])
  const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, Buffer.alloc(14), file])
  const end = Buffer.alloc(18)
  end.writeUInt16LE(1, 4)
  end.writeUInt16LE(1, 6)
  end.writeUInt32LE(central.length, 8)
  end.writeUInt32LE(local.length, 12)
  return Buffer.concat([local, central, Buffer.from('PK\x05\x06'), end])
}

/** Thirty ways in which leaked lists are written, each with what it states. */
export function dirtyCorpus(count: number, seed: number): DirtyFile[] {
  const random = seeded(seed)
  const combo = (separator: string) => (one: Person) => `${one.email}${separator}${one.password}`
  const table =
    'CREATE TABLE `users` (\n  `id` int NOT NULL,\n  `name` varchar(9),\n  `email` varchar(99),\n  `pass` char(32),\n  PRIMARY KEY (`id`)\n);\n'
  const row = (quote: (text: string) => string) => (one: Person) =>
    `(${one.id}, ${quote(one.name)}, ${quote(one.email)}, ${quote(one.password)})`
  const object = (one: Person) => ({
    _id: { $oid: one.hash },
    name: one.name,
    email: one.email,
    password: one.password,
  })
  const makers: Record<string, (all: Person[]) => Buffer> = {
    'plain.txt': (all) => lines(all.map((one) => one.email)),
    'crlf.txt': (all) =>
      lines(
        all.map((one) => one.email),
        '\r\n',
      ),
    'old-mac.txt': (all) =>
      lines(
        all.map((one) => one.email),
        '\r',
      ),
    'upper.txt': (all) => lines(all.map((one) => one.email.toUpperCase())),
    'combo-colon.txt': (all) => lines(all.map(combo(':'))),
    'combo-semicolon.txt': (all) => lines(all.map(combo(';'))),
    'combo-pipe.txt': (all) => lines(all.map(combo('|'))),
    'combo-tab.txt': (all) => lines(all.map(combo('\t'))),
    'combo-space.txt': (all) => lines(all.map(combo(' '))),
    'combo-dashes.txt': (all) => lines(all.map(combo('----'))),
    'combo-spaced.txt': (all) => lines(all.map(combo(' : '))),
    'combo-mixed.txt': (all) => lines(all.map((one) => combo([':', ';', '|'][one.id % 3]!)(one))),
    'combo-hash.txt': (all) => lines(all.map((one) => `${one.email}:${one.hash}:salt`)),
    'comments.txt': (all) => lines(['# leaked by x@y.example', '', ...all.map(combo(':'))]),
    'mailto.txt': (all) => lines(all.map((one) => `<${one.email}>`)),
    'header.csv': (all) =>
      lines([
        'id,name,email,password',
        ...all.map((one) => [String(one.id), csv(one.name), one.email, csv(one.password)].join(',')),
      ]),
    'semicolon.csv': (all) =>
      lines(['Name;E-Mail;Passwort', ...all.map((one) => [one.name, one.email, one.password].map(csv).join(';'))]),
    'no-header.csv': (all) => lines(all.map((one) => `${one.id},${csv(one.name)},${one.email},${one.hash}`)),
    'tabs.tsv': (all) =>
      lines(['user_id\temail_address\tpassword_hash', ...all.map((one) => `${one.id}\t${one.email}\t${one.hash}`)]),
    'id-first.txt': (all) => lines(all.map((one) => `${one.id}:user${one.id}:${one.email}:${one.hash}`)),
    'rows.jsonl': (all) => lines(all.map((one) => JSON.stringify(object(one)))),
    'pretty.json': (all) => Buffer.from(JSON.stringify(all.map(object), null, 2)),
    'array.json': (all) => Buffer.from(JSON.stringify({ users: all.map(object) })),
    'mysql.sql': (all) => Buffer.from(`${table}INSERT INTO \`users\` VALUES ${all.map(row(sql)).join(',')};\n`),
    'columns.sql': (all) => lines(all.map((one) => `INSERT INTO users (id, name, email, pw) VALUES ${row(pg)(one)};`)),
    'copy.sql': (all) =>
      lines([
        'COPY public.users (id, email, password) FROM stdin;',
        ...all.map((one) => `${one.id}\t${one.email}\t${one.hash}`),
        '\\.',
      ]),
    'stealer.txt': (all) => lines(all.map((one) => `https://shop.example/login?next=/a:${one.email}:${one.password}`)),
    'blocks.txt': (all) =>
      lines(
        all.flatMap((one) => [
          `URL: https://shop.example/login`,
          `Username: ${one.email}`,
          `Password: ${one.password}`,
          '===============',
        ]),
      ),
    'utf16.txt': (all) =>
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(lines(all.map(combo(':'))).toString('utf8'), 'utf16le')]),
    'bom.csv': (all) =>
      Buffer.concat([
        Buffer.from([0xef, 0xbb, 0xbf]),
        lines(['email,name', ...all.map((one) => `${one.email},${csv(one.name)}`)]),
      ]),
    'combo.txt.gz': (all) => gzipSync(lines(all.map(combo(':')))),
    'combo.txt.zst': (all) => zstdCompressSync(lines(all.map(combo(':')))),
    'combo.txt.br': (all) => brotliCompressSync(lines(all.map(combo(':')))),
    'combo.zip': (all) => zip('folder/combo.txt', lines(all.map(combo(':')))),
  }
  return Object.entries(makers).map(([name, make]) => {
    const all = people(count, random)
    return { name, bytes: make(all), truth: all.map((one) => one.email.toLowerCase()) }
  })
}
