import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:http'
import { Provider } from 'oidc-provider'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { clientOf, firstOwner, startTestServer } from '../../../test/helpers/server.ts'
import type { RunningServer } from '../server.ts'

/** A real OpenID provider whose accounts are what the test says; its pages are answered by posting their forms. */
async function startProvider(
  accounts: Record<string, { email: string; email_verified: boolean }>,
  callback: () => string,
) {
  const front = createServer()
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(front.address() as AddressInfo).port}`
  return {
    issuer,
    front,
    open() {
      const provider = new Provider(issuer, {
        clients: [{ client_id: 'shopwarden', client_secret: 'a-secret-of-the-test', redirect_uris: [callback()] }],
        claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
        conformIdTokenClaims: false,
        pkce: { required: () => true },
        findAccount: (_context: unknown, id: string) => ({
          accountId: id,
          claims: async () => ({ sub: id, ...accounts[id] }),
        }),
        features: { devInteractions: { enabled: true } },
        cookies: { keys: ['a-key-of-the-test'] },
      })
      front.on('request', provider.callback())
    },
  }
}

/** What a browser does: follows redirects, keeps cookies, sends the provider's forms. */
async function walk(start: string, login: string): Promise<{ url: string; cookies: Map<string, string> }> {
  const cookies = new Map<string, string>()
  let url = start
  let form: URLSearchParams | undefined
  for (let step = 0; step < 20; step++) {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form && { method: 'POST', body: form }),
    })
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      cookies.set(name, value)
    }
    form = undefined
    const next = response.headers.get('location')
    if (next !== null) {
      url = new URL(next, url).href
      continue
    }
    const page = await response.text()
    const action = /<form[^>]+action="([^"]+)"/.exec(page)?.[1]
    const prompt = /name="prompt" value="([^"]+)"/.exec(page)?.[1]
    if (action === undefined || prompt === undefined) return { url, cookies }
    url = new URL(action, url).href
    form = new URLSearchParams({ prompt, login, password: 'any' })
  }
  throw new Error('the sign-in went round in circles')
}

let server: RunningServer
let front: Server
beforeAll(async () => {
  const provider = await startProvider(
    {
      anna: { email: 'anna@acme.example', email_verified: true },
      eve: { email: 'olga@acme.example', email_verified: false },
      stranger: { email: 'stranger@other.example', email_verified: true },
    },
    () => `${server.url}api/v1/company-sign-in/callback`,
  )
  front = provider.front
  server = await startTestServer({
    settings: { oidcIssuer: provider.issuer, oidcClientId: 'shopwarden', oidcClientSecret: 'a-secret-of-the-test' },
  })
  provider.open()
  const owner = await firstOwner(server)
  await owner.post('/people', { name: 'Anna', email: 'anna@acme.example', role: 'analyst' })
})
afterAll(async () => {
  await server.stop()
  front.close()
  front.closeAllConnections()
})

const start = () => `${server.url}api/v1/company-sign-in`

it('lets in whoever was invited under a proven address, and knows them again', async () => {
  for (let round = 0; round < 2; round++) {
    const { url, cookies } = await walk(start(), 'anna')
    expect(url).toBe(server.url)
    const person = clientOf(server, { cookie: `sw_session=${cookies.get('sw_session')}` })
    expect((await person.get('/session')).body.person).toMatchObject({ email: 'anna@acme.example', role: 'analyst' })
  }
})

it.each(['eve', 'stranger'])('refuses %s: an address that is not proven or not invited', async (login) => {
  const { url, cookies } = await walk(start(), login)
  expect(url).toContain('sign-in=refused')
  expect(cookies.get('sw_session') ?? '').toBe('')
})

it('refuses an answer that nobody asked for, and one with another state', async () => {
  for (const cookie of ['', 'sw_company=nonsense']) {
    const answer = await fetch(`${start()}/callback?code=x&state=y`, { redirect: 'manual', headers: { cookie } })
    expect(answer.status === 302 ? answer.headers.get('location') : answer.status).toSatisfy(
      (got: unknown) => got === '/?sign-in=refused' || got === 422,
    )
  }
})
