import { randomBytes } from 'node:crypto'
import { describe, expect, inject, it } from 'vitest'
import { startLocal } from '../../../../test/helpers/local-server.ts'
import { createHttpClient } from '../../../net/http-client.ts'
import { testShop } from './run.ts'
import { replacedBody } from './stand-in.ts'

const chromium = inject('pageBrowser')

/** A page without a form: a script draws the fields behind #/register and #/login, checks them, and sends JSON with a token. */
const page = `<!doctype html><div id="app"></div><script type="module">
const draw = () => {
  const up = location.hash.startsWith('#/register')
  if (!up && !location.hash.startsWith('#/login')) {
    app.innerHTML = '<a href="#/register">Create account</a> <a href="#/login">Log in</a>'
    return
  }
  app.innerHTML = '<div role="dialog"><button onclick="this.parentNode.remove()">Dismiss</button></div>' +
    '<label>Mail <input id="mail"></label><label>Password <input type="password" id="p"></label>' +
    (up ? '<label>Again <input type="password" id="q"></label><label><input type="checkbox" id="terms"> I accept the terms</label>' : '') +
    '<button id="eye">show</button><button id="go" disabled>' + (up ? 'Create account' : 'Log in') + '</button>'
  const check = () => { go.disabled = !mail.value.includes('@') || p.value.length < 12 || (up && (p.value !== q.value || !terms.checked)) }
  app.addEventListener('input', check)
  app.addEventListener('change', check)
  go.onclick = async () => {
    const { token } = await (await fetch('/token')).json()
    const body = JSON.stringify({ mail: mail.value, password: p.value, ...(up && { again: q.value }) })
    await fetch(up ? '/api/customers' : '/api/session', { method: 'POST', headers: { 'content-type': 'application/json', 'x-token': token }, body })
  }
}
addEventListener('hashchange', draw)
draw()
</script>`

async function startShop(): Promise<URL> {
  const accounts = new Map<string, { password: string; wrong: number }>()
  const tokens = new Set<string>()
  return startLocal((request, response, text) => {
    const json = (status: number, value: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
    if (request.url === '/token') {
      const token = randomBytes(8).toString('hex')
      tokens.add(token)
      return json(200, { token })
    }
    if (request.method !== 'POST') return response.setHeader('content-type', 'text/html').end(page)
    const { mail = '', password = '', again } = JSON.parse(text) as Record<string, string>
    if (!tokens.delete(String(request.headers['x-token']))) return json(403, { error: 'token' })
    if (request.url === '/api/customers') {
      if (password.length < 5 || password !== again) return json(400, { error: 'password' })
      accounts.set(mail, { password, wrong: 0 })
      return json(201, { data: { mail } })
    }
    const account = accounts.get(mail)
    if (account && account.wrong >= 3) return json(429, { error: 'wait' })
    if (account?.password === password) return json(200, { data: {} })
    if (account) account.wrong++
    return json(401, { error: 'wrong' })
  })
}

describe.runIf(chromium)('a shop drawn by scripts', () => {
  it('is asked past the checks of its page, each request with a token of its own', { timeout: 240_000 }, async () => {
    const found = await testShop({
      url: await startShop(),
      http: createHttpClient({ hosts: new Set(['127.0.0.1']), allowPrivateAddresses: true }),
      chromium,
      mailbox: undefined,
      resetWaitMinutes: 0,
      random: (count) => randomBytes(count),
      now: () => new Date('2026-01-01T00:00:00Z'),
      pause: async () => {},
      progress: () => {},
      signal: new AbortController().signal,
    })
    expect(found).toMatchObject({
      minLength: 5,
      classesDemanded: false,
      truncatedAt: 0,
      lockedAfter: 3,
      tellsAccounts: false,
    })
    expect(found.commonAccepted).toHaveLength(4)
    expect(found.maxLength).toBeUndefined()
  })
})

it.each([
  ['application/json', '{"p":"Kx7-ab","q":"Kx7-ab"}', 'a"b\\', '{"p":"a\\"b\\\\","q":"a\\"b\\\\"}'],
  ['application/x-www-form-urlencoded; charset=UTF-8', 'p=Kx7-ab&x=1', 'a b&ü', 'p=a+b%26%C3%BC&x=1'],
  ['multipart/form-data; boundary=x', '--x\r\n\r\nKx7-ab\r\n--x--', '$& "', '--x\r\n\r\n$& "\r\n--x--'],
])('exchanges the password in a body of %s', (type, body, password, expected) => {
  expect(replacedBody(body, type, 'Kx7-ab', password)).toBe(expected)
})
