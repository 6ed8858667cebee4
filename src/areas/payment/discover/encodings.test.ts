import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { discover } from './discover.ts'

const visa = '4539578763621486'
const dump = `INSERT INTO customers VALUES (1, 'Anna', 'Berlin'); INSERT INTO payment (card_number) VALUES ('${visa}');\n`
/** As iconv of the C library writes it: nobody's idea of ours of what an encoding is. */
const iconv = (text: string, to: string) => execFileSync('iconv', ['-f', 'UTF-8', '-t', to], { input: text })

async function find(content: Buffer) {
  const dir = mkdtempSync(join(tmpdir(), 'sw-encodings-'))
  writeFileSync(join(dir, 'dump.sql'), content)
  return (await discover([dir], { signal: new AbortController().signal, progress: () => undefined })).found
}

it.each([
  'UTF-16',
  'UTF-16LE',
  'UTF-16BE',
  'UTF-32',
  'UTF-32LE',
  'UTF-32BE',
  'IBM037',
  'IBM1047',
  'IBM500',
  'WINDOWS-1250',
  'ISO-8859-2',
  'UTF-7',
])('a dump in %s', async (encoding) => {
  const found = await find(iconv(dump, encoding))
  expect(found.map((item) => item.number)).toContain('453957******1486')
})

it.each([0, 1, 2, 3])('UTF-16 appended to a dump of single bytes, %d bytes off', async (shift) => {
  const old = Buffer.from(`${'x'.repeat(shift)}INSERT INTO a VALUES (1);\n`)
  for (const form of ['UTF-16LE', 'UTF-16BE'])
    expect((await find(Buffer.concat([old, iconv(dump, form)]))).length).toBeGreaterThan(0)
})

it('a dump that says UTF-8 and is not, with bytes that no encoding has', async () => {
  const bytes = Buffer.concat([Buffer.from('\ufeff'), Buffer.from([0xff, 0xc0, 0xed, 0xa0, 0x80]), Buffer.from(dump)])
  expect(await find(bytes)).toHaveLength(1)
})

it('no alarm in pictures of noise that look like a mainframe', async () => {
  const noise = Buffer.alloc(200_000)
  let seed = 7
  for (let at = 0; at < noise.length; at++) {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff
    noise[at] = seed >> 16
  }
  expect(await find(noise)).toEqual([])
})
