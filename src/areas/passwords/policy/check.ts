import { guessable } from './guessable.ts'
import { type Language, say } from './languages/index.ts'
import type { Numbers, ReasonCode, Said } from './languages/words.ts'
import { longest, type Profile } from './profiles.ts'

// Nothing here needs Node: the same judgement runs in the shop's page (browser/).

export interface Policy extends Profile {
  secondFactor: boolean
}

interface Reason extends Said {
  code: ReasonCode
}

export interface PasswordAnswer {
  accepted: boolean
  reasons: Reason[]
  /** What the rule book demands and was not looked at. */
  notChecked: string[]
}

/** What else is known of a password, and how to say what is wrong with it. */
export interface Known {
  /** Shop name, domain, the person's name, address, birthday. */
  context?: readonly string[]
  /** Whether it is among breached passwords; missing where nobody looked. */
  breached?: boolean
  /** Why nobody looked. */
  notLooked?: string
  /** Strength from 0 to 4, for profiles that demand one. */
  scoreOf?: (password: string, context: readonly string[] | undefined) => number
  /** Language of reasons and suggestions; English by default. */
  language?: Language
}

const classesOf = (password: string) =>
  [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{Ll}\p{Lu}\p{Nd}]/u].filter((one) => one.test(password)).length

/** Whether a password is short enough to be looked at beyond its length. */
export const isReadable = (password: string): boolean => password.length <= longest * 4

/**
 * Judges a password by a policy: composed to NFC, its length counted in code points, spaces and every language allowed.
 * The answer holds no part of the password. Bounded work: longer passwords than 1,000 characters are refused unread. Pure.
 */
export function checkPassword(password: string, policy: Policy, known: Known = {}): PasswordAnswer {
  const reasons: Reason[] = []
  const notChecked = [...policy.notMeasured]
  if (policy.blocklist && known.breached === undefined)
    notChecked.push(`breached passwords (${known.notLooked ?? 'no index given'})`)
  const add = (code: ReasonCode, numbers?: Numbers) =>
    reasons.push({ code, ...say(code, known.language ?? 'en', numbers) })
  const answer = () => ({ accepted: reasons.length === 0, reasons, notChecked })

  // Far over the limit even if composing halves it: not normalised, so that megabytes cost nothing.
  const composed = isReadable(password) ? password.normalize('NFC') : password
  const length = isReadable(composed) ? [...composed].length : composed.length
  const max = Math.min(policy.max, longest)
  if (length > max) {
    add('too-long', { has: length, wanted: max })
    return answer()
  }
  if (!composed.isWellFormed() || composed.includes('\0')) {
    add('not-text')
    return answer()
  }
  const min = policy.secondFactor ? policy.minWithSecondFactor : policy.min
  if (length < min) add('too-short', { has: length, wanted: min })
  if (policy.lettersAndDigits && !(/\p{L}/u.test(composed) && /\p{Nd}/u.test(composed))) add('letters-and-digits')
  if (classesOf(composed) < policy.classes) add('classes', { has: classesOf(composed), wanted: policy.classes })
  if (policy.minScore > 0) {
    if (known.scoreOf === undefined) notChecked.push('strength (no meter given)')
    else if (known.scoreOf(composed, known.context) < policy.minScore) add('weak')
  }
  if (policy.blocklist) {
    for (const guess of guessable(composed, known.context ?? [])) add(guess)
    if (known.breached === true) add('breached')
  }
  return answer()
}
