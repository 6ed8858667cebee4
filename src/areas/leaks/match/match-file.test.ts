import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { zipOf } from '../../../../test/helpers/zip.ts'
import { describe, expect, it } from 'vitest'
import { dirtyCorpus } from '../../../../test/helpers/leak-corpus.ts'
import type { Entry } from '../format/fields.ts'
import { readLeak } from './match-file.ts'

const dir = mkdtempSync(join(tmpdir(), 'leaks-'))

async function read(name: string, bytes: Buffer | string) {
  const file = join(dir, name)
  writeFileSync(file, bytes)
  const entries: Entry[] = []
  const reports = await readLeak(file, {
    found: (entry) => entries.push(entry),
    encoding: undefined,
    signal: new AbortController().signal,
    progress: () => undefined,
  })
  return { entries, reports }
}

describe('leaked files', () => {
  it.each(dirtyCorpus(300, 7))('$name: nearly all lines, never a wrong address', async ({ name, bytes, truth }) => {
    const { entries, reports } = await read(name, bytes)
    const found = new Set(entries.map((entry) => entry.address))
    const right = new Set(truth)
    expect([...found].filter((address) => !right.has(address))).toEqual([])
    expect(found.size / right.size).toBeGreaterThanOrEqual(0.95)
    expect(reports.every((report) => report.stopped === undefined)).toBe(true)
  })

  it.each([
    ['a@b.example:secret', 'plaintext'],
    ['a@b.example:5f4dcc3b5aa765d61d8327deb882cf99', 'hash'],
    ['a@b.example:$2y$10$abcdefghijklmnopqrstuv', 'hash'],
    ['a@b.example', 'address'],
    ['a@b.example:NULL', 'address'],
    ['https://shop.example/login:a@b.example:pw', 'stealer'],
    ['android://hash==@com.shop.app/:a@b.example:pw', 'stealer'],
  ])('%s shows %s', async (line, leaked) => {
    const { entries } = await read('kinds.txt', `${line}\n${line}\n`)
    expect(entries[0]).toMatchObject({ address: 'a@b.example', leaked })
  })

  it.each([
    'x y z@b.example',
    'a@b@c.example',
    '.a@b.example',
    'a..b@c.example',
    'a@-b.example',
    'a@b',
    'a@127.0.0.1',
    `${'a'.repeat(65)}@b.example`,
    `a@${'b.'.repeat(200)}example`,
    'a@b.example\u0000',
    'a b@c.example',
    `${'x'.repeat(10_000)}@b.example`,
  ])('leaves out what is not one address beyond doubt: %.40s', async (line) => {
    expect((await read('doubt.txt', `${line}\n${line}\n`)).entries).toEqual([])
  })

  it('knows an encoding only where it is stated', async () => {
    const line = Buffer.from('j\xfcrgen@b.example:pw\njan@b.example:pw\n', 'latin1')
    expect((await read('latin.txt', line)).entries.map((entry) => entry.address)).toEqual(['jan@b.example'])
  })

  it('stops a bomb and says so', async () => {
    const layer = gzipSync(Buffer.alloc(70_000_000))
    const { reports } = await read('bomb.gz', layer)
    expect(reports[0]?.stopped).toContain('SW_LEAKS_BOMB')
  })

  it('stops a zip whose entries all unpack the same bytes', async () => {
    const one = zipOf({ 'a.txt': 'x'.repeat(50_000_000) })
    const at = one.indexOf('PK\x01\x02')
    const entry = one.subarray(at, -22)
    const end = Buffer.from(one.subarray(-22))
    end.writeUInt16LE(100, 8)
    end.writeUInt16LE(100, 10)
    end.writeUInt32LE(entry.length * 100, 12)
    const { reports } = await read(
      'same.zip',
      Buffer.concat([one.subarray(0, at), ...Array<Buffer>(100).fill(entry), end]),
    )
    expect(reports.at(-1)?.stopped).toContain('SW_LEAKS_BOMB')
    expect(reports.length).toBeLessThan(5)
  })

  it.each([
    ['cut.gz', gzipSync('a@b.example\n'.repeat(1000)).subarray(0, 40)],
    ['not.zip', Buffer.from('PK\x03\x04 this is no archive')],
    ['rar.rar', Buffer.from('Rar!\x1a\x07\x00')],
  ])('reports a damaged or unknown archive: %s', async (name, bytes) => {
    const { reports } = await read(name, bytes)
    expect(reports[0]?.stopped).toMatch(/SW_LEAKS_(FILE|PACKED)/)
  })

  it('survives lines without end, broken JSON and noise', async () => {
    const noise = Buffer.from(Array.from({ length: 200_000 }, (_, index) => (index * 7919 + (index >> 3)) % 256))
    expect((await read('noise.bin', noise)).entries).toEqual([])
    const long = `${'z'.repeat(3_000_000)}\na@b.example\n`
    expect((await read('long.txt', long)).entries.map((entry) => entry.address)).toEqual(['a@b.example'])
    const json = '{"email": "a@b.example"}\n{"email": "broken\n{"email": "c@d.example"}\n{"email": "e@f.example"}\n'
    expect((await read('broken.jsonl', json)).entries.map((entry) => entry.address)).toContain('e@f.example')
  })
})
