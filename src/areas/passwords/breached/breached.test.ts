import { createHash } from 'node:crypto'
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { buildIndex } from './build.ts'
import { falseAlarmRate } from './format.ts'
import { BreachedIndex } from './lookup.ts'
import { md4, ntlm } from './md4.ts'

const dir = mkdtempSync(join(tmpdir(), 'sw-pwned-'))
afterAll(() => rmSync(dir, { recursive: true }))
const signal = new AbortController().signal
const list = join(dir, 'list.txt')
const file = join(dir, 'index')
const sha1 = (text: string) => createHash('sha1').update(text).digest('hex').toUpperCase()

async function build(text: string, partial = false) {
  writeFileSync(list, text)
  return buildIndex(list, file, { signal, partial })
}
const lines = (hashes: Iterable<string>) =>
  [...new Set(hashes)]
    .sort()
    .map((hash, at) => `${hash}:${at + 1}\r\n`)
    .join('')

describe('index of breached passwords', () => {
  it('holds what a Set holds, whatever the list', async () => {
    const hash = fc
      .uint8Array({ minLength: 20, maxLength: 20 })
      .map((bytes) => Buffer.from(bytes).toString('hex').toUpperCase())
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(hash, { minLength: 1, maxLength: 600 }), fc.array(hash), async (kept, others) => {
        await build(lines(kept), true)
        const index = BreachedIndex.open(file)
        index.verify(signal)
        const set = new Set(kept.map((one) => one.slice(0, 16)))
        for (const one of [...kept, ...others])
          expect(index.has(Buffer.from(one, 'hex'))).toBe(set.has(one.slice(0, 16)))
        index.close()
      }),
      { numRuns: 40, seed: 1 },
    )
  })

  it('finds all of 100,000 hashes over many buckets and none of 100,000 others', async () => {
    const kept = Array.from({ length: 100_000 }, (_, at) => sha1(`kept ${at}`))
    const header = await build(lines(kept))
    expect(header.count).toBe(100_000)
    expect(header.prefixBits).toBe(10)
    expect(falseAlarmRate(header)).toBeLessThan(1e-7)
    expect(readFileSync(file).length / header.count).toBeLessThan(4.1)
    const index = BreachedIndex.open(file)
    expect(kept.filter((one) => !index.has(Buffer.from(one, 'hex')))).toEqual([])
    expect(kept.filter((_, at) => index.hasPassword(`other ${at}`))).toEqual([])
    index.close()
  })

  it('looks a password up as typed and composed', async () => {
    await build(lines([sha1('café'), sha1('123456')]), true)
    const index = BreachedIndex.open(file)
    expect(['123456', 'cafe\u0301', 'café', '1234567', '\ud800', ''].map((one) => index.hasPassword(one))).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ])
    index.close()
  })

  const a = '0'.repeat(40)
  const f = 'F'.repeat(40)
  it.each([
    ['one line without its end', `${a}:3`, 1],
    ['no counts, small letters, empty lines', `${a}\n\n${f.toLowerCase()}\n`, 2],
    ['a hash twice', `${a}:1\n${a}:1\n`, 1],
  ])('accepts %s', async (_, text, count) => {
    expect((await build(text)).count).toBe(count)
  })

  it.each([
    ['an empty list', '', 'SW_PASSWORDS_LIST_EMPTY'],
    ['wrong order', `${f}:1\n${a}:1\n`, 'SW_PASSWORDS_LIST_ORDER'],
    ['a line cut off', `${a}:1\n${f.slice(9)}`, 'SW_PASSWORDS_LIST_LINE'],
    ['a count cut off', `${a}:1\n${f}:`, 'SW_PASSWORDS_LIST_LINE'],
    ['two kinds of hashes in one list', `${a.slice(8)}:1\n${a}:1\n`, 'SW_PASSWORDS_LIST_LINE'],
    ['other text', 'password\n', 'SW_PASSWORDS_LIST_LINE'],
    ['one endless line', '0'.repeat(3_000_000), 'SW_PASSWORDS_LIST_LINE'],
    ['a digit that is none', `${a.slice(1)}G:1\n`, 'SW_PASSWORDS_LIST_LINE'],
  ])('refuses %s and leaves the index before it as it was', async (_, text, code) => {
    await build(`${a}:1\n`)
    const before = readFileSync(file)
    await expect(build(text)).rejects.toMatchObject({ code })
    expect(readFileSync(file).equals(before)).toBe(true)
    expect(readdirSync(dir).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  it('notices that a part of a long list is missing, at the end or within', async () => {
    const all = Array.from({ length: 20_000 }, (_, at) => sha1(`${at}`)).sort()
    for (const some of [all.slice(0, 15_000), all.slice(3000), all.toSpliced(9000, 1000)]) {
      await expect(build(lines(some))).rejects.toMatchObject({ code: 'SW_PASSWORDS_LIST_HOLES' })
      expect((await build(lines(some), true)).count).toBe(some.length)
    }
  })

  it('reads a list of NTLM hashes as such', async () => {
    const header = await build(
      lines(['letmein9', 'zażółć'].map((one) => ntlm(one).toString('hex').toUpperCase())),
      true,
    )
    expect(header.kind).toBe('ntlm')
    const index = BreachedIndex.open(file)
    expect(['letmein9', 'zażółć', 'zażółc\u0301', 'other'].map((one) => index.hasPassword(one))).toEqual([
      true,
      true,
      true,
      false,
    ])
    index.close()
  })

  it('says that it was stopped', async () => {
    writeFileSync(list, `${a}:1\n`)
    await expect(buildIndex(list, file, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('refuses an index that is cut off, changed, of another version or none', async () => {
    await build(lines(Array.from({ length: 5000 }, (_, at) => sha1(`${at}`))))
    const damaged = join(dir, 'damaged')
    const damage = (at: number) => {
      const bytes = readFileSync(file)
      bytes[at] = (bytes[at] ?? 0) ^ 255
      writeFileSync(damaged, bytes)
    }
    const code = (work: () => unknown) => {
      try {
        work()
      } catch (error) {
        return (error as { code?: string }).code
      }
      return undefined
    }
    const opening = () => BreachedIndex.open(damaged)
    copyFileSync(file, damaged)
    expect(code(() => opening().verify(signal))).toBeUndefined()
    truncateSync(damaged, 9000)
    expect(code(opening)).toBe('SW_PASSWORDS_INDEX_BROKEN')
    damage(0)
    expect(code(opening)).toBe('SW_PASSWORDS_INDEX_BROKEN')
    damage(8)
    expect(code(opening)).toBe('SW_PASSWORDS_INDEX_VERSION')
    damage(readFileSync(file).length - 1)
    expect(code(opening)).toBe('SW_PASSWORDS_INDEX_BROKEN')
    damage(1000)
    expect(code(() => opening().verify(signal))).toBe('SW_PASSWORDS_INDEX_BROKEN')
    expect(code(() => BreachedIndex.open(join(dir, 'none')))).toBe('SW_PASSWORDS_INDEX_READ')
    expect(code(() => BreachedIndex.open(dir))).toBe('SW_PASSWORDS_INDEX_BROKEN')
  })
})

describe('MD4', () => {
  // RFC 1320, A.5
  it.each([
    ['', '31d6cfe0d16ae931b73c59d7e0c089c0'],
    ['a', 'bde52cb31de33e46245e05fbdbd6fb24'],
    ['abc', 'a448017aaf21d8525fc10ae87aa6729d'],
    ['message digest', 'd9130a8164549fe818874806e1c7014b'],
    ['abcdefghijklmnopqrstuvwxyz', 'd79e1c308aa5bbcdeea8ed63df412da9'],
    ['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', '043f8582f241db351ce627e153e7f0e4'],
    ['1234567890'.repeat(8), 'e33b4ddc9c38f2199c3e7b164fcc0536'],
  ])('of %j', (text, digest) => {
    expect(md4(Buffer.from(text)).toString('hex')).toBe(digest)
  })
  it('gives the known NTLM hash of "password"', () => {
    expect(ntlm('password').toString('hex')).toBe('8846f7eaee8fb117ad06bdd830b7586c')
  })
})
