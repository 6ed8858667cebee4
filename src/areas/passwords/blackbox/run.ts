import { ShopwardenError } from '../../../core/errors.ts'
import type { Enforced } from '../schema.ts'
import { findForms, type Found } from './find.ts'
import { fillForm, type Person } from './fill.ts'
import { ladder, noise, type Rung } from './ladder.ts'
import { likeness, saysLocked, wasAccepted } from './outcome.ts'
import type { BlackBoxOptions } from './options.ts'
import { Session, type Answer } from './session.ts'

const wrongTries = 12
const truncateAt = 72

/** One run: opens throw-away accounts with a ladder of passwords, past the browser's own checks, and tries to guess one of its own. */
class BlackBox {
  readonly #options: BlackBoxOptions
  readonly #found: Found
  readonly opened: string[] = []

  constructor(options: BlackBoxOptions, found: Found) {
    this.#options = options
    this.#found = found
  }

  session(): Session {
    const { http, url, pause } = this.#options
    return new Session(http, url.origin, pause)
  }

  person(): Person {
    const id = Buffer.from(this.#options.random(5)).toString('hex')
    return { email: `sw-${id}@example.com`, name: `sw${id}` }
  }

  /** Opens an account in a session of its own. */
  async register(password: string, person = this.person()): Promise<{ accepted: boolean; person: Person }> {
    this.#options.signal.throwIfAborted()
    const session = this.session()
    const form = await this.#found.form(session, 'register')
    const answer = await session.submit(form, fillForm(form, person, password))
    const accepted = wasAccepted(answer, 'register')
    if (accepted) this.opened.push(person.email)
    return { accepted, person }
  }

  async login(person: Person, password: string, session = this.session()): Promise<Answer> {
    this.#options.signal.throwIfAborted()
    const form = await this.#found.form(session, 'login')
    return session.submit(form, fillForm(form, person, password))
  }

  get canLogIn(): boolean {
    return this.#found.has('login')
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
    const answer = await box.login(person, `${password}-wrong-${tried}`)
    if (!saysLocked(answer)) continue
    // Told so, or merely the words of the page: the right password decides.
    const right = await box.login(person, password)
    if (!wasAccepted(right, 'login')) return { lockedAfter: tried - 1, triesMade: tried }
  }
  const right = await box.login(person, password)
  return wasAccepted(right, 'login') ? { triesMade: wrongTries } : { lockedAfter: wrongTries, triesMade: wrongTries }
}

async function tellsAccounts(box: BlackBox, known: Person, stranger: Person): Promise<boolean> {
  const wrong = 'k-7-wrong-password'
  const [a, b] = [await box.login(known, wrong), await box.login(stranger, wrong)]
  return likeness(a, known.email) !== likeness(b, stranger.email)
}

/**
 * What a running shop really enforces of passwords, asked of the server and not of its form.
 * @throws SW_PASSWORDS_BLACKBOX with the reason where it cannot be told: no form, a captcha, an account that cannot be opened
 */
export async function testShop(options: BlackBoxOptions): Promise<Enforced> {
  const { url, random, progress, now } = options
  const found = await findForms(options)
  const box = new BlackBox(options, found)
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
        where: found.registerUrl,
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
      enforced.truncatedAt = wasAccepted(await box.login(longOne.person, long.slice(0, truncateAt)), 'login')
        ? truncateAt
        : 0
    else enforced.notTested.push(`whether the end of long passwords counts: ${long.length} characters are refused`)
    enforced.tellsAccounts = await tellsAccounts(box, longOne.accepted ? longOne.person : first.person, box.person())
    Object.assign(enforced, await lockOut(box, noise(20, random)))
  } else enforced.notTested.push('lock-out, truncation and enumeration: no log-in form was found')
  enforced.notTested.push('life of reset links: they arrive by mail')
  enforced.accounts = box.opened
  return enforced
}
