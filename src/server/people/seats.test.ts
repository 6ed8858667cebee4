import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Client, clientOf, firstOwner, goodPassword, startTestServer } from '../../../test/helpers/server.ts'
import type { RunningServer } from '../server.ts'

let server: RunningServer
let owner: Client
let rita: Client
let now = Date.parse('2026-11-01T00:00:00Z')

const tokenOf = (invitation: { link: string }) => new URL(invitation.link).hash.slice(1)

async function come(client: Client, invitation: { link: string }): Promise<void> {
  const { status } = await client.post('/welcome', { token: tokenOf(invitation), password: goodPassword })
  if (status !== 200) throw new Error(`invitation failed: ${status}`)
}

/** Cora of the first client, a consultant, invited to the rival. */
async function consultant(role = 'analyst') {
  const email = `cora-${Math.random().toString(36).slice(2)}@consult.example`
  const { body } = await owner.post('/people', { name: 'Cora', email, role: 'engineer' })
  const cora = clientOf(server)
  await come(cora, body.invitation)
  const { body: seat } = await rita.post('/people', { name: 'Consultant C.', email, role })
  return { cora, email, id: body.person.id as string, seat }
}

const current = async (client: Client) => (await client.get('/session')).body

beforeAll(async () => {
  server = await startTestServer({ now: () => new Date(now) })
  owner = await firstOwner(server)
  const { body } = await owner.post('/clients', { name: 'Rival', owner: { name: 'Rita', email: 'rita@rival.example' } })
  rita = clientOf(server)
  await come(rita, body.invitation)
})
afterAll(() => server.stop())

describe('one account for several clients', () => {
  it('a seat is offered to an existing account, taken up by its holder, and has a role of its own', async () => {
    const { cora, seat, id } = await consultant()
    expect(seat.invitation.link).toContain('/join#')
    expect(seat.person).toMatchObject({ id, name: 'Consultant C.', role: 'analyst', visitor: true, invited: true })
    expect((await cora.get('/me/clients')).body.items.map((each: { name: string }) => each.name)).toEqual(['Acme'])
    const before = cora.cookie()
    const joined = await cora.post('/join', { token: tokenOf(seat.invitation) })
    expect(joined.body).toMatchObject({ client: { name: 'Rival' }, role: 'analyst' })
    expect(cora.cookie()).not.toBe(before)
    const stale = clientOf(server, { cookie: before })
    expect((await current(stale)).person).toBeUndefined()
    expect(await current(cora)).toMatchObject({
      client: { name: 'Rival' },
      person: { role: 'analyst', visitor: true },
      rights: ['read', 'serve', 'decide'],
    })
    expect((await cora.post('/shops', { description: { name: 'x' } })).status).toBe(403)
    expect((await cora.post('/join', { token: tokenOf(seat.invitation) })).status).toBe(404)
  })

  it('what is made at one client is not seen at the other, and the way back is open', async () => {
    const { cora, seat } = await consultant('engineer')
    const { body: ours } = await cora.post('/shops', { description: { name: 'Of Acme' } })
    await cora.post('/join', { token: tokenOf(seat.invitation) })
    expect((await cora.get(`/shops/${ours.id}`)).status).toBe(404)
    const { body: theirs } = await cora.post('/shops', { description: { name: 'Of Rival' } })
    const { clients } = await current(cora)
    expect(clients.map((each: { name: string }) => each.name)).toEqual(['Acme', 'Rival'])
    expect((await cora.post('/me/client', { client: clients[0].id })).status).toBe(200)
    expect((await cora.get(`/shops/${theirs.id}`)).status).toBe(404)
    expect((await cora.get(`/shops/${ours.id}`)).status).toBe(200)
  })

  it('the link is worth nothing to another account, to nobody, or after a week', async () => {
    const { cora, seat } = await consultant()
    const token = tokenOf(seat.invitation)
    expect((await owner.post('/join', { token })).status).toBe(404)
    expect((await clientOf(server).post('/join', { token })).status).toBe(401)
    expect((await cora.post('/welcome', { token, password: goodPassword })).status).toBe(404)
    const then = now
    now += 8 * 86_400_000
    const again = clientOf(server)
    await again.post('/sign-in', { email: seat.person.email, password: goodPassword })
    expect((await again.post('/join', { token })).status).toBe(404)
    now = then
  })

  it('keys end with the dated access of whoever made them, as the client of the key dates it', async () => {
    const { cora, seat, id } = await consultant('owner')
    await cora.post('/join', { token: tokenOf(seat.invitation) })
    const { body: key } = await cora.post('/keys', { name: 'till', scopes: ['read'] })
    const till = clientOf(server, { authorization: `Bearer ${key.key}` })
    const statusOf = async () => (await till.get('/shops')).status
    const until = new Date(now + 3_600_000).toISOString()
    // The account's own client dates what is there, and nothing of the rival.
    await owner.call('PATCH', `/people/${id}`, { accessUntil: new Date(now - 1000).toISOString() })
    expect(await statusOf()).toBe(200)
    await rita.call('PATCH', `/people/${id}`, { accessUntil: until })
    const listed = async () =>
      (await rita.get('/keys')).body.items.find((each: { id: string }) => each.id === key.id).expiresAt
    expect([await statusOf(), await listed()]).toEqual([200, until])
    const then = now
    now += 2 * 3_600_000
    expect(await statusOf()).toBe(401)
    await rita.call('PATCH', `/people/${id}`, { accessUntil: null })
    expect([await statusOf(), await listed()]).toEqual([200, key.expiresAt])
    now = then
  })

  it('an owner of the client ends a seat, and nothing of the account elsewhere', async () => {
    const { cora, seat, id, email } = await consultant()
    await cora.post('/join', { token: tokenOf(seat.invitation) })
    const elsewhere = clientOf(server)
    await elsewhere.post('/sign-in', { email, password: goodPassword })
    expect((await rita.call('PATCH', `/people/${id}`, { disabled: true })).body).toMatchObject({ disabled: true })
    expect((await current(cora)).person).toBeUndefined()
    const home = await current(elsewhere)
    expect(home).toMatchObject({ client: { name: 'Acme' }, person: { role: 'engineer', disabled: false } })
    const rival = (await current(rita)).client.id
    expect((await elsewhere.post('/me/client', { client: rival })).status).toBe(404)
    await rita.call('PATCH', `/people/${id}`, { disabled: false })
    expect((await elsewhere.post('/me/client', { client: rival })).status).toBe(200)
    // The date of the seat, not of the account.
    await rita.call('PATCH', `/people/${id}`, { accessUntil: new Date(now - 1000).toISOString() })
    expect((await current(elsewhere)).person).toBeUndefined()
  })

  it('owners of another client change no account: a new invitation is one to the seat alone', async () => {
    const { cora, seat, id, email } = await consultant()
    await cora.post('/join', { token: tokenOf(seat.invitation) })
    const { body } = await rita.post(`/people/${id}/invitation`)
    expect(body.link).toContain('/join#')
    expect((await current(cora)).person).toBeUndefined()
    const again = clientOf(server)
    expect((await again.post('/sign-in', { email, password: goodPassword })).status).toBe(200)
    expect((await current(again)).clients).toBeUndefined()
    expect((await again.post('/join', { token: tokenOf(body) })).status).toBe(200)
  })

  it('whoever resets the account at home gains no seat elsewhere by it', async () => {
    const { cora, seat, id } = await consultant('owner')
    await cora.post('/join', { token: tokenOf(seat.invitation) })
    const { body: reset } = await owner.post(`/people/${id}/invitation`)
    const taker = clientOf(server)
    await come(taker, reset)
    expect((await current(taker)).clients).toBeUndefined()
    const rival = (await current(rita)).client.id
    expect((await taker.post('/me/client', { client: rival })).status).toBe(404)
  })

  it('a client keeps an owner, who may be one by a seat', async () => {
    const made = await owner.post('/clients', {
      name: 'Only seats',
      owner: { name: 'Olga', email: 'olga@acme.example' },
    })
    expect(made.body.invitation.link).toContain('/join#')
    await owner.post('/join', { token: tokenOf(made.body.invitation) })
    const me = (await current(owner)).person.id
    expect((await owner.call('PATCH', `/people/${me}`, { role: 'auditor' })).status).toBe(409)
    const first = (await current(owner)).clients[0].id
    await owner.post('/me/client', { client: first })
    expect((await current(owner)).client.name).toBe('Acme')
  })

  it('a page drawn for one client changes nothing at another', async () => {
    const { cora, seat } = await consultant('engineer')
    const drawn = (await current(cora)).client.id
    await cora.post('/join', { token: tokenOf(seat.invitation) })
    const sent = await cora.post('/shops', { description: { name: 'x' } }, { 'shopwarden-client': drawn })
    expect(sent.body).toMatchObject({ status: 409, code: 'SW_SERVER_CLIENT' })
  })

  it('an answer kept under an idempotency key does not come back at another client', async () => {
    const { cora, seat } = await consultant('engineer')
    const key = { 'idempotency-key': 'the-same-key-twice' }
    const first = await cora.post('/shops', { description: { name: 'Kept' } }, key)
    await cora.post('/join', { token: tokenOf(seat.invitation) })
    const second = await cora.post('/shops', { description: { name: 'Kept' } }, key)
    expect(second.status).toBe(201)
    expect(second.body.id).not.toBe(first.body.id)
  })

  it('a seat is given up by its holder', async () => {
    const { cora, seat, id } = await consultant()
    await cora.post('/join', { token: tokenOf(seat.invitation) })
    const rival = (await current(cora)).client.id
    const people = async () => (await rita.get('/people')).body.items.map((each: { id: string }) => each.id)
    expect(await people()).toContain(id)
    expect((await cora.call('DELETE', `/me/clients/${rival}`)).status).toBe(200)
    expect(await people()).not.toContain(id)
    expect((await current(cora)).person).toBeUndefined()
  })
})
