import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { readRows } from './read.ts'

const dir = mkdtempSync(join(tmpdir(), 'tabular-'))
const rows = [
  { order: 'o1', 'ip.address': '198.51.100.7' },
  { order: 'o2', 'ip.address': '' },
]
const bom = Buffer.from('\ufeff')
const nested = [
  { order: 'o1', ip: { address: '198.51.100.7' } },
  { order: 'o2', ip: { address: '' } },
]
const csv = 'order;ip.address\no1;198.51.100.7\no2;\n'

describe('records of a file', () => {
  it.each([
    ['CSV', 'a.csv', csv],
    ['CSV without an ending', 'upload_a', csv],
    ['a JSON array', 'upload_b', JSON.stringify(nested, null, 2)],
    ['JSON lines', 'c.jsonl', nested.map((item) => JSON.stringify(item)).join('\n')],
    ['JSON lines without an ending', 'upload_c', `\n${nested.map((item) => `${JSON.stringify(item)}\r\n`).join('\n')}`],
  ])('%s', async (_, name, text) => {
    const path = join(dir, name)
    writeFileSync(path, Buffer.concat([bom, Buffer.from(text)]))
    expect(await Array.fromAsync(readRows(path))).toEqual(rows)
    expect(await Array.fromAsync(readRows(Readable.from([Buffer.from(text)])))).toEqual(rows)
  })

  it.each([
    ['no file', 'none.csv', undefined, /cannot be read/],
    ['a torn line', 'torn.jsonl', '{"a":1}\n{"a":', /no JSON/],
    ['a torn array', 'torn.json', '[{"a":1},', /no JSON array/],
  ])('%s is refused', async (_, name, text, message) => {
    if (text !== undefined) writeFileSync(join(dir, name), text)
    await expect(Array.fromAsync(readRows(join(dir, name)))).rejects.toMatchObject({
      code: 'SW_TABULAR_FILE',
      message: expect.stringMatching(message),
    })
  })

  it('an empty file has none', async () => {
    writeFileSync(join(dir, 'empty'), '')
    expect(await Array.fromAsync(readRows(join(dir, 'empty')))).toEqual([])
  })
})
