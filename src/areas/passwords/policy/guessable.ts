import { commonWords, leet, rows } from './common.ts'

/** Shortest run along a keyboard or of one character that counts as one. */
const shortestRun = 3
/** A password whose unexplained part is shorter than this is found by trying the patterns with a few more characters. */
const leastUnexplained = 5
/** Shorter context words, such as "me", would be found in every password. */
const shortestContext = 3

type Guess = 'common' | 'context' | 'run'
const walks = rows.flatMap((row) => [row, [...row].toReversed().join('')])

/** Small letters, one UTF-16 unit for each code point, so that places in the text are places in the password. */
function smallLetters(points: readonly string[]): string {
  // Characters of two units get one of their own from the private use area: different ones must stay different.
  const stand = new Map<string, string>()
  return points
    .map((point) => {
      const small = point.toLowerCase()
      if (small.length === 1) return small
      const known = stand.get(small) ?? String.fromCharCode(0xe000 + stand.size)
      stand.set(small, known)
      return known
    })
    .join('')
}

function coverWord(texts: readonly string[], word: string, covered: boolean[]): boolean {
  let found = false
  for (const text of texts)
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      covered.fill(true, at, at + word.length)
      found = true
    }
  return found
}

function runAt(text: string, from: number): number {
  let best = 1
  while (text[from + best] === text[from] && from + best < text.length) best++
  for (const walk of walks) {
    const at = walk.indexOf(text[from] as string)
    if (at < 0) continue
    let length = 1
    while (at + length < walk.length && text[from + length] === walk[at + length]) length++
    best = Math.max(best, length)
  }
  return best
}

function coverRuns(text: string, covered: boolean[]): boolean {
  const before = covered.filter(Boolean).length
  for (let at = 0; at < text.length; at++) {
    const length = runAt(text, at)
    if (length < shortestRun) continue
    covered.fill(true, at, at + length)
    // The next run may start where this one ends; reading each of its tails again would take quadratic time.
    at += length - 2
  }
  for (let period = 1; period <= text.length / 2; period++)
    if (text.startsWith(text.slice(0, text.length - period), period)) {
      covered.fill(true, period)
      break
    }
  return covered.filter(Boolean).length > before
}

/**
 * Which patterns make a password easy to guess: common words (also in leet spelling), words of the shop and the person, and
 * runs or repetitions, when fewer than five characters remain beside them and years. Nothing where enough remains.
 */
export function guessable(password: string, context: readonly string[]): Guess[] {
  const points = [...password]
  const small = smallLetters(points)
  const texts = [small, [...small].map((point) => leet[point] ?? point).join('')]
  const covered = points.map(() => false)
  const guesses: Guess[] = []
  const cover = (guess: Guess, words: readonly string[]) => {
    if (words.filter((word) => coverWord(texts, word, covered)).length > 0) guesses.push(guess)
  }
  cover('common', commonWords)
  const own = context.flatMap((text) =>
    text
      .normalize('NFC')
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u),
  )
  cover(
    'context',
    own.filter((word) => word.length >= shortestContext),
  )
  for (const year of small.matchAll(/19\d\d|20\d\d/g)) covered.fill(true, year.index, year.index + 4)
  if (coverRuns(small, covered)) guesses.push('run')
  return covered.filter((one) => !one).length < leastUnexplained ? guesses : []
}
