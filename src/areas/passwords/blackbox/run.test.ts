import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { startLocal } from '../../../../test/helpers/local-server.ts'
import { createHttpClient } from '../../../net/http-client.ts'
import type { Enforced } from '../schema.ts'
import { testShop } from './run.ts'

/** What a test shop does with passwords: the truth that the test has to find out. */
interface Rules {
  takes(password: string): boolean
  stored(password: string): string
  lockedAfter: number
  tellsAccounts: boolean
  captcha?: boolean
}

/** A shop with a sign-up that keeps accounts, checks a token and shows its form again on mistakes. */
async function startShop(rules: Rules): Promise<URL> {
  const accounts = new Map<string, { password: string; wrong: number }>()
  const form = (action: string, fields: string, message = '') =>
    `<p>${message}</p><form method="post" action="${action}"><input type="hidden" name="token" value="t-1">${fields}<button>Go</button></form>`
  const signUp = `<input name="firstname"><input name="lastname"><input type="email" name="email"><input type="password" name="password" minlength="99">${rules.captcha ? '<div class="g-recaptcha"></div>' : ''}`
  const logIn = '<input type="email" name="email"><input type="password" name="password">'
  const url = await startLocal((request, response, text) => {
    const post = request.method === 'POST'
    const body = new URLSearchParams(text)
    const [email, password] = [body.get('email') ?? '', body.get('password') ?? '']
    const page = (text: string) => response.setHeader('content-type', 'text/html').end(text)
    const on = () => response.writeHead(303, { location: '/account' }).end()
    if (post && body.get('token') !== 't-1') return page('no token')
    if (request.url === '/register') {
      if (!post) return page(form('/register', signUp))
      if (!rules.takes(password) || accounts.has(email)) return page(form('/register', signUp, 'Please correct'))
      accounts.set(email, { password: rules.stored(password), wrong: 0 })
      return on()
    }
    if (request.url === '/login') {
      if (!post) return page(form('/login', logIn))
      const account = accounts.get(email)
      if (!account) return page(form('/login', logIn, rules.tellsAccounts ? 'No such customer' : 'Wrong'))
      if (account.wrong >= rules.lockedAfter) return page(form('/login', logIn, 'Too many tries'))
      if (account.password === rules.stored(password)) return on()
      account.wrong++
      return page(form('/login', logIn, 'Wrong'))
    }
    return page('<a href="/register">Create account</a> <a href="/login">Log in</a>')
  })
  return url
}

async function find(rules: Rules): Promise<Enforced> {
  const url = await startShop(rules)
  return testShop({
    url,
    http: createHttpClient({ hosts: new Set(['127.0.0.1']), allowPrivateAddresses: true }),
    chromium: undefined,
    mailbox: undefined,
    resetWaitMinutes: 0,
    random: (count) => randomBytes(count),
    now: () => new Date('2026-01-01T00:00:00Z'),
    pause: async () => {},
    progress: () => {},
    signal: new AbortController().signal,
  })
}

const frequent = /^(?:123456|password|Password123!|qwertyuiop123456)$/

test('a strict shop: what it refuses is found, whatever its form says', async () => {
  const found = await find({
    takes: (password) =>
      password.length >= 12 && password.length <= 128 && !frequent.test(password) && !/shop/i.test(password),
    stored: (password) => password,
    lockedAfter: 5,
    tellsAccounts: false,
  })
  expect(found).toMatchObject({
    minLength: 12,
    maxLength: 128,
    classesDemanded: false,
    commonAccepted: [],
    contextAccepted: false,
    truncatedAt: 0,
    lockedAfter: 5,
    tellsAccounts: false,
  })
  expect(found.accounts.every((email) => email.endsWith('@example.com'))).toBe(true)
})

test('a lax shop: frequent ones, no lock, cut at 72, tells who is a customer', async () => {
  const found = await find({
    takes: (password) => password.length >= 4 && /[A-Z]|^\d+$|^[^A-Z]{8,12}$/.test(password),
    stored: (password) => password.slice(0, 72),
    lockedAfter: Infinity,
    tellsAccounts: true,
  })
  expect(found).toMatchObject({
    minLength: 4,
    classesDemanded: true,
    contextAccepted: true,
    truncatedAt: 72,
    triesMade: 12,
    tellsAccounts: true,
  })
  expect(found.maxLength).toBeUndefined()
  expect(found.lockedAfter).toBeUndefined()
  expect(found.commonAccepted).toHaveLength(3)
})

test('what stands in the way is said: a riddle, or a shop that takes anything', async () => {
  const open: Rules = { takes: () => true, stored: (password) => password, lockedAfter: 5, tellsAccounts: false }
  await expect(find({ ...open, captcha: true })).rejects.toMatchObject({ code: 'SW_PASSWORDS_BLACKBOX' })
  await expect(find(open)).rejects.toThrow('without a password')
  await expect(find({ ...open, takes: () => false })).rejects.toThrow('No account could be opened')
})
