import { ShopwardenError } from '../../../core/errors.ts'
import { withBrowser } from '../../../net/browser.ts'
import type { Enforced } from '../schema.ts'
import { closeAccount } from './clean-up.ts'
import type { Doors, Role, Tried } from './doors.ts'
import type { Person } from './fill.ts'
import { findForms } from './find.ts'
import { ladder, noise, type Rung } from './ladder.ts'
import type { BlackBoxOptions } from './options.ts'
import { likeness, saysLocked } from './outcome.ts'
import { testReset } from './reset.ts'
import { findScripted } from './scripted.ts'
import { Session } from './session.ts'

const wrongTries = 12
const truncateAt = 72

/** One run: opens throw-away accounts with a ladder of passwords, past the browser's own checks, and tries to guess one of its own. */
class BlackBox {
  readonly #options: BlackBoxOptions
  readonly #doors: Doors
  /** With every password that an account may have by now. */
  readonly #opened: { person: Person; passwords: string[] }[] = []

  constructor(options: BlackBoxOptions, doors: Doors) {
    this.#options = options
    this.#doors = doors
  }

  session(): Session {
    const { http, url, pause } = this.#options
    return new Session(http, url.origin, pause)
  }

  person(): Person {
    const { random, mailbox } = this.#options
    const id = Buffer.from(random(5)).toString('hex')
    return { email: mailbox?.addressOf(id) ?? `sw-${id}@example.com`, name: `sw${id}` }
  }

  #send(role: Role, person: Person, password: string, session = this.session()): Promise<Tried> {
    this.#options.signal.throwIfAborted()
    return this.#doors.send(session, role, person, password)
  }

  /** Opens an account in a session of its own. */
  async register(password: string, person = this.person()): Promise<{ accepted: boolean; person: Person }> {
    const { accepted } = await this.#send('register', person, password)
    if (accepted) this.#opened.push({ person, passwords: [password] })
    return { accepted, person }
  }

  /** An account whose password was set anew, perhaps to one of these. */
  changed(person: Person, passwords: readonly string[]): void {
    this.#opened.find((one) => one.person === person)?.passwords.push(...passwords)
  }

  login(person: Person, password: string, session?: Session): Promise<Tried> {
    return this.#send('login', person, password, session)
  }

  get canLogIn(): boolean {
    return this.#doors.has('login')
  }

  async #close(person: Person, password: string): Promise<boolean> {
    const logIn = async (session: Session) => {
      const tried = await this.login(person, password, session)
      return tried.accepted ? tried.answer : undefined
    }
    return closeAccount({ session: () => this.session(), logIn }, person, password).catch(() => false)
  }

  /** Closes the accounts where the shop lets customers do so. @returns the addresses that are left */
  async cleanUp(): Promise<string[]> {
    const left: string[] = []
    let works = this.canLogIn
    for (const [index, { person, passwords }] of this.#opened.entries()) {
      let closed = false
      for (const password of passwords) closed ||= works && (await this.#close(person, password))
      if (!closed) left.push(person.email)
      // Two accounts that cannot be closed: this shop has no such page, and the others need not be tried.
      if (index >= 1 && left.length === index + 1) works = false
    }
    return left
  }

  get opened(): number {
    return this.#opened.length
  }
}

/** Shortest and longest that were taken; what lies between two rungs is not known. */
function lengths(
  results: readonly { rung: Rung; accepted: boolean }[],
): Pick<Enforced, 'minLength' | 'maxLength' | 'maxTried'> {
  const of = (tests: Rung['tests'], accepted: boolean) =>
    results.filter((item) => item.rung.tests === tests && item.accepted === accepted).map((item) => item.rung.length)
  const shortest = Math.min(...of('length', true))
  const refused = of('max', false).filter((length) => length > shortest)
  const longest = Math.max(...of('max', true), ...of('length', true))
  return {
    ...(Number.isFinite(shortest) && { minLength: shortest }),
    ...(refused.length > 0 && Number.isFinite(longest) && { maxLength: longest }),
    maxTried: Math.max(...results.map((item) => item.rung.length)),
  }
}

/** On an account of its own: earlier wrong tries would count. */
async function lockOut(box: BlackBox, password: string): Promise<Pick<Enforced, 'lockedAfter' | 'triesMade'>> {
  const { person } = await box.register(password)
  for (let tried = 1; tried <= wrongTries; tried++) {
    const { answer } = await box.login(person, `${password}-wrong-${tried}`)
    if (!saysLocked(answer)) continue
    // Told so, or merely the words of the page: the right password decides.
    if (!(await box.login(person, password)).accepted) return { lockedAfter: tried - 1, triesMade: tried }
  }
  return (await box.login(person, password)).accepted
    ? { triesMade: wrongTries }
    : { lockedAfter: wrongTries, triesMade: wrongTries }
}

async function tellsAccounts(box: BlackBox, known: Person, stranger: Person): Promise<boolean> {
  const wrong = 'k-7-wrong-password'
  const [a, b] = [await box.login(known, wrong), await box.login(stranger, wrong)]
  return likeness(a.answer, known.email) !== likeness(b.answer, stranger.email)
}

async function resetLinks(box: BlackBox, options: BlackBoxOptions): Promise<Pick<Enforced, 'resetLink'> | string> {
  const { mailbox, random, url, signal, progress } = options
  if (mailbox === undefined) return 'life of reset links: they arrive by mail (--mailbox and --address)'
  progress('asking for links to a new password')
  const { person, accepted } = await box.register(noise(20, random))
  if (!accepted) return 'life of reset links: no account could be opened for it'
  const shop = {
    url,
    session: () => box.session(),
    logsIn: async (who: Person, password: string) => (await box.login(who, password)).accepted,
  }
  const passwords = [noise(20, random), noise(20, random), noise(20, random), noise(20, random)] as const
  box.changed(person, passwords)
  const got = await testReset(shop, mailbox, person, { passwords, waitMinutes: options.resetWaitMinutes, signal })
  return 'notTested' in got ? `life of reset links: ${got.notTested}` : { resetLink: got }
}

/** By the forms of the shop, else through a browser. @throws SW_PASSWORDS_BLACKBOX where there is no way in */
async function withDoors<T>(options: BlackBoxOptions, work: (doors: Doors) => Promise<T>): Promise<T> {
  const { chromium, url } = options
  const forms = await findForms(options)
  if (forms) return work(forms)
  const none = new ShopwardenError('SW_PASSWORDS_BLACKBOX', 'No sign-up form was found', {
    where: url.href,
    fix:
      chromium === undefined
        ? 'Give the address of the sign-up page itself; install Chromium for a shop that is drawn by scripts.'
        : 'Give the address of the sign-up page itself.',
  })
  if (chromium === undefined) throw none
  return withBrowser({ executable: chromium }, async (browser) => {
    const doors = await findScripted(browser, options)
    if (!doors) throw none
    return work(doors)
  })
}

/**
 * What a running shop really enforces of passwords, asked of the server and not of its form.
 * @throws SW_PASSWORDS_BLACKBOX with the reason where it cannot be told: no form, a captcha, an account that cannot be opened
 */
export function testShop(options: BlackBoxOptions): Promise<Enforced> {
  return withDoors(options, (doors) => testThrough(doors, options))
}

async function testThrough(doors: Doors, options: BlackBoxOptions): Promise<Enforced> {
  const { url, random, progress, now } = options
  const box = new BlackBox(options, doors)
  const good = noise(20, random)
  progress('opening an account with a strong password')
  const first = await box.register(good)
  const impossible = await box.register('')
  if (!first.accepted || impossible.accepted)
    throw new ShopwardenError(
      'SW_PASSWORDS_BLACKBOX',
      first.accepted
        ? 'An account without a password seems to be taken: outcomes cannot be told apart'
        : 'No account could be opened, even with a strong password',
      {
        where: doors.registerUrl,
        fix: 'Open one by hand and see what else the form asks for; a confirmation by mail or a riddle is in the way.',
      },
    )
  const results: { rung: Rung; accepted: boolean }[] = []
  const name = url.hostname.replace(/^www\./, '').split('.')[0] ?? 'shop'
  for (const rung of ladder(/^\d+$/.test(name) ? 'shop' : name, random)) {
    progress(`opening an account with ${rung.label}`)
    results.push({ rung, accepted: (await box.register(rung.password)).accepted })
  }
  const accepted = (tests: Rung['tests']) =>
    results.filter((item) => item.rung.tests === tests && item.accepted).map((item) => item.rung.label)
  const enforced: Enforced = {
    origin: url.origin,
    testedAt: now().toISOString(),
    ...lengths(results),
    classesDemanded: accepted('classes').length === 0,
    commonAccepted: accepted('common'),
    contextAccepted: accepted('context').length > 0,
    accounts: [],
    notTested: [],
  }
  if (box.canLogIn) {
    progress('guessing the password of one of these accounts')
    const long = noise(truncateAt + 20, random)
    const longOne = await box.register(long)
    if (longOne.accepted)
      enforced.truncatedAt = (await box.login(longOne.person, long.slice(0, truncateAt))).accepted ? truncateAt : 0
    else enforced.notTested.push(`whether the end of long passwords counts: ${long.length} characters are refused`)
    enforced.tellsAccounts = await tellsAccounts(box, longOne.accepted ? longOne.person : first.person, box.person())
    Object.assign(enforced, await lockOut(box, noise(20, random)))
    const reset = await resetLinks(box, options)
    if (typeof reset === 'string') enforced.notTested.push(reset)
    else Object.assign(enforced, reset)
  } else enforced.notTested.push('lock-out, truncation, enumeration and reset links: no log-in form was found')
  progress('closing the accounts')
  enforced.accounts = await box.cleanUp()
  enforced.closed = box.opened - enforced.accounts.length
  return enforced
}
