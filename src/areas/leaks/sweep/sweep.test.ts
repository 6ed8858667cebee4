import { createHash } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { normaliseAddress } from '../../../connect/customers/address.ts'
import { CustomerBook } from '../../../connect/customers/book.ts'
import { Hibp } from '../../../connect/hibp/client.ts'
import { createHttpClient } from '../../../net/http-client.ts'
import { hibpSource } from './hibp-source.ts'
import { sweep } from './sweep.ts'

/** Key and accounts that the service publishes for tests of integrations. */
const testKey = '0'.repeat(32)
const account = (name: string) => `${name}@hibp-integration-tests.com`

const breach = (name: string, more: object = {}) => ({
  Name: name,
  Title: name,
  Domain: `${name.toLowerCase()}.example`,
  BreachDate: '2020-01-02',
  AddedDate: '2020-02-03T00:00:00Z',
  PwnCount: 7,
  Description: 'Passwords were stored in plain text.',
  DataClasses: ['Email addresses', 'Passwords'],
  IsVerified: true,
  IsFabricated: false,
  IsSpamList: false,
  ...more,
})
const catalogue = [
  breach('Adobe'),
  breach('Spam', { IsSpamList: true }),
  breach('Names', { DataClasses: ['Email addresses'] }),
  breach('Hashed', { Description: 'Salted hashes.' }),
  breach('Logs', { IsStealerLog: true }),
  breach('MadeUp', { IsFabricated: true }),
]
const inBreaches: Record<string, string[]> = {
  [account('account-exists')]: ['Adobe', 'Names'],
  [account('spam-list-only')]: ['Spam'],
  [account('hashed')]: ['Hashed'],
  [account('stealer-log')]: ['Logs', 'MadeUp'],
}

type Answer = { status: number; body?: unknown; headers?: Record<string, string> }
const normal = (request: IncomingMessage): Answer => {
  const path = decodeURIComponent((request.url ?? '').replace('/api/v3', ''))
  if (request.headers['hibp-api-key'] !== testKey) return { status: 401, body: { statusCode: 401 } }
  if (path === '/subscription/status') return { status: 200, body: { SubscriptionName: 'Pwned 1', Rpm: 10 } }
  if (path === '/breaches') return { status: 200, body: catalogue }
  if (path === '/latestbreach') return { status: 200, body: breach('Newest', { AddedDate: '2026-06-10T00:00:00Z' }) }
  if (path === '/breacheddomain/hibp-integration-tests.com')
    return { status: 200, body: { 'account-exists': ['Adobe'], stranger: ['Adobe'] } }
  if (path === '/stealerlogsbyemaildomain/hibp-integration-tests.com')
    return { status: 200, body: { 'account-exists': ['login.shop.example', 'other.example'] } }
  if (path === `/stealerlogsbyemail/${account('stealer-log')}`)
    return { status: 200, body: ['other.example', 'Shop.example'] }
  if (path.startsWith('/stealerlogsbywebsitedomain/')) return { status: 200, body: [account('account-exists')] }
  if (path.startsWith('/breachedaccount/range/')) {
    const prefix = path.slice('/breachedaccount/range/'.length)
    const entries = Object.entries(inBreaches).flatMap(([address, websites]) => {
      const hash = createHash('sha1').update(address).digest('hex').toUpperCase()
      return hash.startsWith(prefix) ? [{ hashSuffix: hash.slice(6), websites }] : []
    })
    return { status: 200, body: [{ hashSuffix: 'F'.repeat(34), websites: ['Adobe'] }, ...entries] }
  }
  const names = inBreaches[path.replace('/breachedaccount/', '')]
  return names ? { status: 200, body: names.map((Name) => ({ Name })) } : { status: 404 }
}

async function hibp(answer: (request: IncomingMessage, count: number) => Answer, key = testKey) {
  let count = 0
  const server = createServer((request, response) => {
    const { status, body, headers } = answer(request, count++)
    response.writeHead(status, headers ?? {})
    response.end(body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  onTestFinished(() => {
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const http = createHttpClient({ hosts: new Set(['127.0.0.1']), allowPrivateAddresses: true })
  return { client: new Hibp({ http, key, base: `http://127.0.0.1:${port}/api/v3` }), asked: () => count }
}

/** Customers and a clock that sleeping moves on. */
function watched(names: readonly string[]) {
  let time = Date.parse('2026-06-01T00:00:00Z')
  const book = CustomerBook.open(mkdtempSync(join(tmpdir(), 'sweep-')), new Date(time))
  onTestFinished(() => book.close())
  for (const name of names) book.put(normaliseAddress(account(name))!, {}, new Date(time).toISOString())
  const slept: number[] = []
  const run = (
    client: Hibp,
    more: {
      byRange?: boolean
      most?: number
      shopHosts?: string[]
      domains?: string[]
      sites?: boolean
      sinceNewest?: boolean
    } = {},
  ) =>
    sweep({
      book,
      source: hibpSource(client, more.byRange ?? false),
      shopHosts: more.shopHosts ?? [],
      domains: more.domains ?? [],
      sites: more.sites ?? false,
      sinceNewest: more.sinceNewest ?? false,
      everyDays: 30,
      perMinute: undefined,
      most: more.most ?? 1e9,
      now: () => new Date(time),
      sleep: async (ms) => {
        slept.push(ms)
        time += ms
      },
      signal: new AbortController().signal,
      progress: () => undefined,
    })
  const pass = (days: number) => {
    time += days * 86_400_000
  }
  return { book, run, slept, pass, minutes: () => (time - Date.parse('2026-06-01T00:00:00Z')) / 60_000 }
}

const kinds = (book: CustomerBook) => book.exposures().map((item) => `${item.breach} ${item.leaked}`)
const three = ['account-exists', 'not-active', 'spam-list-only']

describe('Have I Been Pwned', () => {
  it.each([false, true])('finds exposures with their kind (by range: %s)', async (byRange) => {
    const { client } = await hibp(normal)
    const { book, run } = watched([...three, 'hashed'])
    expect(await run(client, { byRange })).toMatchObject({ asked: 4, found: 4, fresh: 4, left: 0 })
    expect(kinds(book)).toEqual(['Adobe plaintext', 'Names address', 'Spam spam', 'Hashed hash'])
    expect(book.breach('Adobe')).toMatchObject({ date: '2020-01-02', attribution: expect.stringContaining('CC BY') })
  })

  it("weighs stolen log-ins to the shop's own site most", async () => {
    const { client } = await hibp(normal)
    const { book, run } = watched(['account-exists'])
    await run(client, { shopHosts: ['shop.example'] })
    expect(kinds(book)).toContain('stealer-logs shop.example shop-stealer')
  })

  it('asks of those in a stealer log for which websites, and files a made-up leak as worth nothing', async () => {
    const { client } = await hibp(normal)
    const { book, run } = watched(['stealer-log'])
    await run(client, { sites: true, shopHosts: ['shop.example'] })
    expect(kinds(book)).toEqual(['Logs stealer', 'MadeUp spam', 'stealer-logs shop.example shop-stealer'])
  })

  it('answers for all customers of a verified mail domain with one question', async () => {
    const { client, asked } = await hibp(normal)
    const { book, run } = watched(['account-exists', 'not-active', 'hashed'])
    const domains = ['hibp-integration-tests.com']
    const report = await run(client, { domains, sites: true, shopHosts: ['login.shop.example'] })
    expect(report).toMatchObject({ asked: 3, left: 0 })
    // Plan, catalogue, the website, the domain twice.
    expect(asked()).toBe(5)
    expect(kinds(book)).toEqual(['Adobe plaintext', 'stealer-logs login.shop.example shop-stealer'])
  })

  it('asks again whoever was asked before the newest leak was added, once', async () => {
    const { client } = await hibp(normal)
    const { run, pass } = watched(['account-exists', 'hashed'])
    expect(await run(client)).toMatchObject({ asked: 2 })
    pass(5)
    expect(await run(client, { sinceNewest: true })).toMatchObject({ asked: 2 })
    pass(5)
    expect(await run(client, { sinceNewest: true })).toMatchObject({ asked: 2 })
    expect(await run(client, { sinceNewest: true })).toMatchObject({ asked: 0, left: 0 })
  })

  it('keeps the pace of the plan', async () => {
    const { client } = await hibp(normal)
    const { run, minutes } = watched(Array.from({ length: 28 }, (_, index) => `c${index}`))
    await run(client)
    // 30 requests at ten a minute, the first two faster than the plan's pace was known.
    expect(minutes()).toBeGreaterThan(2.8)
  })

  it('goes on where it stopped and says when it will be done', async () => {
    const { client, asked } = await hibp(normal)
    const { run } = watched(Array.from({ length: 25 }, (_, index) => `c${index}`))
    const first = await run(client, { most: 5 })
    expect(first).toMatchObject({ asked: 5, left: 20, requestsPerMinute: 10 })
    expect(await run(client)).toMatchObject({ asked: 20, left: 0 })
    const before = asked()
    expect(await run(client)).toMatchObject({ asked: 0, left: 0 })
    expect(asked() - before).toBe(2)
  })

  it('waits as long as a 429 asks, and stops where that is too long', async () => {
    const soon = await hibp((request, count) =>
      count === 3 ? { status: 429, headers: { 'retry-after': '42' } } : normal(request),
    )
    const { run, slept } = watched(three)
    expect(await run(soon.client)).toMatchObject({ asked: 3, left: 0 })
    expect(slept).toContain(42_000)
    const late = await hibp((request, count) =>
      count === 3 ? { status: 429, headers: { 'retry-after': '5000' } } : normal(request),
    )
    const other = watched(three)
    expect(await other.run(late.client)).toMatchObject({ asked: 1, left: 2, stopped: expect.stringContaining('5000') })
  })

  it.each([
    ['401', { status: 401 }, 'SW_HIBP_KEY'],
    ['500', { status: 500 }, 'SW_HIBP_UNAVAILABLE'],
    ['HTML', { status: 200, body: '<html>maintenance</html>' }, 'SW_HIBP_UNAVAILABLE'],
    ['another form', { status: 200, body: { message: 'moved' } }, 'SW_HIBP_UNAVAILABLE'],
  ] as const)('stops with the reason at %s, keeps what it has and claims no whole sweep', async (_, broken, code) => {
    const { client } = await hibp((request, count) => (count === 4 ? broken : normal(request)))
    const { book, run } = watched(three)
    expect(await run(client)).toMatchObject({ asked: 2, left: 1, stopped: expect.stringContaining(code) })
    expect(book.db.prepare('select complete, lines from sweeps').all()).toEqual([{ complete: 0, lines: 2 }])
  })
})
