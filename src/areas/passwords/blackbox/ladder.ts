/** One password of the ladder; `tests` says what its outcome tells. */
export interface Rung {
  tests: 'length' | 'max' | 'classes' | 'common' | 'context'
  password: string
  /** Code points. */
  length: number
  /** What it is, without saying it. */
  label: string
}

const letters = 'bcdfghjkmnpqrstvwxz'
const all = 'bcdfghjkmnpqrstvwxzBCDFGHJKMNPQRSTVWXZ23456789-_.!'

/** Noise from a source of random bytes, with each class in the first four places where there is room. */
export function noise(length: number, random: (count: number) => Uint8Array, alphabet = all): string {
  const bytes = random(length)
  const text = [...bytes].map((byte) => alphabet[byte % alphabet.length]!)
  if (alphabet === all && length >= 4) text.splice(0, 4, 'k', 'R', '7', '-')
  return text.join('')
}

/** Lengths that tell the least: every step up to what anybody demands. */
const shortLengths = [1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15]
const longLengths = [40, 64, 72, 128, 256]

/** Everything that is tried, the short ones first. Common ones are the first of every list; a shop that takes them checks none. */
export function ladder(context: string, random: (count: number) => Uint8Array): Rung[] {
  const rung = (tests: Rung['tests'], password: string, label: string): Rung => ({
    tests,
    password,
    label,
    length: [...password].length,
  })
  return [
    ...shortLengths.map((length) => rung('length', noise(length, random), `${length} characters of noise`)),
    ...longLengths.map((length) => rung('max', noise(length, random), `${length} characters of noise`)),
    rung('classes', noise(16, random, letters), '16 small letters'),
    rung('common', '123456', 'the most frequent password'),
    rung('common', 'password', 'the second word of every list'),
    rung('common', 'Password123!', 'a frequent one that satisfies rules about characters'),
    rung('common', 'qwertyuiop123456', 'a long keyboard walk'),
    rung('context', `${context}2026!Shop`, "the shop's name with a year"),
  ]
}
