/** A version as Maven reads it: numbers, words, and a list for what follows a hyphen or a change of kind. */
type Item = bigint | string | Item[]

/** Words that come before or at a release, in their order; other words come after it, by alphabet. */
const qualifiers = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp']
const aliases: Record<string, string> = { ga: '', final: '', release: '', cr: 'rc' }
const short: Record<string, string> = { a: 'alpha', b: 'beta', m: 'milestone' }
const release = String(qualifiers.indexOf(''))

function word(text: string, beforeDigit: boolean): string {
  const full = beforeDigit && text.length === 1 ? (short[text] ?? text) : text
  return aliases[full] ?? full
}

function rank(text: string): string {
  const index = qualifiers.indexOf(text)
  return index < 0 ? `${qualifiers.length}-${text}` : String(index)
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Zeros and words for a release say nothing at the end of a list. */
function trim(list: Item[]): void {
  for (let index = list.length - 1; index >= 0; index--) {
    const item = list[index]!
    const nothing = Array.isArray(item) ? item.length === 0 : typeof item === 'bigint' ? item === 0n : item === ''
    if (nothing) list.splice(index, 1)
    else if (!Array.isArray(item)) break
  }
}

function parse(version: string): Item[] {
  const root: Item[] = []
  const lists: Item[][] = [root]
  const top = () => lists.at(-1)!
  const open = () => {
    const list: Item[] = []
    top().push(list)
    lists.push(list)
  }
  const text = version.toLowerCase()
  let start = 0
  let digits = false
  // Before a digit and at the end a word stands in a list of its own: 1.0.x1 is 1.0-x1.
  const add = (end: number, beforeDigit = false, own = false) => {
    if (own && !digits && top().length > 0) open()
    if (end === start) top().push(0n)
    else top().push(digits ? BigInt(text.slice(start, end)) : word(text.slice(start, end), beforeDigit))
  }
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!
    if (character === '.' || character === '-') {
      add(at)
      start = at + 1
      if (character === '-') open()
      continue
    }
    const digit = character >= '0' && character <= '9'
    if (digit !== digits && at > start) {
      add(at, digit, true)
      start = at
      open()
    }
    digits = digit
  }
  if (text.length > start) add(text.length, false, true)
  for (const list of lists.reverse()) trim(list)
  return root
}

function compareToNothing(item: Item): number {
  if (typeof item === 'bigint') return item === 0n ? 0 : 1
  if (typeof item === 'string') return byText(rank(item), release)
  for (const inner of item) {
    const order = compareToNothing(inner)
    if (order !== 0) return order
  }
  return 0
}

/** At the same place a number is newer than a list, a list newer than a word. */
const kind = (item: Item) => (typeof item === 'bigint' ? 2 : Array.isArray(item) ? 1 : 0)

function compareItems(a: Item | undefined, b: Item | undefined): number {
  if (a === undefined) return b === undefined ? 0 : -compareToNothing(b)
  if (b === undefined) return compareToNothing(a)
  if (typeof a === 'bigint' && typeof b === 'bigint') return a < b ? -1 : a > b ? 1 : 0
  if (typeof a === 'string' && typeof b === 'string') return byText(rank(a), rank(b))
  if (!Array.isArray(a) || !Array.isArray(b)) return kind(a) - kind(b)
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const order = compareItems(a[index], b[index])
    if (order !== 0) return order
  }
  return 0
}

const maxLength = 300

/** Maven takes any text for a version; ours only up to a bounded length. */
export const isMavenVersion = (version: string): boolean => version !== '' && version.length <= maxLength

/** Negative, 0 or positive as Maven orders them (POM reference, "Version Order Specification", Maven 3.8). */
export function compareMavenVersions(a: string, b: string): number {
  return compareItems(parse(a), parse(b))
}
