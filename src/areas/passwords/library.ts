import type { HttpClient } from '../../core/http.ts'
import { createHttpClient } from '../../net/http-client.ts'
import { rangesBase } from '../../connect/pwned-passwords/ranges.ts'
import { BreachedIndex } from './breached/lookup.ts'
import { indexSource, look, rangeSource } from './breached/source.ts'
import { type Strength, strengthOf } from './meter/meter.ts'
import { checkPassword, isReadable, type PasswordAnswer } from './policy/check.ts'
import { type Language, languageOf } from './policy/languages/index.ts'
import { type ProfileName, type Profile, profiles } from './policy/profiles.ts'

export type { Language, PasswordAnswer, Profile, ProfileName, Strength }

export interface CheckerOptions {
  /** A rule book, or one of your own. NIST SP 800-63B-4 by default. */
  profile?: ProfileName | Profile
  /** Whether a second factor is asked for as well. */
  secondFactor?: boolean
  /** Index of breached passwords on this machine (`shopwarden passwords index build`). */
  index?: string
  /** Ask the range service of Pwned Passwords instead: five digits of a hash leave the machine. */
  online?: boolean | { base: string; http: HttpClient }
  /** Names that must not be the heart of any password: shop, domain, brands. */
  context?: readonly string[]
}

export interface Checker {
  /**
   * Judges a password. @param context names of the person: name, address, birthday
   * @param language tag of the language that reasons are given in, e.g. pl or de-AT
   */
  check(password: string, context?: readonly string[], language?: string): Promise<PasswordAnswer & Strength>
  close(): void
}

/**
 * The check as a library: `import { createChecker } from 'shopwarden/passwords'`. A password is kept nowhere and is in no answer,
 * error or log. Where breached passwords could not be looked up, `notChecked` says so with the reason.
 * @throws SW_PASSWORDS_INDEX_* where the index cannot be used
 */
export function createChecker(options: CheckerOptions = {}): Checker {
  const { profile = 'nist', secondFactor = false, online } = options
  const policy = { ...(typeof profile === 'string' ? profiles[profile] : profile), secondFactor }
  const index = options.index === undefined ? undefined : BreachedIndex.open(options.index)
  const service =
    online === true
      ? { http: createHttpClient({ hosts: new Set([new URL(rangesBase).hostname]), allowPrivateAddresses: false }) }
      : online || undefined
  const source = index ? indexSource(index) : service && rangeSource(service)
  return {
    async check(password, context = [], language) {
      const names = [...(options.context ?? []), ...context]
      const strength = strengthOf(password, names)
      const found = isReadable(password) ? await look(source, password) : {}
      const known = { ...found, context: names, scoreOf: () => strength.score, language: languageOf(language) }
      return { ...checkPassword(password, policy, known), ...strength }
    },
    close: () => index?.close(),
  }
}
