import { leet, rows } from '../policy/common.ts'

const longestWord = 18
const keyboard = rows.flatMap((row) => [row, [...row].toReversed().join('')])
/** Decimal logarithm of what an attacker tries for one more character of a kind. */
const cost = { digit: 1, letter: 1.41, capital: 1.6, other: 1.52 } as const
const year = /^(?:19[3-9]\d|20[0-4]\d)$/
const date =
  /^(?:(?:0[1-9]|[12]\d|3[01])[-./]?(?:0[1-9]|1[0-2])[-./]?(?:19|20)?\d\d|(?:19|20)\d\d[-./]?(?:0[1-9]|1[0-2])[-./]?(?:0[1-9]|[12]\d|3[01]))$/

function single(char: string): number {
  if (/\p{Nd}/u.test(char)) return cost.digit
  if (/\p{Ll}/u.test(char)) return cost.letter
  return /\p{L}/u.test(char) ? cost.capital : cost.other
}

/** Variants of a word's spelling: a capital first is nearly free, others and leet cost a bit each. */
function spelling(part: string, small: string, isLeet: boolean): number {
  let log = isLeet ? 0.5 : 0
  if (part !== small) log += /^\p{Lu}[^\p{Lu}]*$/u.test(part) || /^[^\p{Ll}]*$/u.test(part) ? 0.3 : 0.9
  return log
}

/**
 * The cheapest way to put a password together from words, names, context, keyboard walks, repetitions, dates and single
 * characters: decimal logarithm of the guesses. Bounded: `password` is at most a few dozen characters.
 * @param rankOf rank of a word, from 1; undefined where it is none
 */
export function segmentLog10(password: string, rankOf: (word: string) => number | undefined): number {
  const points = [...password]
  const small = points.map((point) => point.toLowerCase())
  const plain = small.map((point) => leet[point] ?? point)
  const best = [0]
  const parts = [0]
  for (let to = 1; to <= points.length; to++) {
    best[to] = best[to - 1]! + single(points[to - 1]!)
    parts[to] = parts[to - 1]!
    const consider = (from: number, log: number) => {
      // Each further piece may stand in another order.
      const total = best[from]! + log + (parts[from]! > 0 ? 0.3 : 0)
      if (total < best[to]!) {
        best[to] = total
        parts[to] = parts[from]! + 1
      }
    }
    for (let from = Math.max(0, to - longestWord); from <= to - 3; from++) {
      const part = points.slice(from, to).join('')
      const word = small.slice(from, to).join('')
      const unleet = plain.slice(from, to).join('')
      const rank = rankOf(word)
      if (rank !== undefined) consider(from, Math.log10(rank + 1) + spelling(part, word, false))
      if (unleet !== word) {
        const leetRank = rankOf(unleet)
        if (leetRank !== undefined) consider(from, Math.log10(leetRank + 1) + spelling(part, word, true))
      }
      if (keyboard.some((row) => row.includes(word))) consider(from, 1.4 + Math.log10(to - from))
      if (year.test(part)) consider(from, 2)
      else if (part.length >= 6 && date.test(part)) consider(from, 4)
      if (new Set(small.slice(from, to)).size === 1) consider(from, single(points[from]!) + Math.log10(to - from))
    }
  }
  return best[points.length]!
}
