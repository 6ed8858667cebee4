/** Words that PHP knows in a version, from the oldest; a number stands where `#` is. */
const words = [
  ['dev', 0],
  ['alpha', 1],
  ['a', 1],
  ['beta', 2],
  ['b', 2],
  ['RC', 3],
  ['rc', 3],
  ['#', 4],
  ['pl', 5],
  ['p', 5],
] as const

const rank = (part: string) => words.find(([word]) => part.startsWith(word))?.[1] ?? -11
const numeric = (part: string) => /^\d/.test(part)

/** `1.0RC1` and `1.0-rc.1` become parts: separators `-`, `_`, `+` and every change between digits and letters divide. */
function parts(version: string): string[] {
  return version
    .replace(/[^0-9A-Za-z]+/g, '.')
    .replace(/(\d)(?=[A-Za-z])|([A-Za-z])(?=\d)/g, '$&.')
    .split('.')
}

/** One part against another, words by rank, numbers by value; a missing part counts as the word for a number. */
function comparePart(a: string, b: string): number {
  if (numeric(a) && numeric(b)) return Number(a) - Number(b)
  return rank(numeric(a) ? '#' : a) - rank(numeric(b) ? '#' : b)
}

/** The order of PHP's version_compare(), on which Composer builds. */
export function phpVersionCompare(a: string, b: string): number {
  if (a === '' || b === '') return Number(a !== '') - Number(b !== '')
  const [left, right] = [parts(a), parts(b)]
  let index = 0
  // A separator at the end leaves an empty part behind it, which ends the comparison part by part.
  for (; left[index] && right[index]; index++) {
    const order = comparePart(left[index]!, right[index]!)
    if (order !== 0) return order
  }
  const rest = left[index] ?? right[index]
  if (rest === undefined) return 0
  const sign = left[index] === undefined ? -1 : 1
  return sign * (numeric(rest) ? 1 : rest === '' ? -1 : rank(rest) - rank('#'))
}
