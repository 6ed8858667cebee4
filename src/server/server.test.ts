import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Client,
  clientOf,
  firstOwner,
  goodPassword,
  invited,
  someShop,
  startTestServer,
} from '../../test/helpers/server.ts'
import type { RunningServer } from './server.ts'

let server: RunningServer
let owner: Client
beforeAll(async () => {
  server = await startTestServer()
  owner = await firstOwner(server)
})
afterAll(() => server.stop())

describe('the first visit', () => {
  it('makes one owner, once', async () => {
    const again = await clientOf(server).post('/setup', {
      company: 'Other',
      name: 'Mallory',
      email: 'm@other.example',
      password: goodPassword,
    })
    expect([again.status, again.body.code]).toEqual([409, 'SW_SERVER_CONFLICT'])
  })

  it('lets one of many through at once, and refuses weak passwords with reasons', async () => {
    const other = await startTestServer()
    const body = { company: 'A', name: 'B', email: 'b@a.example', password: goodPassword }
    const weak = await clientOf(other).post('/setup', { ...body, password: 'short' })
    expect([weak.status, weak.body.code, weak.body.fix]).toEqual([
      422,
      'SW_SERVER_PASSWORD',
      expect.stringContaining('Add'),
    ])
    const all = await Promise.all(
      Array.from({ length: 5 }, (_, n) => clientOf(other).post('/setup', { ...body, email: `b${n}@a.example` })),
    )
    expect(all.map((answer) => answer.status).sort()).toEqual([201, 409, 409, 409, 409])
    await other.stop()
  })

  it('asks for the code of the terminal where the server can be reached from elsewhere', async () => {
    const open = await startTestServer({ settings: { host: '0.0.0.0' } })
    const body = { company: 'A', name: 'B', email: 'b@a.example', password: goodPassword }
    expect((await clientOf(open).post('/setup', body)).status).toBe(403)
    expect((await clientOf(open).post('/setup', { ...body, code: open.house.setupCode })).status).toBe(201)
    await open.stop()
  })
})

describe('answers', () => {
  it('carry security headers, and problems their code, place and next step', async () => {
    const missing = await owner.get('/shops/none')
    expect(missing.status).toBe(404)
    expect(missing.headers.get('content-type')).toContain('application/problem+json')
    expect(missing.body).toMatchObject({ code: 'SW_SERVER_NOT_FOUND', status: 404, title: expect.any(String) })
    expect(missing.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(missing.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('name the field that does not fit, and repeat nothing that was sent', async () => {
    const wrong = await owner.post('/shops', { description: { name: 'x', urls: { storefront: 'ftp://SECRETVALUE' } } })
    expect(wrong.status).toBe(400)
    expect(JSON.stringify(wrong.body)).toContain('urls/storefront')
    expect(JSON.stringify(wrong.body)).not.toContain('SECRETVALUE')
  })

  it('are given once under one Idempotency-Key', async () => {
    const key = { 'idempotency-key': 'make-one-shop-1' }
    const body = { description: { name: 'Once' } }
    const [first, second] = [await owner.post('/shops', body, key), await owner.post('/shops', body, key)]
    expect([first.status, second.status]).toEqual([201, 201])
    expect(second.body).toEqual(first.body)
    const other = await owner.post('/shops', { description: { name: 'Twice' } }, key)
    expect([other.status, other.body.code]).toEqual([409, 'SW_SERVER_IDEMPOTENCY'])
    const { body: list } = await owner.get('/shops')
    expect(list.items.filter((shop: { name: string }) => shop.name === 'Once')).toHaveLength(1)
  })

  it('describe themselves as OpenAPI 3.1', async () => {
    const { body } = await owner.get('/openapi.json')
    expect(body.openapi).toBe('3.1.0')
    expect(Object.keys(body.paths).length).toBeGreaterThan(40)
  })
})

describe('requests from elsewhere', () => {
  it('are refused when another site makes a browser send them', async () => {
    for (const headers of [
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site', origin: 'https://sub.example' },
    ]) {
      const refused = await owner.post('/shops', { description: { name: 'Forged' } }, headers)
      expect([refused.status, refused.body.code]).toEqual([403, 'SW_SERVER_ORIGIN'])
    }
    const own = await owner.post('/shops', { description: { name: 'Own' } }, { origin: new URL(server.url).origin })
    expect(own.status).toBe(201)
  })

  it('cannot send forms: only JSON is read', async () => {
    const form = await owner.call('POST', '/shops', 'name=x', { 'content-type': 'application/x-www-form-urlencoded' })
    expect(form.status).toBe(415)
  })
})

describe('sessions', () => {
  it('get a fresh token at sign-in whatever cookie came along, and end at sign-out', async () => {
    const planted = clientOf(server, { cookie: `sw_session=${'a'.repeat(43)}` })
    const signed = await planted.post('/sign-in', { email: 'olga@acme.example', password: goodPassword })
    expect(signed.headers.getSetCookie().join()).toMatch(/sw_session=(?!aaaa)[\w-]{43}.*HttpOnly.*SameSite=Lax/)
    const other = clientOf(server)
    await other.post('/sign-in', { email: 'OLGA@acme.example', password: goodPassword })
    expect((await other.get('/shops')).status).toBe(200)
    const cookie = other.cookie()
    await other.post('/sign-out')
    expect((await clientOf(server, { cookie }).get('/shops')).status).toBe(401)
  })

  it('of a person who is shut out end at once', async () => {
    const analyst = await invited(server, owner, 'analyst')
    const { body } = await analyst.get('/session')
    expect((await analyst.get('/shops')).status).toBe(200)
    await owner.call('PATCH', `/people/${body.person.id}`, { disabled: true })
    expect((await analyst.get('/shops')).status).toBe(401)
  })

  it('the last owner can neither leave nor be made less', async () => {
    const { body } = await owner.get('/session')
    for (const change of [{ role: 'auditor' }, { disabled: true }, { accessUntil: '2027-01-01T00:00:00Z' }])
      expect((await owner.call('PATCH', `/people/${body.person.id}`, change)).status).toBe(409)
  })
})

describe('roles and keys', () => {
  it('an auditor reads and changes nothing; access that is dated ends', async () => {
    const shop = await someShop(owner)
    const auditor = await invited(server, owner, 'auditor')
    expect((await auditor.get(`/shops/${shop}`)).status).toBe(200)
    expect((await auditor.post(`/shops/${shop}/audits`, {})).body.code).toBe('SW_SERVER_FORBIDDEN')
    const { body } = await auditor.get('/session')
    await owner.call('PATCH', `/people/${body.person.id}`, { accessUntil: '2020-01-01T00:00:00Z' })
    expect((await auditor.get(`/shops/${shop}`)).status).toBe(401)
  })

  it('a key does what its scopes say, for the area they name, until it is revoked', async () => {
    const shop = await someShop(owner)
    const { body } = await owner.post('/keys', { name: 'robot', scopes: ['read', 'malware:configure'] })
    const robot = clientOf(server, { authorization: `Bearer ${body.key}` })
    expect((await robot.get(`/shops/${shop}`)).status).toBe(200)
    expect((await robot.post(`/shops/${shop}/malware/verbs/scan`, {})).status).toBe(202)
    expect((await robot.post(`/shops/${shop}/code/verbs/scan`, {})).status).toBe(403)
    expect((await robot.post('/people', { name: 'x', email: 'x@y.example', role: 'owner' })).status).toBe(403)
    expect((await owner.get('/keys')).body.items[0]).not.toHaveProperty('key')
    await owner.call('DELETE', `/keys/${body.id}`)
    expect((await robot.get(`/shops/${shop}`)).body.code).toBe('SW_SERVER_KEY_UNKNOWN')
  })

  it('who is shut out takes the keys along that they made, unless they are kept', async () => {
    const shop = await someShop(owner)
    for (const keepKeys of [false, true]) {
      const second = await invited(server, owner, 'owner')
      const { body: key } = await second.post('/keys', { name: 'till', scopes: ['read'] })
      const till = clientOf(server, { authorization: `Bearer ${key.key}` })
      expect((await till.get(`/shops/${shop}`)).status).toBe(200)
      const { body } = await second.get('/session')
      await owner.call('PATCH', `/people/${body.person.id}`, { disabled: true, keepKeys })
      expect((await second.get(`/shops/${shop}`)).status).toBe(401)
      expect((await till.get(`/shops/${shop}`)).status).toBe(keepKeys ? 200 : 401)
    }
  })

  it('who is no owner any more loses the keys made as one, unless they are kept; a new name changes nothing', async () => {
    for (const keepKeys of [false, true]) {
      const second = await invited(server, owner, 'owner')
      const { body } = await second.get('/session')
      const { body: key } = await second.post('/keys', { name: 'till', scopes: ['read', 'configure'] })
      const till = clientOf(server, { authorization: `Bearer ${key.key}` })
      const change = (more: object) => owner.call('PATCH', `/people/${body.person.id}`, more)
      expect((await change({ name: 'Else', role: 'owner' })).status).toBe(200)
      expect((await till.get('/shops')).status).toBe(200)
      expect((await change({ role: 'support', keepKeys })).status).toBe(200)
      expect((await till.get('/shops')).status).toBe(keepKeys ? 200 : 401)
    }
  })

  it('keys end when the dated access of their maker does, unless they were kept on purpose', async () => {
    const second = await invited(server, owner, 'owner')
    const { body } = await second.get('/session')
    const { body: key } = await second.post('/keys', { name: 'till', scopes: ['read'] })
    const till = clientOf(server, { authorization: `Bearer ${key.key}` })
    expect((await till.get('/shops')).status).toBe(200)
    await owner.call('PATCH', `/people/${body.person.id}`, { accessUntil: '2020-01-01T00:00:00Z' })
    expect((await till.get('/shops')).body.code).toBe('SW_SERVER_KEY_UNKNOWN')
    await owner.call('PATCH', `/people/${body.person.id}`, { disabled: true, keepKeys: true })
    expect((await till.get('/shops')).status).toBe(200)
  })

  it('who did what stands in the signed ledger', async () => {
    const { body } = await owner.get('/actions?limit=200')
    const whats = body.items.map((action: { what: string }) => action.what)
    expect(whats).toEqual(expect.arrayContaining(['people.first-visit', 'people.invite', 'keys.make', 'keys.revoke']))
  })
})
