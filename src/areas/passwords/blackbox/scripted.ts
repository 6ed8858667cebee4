import type { Browser, Page, Request } from 'playwright-core'
import { ShopwardenError } from '../../../core/errors.ts'
import type { Doors, Role } from './doors.ts'
import type { Person } from './fill.ts'
import { knownPaths, roleWords } from './find.ts'
import type { BlackBoxOptions } from './options.ts'
import { wasAccepted } from './outcome.ts'
import { fillPage, passwordFields, pressSend } from './scripted-page.ts'
import { replacedBody } from './stand-in.ts'
import type { Answer } from './session.ts'

const loadMs = 20_000
const sendMs = 4000
const drawMs = 5000
const stillMs = 1000
const attempts = 3

async function openPage(browser: Browser, url: string, { url: shop, pause }: BlackBoxOptions): Promise<Page> {
  await pause()
  const context = await browser.newContext({
    serviceWorkers: 'block',
    ignoreHTTPSErrors: true,
    extraHTTPHeaders: { 'x-shopwarden': 'passwords' },
  })
  // Nobody but the shop hears of this visitor.
  await context.route(
    (asked) => asked.origin !== shop.origin && /^https?:$/.test(asked.protocol),
    (route) => route.abort(),
  )
  const page = await context.newPage()
  page.on('dialog', (dialog) => void dialog.dismiss().catch(() => undefined))
  await page.goto(url, { timeout: loadMs, waitUntil: 'load' }).catch(() => undefined)
  return page
}

/** Number of password fields that the page shows once its scripts have drawn it. */
async function drawn(page: Page): Promise<number> {
  const shown = page.locator('input[type=password]').first().waitFor({ state: 'visible', timeout: drawMs })
  // A page that has all it asked for, lets a moment pass and is not at work draws no form any more.
  const still = page
    .waitForLoadState('networkidle', { timeout: drawMs })
    .then(() => page.waitForTimeout(stillMs))
    .then(() => page.evaluate(() => undefined))
  await Promise.race([shown, still].map((one) => one.catch(() => undefined)))
  return passwordFields(page)
}

async function findPage(browser: Browser, options: BlackBoxOptions, role: Role): Promise<string | undefined> {
  const home = await openPage(browser, options.url.href, options)
  try {
    await home.waitForLoadState('networkidle', { timeout: 5000 }).catch(() => undefined)
    const links = await home.evaluate(() => [...document.querySelectorAll('a')].map((link) => link.href))
    const { origin } = options.url
    const candidates = [
      options.url.href,
      ...links.filter((link) => URL.parse(link)?.origin === origin && roleWords[role].test(link)),
      ...knownPaths[role].slice(2, 6).flatMap((path) => [new URL(`#/${path}`, origin), new URL(path, origin)]),
    ]
    for (const url of [...new Set(candidates.map(String))].slice(0, 12)) {
      options.signal.throwIfAborted()
      const page = await openPage(browser, url, options)
      const passwords = await drawn(page)
      await page.context().close()
      // Who signs up writes the password twice, or comes by an address that says so.
      if (role === 'register' ? passwords > 1 || (passwords === 1 && roleWords.register.test(url)) : passwords === 1)
        return url
    }
    return undefined
  } finally {
    await home.context().close()
  }
}

/** Lets the page send what it sends, with the password exchanged on its way: the server alone decides. */
async function sendThrough(page: Page, person: Person, password: string, options: BlackBoxOptions): Promise<Answer> {
  const standIn = `Kx7-${Buffer.from(options.random(9)).toString('hex')}`
  const sent: Request[] = []
  await page.route(
    () => true,
    async (route) => {
      const request = route.request()
      const body = request.postData()
      if (body === null || !body.includes(standIn)) return route.fallback()
      sent.push(request)
      return route.fallback({
        postData: replacedBody(body, request.headers()['content-type'] ?? '', standIn, password),
      })
    },
  )
  // Lists to choose from may still be on their way: what could not be sent is written once more.
  for (let attempt = 0; attempt < attempts && sent.length === 0; attempt++) {
    await fillPage(page, person, standIn)
    await options.pause()
    await pressSend(page)
    for (let waited = 0; waited < sendMs && sent.length === 0; waited += 50) await page.waitForTimeout(50)
  }
  const response = await sent[0]?.response()
  if (!response)
    throw new ShopwardenError('SW_PASSWORDS_BLACKBOX', 'The page did not send what was written into it', {
      where: page.url(),
      fix: 'Sign up by hand and see what else the page asks for: a riddle, a code by mail, or a password that is encoded before it leaves.',
    })
  return {
    url: response.url(),
    status: response.status(),
    text: await response.text().catch(() => ''),
    contentType: response.headers()['content-type'] ?? '',
  }
}

/** Ways into a shop whose pages are drawn by scripts; undefined where no sign-up is found. */
export async function findScripted(browser: Browser, options: BlackBoxOptions): Promise<Doors | undefined> {
  options.progress('no plain form: looking with a browser')
  const registerUrl = await findPage(browser, options, 'register')
  if (registerUrl === undefined) return undefined
  const pages: Partial<Record<Role, string>> = { register: registerUrl }
  const login = await findPage(browser, options, 'login')
  if (login !== undefined) pages.login = login
  return {
    registerUrl,
    has: (role) => pages[role] !== undefined,
    async send(_session, role, person, password) {
      const page = await openPage(browser, pages[role]!, options)
      try {
        await drawn(page)
        const answer = await sendThrough(page, person, password, options)
        return { answer, accepted: wasAccepted(answer, role) }
      } finally {
        await page.context().close()
      }
    },
  }
}
