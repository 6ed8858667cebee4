import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Client, firstOwner, startTestServer } from '../../test/helpers/server.ts'
import type { RunningServer } from '../server/server.ts'
import { type LiveEvent, ShopwardenApiError, ShopwardenClient } from './client.ts'

let server: RunningServer
let owner: Client
let client: ShopwardenClient
beforeAll(async () => {
  server = await startTestServer()
  owner = await firstOwner(server)
  const { body } = await owner.post('/keys', { name: 'program', scopes: ['read', 'configure'] })
  client = new ShopwardenClient({ url: server.url, key: body.key })
})
afterAll(() => server.stop())

it('a program adds a shop, audits it, hears how it goes, and reads answers and findings', async () => {
  const shop = await client.addShop({ name: 'By program', urls: { storefront: 'http://127.0.0.1:9' } })
  const stop = new AbortController()
  const heard: LiveEvent[] = []
  const listening = (async () => {
    for await (const event of client.events({ shop: shop.id, signal: stop.signal })) heard.push(event)
  })().catch(() => undefined)
  const job = await client.startAudit(shop.id)
  expect((await client.ended(shop.id, job.id, { everyMs: 200 })).state).toBe('done')
  const audit = await client.audit(shop.id)
  expect(audit.answers.filter((answer) => answer.number > 0)).toHaveLength(13)
  for await (const line of client.findings(shop.id))
    expect((await client.finding(shop.id, line.fingerprint)).finding.rule).toBe(line.rule)
  await expect
    .poll(() => heard.map((event) => event.kind))
    .toEqual(expect.arrayContaining(['job.started', 'job.progress', 'job.done']))
  stop.abort()
  await listening
})

it('is told with a code what was wrong', async () => {
  const error = await client.audit('shop_none').catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(ShopwardenApiError)
  expect((error as ShopwardenApiError).problem).toMatchObject({ code: 'SW_SERVER_NOT_FOUND', status: 404 })
})
