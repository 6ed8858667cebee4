import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { orderEvents } from '../../../test/helpers/dispute-room.ts'
import { dispatchEnv, type DisputeServers, startDisputeServers } from '../../../test/helpers/dispute-servers.ts'
import { secrets, stripeWebhook } from '../../../test/helpers/dispute-webhooks.ts'
import { makePdf } from '../../connect/pdf/make.ts'
import { readPdf } from '../../connect/pdf-text/read.ts'
import { type Client, firstOwner, someShop, startTestServer } from '../../../test/helpers/server.ts'
import type { RunningServer } from '../server.ts'

let servers: DisputeServers
let server: RunningServer
let owner: Client
let shop: string

beforeAll(async () => {
  servers = await startDisputeServers()
  // Where the providers are is the operator's to say; the keys are each shop's own.
  for (const [name, value] of Object.entries(dispatchEnv(servers.base)))
    if (name.endsWith('_BASE')) vi.stubEnv(name, value)
  server = await startTestServer()
  owner = await firstOwner(server)
  shop = await someShop(owner)
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await server.stop()
  await servers.close()
})

const put = (key: string, value: string) => owner.call('PUT', `/shops/${shop}/services/${key}`, { value })
const post = (path: string, webhook: { headers: Record<string, string>; body: Buffer | string }) =>
  fetch(new URL(path, server.url), {
    method: 'POST',
    headers: webhook.headers,
    body: new Uint8Array(Buffer.from(webhook.body)),
  })

async function finished(job: string) {
  await expect
    .poll(async () => (await owner.get(`/shops/${shop}/jobs/${job}`)).body.state, { timeout: 60_000 })
    .toMatch(/done|failed/)
  return (await owner.get(`/shops/${shop}/jobs/${job}`)).body
}

describe('keys of outside services', () => {
  it('are those that an area uses; they are sealed and never shown', async () => {
    expect((await put('PATH', '/tmp')).status).toBe(404)
    expect((await put('NODE_OPTIONS', '--require /tmp/x')).status).toBe(404)
    expect((await put('HIBP_API_KEY', 'f'.repeat(32))).status).toBe(200)
    const { body } = await owner.get(`/shops/${shop}/services`)
    const hibp = body.items.find((item: { name: string }) => item.name === 'Have I Been Pwned')
    expect(hibp.keys).toEqual([{ key: 'HIBP_API_KEY', set: 'shop', setAt: expect.any(String) }])
    const stored = await server.house.workspace.store.db.selectFrom('service_key').selectAll().execute()
    expect(JSON.stringify([body, stored])).not.toContain('f'.repeat(32))
    const health = await owner.get(`/shops/${shop}/health`)
    expect(health.body.services).toContainEqual({ name: 'Have I Been Pwned', configured: true })
    expect((await owner.call('DELETE', `/shops/${shop}/services/HIBP_API_KEY`)).status).toBe(200)
    expect((await owner.get(`/shops/${shop}/health`)).body.services).toContainEqual({
      name: 'Have I Been Pwned',
      configured: false,
    })
  })
})

describe('a dispute, over HTTP alone', () => {
  const at = new Date(Date.now() - 20 * 86_400_000).toISOString()

  it('comes in by a signed message, and by no other', async () => {
    const now = new Date()
    const message = stripeWebhook(
      'charge.dispute.created',
      'evt_1',
      now.toISOString(),
      {
        id: 'dp_1',
        charge: 'ch_O1',
        amount: 4990,
        currency: 'EUR',
        created: now.toISOString(),
        reason: 'product_not_received',
        code: '13.1',
        due: new Date(now.getTime() + 9 * 86_400_000).toISOString(),
      },
      now,
    )
    const door = `/hooks/${shop}/disputes/stripe`
    expect((await post(door, message)).status).toBeGreaterThanOrEqual(400)
    await put('STRIPE_WEBHOOK_SECRET', secrets.stripe)
    await owner.post(
      `/shops/${shop}/disputes/events`,
      orderEvents('O1', { at, delivered: new Date(Date.now() - 17 * 86_400_000).toISOString() }),
    )
    expect((await post(door, { ...message, body: `${message.body} ` })).status).toBeGreaterThanOrEqual(400)
    expect((await owner.get(`/shops/${shop}/disputes/cases`)).body.items).toEqual([])
    expect((await post(door, message)).status).toBe(200)
    expect((await post(door, message)).status).toBe(200)
    expect((await owner.get(`/shops/${shop}/disputes/cases`)).body.items).toMatchObject([{ id: 'stripe:dp_1' }])
    for (const path of [
      `/hooks/shop_unknown/disputes/stripe`,
      `/hooks/${shop}/disputes/nobody`,
      `/hooks/${shop}/fraud/x`,
    ])
      expect((await post(path, message)).status, path).toBe(404)
    expect((await post(door, { ...message, body: Buffer.alloc(2_000_001) })).status).toBe(413)
  })

  it('is answered with the key of this shop', async () => {
    const before = await owner.post(`/shops/${shop}/disputes/verbs/submit`, { disputes: ['stripe:dp_1'] })
    await finished(before.body.id)
    expect(servers.submissions).toEqual([])
    await put('STRIPE_SECRET_KEY', dispatchEnv(servers.base)['STRIPE_SECRET_KEY']!)
    const draft = await owner.post(`/shops/${shop}/disputes/verbs/answer`, {
      dispute: 'stripe:dp_1',
      edit: { evidence: { uncategorized_text: 'Delivered on 3 June.' } },
    })
    expect(await finished(draft.body.id)).toMatchObject({ state: 'done' })
    const note = await makePdf({ content: ['Handed over to Anna Nowak'], defaultStyle: { font: 'Roboto' } })
    const { body: upload } = await owner.call('PUT', `/shops/${shop}/uploads?name=note.pdf`, note, {
      'content-type': 'application/octet-stream',
    })
    const kept = await owner.post(`/shops/${shop}/disputes/verbs/ship`, {
      file: upload.id,
      document: { order: 'O1', name: 'note.pdf' },
    })
    expect(await finished(kept.body.id)).toMatchObject({ state: 'done', status: 0 })
    const pack = await fetch(new URL(`/api/v1/shops/${shop}/disputes/cases/stripe:dp_1/pack`, server.url), {
      headers: { cookie: owner.cookie() },
    })
    const said = await readPdf(Buffer.from(await pack.arrayBuffer()))
    expect('pages' in said && said.pages.flat(2).map((cell) => cell.text)).toContain('Handed over to Anna Nowak')
    const sent = await owner.post(`/shops/${shop}/disputes/verbs/answer`, { dispute: 'stripe:dp_1', action: 'submit' })
    expect(await finished(sent.body.id)).toMatchObject({ state: 'done' })
    expect(servers.submissions).toHaveLength(1)
    expect(JSON.stringify(servers.submissions[0])).toContain('Delivered+on+3+June.')
    expect((await owner.get(`/shops/${shop}/disputes/cases/stripe:dp_1`)).body.dispute.state).toBe('answered')
  })
})
