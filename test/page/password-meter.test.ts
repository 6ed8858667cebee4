import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { expectAccessible, openBrowser, visit } from '../helpers/page.ts'

const chromium = inject('pageBrowser')
const dist = join(import.meta.dirname, '../../web/dist/password')
const leaked = 'brass otter lamp quilt'
const sha1 = (text: string) => createHash('sha1').update(text).digest('hex').toUpperCase()

/** A shop's sign-up page, in a language, with a strict policy for scripts and styles. */
const signUp = (language: string, attributes: string) => `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>Sign up</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<script type="module" src="/password/password.js"></script></head><body><main><h1>Sign up</h1>
<form action="/taken" method="post"><label for="name">Name</label><input id="name" name="name" autocomplete="name">
<label for="pw">Password</label><input id="pw" name="pw" type="password" autocomplete="new-password" required>
<shopwarden-password for="pw" context="Northwind" context-from="name" ${attributes}></shopwarden-password>
<button>Open an account</button></form></main></body></html>`

describe.skipIf(chromium === undefined)("the password meter in a shop's own page", () => {
  let server: Server
  let browser: Browser
  let base = ''
  const asked: string[] = []
  beforeAll(async () => {
    server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://x')
      asked.push(`${request.method} ${request.url}`)
      const file = join(dist, url.pathname.replace(/^\/password\//, ''))
      if (url.pathname.startsWith('/range/')) response.end(`${sha1(leaked).slice(5)}:12\r\n${'A'.repeat(35)}:0`)
      else if (url.pathname.startsWith('/password/') && existsSync(file))
        response.writeHead(200, { 'content-type': 'text/javascript' }).end(readFileSync(file))
      else if (url.pathname === '/favicon.ico') response.writeHead(204).end()
      else
        response
          .writeHead(200, {
            'content-type': 'text/html; charset=utf-8',
            'content-security-policy':
              "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'",
          })
          .end(
            url.pathname === '/taken'
              ? 'taken'
              : signUp(url.searchParams.get('lang') ?? 'en', url.searchParams.get('with') ?? ''),
          )
    })
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    browser = await openBrowser(chromium!)
  })
  afterAll(async () => {
    await browser.close()
    server.close()
  })

  async function open(query = ''): Promise<{ page: Page; complaints: string[] }> {
    const visitor = await visit(browser)
    asked.length = 0
    await visitor.page.goto(`${base}/?${query}`)
    return visitor
  }
  const said = (page: Page) => page.locator('shopwarden-password [role=status]').innerText()

  it('is small before somebody types, and loads its word lists then', async () => {
    expect(gzipSync(readFileSync(join(dist, 'password.js')), { level: 9 }).length).toBeLessThan(20_000)
    const { page } = await open()
    expect(asked.filter((one) => one.includes('strength'))).toEqual([])
    await page.getByLabel('Password').fill('x')
    await expect.poll(() => asked.filter((one) => one.includes('strength'))).toHaveLength(1)
    await page.context().close()
  })

  it('says what is wrong, keeps the form back, and lets a good password through', async () => {
    const { page, complaints } = await open()
    const field = page.getByLabel('Password')
    await page.getByLabel('Name').fill('Anna Nowak')
    await field.fill('Nowak2024')
    await expect.poll(() => said(page)).toContain('It has 9 of at least 15 characters. Add 6 more')
    expect(await said(page)).toContain('a name that others know of you')
    await expect.poll(() => said(page)).toMatch(/Strength: (very )?weak\./)
    await page.getByRole('button').click()
    expect(page.url()).not.toContain('/taken')
    await expectAccessible(page, 'password meter, refused')
    await field.fill('violet anchor spoon tundra')
    await expect.poll(() => said(page)).toContain('Strength: very good. This password can be used.')
    await expectAccessible(page, 'password meter, accepted')
    // Screen readers hear it with the field.
    expect(await field.getAttribute('aria-describedby')).toBe(await page.locator('[role=status]').getAttribute('id'))
    await page.getByRole('button').click()
    await page.waitForURL('**/taken')
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it('sends nothing while it judges, whatever is typed', async () => {
    const { page, complaints } = await open()
    await page.getByLabel('Password').fill('x')
    await expect.poll(() => asked.some((one) => one.includes('strength'))).toBe(true)
    const before = asked.length
    for (const text of ['', '\u202Eabc', 'e\u0301'.repeat(400), '🦊'.repeat(64), '<b>x</b>', 'x'.repeat(100_000)]) {
      await page.getByLabel('Password').fill(text)
      await page.waitForTimeout(50)
    }
    await expect.poll(() => said(page)).toContain('It has more than 1000 characters.')
    await page.waitForTimeout(600)
    expect(asked.slice(before)).toEqual([])
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it('asks a range service only where the shop wants it, with five digits of a hash', async () => {
    const { page } = await open(`with=${encodeURIComponent(`ranges="${base}/range/"`)}`)
    await page.getByLabel('Password').fill(leaked)
    await expect.poll(() => said(page)).toContain('It is known from a leak of another site.')
    expect(asked.filter((one) => one.includes('/range/'))).toEqual([`GET /range/${sha1(leaked).slice(0, 5)}`])
    await page.getByLabel('Password').fill('violet anchor spoon tundra')
    await expect.poll(() => said(page)).toContain('This password can be used.')
    await page.context().close()
  })

  it.each([
    ['pl', 'Ma 3 znaki, a potrzeba co najmniej 15.'],
    ['de-AT', 'Es hat 3 von mindestens 15 Zeichen.'],
    ['fr', 'Il a 3 caractères ; il en faut au moins 15.'],
  ])('speaks the language of the page: %s', async (language, words) => {
    const { page } = await open(`lang=${language}`)
    await page.locator('#pw').fill('aqz')
    await expect.poll(() => said(page)).toContain(words)
    await page.context().close()
  })
})
