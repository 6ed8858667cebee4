/**
 * Versions of Alpine packages (apk-version(8)): `digits{.digits}{letter}{_suffix{digits}}{~hash}{-r digits}`.
 * The order of kinds at the same place: the one that stands earlier in that grammar is newer, but a suffix that announces a
 * release (`_alpha`, `_beta`, `_pre`, `_rc`) is older than anything else, also than the end.
 */
const kinds = { first: 0, digits: 1, letter: 2, suffix: 3, suffixNumber: 4, hash: 5, revision: 6, end: 7, invalid: 8 }
const before = ['alpha', 'beta', 'pre', 'rc']
const after = ['cvs', 'svn', 'git', 'hg', 'p']

interface Token {
  kind: number
  text: string
  /** Place of a suffix: negative before the release, positive after it. */
  suffix: number
}

const patterns: readonly (readonly [kind: number, pattern: RegExp, from: readonly number[]])[] = [
  [kinds.digits, /\.?(\d+)/y, [kinds.first, kinds.digits]],
  [kinds.letter, /([a-z])/y, [kinds.first, kinds.digits]],
  [kinds.suffixNumber, /(\d+)/y, [kinds.suffix]],
  [kinds.suffix, /_([a-z]+)/y, [kinds.first, kinds.digits, kinds.letter, kinds.suffix, kinds.suffixNumber]],
  [kinds.hash, /~([0-9a-f]+)/y, [0, 1, 2, 3, 4]],
  [kinds.revision, /-r(\d+)/y, [0, 1, 2, 3, 4, 5]],
]

function suffixPlace(text: string): number {
  const early = before.indexOf(text)
  return early >= 0 ? early - before.length : after.indexOf(text) + 1
}

function nextToken(version: string, at: number, previous: number): { token: Token; end: number } {
  if (at >= version.length) return { token: { kind: kinds.end, text: '', suffix: 0 }, end: at }
  for (const [kind, pattern, from] of patterns) {
    if (!from.includes(previous)) continue
    pattern.lastIndex = at
    const text = pattern.exec(version)?.[1]
    if (text === undefined) continue
    const suffix = kind === kinds.suffix ? suffixPlace(text) : 0
    if (kind === kinds.suffix && suffix === 0) break
    return { token: { kind, text, suffix }, end: pattern.lastIndex }
  }
  return { token: { kind: kinds.invalid, text: '', suffix: 0 }, end: version.length }
}

function tokens(version: string): Token[] {
  const first = /^\d+/.exec(version)?.[0]
  if (first === undefined) return [{ kind: kinds.invalid, text: '', suffix: 0 }]
  const list: Token[] = [{ kind: kinds.first, text: first, suffix: 0 }]
  for (let at = first.length; list.at(-1)!.kind < kinds.end; ) {
    const { token, end } = nextToken(version, at, list.at(-1)!.kind)
    list.push(token)
    at = end
  }
  return list
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

function byNumber(a: string, b: string): number {
  const [left, right] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')]
  return left.length - right.length || byText(left, right)
}

function compareTokens(a: Token, b: Token): number {
  if (a.kind === kinds.suffix) return a.suffix - b.suffix
  if (a.kind === kinds.letter || a.kind === kinds.hash) return byText(a.text, b.text)
  // After the first one, digits with a leading zero count as a fraction: 1.01 is older than 1.1.
  if (a.kind === kinds.digits && (a.text[0] === '0' || b.text[0] === '0')) return byText(a.text, b.text)
  return byNumber(a.text, b.text)
}

/** True where apk accepts the version. */
export const isApkVersion = (version: string): boolean => tokens(version).at(-1)!.kind === kinds.end

/** Negative, 0 or positive as Alpine version `a` is older than, equal to or newer than `b`. */
export function compareApkVersions(a: string, b: string): number {
  const left = tokens(a)
  const right = tokens(b)
  for (let index = 0; ; index++) {
    const [one, two] = [left[index]!, right[index]!]
    if (one.kind === two.kind) {
      if (one.kind >= kinds.end) return 0
      const order = compareTokens(one, two)
      if (order !== 0) return order
      continue
    }
    if (one.kind === kinds.suffix && one.suffix < 0) return -1
    if (two.kind === kinds.suffix && two.suffix < 0) return 1
    return two.kind - one.kind
  }
}
