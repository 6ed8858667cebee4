import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { startLocal } from '../../../../test/helpers/local-server.ts'
import { createHttpClient } from '../../../net/http-client.ts'
import { Mailbox } from './mailbox.ts'
import { resetLinkOf, statedMinutes } from './reset.ts'
import { testShop } from './run.ts'

/** What a test shop does with links to a new password. */
interface Rules {
  diesWhenUsed: boolean
  diesWithNewer: boolean
  says: string
  letsClose: boolean
}

/** A shop that greets new customers by mail, sends links, and, where it is kind, lets customers go. */
async function startShop(rules: Rules, mails: string) {
  const accounts = new Map<string, string>()
  const codes = new Map<string, string>()
  let sent = 0
  const send = (to: string, subject: string, html: string) =>
    writeFileSync(
      join(mails, `${sent++}.eml`),
      `To: <${to}>\r\nSubject: ${subject}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(html).toString('base64')}\r\n`,
    )
  const form = (action: string, fields: string) =>
    `<form method="post" action="${action}">${fields}<button>Go</button></form>`
  const mail = '<input type="email" name="email">'
  const secret = '<input type="password" name="password">'
  const url = await startLocal((request, response, text) => {
    const post = request.method === 'POST'
    const body = new URLSearchParams(text)
    const [email, password] = [body.get('email') ?? '', body.get('password') ?? '']
    const { pathname, searchParams, host } = new URL(request.url!, `http://${request.headers.host}`)
    const page = (text: string) => response.setHeader('content-type', 'text/html').end(text)
    const who = /who=([^;]+)/.exec(request.headers.cookie ?? '')?.[1]
    if (pathname === '/register') {
      const fields = `<input name="firstname"><input name="lastname">${mail}${secret}`
      if (!post || password.length < 8) return page(form('/register', fields))
      accounts.set(email, password)
      send(email, 'Welcome', `Welcome! <a href="http://${host}/login">Your account</a>`)
      return page('Thank you')
    }
    if (pathname === '/login') {
      if (!post || accounts.get(email) !== password)
        return page(`${form('/login', mail + secret)}<a href="/forgotten">Forgot?</a>`)
      return response.writeHead(303, { location: '/account', 'set-cookie': `who=${email}` }).end()
    }
    if (pathname === '/account') return page(rules.letsClose && who ? '<a href="/account/delete">Close</a>' : 'Hello')
    if (pathname === '/account/delete' && who) {
      if (!post) return page(form('/account/delete', secret))
      if (accounts.get(who) === password) accounts.delete(who)
      return page('Goodbye')
    }
    if (pathname === '/forgotten') {
      if (!post) return page(form('/forgotten', mail))
      if (rules.diesWithNewer) for (const [code, owner] of codes) if (owner === email) codes.delete(code)
      const code = randomBytes(8).toString('hex')
      codes.set(code, email)
      send(
        email,
        'Your password',
        `${rules.says} <a href="http://${host}/reset?email=x&amp;code=${code}">Set a new one</a>`,
      )
      return page('Look into your mail')
    }
    const owner = codes.get(searchParams.get('code') ?? '')
    if (pathname === '/reset' && owner !== undefined) {
      if (!post) return page(form(request.url!, secret))
      accounts.set(owner, password)
      if (rules.diesWhenUsed) codes.delete(searchParams.get('code')!)
      return page('Done')
    }
    return page('<a href="/register">Create account</a> <a href="/login">Log in</a>')
  })
  return { url: url, accounts }
}

async function find(rules: Rules) {
  const mails = join(mkdtempSync(join(tmpdir(), 'sw-mails-')), 'new')
  mkdirSync(mails)
  const { url, accounts } = await startShop(rules, mails)
  const found = await testShop({
    url,
    http: createHttpClient({ hosts: new Set(['127.0.0.1']), allowPrivateAddresses: true }),
    chromium: undefined,
    mailbox: new Mailbox(mails, 'audit-{id}@shop.example'),
    resetWaitMinutes: 0,
    random: (count) => randomBytes(count),
    now: () => new Date('2026-01-01T00:00:00Z'),
    pause: async () => {},
    progress: () => {},
    signal: new AbortController().signal,
  })
  return { found, accounts }
}

it('a careful shop: a link works once, dies with a newer one, and all accounts are closed again', async () => {
  const says = 'The link is valid for 2 hours.'
  const { found, accounts } = await find({ diesWhenUsed: true, diesWithNewer: true, says, letsClose: true })
  expect(found.resetLink).toEqual({ reusable: false, olderDies: true, statedMinutes: 120 })
  expect(found.notTested).toEqual([])
  expect(found.accounts).toEqual([])
  expect([...accounts]).toEqual([])
  expect(found.closed).toBeGreaterThan(15)
})

it('a careless shop: links work again and for ever, and the accounts are named', async () => {
  const { found, accounts } = await find({ diesWhenUsed: false, diesWithNewer: false, says: '', letsClose: false })
  expect(found.resetLink).toEqual({ reusable: true, olderDies: false })
  expect(found.closed).toBe(0)
  expect(found.accounts.sort()).toEqual([...accounts.keys()].sort())
})

it.each([
  ['Der Link ist 24 Stunden gültig.', 1440],
  ['Link jest ważny przez 30 minut', 30],
  ['Ce lien expire dans 1 heure', 60],
  ['caduca en 3 días', 4320],
  ['valido per 2 ore', 120],
  ['Call us on 030 555', undefined],
])('reads a life from "%s"', (text, minutes) => {
  expect(statedMinutes(text)).toBe(minutes)
})

it('takes the link that sets a password, and none that leads elsewhere', () => {
  const html =
    '<a href="https://evil.example/reset?code=123456789012345678901234567890123456">x</a><a href="https://shop.example/account">y</a><a href="https://shop.example/index.php?route=account/forgotten.reset&amp;code=abc">z</a>'
  expect(resetLinkOf({ text: '', html }, 'https://shop.example')).toBe(
    'https://shop.example/index.php?route=account/forgotten.reset&code=abc',
  )
})
