import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Client, clientOf, firstOwner, goodPassword, invited, startTestServer } from '../../test/helpers/server.ts'
import { ROLES } from '../core/roles.ts'
import type { RunningServer } from './server.ts'

/** Everything of the first client that a route could name. */
interface Ids {
  shop: string
  [name: string]: string
}

interface Operation {
  method: string
  path: string
  public: boolean
}

let server: RunningServer
let operations: Operation[]
let ids: Ids
let secretWords: string[]
let home: string
const strangers: Record<string, Client> = {}
const own: Record<string, Client> = {}
const addresses = new Map<Client, string>()

/** A body that passes many schemas; whether it passes does not matter where the caller must not come so far. */
const anyBody = {
  name: 'x',
  kind: 'audit',
  everyMinutes: 60,
  state: 'open',
  verdict: 'yes',
  reason: 'x',
  validUntil: '2027-01-01',
  description: { name: 'x' },
}

async function fillFirstClient(owner: Client): Promise<void> {
  const { body: shop } = await owner.post('/shops', { description: { name: 'Hidden shop of Acme' } })
  const at = `/shops/${shop.id}`
  const upload = await owner.call('PUT', `${at}/uploads?name=hidden-file.txt`, 'hidden content', {
    'content-type': 'application/octet-stream',
  })
  const schedule = await owner.post(`${at}/schedules`, {
    kind: 'audit',
    everyMinutes: 60,
    firstAt: '2030-01-01T00:00:00Z',
  })
  const channel = await owner.post('/channels', { kind: 'mail', name: 'Hidden channel', target: 'hidden@acme.example' })
  const key = await owner.post('/keys', { name: 'Hidden key', scopes: ['read'] })
  const person = await owner.post('/people', { name: 'Hidden person', email: 'hidden@acme.example', role: 'analyst' })
  const job = await owner.post(`${at}/malware/verbs/scan`, {})
  const { store } = server.house.workspace
  const seen = {
    first_seen: 'a',
    last_seen: 'a',
    last_audit: 'job_x',
    state: 'open',
    confidence: 'high',
    place: 'hidden.php',
    line: 1,
  }
  await store.db
    .insertInto('finding')
    .values({
      ...seen,
      shop: shop.id,
      fingerprint: 'hiddenprint',
      area: 'code',
      rule: 'code/x',
      severity: 'high',
      rank: 1,
      title: 'Hidden finding',
      body: '{}',
    })
    .execute()
  ids = {
    shop: shop.id,
    upload: upload.body.id,
    schedule: schedule.body.id,
    channel: channel.body.id,
    key: key.body.id,
    person: person.body.person.id,
    job: job.body.id,
    audit: 'latest',
    fingerprint: 'hiddenprint',
    criterion: 'pentest.done',
    question: 'pentest',
    format: 'json',
    client: 'client_first',
  }
  secretWords = ['Hidden', 'hidden', 'acme.example', shop.id]
}

beforeAll(async () => {
  server = await startTestServer()
  const owner = await firstOwner(server)
  await fillFirstClient(owner)
  const { body } = await owner.post('/clients', { name: 'Rival', owner: { name: 'Rita', email: 'rita@rival.example' } })
  const rita = clientOf(server)
  await rita.post('/welcome', { token: new URL(body.invitation.link).hash.slice(1), password: goodPassword })
  strangers['owner'] = rita
  for (const role of ROLES.filter((each) => each !== 'owner')) strangers[role] = await invited(server, rita, role)
  const key = await rita.post('/keys', { name: 'all', scopes: ['read', 'serve', 'decide', 'configure'] })
  strangers['key'] = clientOf(server, { authorization: `Bearer ${key.body.key}` })
  own['owner'] = owner
  // One account at both: at home with us, with a seat at the rival, where its session works.
  const { body: lent } = await owner.post('/people', { name: 'Lena', email: 'lena@team.example', role: 'owner' })
  const lena = clientOf(server)
  await lena.post('/welcome', { token: new URL(lent.invitation.link).hash.slice(1), password: goodPassword })
  await seated(rita, lena, 'lena@team.example', 'owner')
  strangers['owner at home here, at the rival by a seat'] = lena
  // And the other way round: of the rival, with a seat here, working at home.
  const { body: hers } = await rita.post('/people', { name: 'Rolf', email: 'rolf@team.example', role: 'engineer' })
  const rolf = clientOf(server)
  await rolf.post('/welcome', { token: new URL(hers.invitation.link).hash.slice(1), password: goodPassword })
  await seated(owner, rolf, 'rolf@team.example', 'owner')
  home = (await rolf.get('/me/clients')).body.items[0].id
  await rolf.post('/me/client', { client: home })
  strangers['engineer with a seat here, working at home'] = rolf
  for (const role of ROLES.filter((each) => each !== 'owner')) own[role] = await invited(server, owner, role)
  const { body: document } = await owner.get('/openapi.json')
  operations = Object.entries(document.paths as Record<string, Record<string, { security?: unknown }>>).flatMap(
    ([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        method: method.toUpperCase(),
        path: path.replace(/^\/api\/v1/, ''),
        public: operation.security === undefined,
      })),
  )
})
afterAll(() => server.stop())

/** Takes up a seat, which leaves the session at the new client. */
async function seated(owner: Client, person: Client, email: string, role: string): Promise<void> {
  const { body } = await owner.post('/people', { name: email, email, role })
  const joined = await person.post('/join', { token: new URL(body.invitation.link).hash.slice(1) })
  if (joined.status !== 200) throw new Error(JSON.stringify(joined.body))
  addresses.set(person, email)
}

const filled = (path: string) => path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? 'job_nothing')
const send = (client: Client, { method, path }: Operation) =>
  client.call(method, filled(path), method === 'GET' ? undefined : anyBody)

describe('another client', () => {
  it.each([
    ...ROLES,
    'key',
    'owner at home here, at the rival by a seat',
    'engineer with a seat here, working at home',
  ])('its %s gets nothing of ours on any route, and changes nothing', async (role) => {
    const before = JSON.stringify(await everything())
    const client = strangers[role]!
    // Live events have no end; that they are kept apart is tested on their own.
    for (const operation of operations.filter((each) => !each.public && each.path !== '/events')) {
      const answer = await send(client, operation)
      const name = `${operation.method} ${operation.path}: ${answer.status}`
      expect(answer.status, name).not.toBe(500)
      if (operation.path.includes('{shop}')) expect([400, 403, 404], name).toContain(answer.status)
      const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body)
      for (const word of secretWords)
        expect(text.includes(word), `${name} tells ${word}: ${text.slice(0, 300)}`).toBe(false)
      // It may have signed itself out or ended its own sessions: come in again.
      if (role !== 'key' && /sign-out|sessions/.test(operation.path)) await comeBack(client)
    }
    expect(JSON.stringify(await everything())).toBe(before)
  })
})

async function comeBack(client: Client): Promise<void> {
  const { body } = await client.get('/session')
  if (body.person !== undefined) return
  const seat = addresses.get(client)
  if (seat !== undefined) {
    await client.post('/sign-in', { email: seat, password: goodPassword })
    await client.post('/me/client', { client: home })
    return
  }
  const email = Object.entries(strangers).find(([, each]) => each === client)?.[0]
  const row = await server.house.workspace.store.db
    .selectFrom('person')
    .select('email')
    .where('role', '=', email ?? '')
    .where('client', '!=', 'client_first')
    .executeTakeFirstOrThrow()
  await client.post('/sign-in', { email: row.email, password: goodPassword })
}

/** All that belongs to the first client. */
async function everything(): Promise<unknown> {
  const { db } = server.house.workspace.store
  const first = 'client_first'
  return [
    await db.selectFrom('client').selectAll().where('id', '=', first).execute(),
    await db
      .selectFrom('person')
      .select(['id', 'role', 'disabled_at', 'name', 'invitation'])
      .where('client', '=', first)
      .orderBy('id')
      .execute(),
    await db.selectFrom('shop').selectAll().where('client', '=', first).execute(),
    await db.selectFrom('api_key').select(['id', 'revoked_at']).where('client', '=', first).execute(),
    await db.selectFrom('channel').selectAll().where('client', '=', first).execute(),
    await db.selectFrom('schedule').selectAll().where('client', '=', first).execute(),
    await db.selectFrom('upload').selectAll().where('shop', '=', ids.shop).execute(),
    await db.selectFrom('finding').selectAll().where('shop', '=', ids.shop).execute(),
    (await db.selectFrom('job').select('id').where('client', '=', first).execute()).length,
    (await db.selectFrom('ledger').select('seq').where('shop', '=', ids.shop).execute()).length,
  ]
}

describe('nobody', () => {
  it('who is not signed in gets past any route but the public ones', async () => {
    for (const operation of operations.filter((each) => !each.public)) {
      const answer = await send(clientOf(server), operation)
      expect([400, 401], `${operation.method} ${operation.path}`).toContain(answer.status)
    }
  })
})

describe('roles of our own client', () => {
  it('auditors and support change nothing that is not theirs to change', async () => {
    const harmless = /\/me|\/session|sign-(in|out)|\/welcome|\/setup|passkeys|company/
    const before = JSON.stringify(await everything())
    for (const role of ['auditor', 'support'])
      for (const operation of operations.filter((each) => each.method !== 'GET' && !harmless.test(each.path))) {
        const answer = await send(own[role]!, operation)
        expect([400, 403, 404, 422], `${role} ${operation.method} ${operation.path}: ${answer.status}`).toContain(
          answer.status,
        )
      }
    expect(JSON.stringify(await everything())).toBe(before)
  })

  it('engineers do not manage people, keys or clients', async () => {
    for (const operation of operations.filter(
      (each) => /^\/(people|keys|clients)/.test(each.path) && each.method !== 'GET',
    )) {
      const answer = await send(own['engineer']!, operation)
      expect([400, 403], `${operation.method} ${operation.path}`).toContain(answer.status)
    }
  })
})

it('live events reach only the client they belong to', async () => {
  const heard: string[] = []
  const stop = new AbortController()
  const response = await fetch(new URL('/api/v1/events', server.url), {
    headers: { cookie: strangers['owner']!.cookie() },
    signal: stop.signal,
  })
  const reading = (async () => {
    for await (const piece of response.body!) heard.push(Buffer.from(piece as Uint8Array).toString())
  })().catch(() => undefined)
  const { body: shop } = await strangers['owner']!.post('/shops', { description: { name: 'Of Rita' } })
  await own['owner']!.post(`/shops/${ids.shop}/malware/verbs/scan`, {})
  await strangers['owner']!.post(`/shops/${shop.id}/malware/verbs/scan`, {})
  await expect.poll(() => heard.join()).toContain(shop.id)
  expect(heard.join()).not.toContain(ids.shop)
  stop.abort()
  await reading
})
