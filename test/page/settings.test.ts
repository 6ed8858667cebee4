import { decode } from 'fast-png'
import type { Browser } from 'playwright-core'
import decodeQR from 'qr/decode.js'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { fromBase32, hotp } from '../../src/server/people/totp.ts'
import type { RunningServer } from '../../src/server/server.ts'
import { expectAccessible, openBrowser, password, setUp, visit, type Visitor } from '../helpers/page.ts'
import { clientOf, startTestServer } from '../helpers/server.ts'

const chromium = inject('pageBrowser')

describe.skipIf(chromium === undefined)('settings', () => {
  let server: RunningServer
  let browser: Browser
  let visitor: Visitor
  beforeAll(async () => {
    // Passkeys belong to a name, not to a number.
    server = await startTestServer({ settings: { host: 'localhost' } })
    browser = await openBrowser(chromium!)
    visitor = await visit(browser)
    await setUp(visitor.page, server.url)
    const invited = await visitor.page.context().request.post(`${server.url}api/v1/people`, {
      data: { name: 'Bea', email: 'bea@acme.example', role: 'owner' },
    })
    const { invitation } = (await invited.json()) as { invitation: { link: string } }
    const bea = clientOf(server)
    await bea.post('/welcome', { token: new URL(invitation.link).hash.slice(1), password })
  })
  afterAll(async () => {
    await browser.close()
    await server.stop()
  })

  it('a passkey is added and signs in without a password', async () => {
    const { page } = visitor
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('WebAuthn.enable')
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    })
    await page.goto(`${server.url}settings`)
    await page.getByLabel('Name of the key').fill('Laptop')
    await page.getByRole('heading', { name: 'Passkeys' }).waitFor()
    await page.locator('.card', { hasText: 'Passkeys' }).last().getByLabel('Your password').fill(password)
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await page.getByText('Laptop', { exact: true }).waitFor()
    await expectAccessible(page, 'settings: you')
    await page.getByRole('button', { name: /Your menu/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await expectAccessible(page, 'sign-in')
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.getByRole('button', { name: /Your menu, Olga Owner/ }).waitFor()
  })

  it('the second factor is set up and asked for at the next sign-in', async () => {
    const { page } = visitor
    await page.goto(`${server.url}settings`)
    const card = page.locator('.card', { has: page.getByRole('heading', { name: 'Second factor' }) })
    await card.getByLabel('Your password').fill(password)
    await card.getByRole('button', { name: 'Set it up' }).click()
    const secret = ((await card.locator('.code').first().textContent()) ?? '').replaceAll(' ', '')
    // What a camera would see is read back.
    const seen = decode(await card.getByRole('img').screenshot())
    const read = decodeQR({ width: seen.width, height: seen.height, data: Uint8Array.from(seen.data) })
    expect(new URL(read).searchParams.get('secret')).toBe(secret)
    const code = (steps: number) => hotp(fromBase32(secret), Math.floor(Date.now() / 30_000) + steps)
    await card.getByLabel('Code that the app shows').fill(code(0))
    await card.getByRole('button', { name: 'Finish' }).click()
    await page.getByText('Recovery codes: keep them now').waitFor()
    await expectAccessible(page, 'recovery codes')

    const other = await visit(browser)
    await other.page.goto(server.url)
    await other.page.getByLabel('Mail address').fill('olga@acme.example')
    await other.page.getByLabel('Password').fill(password)
    await other.page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await other.page.getByLabel('Code', { exact: true }).fill(code(1))
    await other.page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await other.page.getByRole('button', { name: /Your menu/ }).waitFor()
    await other.page.context().close()
  })

  it('somebody is invited, comes in, and sees only what the role may', async () => {
    const { page } = visitor
    await page.goto(`${server.url}settings`)
    await page.getByRole('tab', { name: 'People' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Adam Auditor')
    await page.getByLabel('Mail address').fill('adam@audit.example')
    await page.getByLabel('Role', { exact: true }).selectOption('auditor')
    await page.getByRole('button', { name: 'Make the invitation' }).click()
    const link = (await page.locator('.notice .code').textContent()) ?? ''
    await expectAccessible(page, 'settings: people')
    const adam = await visit(browser, { locale: 'pl-PL' })
    await adam.page.goto(link)
    await adam.page.getByLabel('Hasło').waitFor()
    await expectAccessible(adam.page, 'invitation')
    await adam.page.getByLabel('Hasło').fill(password)
    await adam.page.getByRole('button', { name: 'Zapisz i wejdź' }).click()
    await adam.page.getByText('Nie ma jeszcze sklepu').waitFor()
    expect(await adam.page.evaluate(() => document.documentElement.lang)).toBe('pl')
    await adam.page.goto(`${server.url}settings`)
    await adam.page.getByRole('tab', { name: 'Osoby' }).waitFor()
    expect(await adam.page.getByRole('tab', { name: 'Klucze API' }).count()).toBe(0)
    expect(adam.complaints).toEqual([])
    await adam.page.context().close()
  })

  it('a consultancy makes a client, takes a seat there, and works for one of both at a time', async () => {
    const { page } = await visit(browser)
    await page.goto(server.url)
    await page.getByLabel('Mail address').fill('bea@acme.example')
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('button', { name: /Your menu/ }).waitFor()
    await page.goto(`${server.url}settings`)
    await page.getByRole('tab', { name: 'Clients' }).click()
    await page.getByLabel('Name of the client').fill('Corner shop Ltd')
    await page.getByLabel('Name of its first owner').fill('Bea')
    await page.getByLabel('Mail address of its first owner').fill('bea@acme.example')
    await page.getByRole('button', { name: 'Add a client' }).click()
    const link = (await page.locator('.notice .code').textContent()) ?? ''
    await expectAccessible(page, 'settings: clients')
    const other = await page.context().newPage()
    await other.goto(`${server.url}settings`)
    await other.getByRole('tab', { name: 'People' }).click()
    await page.goto(link)
    await page.getByRole('heading', { name: 'A seat at another client' }).waitFor()
    await expectAccessible(page, 'seat')
    await page.getByRole('button', { name: 'Take up the seat' }).click()
    await page.getByText('You work for Corner shop Ltd now, as Owner.').waitFor()
    await page.getByRole('link', { name: 'Go in' }).click()
    await page.getByRole('button', { name: /Your menu/ }).click()
    await page.getByText('Owner, Corner shop Ltd').waitFor()
    await expectAccessible(page, 'menu with clients')
    // What the other tab shows was drawn for Acme: nothing of it is sent to the new client.
    await other.getByLabel('Name', { exact: true }).fill('Meant for Acme')
    await other.getByLabel('Mail address').fill('meant@acme.example')
    await other.getByRole('button', { name: 'Make the invitation' }).click()
    await other.getByText('SW_SERVER_CLIENT').waitFor()
    await page.getByRole('menuitem', { name: 'Acme Shoes' }).click()
    await page.getByRole('button', { name: /Your menu/ }).click()
    await page.getByText('Owner, Acme Shoes').waitFor()
    await page.context().close()
  })

  it('a key is made and shown once; what was done stands in the list of actions', async () => {
    const { page } = visitor
    await page.getByRole('tab', { name: 'API keys' }).click()
    await page.getByLabel('Name', { exact: true }).fill('robot')
    await page.getByLabel('Scopes').fill('read fraud:decide')
    await page.getByRole('button', { name: 'Make a key' }).click()
    await page.getByText('Your new key, shown once').waitFor()
    await expectAccessible(page, 'settings: keys')
    await page.getByRole('tab', { name: 'Who did what' }).click()
    await page.getByText('keys.make').waitFor()
    await expectAccessible(page, 'settings: actions')
  })

  it('the API explains itself', async () => {
    const { page } = visitor
    await page.goto(`${server.url}reference`)
    await page.getByLabel('Search').fill('findings')
    await page.locator('summary', { hasText: 'Findings, the worst first' }).click()
    await expectAccessible(page, 'reference')
  })

  it('a shop is described, scheduled and put away', async () => {
    const { page } = visitor
    await page.goto(`${server.url}new`)
    await page.getByLabel('Name of the shop').fill('Corner shop')
    await page.getByRole('button', { name: 'Start the first audit' }).click()
    await page.waitForURL(/\/s\//)
    await page.getByRole('link', { name: 'Shop settings' }).click()
    const services = page.locator('.card', { has: page.getByRole('heading', { name: 'Outside services' }) })
    await services.getByLabel('Name of the service key').selectOption('HIBP_API_KEY')
    await services.getByLabel('Value of the service key').fill('0123456789abcdef')
    await services.getByRole('button', { name: 'Save the service key' }).click()
    await services.getByRole('button', { name: 'Forget HIBP_API_KEY' }).waitFor()
    expect(await services.textContent()).not.toContain('0123456789abcdef')
    await services.getByRole('button', { name: 'Forget HIBP_API_KEY' }).click()
    await services.getByRole('button', { name: 'Forget HIBP_API_KEY' }).waitFor({ state: 'detached' })
    const reached = page.locator('.card', { has: page.getByRole('heading', { name: 'Servers and the platform' }) })
    // What is being typed above stays while the form below saves.
    const described = page.getByLabel('What may be looked at')
    const saved = await described.inputValue()
    await described.fill('half a thought')
    await reached.getByLabel('User and host').fill('auditor@web1.shop.example')
    await reached.getByRole('button', { name: 'Add the server' }).click()
    await reached.getByText('auditor@web1.shop.example:22').waitFor()
    expect(await described.inputValue()).toBe('half a thought')
    await page.getByRole('button', { name: 'Show what is saved instead' }).click()
    expect(await described.inputValue()).toContain('auditor@web1.shop.example')
    expect(saved).not.toContain('auditor@web1.shop.example')
    await reached.getByLabel('Platform', { exact: true }).selectOption('woocommerce')
    await reached.getByLabel('Address of the shop').fill('https://shop.example')
    await reached.getByLabel('Variable that holds').fill('SHOPWARDEN_ADMIN_TOKEN_SHOP')
    await reached.getByRole('button', { name: 'Add the API' }).click()
    await reached.getByText('WooCommerce, https://shop.example').waitFor()
    expect(await page.getByLabel('What may be looked at').inputValue()).toContain('"ssh": "auditor@web1.shop.example"')
    await reached.getByRole('button', { name: /auditor@web1/ }).click()
    await reached.getByText('auditor@web1.shop.example:22').waitFor({ state: 'detached' })
    await page.getByLabel('How often').selectOption('10080')
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.locator('li', { hasText: 'every week' }).first().waitFor()
    await expectAccessible(page, 'shop settings')
    const description = page.getByLabel('What may be looked at')
    await description.fill('{"name": "Corner shop", "url": {}}')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('SW_SERVER_REQUEST').waitFor()
    await description.fill('name: Corner shop\nurls:\n  storefront: http://127.0.0.1:9\n')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Saved.').last().waitFor()
    await page.getByLabel(/Write its name/).fill('Corner shop')
    await page.getByRole('button', { name: 'Put it away' }).click()
    await page.waitForURL((url) => !url.pathname.startsWith('/s/'))
  })
})
