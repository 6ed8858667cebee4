import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import type { HttpClient } from '../core/http.ts'
import { shopSchema } from '../core/shop.ts'
import { ownershipToken } from './ownership.ts'
import { authorise } from './authorise.ts'

const dir = mkdtempSync(join(tmpdir(), 'pentest-key-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const asked: string[] = []
/** A web server that shows one text for every address. */
const shows = (text: string, status = 200): HttpClient => ({
  request: (url) => {
    asked.push(url)
    return Promise.resolve({ url, status, headers: new Map(), body: Buffer.from(text), truncated: false, elapsedMs: 1 })
  },
})
const shop = shopSchema.parse({ name: 'A', urls: { storefront: 'https://shop.example' } })
const now = new Date('2026-11-25T12:00:00Z')
const token = ownershipToken(dir, 'shop.example', now)
const noTxt = () => Promise.reject(new Error('NXDOMAIN'))
const base = {
  area: 'PENTEST' as const,
  confirmed: false,
  keyDir: dir,
  now,
  shop,
  txt: noTxt,
  target: new URL('https://shop.example/start'),
}

it.each([
  ['loopback without a word', { ...base, target: new URL('http://127.0.0.1:1'), http: shows('') }],
  [
    'a host that shop.yaml does not list',
    { ...base, target: new URL('https://other.example'), confirmed: true, http: shows(token) },
  ],
  ['no shop.yaml', { ...base, shop: undefined, http: shows(token) }],
  ['no proof', { ...base, http: shows('not found', 404) }],
  ['the proof of another host', { ...base, http: shows(ownershipToken(dir, 'other.example', now)) }],
  ['a page that shows the line somewhere', { ...base, http: shows(`<p>you asked for ${token}</p>`) }],
  ['a proof of last year', { ...base, http: shows(ownershipToken(dir, 'shop.example', new Date('2025-11-25'))) }],
  ['a proof of next week', { ...base, http: shows(ownershipToken(dir, 'shop.example', new Date('2026-12-02'))) }],
  ['a proof with another day', { ...base, http: shows(token.replace('11-25', '11-24')) }],
  ['the line with an error status', { ...base, http: shows(token, 404) }],
  ['another record', { ...base, http: shows('', 404), txt: () => Promise.resolve([['v=spf1 -all']]) }],
])('refuses %s', async (_, input) => {
  await expect(authorise(input)).rejects.toMatchObject({ code: 'SW_PENTEST_NOT_AUTHORISED', fix: expect.any(String) })
})

it('asks nobody before the host is listed', async () => {
  asked.length = 0
  await expect(authorise({ ...base, target: new URL('https://other.example'), http: shows(token) })).rejects.toThrow()
  expect(asked).toEqual([])
})

it.each([
  [
    'loopback that the owner confirms',
    { ...base, confirmed: true, target: new URL('http://localhost:3000'), http: shows('') },
  ],
  ['the token file', { ...base, http: shows(`# proof\r\n${token}\r\n`) }],
  [
    'the DNS record',
    {
      ...base,
      http: shows('', 404),
      txt: (name: string) =>
        Promise.resolve(name === '_shopwarden.shop.example' ? [[token.slice(0, 40), token.slice(40)]] : []),
    },
  ],
])('accepts %s', async (_, input) => {
  expect(await authorise(input)).toMatch(/\w/)
})

it('keeps the key to its owner', () => {
  expect(statSync(join(dir, 'installation.key')).mode & 0o777).toBe(0o600)
})
