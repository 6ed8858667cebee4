import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { exploitedSchema } from './advisories.ts'
import { fromBundle, fromNetwork } from './carriers.ts'
import { endOfLife } from './feeds/endoflife.ts'
import { kev } from './feeds/kev.ts'
import { readKnowledge } from './read.ts'
import { updateKnowledge } from './update.ts'
import { z } from 'zod'

let dir: string
let server: Server
let answer: (path: string) => { status?: number; body: string | Buffer; etag?: string }
let seen: { path: string; etag: string | undefined }[]
let authorization: (string | undefined)[]
const signal = new AbortController().signal
const now = new Date('2026-06-30T00:00:00Z')

const catalog = (count: number, day: string) =>
  JSON.stringify({
    dateReleased: `${day}T00:00:00Z`,
    vulnerabilities: Array.from({ length: count }, (_, index) => ({
      cveID: `CVE-2024-${10_000 + index}`,
      dateAdded: '2024-07-17',
    })),
  })

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'sw-knowledge-'))
  seen = []
  authorization = []
  writeFileSync(
    join(dir, 'exploited.json'),
    JSON.stringify({ asOf: '2025-01-01', sources: ['shipped'], exploited: { 'CVE-2020-1': '2020-01-01' } }),
  )
  server = createServer((request, response) => {
    const tag = request.headers['if-none-match']
    seen.push({ path: request.url!, etag: tag })
    authorization.push(request.headers.authorization)
    const { status = 200, body, etag } = answer(request.url!)
    if (etag !== undefined && tag === etag) return response.writeHead(304).end()
    response.writeHead(status, { ...(etag && { etag }), 'last-modified': 'Mon, 29 Jun 2026 10:00:00 GMT' }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterEach(async () => {
  rmSync(dir, { recursive: true })
  await new Promise((resolve) => server.close(resolve))
})

const mirror = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/feeds`
const refresh = (options = {}) =>
  updateKnowledge([kev], fromNetwork(mirror(), signal), dir, { now, ...options }).then((results) => results[0]!)
const known = () => readKnowledge(dir, 'exploited.json', exploitedSchema)

it('refreshes, then asks only whether anything changed', async () => {
  answer = () => ({ body: catalog(5, '2026-06-01'), etag: '"a"' })
  expect(known().asOf).toBe('2025-01-01')
  expect(await refresh()).toMatchObject({ state: 'updated', asOf: '2026-06-01', read: 5 })
  expect(Object.keys(known().exploited)).toHaveLength(5)
  expect(await refresh()).toMatchObject({ state: 'unchanged', asOf: '2026-06-01' })
  expect(seen).toEqual([
    { path: '/feeds/kev', etag: undefined },
    { path: '/feeds/kev', etag: '"a"' },
  ])
})

it.each([
  ['an error page', { status: 503, body: '<html>' }, 'SW_KNOWLEDGE_HTTP'],
  ['another format', { body: '<html>' }, 'SW_KNOWLEDGE_FEED'],
  ['a cut file', { body: catalog(5, '2026-06-02').slice(0, 200) }, 'SW_KNOWLEDGE_FEED'],
  ['most entries gone', { body: catalog(2, '2026-06-02') }, 'SW_KNOWLEDGE_SHRUNK'],
  ['an older state', { body: catalog(5, '2026-05-01') }, 'SW_KNOWLEDGE_FEED'],
  ['a hundred times too large', { body: Buffer.alloc(kev.maxBytes + 10, 32) }, 'SW_KNOWLEDGE_FEED'],
])('keeps what it knows: %s', async (_, bad, code) => {
  answer = () => ({ body: catalog(5, '2026-06-01') })
  await refresh()
  answer = () => bad
  const result = await refresh()
  expect(result).toMatchObject({ state: 'failed', asOf: '2026-06-01' })
  expect(result.reason).toContain(code)
  expect(Object.keys(known().exploited)).toHaveLength(5)
  expect(readdirSync(join(dir, 'updated')).sort()).toEqual(['exploited.json', 'state.json'])
})

it('accepts a smaller feed where its owner says so', async () => {
  answer = () => ({ body: catalog(5, '2026-06-01') })
  await refresh()
  answer = () => ({ body: catalog(2, '2026-06-02') })
  expect(await refresh({ acceptLoss: true })).toMatchObject({ state: 'updated', read: 2 })
})

it('works from a folder without any network, and says which feeds are missing', async () => {
  const bundle = join(dir, 'bundle')
  mkdirSync(bundle)
  writeFileSync(join(bundle, 'kev.json'), catalog(3, '2026-06-05'))
  const php = endOfLife('php')
  const results = await updateKnowledge([kev, php], fromBundle(bundle), dir, { now })
  expect(results).toMatchObject([{ state: 'updated' }, { state: 'failed' }])
  expect(results[1]!.reason).toContain('SW_KNOWLEDGE_BUNDLE')
  expect(seen).toEqual([])
})

it('keeps the products that a refresh of one does not mention', async () => {
  const ends = { asOf: '2025-01-01', sources: ['x'], products: { debian: [{ cycle: '12', released: '2023-06-10' }] } }
  writeFileSync(join(dir, 'support-ends.json'), JSON.stringify(ends))
  answer = () => ({ body: JSON.stringify([{ cycle: '8.4', releaseDate: '2024-11-21', eol: '2028-12-31' }]) })
  await updateKnowledge([endOfLife('php')], fromNetwork(mirror(), signal), dir, { now })
  const shape = z.object({ products: z.record(z.string(), z.unknown()) })
  const read = readKnowledge(dir, 'support-ends.json', shape)
  expect(Object.keys(read.products).sort()).toEqual(['debian', 'php'])
  expect(read.asOf).toBe('2026-06-29')
  expect(read.sources).toEqual(['x', 'endoflife.date (MIT)'])
})

const keyed = () => ({
  ...kev,
  url: mirror().replace('/feeds', '/published'),
  key: { variable: 'FEED_KEY', about: 'a free key' },
})

it('sends a key to the publisher only, and goes without a feed whose key is not there', async () => {
  answer = () => ({ body: catalog(3, '2026-06-05') })
  const options = { now }
  const [none] = await updateKnowledge([keyed()], fromNetwork(undefined, signal, {}), dir, options)
  expect(none).toMatchObject({ state: 'skipped' })
  expect(none!.reason).toContain('FEED_KEY')
  expect(seen).toEqual([])
  const env = { FEED_KEY: 'SECRET-42' }
  expect(await updateKnowledge([keyed()], fromNetwork(mirror(), signal, env), dir, options)).toMatchObject([
    { state: 'updated' },
  ])
  expect(authorization).toEqual([undefined])
})

it('says a refused key without naming it', async () => {
  answer = () => ({ status: 401, body: '{}' })
  const feed = keyed()
  const carry = fromNetwork(undefined, signal, { FEED_KEY: 'SECRET-42' })
  const [refused] = await updateKnowledge([feed], carry, dir, { now })
  expect(refused).toMatchObject({ state: 'failed' })
  expect(refused!.reason).toContain('SW_KNOWLEDGE_KEY_REFUSED')
  expect(refused!.reason).not.toContain('SECRET')
  expect(authorization).toEqual(['Bearer SECRET-42'])
})

it('lets a damaged refreshed file not stand in the way', async () => {
  mkdirSync(join(dir, 'updated'))
  writeFileSync(join(dir, 'updated', 'exploited.json'), '{"asOf":')
  expect(known().asOf).toBe('2025-01-01')
})
