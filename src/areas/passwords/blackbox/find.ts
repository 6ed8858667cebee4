import { ShopwardenError } from '../../../core/errors.ts'
import { readTags } from '../../../net/html.ts'
import type { Doors, Role } from './doors.ts'
import { fillForm } from './fill.ts'
import { type Form, hasCaptcha, readForms, roleOf } from './forms.ts'
import type { BlackBoxOptions } from './options.ts'
import { wasAccepted } from './outcome.ts'
import { Session } from './session.ts'

/** Where shop platforms keep these pages. */
export const knownPaths: Readonly<Record<Role, readonly string[]>> = {
  register: [
    'index.php?route=account/register',
    'customer/account/create',
    'registration',
    'register',
    'signup',
    'account/register',
    'customer/register',
    'my-account/',
    'login?create_account=1',
  ],
  login: [
    'index.php?route=account/login',
    'customer/account/login',
    'login',
    'signin',
    'account/login',
    'customer/login',
    'my-account/',
  ],
}
export const roleWords: Readonly<Record<Role, RegExp>> = {
  register: /regist|sign-?up|create.?(?:an.?)?account|account\/create|konto-anlegen|inscription|rejestr|crear/i,
  login: /log-?in|sign-?in|anmeld|connexion|logowanie|iniciar|accedi/i,
}
const mostPages = 14

function linksOf(text: string, base: string, role: Role): string[] {
  const links: string[] = []
  for (const tag of readTags(text)) {
    const href = tag.name === 'a' ? tag.attributes.get('href') : undefined
    if (href === undefined || !roleWords[role].test(href) || !URL.canParse(href, base)) continue
    const url = new URL(href, base)
    url.hash = ''
    if (url.origin === new URL(base).origin && !links.includes(url.href)) links.push(url.href)
  }
  return links.slice(0, 5)
}

async function findPage(
  options: BlackBoxOptions,
  home: { url: string; text: string },
  role: Role,
): Promise<string | undefined> {
  const session = new Session(options.http, options.url.origin, options.pause)
  const candidates = [
    home.url,
    ...linksOf(home.text, home.url, role),
    ...knownPaths[role].map((path) => new URL(path, home.url).href),
  ]
  for (const url of [...new Set(candidates)].slice(0, mostPages)) {
    options.signal.throwIfAborted()
    const page = await session.get(url).catch(() => undefined)
    if (!page || page.status >= 400) continue
    if (!readForms(page.text, page.url).some((form) => roleOf(form) === role && form.method === 'POST')) continue
    if (role === 'register' && hasCaptcha(page.text))
      throw new ShopwardenError('SW_PASSWORDS_BLACKBOX', 'The sign-up page asks a riddle that only people solve', {
        where: page.url,
        fix: 'Switch the captcha off for the time of the test, or test a copy of the shop.',
      })
    return url
  }
  return undefined
}

/** A form is read anew for each use, since its tokens are used up. */
async function formOf(session: Session, page: string, role: Role): Promise<Form> {
  const { text, url, status } = await session.get(page)
  const form = readForms(text, url).find((item) => roleOf(item) === role && item.method === 'POST')
  if (form) return form
  throw new ShopwardenError('SW_PASSWORDS_BLACKBOX', `The ${role} form is not shown any more`, {
    where: url,
    fix: status === 429 ? 'The shop limits requests: wait, and use a smaller --rate.' : 'Look at the page by hand.',
  })
}

/** Looks for the forms of sign-up and log-in; undefined where there is no form to sign up. @throws SW_PASSWORDS_BLACKBOX on a captcha */
export async function findForms(options: BlackBoxOptions): Promise<Doors | undefined> {
  options.progress('looking for sign-up and log-in')
  const session = new Session(options.http, options.url.origin, options.pause)
  const home = await session.get(options.url.href)
  const registerUrl = await findPage(options, home, 'register')
  if (registerUrl === undefined) return undefined
  const pages: Partial<Record<Role, string>> = { register: registerUrl }
  const login = await findPage(options, home, 'login')
  if (login !== undefined) pages.login = login
  return {
    registerUrl,
    has: (role) => pages[role] !== undefined,
    async send(own, role, person, password) {
      const form = await formOf(own, pages[role]!, role)
      const answer = await own.submit(form, fillForm(form, person, password))
      return { answer, accepted: wasAccepted(answer, role) }
    },
  }
}
