import zxcvbn from 'zxcvbn'
import { longest } from '../policy/profiles.ts'
import { lists } from './lists.ts'
import { segmentLog10 } from './segments.ts'

export interface Strength {
  /** Decimal logarithm of the number of guesses that a well-read attacker needs. */
  guessesLog10: number
  /** 0 to 4, as zxcvbn counts: under 10^3, 10^6, 10^8, 10^10 guesses, and more. */
  score: 0 | 1 | 2 | 3 | 4
}

/** zxcvbn takes quadratic time: of longer passwords it sees the beginning, the models the rest. */
const closely = 26
const shortestContext = 3
const mostContext = 40
/** What it costs an attacker to try words of languages that he need not expect, in decimal orders. */
const languageChoice = 2
/** Decimal orders that words must save before they count. */
const leastGain = 1

/** Words that others know of the person and the shop, as an attacker would cut them up. */
export function contextWords(context: readonly string[]): string[] {
  const words = new Set<string>()
  for (const text of context)
    for (const word of text
      .normalize('NFC')
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)) {
      if (word.length >= shortestContext && !/^(?:www|com|net|org|http|https)$/.test(word)) words.add(word)
      if (words.size >= mostContext) return [...words]
    }
  return [...words]
}

/** zxcvbn tries every reading of leet signs: with many different ones that takes seconds. The later ones are read as they are. */
const leetSigns = /[4@8({[<369&#!1/|0$5+7%2]/
const mostLeetSigns = 4

function fewLeetSigns(text: string): string {
  const seen = new Set<string>()
  return [...text]
    .map((char) => {
      if (!leetSigns.test(char) || seen.has(char)) return char
      if (seen.size >= mostLeetSigns) return /\d/.test(char) ? char : '~'
      seen.add(char)
      return char
    })
    .join('')
}

const scoreOf = (log: number): Strength['score'] => (log < 3 ? 0 : log < 6 ? 1 : log < 8 ? 2 : log < 10 ? 3 : 4)

/**
 * How many guesses a password withstands. Three estimates are joined: zxcvbn's patterns (Wheeler, USENIX Security 2016), a Markov
 * model of frequent passwords, and, for a password of the list, its rank; weights 2 : 1 : 1, chosen on the meter data of
 * Golla and Dürmuth (CCS 2018), see docs/decisions/password-meter.md. Words and names of six languages, and what is known of
 * the person and the shop, can only lower the result. Time is bounded: of over 26 characters only models see the rest.
 */
export function strengthOf(password: string, context: readonly string[] = []): Strength {
  const whole = password.slice(0, longest).normalize('NFC')
  const part = repeatedPart(whole)
  const direct = whole === '' ? 0 : guessesOf(whole, context)
  const repeated = part === whole ? direct : guessesOf(part, context) + Math.log10(whole.length / part.length)
  const log = Math.min(direct, repeated)
  return { guessesLog10: log, score: scoreOf(log) }
}

/** The part that a text repeats to its end; the text itself where it repeats none. */
function repeatedPart(text: string): string {
  for (let period = 1; period <= text.length / 2; period++)
    if (text.length % period === 0 && text.startsWith(text.slice(0, text.length - period), period))
      return text.slice(0, period)
  return text
}

function guessesOf(text: string, context: readonly string[]): number {
  const { passwords, words, ngrams } = lists()
  const own = contextWords(context)
  const markov = ngrams.log10(text)
  const head = text.slice(0, closely)
  const patterns =
    zxcvbn(fewLeetSigns(head), own).guesses_log10 + (text.length > closely ? ngrams.log10(text.slice(closely)) : 0)
  const rank = passwords.get(text)
  const joined = rank === undefined ? (markov + 2 * patterns) / 3 : (Math.log10(rank) + markov + 2 * patterns) / 4
  const known = new Map(own.map((word, index) => [word, index + 1]))
  const tail = text.length > closely ? ngrams.log10(text.slice(closely)) : 0
  const letters = segmentLog10(head, () => undefined) + tail
  const named = segmentLog10(head, (word) => known.get(word)) + tail
  const spoken = segmentLog10(head, (word) => known.get(word) ?? words.get(word)) + tail + languageChoice
  const pieces = Math.min(named, spoken)
  // Words that zxcvbn does not know make it cheaper than it thinks; where there are none it knows better.
  const cheaper = letters - pieces >= leastGain && (rank === undefined || named < spoken)
  return Math.max(0, cheaper ? Math.min(joined, pieces) : joined)
}
