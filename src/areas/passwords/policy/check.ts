import { strengthOf } from '../meter/meter.ts'
import { guessable } from './guessable.ts'
import { longest, type Profile } from './profiles.ts'

export interface Policy extends Profile {
  secondFactor: boolean
}

interface Reason {
  code: 'not-text' | 'too-short' | 'too-long' | 'classes' | 'common' | 'context' | 'run' | 'breached' | 'weak'
  /** What is wrong, for the person who chose the password; never a part of the password. */
  text: string
  suggestion: string
}

export interface PasswordAnswer {
  accepted: boolean
  reasons: Reason[]
  /** What the rule book demands and was not looked at. */
  notChecked: string[]
}

interface Known {
  /** Shop name, domain, the person's name, address, birthday. */
  context?: readonly string[]
  /** Look-up among breached passwords, where there is one. */
  breached?: (password: string) => boolean
}

const words = 'Several words that have nothing to do with each other are long and easy to remember.'
const guesses = {
  common: { text: 'It is built around a word that is tried first.', suggestion: words },
  context: { text: 'It is built around a name that others know of you or of this shop.', suggestion: words },
  run: { text: 'It is mostly a sequence or a repetition, which is guessed first.', suggestion: words },
} as const

const classesOf = (password: string) =>
  [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{Ll}\p{Lu}\p{Nd}]/u].filter((one) => one.test(password)).length

/**
 * Judges a password by a policy: composed to NFC, its length counted in code points, spaces and every language allowed.
 * The answer holds no part of the password. Bounded work: longer passwords than 1,000 characters are refused unread.
 */
export function checkPassword(password: string, policy: Policy, known: Known = {}): PasswordAnswer {
  const reasons: Reason[] = []
  const notChecked = [...policy.notMeasured]
  if (policy.blocklist && known.breached === undefined) notChecked.push('breached passwords (no index given)')
  const add = (code: Reason['code'], text: string, suggestion: string) => reasons.push({ code, text, suggestion })
  const answer = () => ({ accepted: reasons.length === 0, reasons, notChecked })

  // Far over the limit even if composing halves it: not normalised, so that megabytes cost nothing.
  const composed = password.length > longest * 4 ? password : password.normalize('NFC')
  const length = composed.length > longest * 4 ? composed.length : [...composed].length
  const max = Math.min(policy.max, longest)
  if (length > max) {
    add('too-long', `It has more than ${max} characters.`, `Use at most ${max}.`)
    return answer()
  }
  if (!composed.isWellFormed() || composed.includes('\0')) {
    add('not-text', 'It has a character that cannot be stored.', 'Type it instead of pasting it.')
    return answer()
  }
  const min = policy.secondFactor ? policy.minWithSecondFactor : policy.min
  if (length < min)
    add(
      'too-short',
      `It has ${length} of at least ${min} characters.`,
      `Add ${min - length} more, for example another word.`,
    )
  if (policy.lettersAndDigits && !(/\p{L}/u.test(composed) && /\p{Nd}/u.test(composed)))
    add('classes', 'It needs letters and digits.', 'Add whichever is missing, not only at the end.')
  if (classesOf(composed) < policy.classes)
    add(
      'classes',
      `It needs ${policy.classes} of these: small letters, capitals, digits, other characters.`,
      'Spaces count as other characters: try several words with a number.',
    )
  if (policy.minScore > 0 && strengthOf(composed, known.context).score < policy.minScore)
    add('weak', 'It is guessed too soon.', words)
  if (policy.blocklist) {
    for (const guess of guessable(composed, known.context ?? []))
      add(guess, guesses[guess].text, guesses[guess].suggestion)
    if (known.breached?.(password) === true)
      add(
        'breached',
        'It is known from a leak of another site.',
        'Choose a new one, and change this one wherever you use it.',
      )
  }
  return answer()
}
