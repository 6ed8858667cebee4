import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  clientOf,
  firstOwner,
  goodPassword,
  invited,
  type Client,
  startTestServer,
} from '../../../test/helpers/server.ts'
import type { RunningServer } from '../server.ts'
import { fromBase32, hotp } from './totp.ts'
import { waitAfter } from './throttle.ts'

let server: RunningServer
let owner: Client
let now = Date.parse('2026-11-25T10:00:00Z')
beforeAll(async () => {
  server = await startTestServer({ now: () => new Date(now) })
  owner = await firstOwner(server)
})
afterAll(() => server.stop())

const signIn = (email: string, password: string, code?: string) =>
  clientOf(server).post('/sign-in', { email, password, ...(code !== undefined && { code }) })

describe('brute force', () => {
  it('waits longer and longer, for the account whoever tries, and for nobody else', async () => {
    const victim = await invited(server, owner, 'support')
    const { email } = (await victim.get('/session')).body.person
    const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => signIn(email, `wrong password ${n}`)))
    const statuses = answers.map((answer) => answer.status)
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(6)
    expect(statuses).toContain(429)
    expect((await signIn(email, goodPassword)).status).toBe(429)
    expect((await signIn('olga@acme.example', goodPassword)).status).toBe(200)
    now += 16 * 60_000
    expect((await signIn(email, goodPassword)).status).toBe(200)
    expect((await signIn(email, 'wrong again')).status).toBe(401)
  })

  it('says the same of accounts that do not exist', async () => {
    const [unknown, wrong] = [await signIn('nobody@acme.example', 'x'), await signIn('olga@acme.example', 'x')]
    expect(unknown.body).toEqual(wrong.body)
  })

  it('waits at most a quarter of an hour, whatever the clock does', async () => {
    expect(waitAfter(4, 'account')).toBe(0)
    expect(waitAfter(5, 'account')).toBe(1000)
    expect(waitAfter(1000, 'account')).toBe(900_000)
    expect(waitAfter(29, 'address')).toBe(0)
  })
})

describe('the second factor', () => {
  it('is asked for after set-up, takes no code twice, and recovery codes work once', async () => {
    const person = await invited(server, owner, 'engineer')
    const { email } = (await person.get('/session')).body.person
    expect((await person.post('/me/second-factor/start', { password: 'not mine' })).status).toBe(422)
    const { body: started } = await person.post('/me/second-factor/start', { password: goodPassword })
    const code = () => hotp(fromBase32(started.secret), Math.floor(now / 30_000))
    expect((await person.post('/me/second-factor', { ticket: started.ticket, code: '000000' })).status).toBe(422)
    const { body: finished } = await person.post('/me/second-factor', { ticket: started.ticket, code: code() })
    expect(finished.recovery).toHaveLength(10)

    const without = await signIn(email, goodPassword)
    expect([without.status, without.body.code]).toEqual([401, 'SW_SERVER_SECOND_FACTOR'])
    expect((await signIn(email, goodPassword, code())).status).toBe(401)
    now += 30_000
    expect((await signIn(email, goodPassword, code())).status).toBe(200)
    expect((await signIn(email, goodPassword, code())).status).toBe(401)
    expect((await signIn(email, goodPassword, finished.recovery[3])).status).toBe(200)
    expect((await signIn(email, goodPassword, finished.recovery[3])).status).toBe(401)
    const other = await invited(server, owner, 'analyst')
    expect((await other.post('/me/second-factor', { ticket: started.ticket, code: code() })).body.code).toBe(
      'SW_SERVER_TICKET',
    )
  })
})

describe('passwords', () => {
  it('are changed with the old one, and other sessions end', async () => {
    const person = await invited(server, owner, 'analyst')
    const { email } = (await person.get('/session')).body.person
    const elsewhere = clientOf(server)
    await elsewhere.post('/sign-in', { email, password: goodPassword })
    const next = 'quiet harbour pencil moon'
    expect((await person.post('/me/password', { password: 'wrong', next })).status).toBe(422)
    expect((await person.post('/me/password', { password: goodPassword, next: 'short' })).status).toBe(422)
    expect((await person.post('/me/password', { password: goodPassword, next })).status).toBe(200)
    expect((await person.get('/shops')).status).toBe(200)
    expect((await elsewhere.get('/shops')).status).toBe(401)
  })

  it('an invitation works once, and not after a week', async () => {
    const body = { name: 'Late', email: 'late@acme.example', role: 'support' }
    const { link } = (await owner.post('/people', body)).body.invitation
    const token = new URL(link).hash.slice(1)
    now += 8 * 86_400_000
    await owner.post('/sign-in', { email: 'olga@acme.example', password: goodPassword })
    expect((await clientOf(server).post('/welcome', { token, password: goodPassword })).status).toBe(404)
    const { body: people } = await owner.get('/people')
    const late = people.items.find((person: { email: string }) => person.email === body.email)
    const again = (await owner.post(`/people/${late.id}/invitation`)).body
    const fresh = { token: new URL(again.link).hash.slice(1), password: goodPassword }
    const both = await Promise.all([clientOf(server).post('/welcome', fresh), clientOf(server).post('/welcome', fresh)])
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 404])
  })
})

it('no answer and no row holds a password, token or secret in the clear', async () => {
  const { db } = server.house.workspace.store
  const rows = JSON.stringify([
    await db.selectFrom('person').selectAll().execute(),
    await db.selectFrom('session').selectAll().execute(),
    await db.selectFrom('ledger').selectAll().execute(),
  ])
  expect(rows).not.toContain(goodPassword)
  expect(rows).not.toContain(owner.cookie().slice('sw_session='.length))
})
