import { connect } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import type { Ask } from './http.ts'
import { type Front, openFront } from './front.ts'

const opened: Front[] = []
async function open(ask: Ask, over: { token?: string; port?: number } = {}): Promise<{ front: Front; url: string }> {
  const front = await openFront(
    { paths: new Set(['POST /a', 'GET /b']), token: over.token, host: '127.0.0.1', port: over.port ?? 0 },
    ask,
  )
  opened.push(front)
  return { front, url: `http://127.0.0.1:${front.port}` }
}
afterEach(async () => {
  for (const front of opened.splice(0)) await front.close()
})
const echo: Ask = (path, body, answered) => answered(200, JSON.stringify({ path, body }))

it('gives each of many requests at once its own answer, also when answers come in another order', async () => {
  const { url } = await open((path, body, answered) => {
    setTimeout(() => echo(path, body, answered), Number(body) % 7)
  })
  const answers = await Promise.all(
    Array.from({ length: 300 }, async (_, index) => {
      const answer = await fetch(`${url}/a?x=1`, { method: 'POST', body: String(index) })
      return answer.json()
    }),
  )
  expect(answers).toEqual(Array.from({ length: 300 }, (_, index) => ({ path: 'POST /a', body: String(index) })))
})

it('hands on texts of any script whole, in pieces as they come, and refuses what is too large', async () => {
  const { url } = await open(echo)
  const body = 'Łódź 🂡 '.repeat(20_000)
  expect(await (await fetch(`${url}/a`, { method: 'POST', body })).json()).toEqual({ path: 'POST /a', body })
  const large = await fetch(`${url}/a`, { method: 'POST', body: 'x'.repeat(2_000_001) })
  expect([large.status, await large.json()]).toMatchObject([413, { error: { code: 'SW_FRAUD_EVENT' } }])
})

it('asks nobody without the token or for what is not there', async () => {
  let asked = 0
  const { url } = await open(
    (...args) => {
      asked++
      echo(...args)
    },
    { token: 'long-random-word' },
  )
  const statusOf = async (path: string, token?: string) =>
    (await fetch(`${url}${path}`, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } })).status
  expect([await statusOf('/b'), await statusOf('/b', 'wrong'), asked]).toEqual([401, 401, 0])
  expect([await statusOf('/b', 'long-random-word'), await statusOf('/c'), asked]).toEqual([200, 404, 1])
})

it('answers what was asked before it closes, and says where it cannot listen', async () => {
  let answer: () => void = () => undefined
  const asked = new Promise<void>((heard) => {
    void open((path, body, answered) => {
      answer = () => echo(path, body, answered)
      heard()
    }).then(({ url }) => {
      result = fetch(`${url}/a`, { method: 'POST', body: 'last' }).then((response) => response.json())
    })
  })
  let result: Promise<unknown> | undefined
  await asked
  const [front] = opened as [Front]
  await expect(open(echo, { port: front.port })).rejects.toMatchObject({ code: 'SW_FRAUD_LISTEN' })
  const closed = opened.splice(0)[0]?.close()
  answer()
  expect(await result).toEqual({ path: 'POST /a', body: 'last' })
  await closed
  const refused = await new Promise((done) =>
    connect(front.port, '127.0.0.1', () => done(undefined)).once('error', done),
  )
  expect(refused).toMatchObject({ code: 'ECONNREFUSED' })
})
