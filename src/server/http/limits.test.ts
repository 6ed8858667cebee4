import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Client, clientOf, firstOwner, someShop, startTestServer } from '../../../test/helpers/server.ts'
import type { RunningServer } from '../server.ts'
import { rateLimit } from './rate.ts'

let server: RunningServer
let owner: Client
beforeAll(async () => {
  server = await startTestServer({ settings: { securityContact: 'mailto:security@acme.example' } })
  owner = await firstOwner(server)
})
afterAll(() => server.stop())

/** Sends the beginning of a request and nothing more; resolves when the server hangs up. */
const dribble = (text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url)
    const socket = connect(Number(port), hostname, () => socket.write(text))
    let heard = ''
    socket.on('data', (piece) => {
      heard += piece
    })
    socket.on('close', () => resolve(heard))
    socket.on('error', reject)
  })

describe('limits', () => {
  it('slow heads and slow bodies are cut off, and others are answered meanwhile', async () => {
    const slow = Promise.all([
      dribble('GET / HTTP/1.1\r\nHost: x\r\nX-Slow: '),
      dribble(
        'POST /api/v1/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"em',
      ),
    ])
    expect((await owner.get('/shops')).status).toBe(200)
    await slow
  }, 30_000)

  it('a server that stood still blames no client for it', async () => {
    const { hostname, port } = new URL(server.url)
    const request =
      'POST /api/v1/sign-in HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n'
    // Whole requests lie in the kernel while the process does nothing for longer than any limit.
    const sockets = Array.from({ length: 5 }, () => connect(Number(port), hostname))
    await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('connect', resolve))))
    for (const socket of sockets) socket.write(`${request}Content-Length: 2\r\n\r\n`)
    await new Promise((resolve) => setTimeout(resolve, 50))
    for (const socket of sockets) socket.write('{}')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 6500)
    const heard = await Promise.all(
      sockets.map(async (socket) => {
        let text = ''
        for await (const piece of socket) text += String(piece)
        return text.slice(0, 12)
      }),
    )
    expect(heard).toEqual(Array.from({ length: 5 }, () => 'HTTP/1.1 400'))
  }, 30_000)

  it('large bodies are refused, and deep or broken ones are no fault', async () => {
    const shop = await someShop(owner)
    expect((await owner.post('/shops', { yaml: 'x'.repeat(3_000_000) })).status).toBe(413)
    for (const body of ['{', '[]', 'null', '"text"', '{"a":'.repeat(5000), '\u0000', '{"__proto__":{"a":1}}'])
      expect((await owner.call('POST', `/shops/${shop}/audits`, body)).status, body.slice(0, 20)).toBe(400)
    const yaml = `name: x\na: &a [x]\nb: [${'*a,'.repeat(1000)}]\n`
    expect([400, 422]).toContain((await owner.post('/shops', { yaml })).status)
  })

  it('an event stream ends with the session', async () => {
    const other = clientOf(server)
    await other.post('/sign-in', { email: 'olga@acme.example', password: 'correct candle anvil river' })
    const response = await fetch(new URL('/api/v1/events', server.url), { headers: { cookie: other.cookie() } })
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    await response.body?.cancel()
    await other.post('/sign-out')
    expect((await fetch(new URL('/api/v1/events', server.url), { headers: { cookie: other.cookie() } })).status).toBe(
      401,
    )
  })
})

it('lets a caller through so many times a minute, evenly, and each caller for itself', async () => {
  let now = 0
  const admit = rateLimit(60, () => new Date(now))
  const tries = (caller: string, count: number) =>
    Array.from({ length: count }, () => {
      try {
        admit(caller)
        return 1
      } catch {
        return 0
      }
    }).reduce<number>((sum, one) => sum + one, 0)
  expect(tries('a', 100)).toBe(60)
  expect(tries('b', 10)).toBe(10)
  now += 5000
  expect(tries('a', 100)).toBe(5)
  const still = await startTestServer({ now: () => new Date('2026-11-25T10:00:00Z') })
  const other = await firstOwner(still)
  const shop = await someShop(other, 'Rated')
  const answers = await Promise.all(
    Array.from({ length: 610 }, () => other.post(`/shops/${shop}/passwords/check`, { password: 'x' })),
  )
  await still.stop()
  const statuses = answers.map((answer) => answer.status)
  expect(statuses.filter((status) => status === 200)).toHaveLength(600)
  expect(statuses.filter((status) => status === 429)).toHaveLength(10)
})

it('says whom to tell of a hole, and what it does only to those who may ask', async () => {
  const text = await (await fetch(new URL('/.well-known/security.txt', server.url))).text()
  expect(text).toMatch(/^Contact: mailto:security@acme\.example\nExpires: \d{4}/)
  expect(await (await fetch(new URL('/metrics', server.url))).text()).toContain('shopwarden_http_request_seconds')
  const closed = await startTestServer({ settings: { metricsToken: 'a-token-of-some-length' } })
  expect((await fetch(new URL('/metrics', closed.url))).status).toBe(403)
  expect(
    (await fetch(new URL('/metrics', closed.url), { headers: { authorization: 'Bearer a-token-of-some-length' } }))
      .status,
  ).toBe(200)
  await closed.stop()
})
