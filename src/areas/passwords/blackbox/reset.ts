import { setTimeout as wait } from 'node:timers/promises'
import { readTags } from '../../../net/html.ts'
import type { Enforced } from '../schema.ts'
import { fillForm, type Person } from './fill.ts'
import { type Form, readForms } from './forms.ts'
import type { Mailbox, ReceivedMail } from './mailbox.ts'
import type { Answer, Session } from './session.ts'

const forgotten =
  /forgot|lost.?password|password.?(?:reset|recover|request)|reset.?password|recover|vergessen|zapomni|oubli|olvid|dimentica/i
const knownPaths = [
  'index.php?route=account/forgotten',
  'customer/account/forgotpassword',
  'password-recovery',
  'forgot',
  'forgot-password',
  'password/reset',
  'my-account/lost-password/',
  'account/recover',
]
const mailWaitMs = 60_000
const mostMails = 4

/** Minutes that a mail says its link lives, where it says so. */
export function statedMinutes(text: string): number | undefined {
  const match =
    /\b(\d{1,3})\s*(?:(min)|(h(?:our|eure|r)?s?\b|stunden?|godzin|horas?|ore\b|ora\b)|(days?|tagen?|dni|jours?|d[ií]as?|giorn))/i.exec(
      text,
    )
  if (!match) return undefined
  return Number(match[1]) * (match[2] ? 1 : match[3] ? 60 : 1440)
}

const aboutPasswords = /passwor|kennwort|has[łl]o|mot de passe|contrase|clave/i
const namesReset = /reset|passw|recover|forgot/i

/** The link of a mail by which a password is set anew, on the shop's own origin; a greeting's link to confirm an address is none. */
export function resetLinkOf(mail: ReceivedMail, origin: string): string | undefined {
  const hrefs = readTags(mail.html).flatMap((tag) => (tag.name === 'a' ? (tag.attributes.get('href') ?? []) : []))
  const plain = mail.text.match(/https?:\/\/[^\s"'<>]+/g) ?? []
  const links = [...hrefs, ...plain]
    .map((link) => link.replaceAll('&amp;', '&'))
    .filter((link) => URL.parse(link)?.origin === origin)
    .sort((a, b) => b.length - a.length)
  const named = links.find((link) => namesReset.test(link))
  if (named !== undefined || !aboutPasswords.test(mail.text)) return named
  return links.find((link) => /token|code|key|hash/i.test(link))
}

const asksAddress = (form: Form) =>
  form.method === 'POST' &&
  form.fields.some((field) => field.type === 'email' || /e-?mail|login|user/i.test(field.name)) &&
  form.fields.every((field) => field.type !== 'password') &&
  !/newsletter|subscri|search|contact/i.test(`${form.action} ${form.fields.map((field) => field.name).join(' ')}`)
const asksPassword = (form: Form) => form.method === 'POST' && form.fields.some((field) => field.type === 'password')

interface Shop {
  url: URL
  session(): Session
  logsIn(person: Person, password: string): Promise<boolean>
}

/** The page on which one says that one forgot the password. */
async function findRequestPage(shop: Shop): Promise<string | undefined> {
  const session = shop.session()
  const pages = [shop.url.href, new URL('login', shop.url).href]
  const links: string[] = []
  for (const page of pages) {
    const { text, url } = await session.get(page)
    for (const tag of readTags(text)) {
      const href = tag.name === 'a' ? tag.attributes.get('href') : undefined
      if (href !== undefined && forgotten.test(href) && URL.parse(href, url)?.origin === shop.url.origin)
        links.push(new URL(href, url).href)
    }
  }
  for (const url of new Set([...links, ...knownPaths.map((path) => new URL(path, shop.url).href)])) {
    const page = await session.get(url)
    if (page.status < 400 && forgotten.test(page.url) && readForms(page.text, page.url).some(asksAddress)) return url
  }
  return undefined
}

/** Asks for a link and gives it back; undefined where no mail with one arrives. */
async function ask(shop: Shop, mailbox: Mailbox, page: string, person: Person, signal: AbortSignal) {
  const session = shop.session()
  const { text, url } = await session.get(page)
  const form = readForms(text, url).find(asksAddress)
  if (!form) return undefined
  await session.submit(form, fillForm(form, person, ''))
  // A greeting to the new customer comes to the same address.
  for (let mails = 0; mails < mostMails; mails++) {
    const mail = await mailbox.next(person.email, mailWaitMs, signal)
    if (mail === undefined) return undefined
    const link = resetLinkOf(mail, shop.url.origin)
    if (link !== undefined) return { link, mail }
  }
  return undefined
}

/** Opens a link and sets a password by it. True where the shop then takes that password. */
async function use(shop: Shop, link: string, person: Person, password: string): Promise<boolean> {
  const session = shop.session()
  const page: Answer = await session.get(link)
  const form = readForms(page.text, page.url).find(asksPassword)
  if (!form) return false
  await session.submit(form, fillForm(form, person, password))
  return shop.logsIn(person, password)
}

/**
 * What links to a new password are worth at this shop: whether one works twice, whether an older one dies with a newer, and
 * how long it lives, by its mail and, where `waitMinutes` is given, by trying one that old (OWASP ASVS 5.0 V6.4).
 */
export async function testReset(
  shop: Shop,
  mailbox: Mailbox,
  person: Person,
  options: {
    passwords: readonly [first: string, second: string, third: string, fourth: string]
    waitMinutes: number
    signal: AbortSignal
  },
): Promise<NonNullable<Enforced['resetLink']> | { notTested: string }> {
  const { passwords, waitMinutes, signal } = options
  const page = await findRequestPage(shop)
  if (page === undefined) return { notTested: 'no page was found on which one says that the password is forgotten' }
  const once = await ask(shop, mailbox, page, person, signal)
  if (!once) return { notTested: 'no mail with a link arrived in the mailbox' }
  if (!(await use(shop, once.link, person, passwords[0])))
    return {
      notTested: `the link of the mail set no password${person.email.includes('+') ? ' (some shops lose the + of an address: try one without)' : ''}`,
    }
  const reusable = await use(shop, once.link, person, passwords[1])
  // A pair of its own: some shops take a wrong or used link as a reason to kill the good one, too.
  const older = await ask(shop, mailbox, page, person, signal)
  const newer = older && (await ask(shop, mailbox, page, person, signal))
  if (!newer) return { notTested: 'the second mail with a link did not arrive' }
  const olderDies = newer.link !== older.link && !(await use(shop, older.link, person, passwords[2]))
  const stated = statedMinutes(once.mail.text)
  const result = { reusable, olderDies, ...(stated !== undefined && { statedMinutes: stated }) }
  if (waitMinutes === 0) return result
  const last = await ask(shop, mailbox, page, person, signal)
  if (!last) return result
  await wait(waitMinutes * 60_000, undefined, { signal })
  return (await use(shop, last.link, person, passwords[3]))
    ? { ...result, aliveAfterMinutes: waitMinutes }
    : { ...result, deadAfterMinutes: waitMinutes }
}
