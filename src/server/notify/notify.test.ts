import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startMailServer } from '../../../test/helpers/mail-server.ts'
import { type Client, firstOwner, someShop, startTestServer } from '../../../test/helpers/server.ts'
import type { RunningServer } from '../server.ts'
import { deliver } from './dispatch.ts'

interface Call {
  method: string | undefined
  path: string | undefined
  headers: IncomingMessage['headers']
  body: string
}

let now = Date.parse('2026-11-25T10:00:00Z')
let server: RunningServer
let owner: Client
let shop: string
let receiver: Server
let receiverUrl: string
let answerWith = 200
const calls: Call[] = []

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = ''
    request.on('data', (piece) => {
      body += piece
    })
    request.on('end', () => {
      calls.push({ method: request.method, path: request.url, headers: request.headers, body })
      response.writeHead(answerWith).end()
    })
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  receiverUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`
  server = await startTestServer({ now: () => new Date(now) })
  owner = await firstOwner(server)
  shop = await someShop(owner, 'Shop <!channel> "x"')
})
afterAll(async () => {
  await server.stop()
  receiver.close()
})

const happen = (kind: string, data: Record<string, string | number>) =>
  server.house.bus.publish({ kind, client: 'client_first', shop, at: new Date(now).toISOString(), data })

describe('a webhook', () => {
  it('is signed as Standard Webhooks has it, tried again until it is taken, and never again after', async () => {
    const { body: channel } = await owner.post('/channels', {
      kind: 'webhook',
      name: 'Ops',
      target: `${receiverUrl}/hook`,
      events: ['job.failed'],
    })
    answerWith = 500
    happen('job.failed', { job: 'job_1', what: 'audit', code: 'SW_X' })
    happen('malware.alert', { path: 'not wanted here' })
    await expect.poll(() => calls.length).toBe(1)
    const { body: channels } = await owner.get('/channels')
    expect(channels.items[0].lastError).toContain('500')
    answerWith = 200
    now += 2 * 60_000
    await deliver(server.house)
    await expect.poll(() => calls.length).toBe(2)
    now += 60 * 60_000
    await deliver(server.house)
    expect(calls).toHaveLength(2)

    const { headers, body } = calls[1]!
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
    const key = Buffer.from(channel.secret.replace('whsec_', ''), 'base64')
    expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`)
    expect(JSON.parse(body)).toMatchObject({ type: 'job.failed', shop: { id: shop }, data: { code: 'SW_X' } })
    const stored = await server.house.workspace.store.db.selectFrom('channel').selectAll().execute()
    expect(JSON.stringify(stored)).not.toContain(channel.secret)
  })

  it('goes to no private address for a client that may not', async () => {
    const { db } = server.house.workspace.store
    await db.updateTable('client').set({ allow_private: 0 }).execute()
    for (const target of [
      `${receiverUrl}/x`,
      'https://127.0.0.1/',
      'https://[::1]/',
      'https://169.254.169.254/',
      'file:///etc/passwd',
      'https://user:pw@shop.example/',
    ])
      expect((await owner.post('/channels', { kind: 'webhook', name: 'x', target })).status, target).toBe(422)
    await db.updateTable('client').set({ allow_private: 1 }).execute()
  })
})

it('mail: arrives as one message whatever a shop is called', async () => {
  const mail = await startMailServer()
  const other = await startTestServer({
    settings: { mailServer: `smtp://127.0.0.1:${mail.port}`, mailFrom: 'sw@acme.example' },
  })
  const boss = await firstOwner(other)
  const { body: channel } = await boss.post('/channels', { kind: 'mail', name: 'Boss', target: 'boss@acme.example' })
  expect((await boss.post(`/channels/${channel.id}/test`)).status).toBe(200)
  expect(mail.arrived).toHaveLength(1)
  expect(mail.arrived[0]).toMatchObject({ to: 'boss@acme.example' })
  await other.stop()
  await mail.close()
})
