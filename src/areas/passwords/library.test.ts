import { createHash } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createHttpClient } from '../../net/http-client.ts'
import { buildIndex } from './breached/build.ts'
import { ntlm } from './breached/md4.ts'
import { rangeSource } from './breached/source.ts'
import { createChecker } from './library.ts'

const leaked = 'brass otter lamp quilt'
const fine = 'violet anchor spoon tundra'
const sha1 = (text: string) => createHash('sha1').update(text).digest('hex').toUpperCase()

/** Answers as the range API is documented: suffixes with counts, padded with suffixes of count 0. */
let server: Server
let base = ''
let asked: { path: string; padding: string | undefined }[] = []
let answer: (prefix: string, mode: string | null) => { status: number; body: string }
const honest: typeof answer = (prefix, mode) => {
  const known = [leaked, 'zażółć'].map((one) => (mode === 'ntlm' ? ntlm(one).toString('hex').toUpperCase() : sha1(one)))
  const length = mode === 'ntlm' ? 27 : 35
  const lines = known.filter((hash) => hash.startsWith(prefix)).map((hash) => `${hash.slice(5)}:3`)
  const padding = sha1(fine).startsWith(prefix) ? sha1(fine).slice(5, 5 + length) : 'A'.repeat(length)
  return { status: 200, body: [...lines, `${padding}:0`, `${'B'.repeat(length)}:17`].join('\r\n') }
}
beforeAll(async () => {
  server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://x')
    asked.push({ path: request.url ?? '', padding: request.headers['add-padding'] as string | undefined })
    const { status, body } = answer(url.pathname.slice('/range/'.length), url.searchParams.get('mode'))
    response.writeHead(status).end(body)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())
beforeEach(() => {
  asked = []
  answer = honest
})
const http = createHttpClient({ hosts: new Set(['127.0.0.1']), allowPrivateAddresses: true })

describe('the range service', () => {
  it.each(['sha1', 'ntlm'] as const)(
    'is told five digits of a hash (%s), and its padding is seen through',
    async (kind) => {
      const source = rangeSource({ http, base, kind })
      expect(await source.has(leaked)).toBe(true)
      expect(await source.has('zażółc\u0301')).toBe(true)
      expect(await source.has(fine)).toBe(false)
      for (const { path, padding } of asked) {
        expect(path).toMatch(/^\/range\/[0-9A-F]{5}(\?mode=ntlm)?$/)
        expect(padding).toBe('true')
      }
    },
  )

  it.each([
    ['429', { status: 429, body: 'slow down' }],
    ['503', { status: 503, body: '' }],
    ['a page', { status: 200, body: '<html>Log in to the hotel network</html>' }],
    ['nothing', { status: 200, body: '' }],
    ['suffixes of another length', { status: 200, body: 'AB:1' }],
  ])('that answers %s leaves it open whether the password leaked', async (_, reply) => {
    answer = () => reply
    const checker = createChecker({ online: { base, http } })
    const judged = await checker.check(leaked)
    expect(judged.accepted).toBe(true)
    expect(judged.notChecked.join()).toContain('SW_PWNED_RANGE')
  })
})

describe('the library', () => {
  it('judges with an index, in the language of the customer, and keeps the password to itself', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'sw-checker-'))
    writeFileSync(join(dir, 'list'), `${sha1(leaked)}:1\n`)
    await buildIndex(join(dir, 'list'), join(dir, 'index'), { signal: new AbortController().signal, partial: true })
    const checker = createChecker({ index: join(dir, 'index'), context: ['Northwind'] })
    const judged = await checker.check(leaked, ['Anna Nowak'], 'pl-PL')
    expect(judged).toMatchObject({ accepted: false, notChecked: [] })
    expect(judged.reasons).toEqual([
      {
        code: 'breached',
        text: 'Jest znane z wycieku z innej strony.',
        suggestion: 'Wybierz nowe i zmień to wszędzie, gdzie go używasz.',
      },
    ])
    expect(JSON.stringify(judged)).not.toMatch(/otter|quilt/)
    expect((await checker.check(fine)).accepted).toBe(true)
    expect((await checker.check('northwind2024!')).reasons.map((reason) => reason.code)).toContain('context')
    checker.close()
  })

  it('takes a rule book of your own, and says what it could not look at', async () => {
    const own = { ...(await import('./policy/profiles.ts')).profiles.pci, min: 9, minWithSecondFactor: 9 }
    const checker = createChecker({ profile: own })
    expect((await checker.check('abc def 1')).reasons.map((reason) => reason.code)).not.toContain('too-short')
    expect((await createChecker().check(fine)).notChecked).toEqual(['breached passwords (no index given)'])
  })

  it('asks nobody about what is too long to be a password', async () => {
    const judged = await createChecker({ online: { base, http } }).check('x'.repeat(1_000_000))
    expect(judged.reasons.map((reason) => reason.code)).toEqual(['too-long'])
    expect(asked).toEqual([])
  })
})
