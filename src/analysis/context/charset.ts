import { Esc } from '../escapes.ts'

/** Which ASCII characters a text may hold; anything beyond ASCII counts as allowed and harmless. */
export type Charset = Uint8Array

export const anyCharacter = (): Charset => new Uint8Array(128).fill(1)

export function only(characters: string): Charset {
  const set = new Uint8Array(128)
  for (let i = 0; i < characters.length; i++) if (characters.charCodeAt(i) < 128) set[characters.charCodeAt(i)] = 1
  return set
}

export function complement(set: Charset): Charset {
  return set.map((allowed) => (allowed ? 0 : 1))
}

export function union(a: Charset, b: Charset): Charset {
  return a.map((allowed, index) => (allowed || b[index] ? 1 : 0))
}

function within(set: Charset, characters: Charset): boolean {
  return set.every((allowed, index) => !allowed || characters[index] === 1)
}

function lacks(set: Charset, characters: string): boolean {
  for (let i = 0; i < characters.length; i++) if (set[characters.charCodeAt(i)]) return false
  return true
}

export function range(from: number, to: number): Charset {
  const set = new Uint8Array(128)
  for (let code = from; code <= to && code < 128; code++) set[code] = 1
  return set
}

export const digits = range(48, 57)
export const letters = union(range(65, 90), range(97, 122))
export const wordCharacters = union(union(digits, letters), only('_'))
export const controlCharacters = union(range(0, 31), range(127, 127))
export const spaces = only(' \t\r\n\f\v')
const numberCharacters = union(digits, only('+-.eE'))
const formulaCharacters = union(numberCharacters, only('*/%(),<>=?: \t'))
/** What PHP's FILTER_SANITIZE_EMAIL leaves. */
export const emailCharacters = union(wordCharacters, only("!#$%&'*+-=?^`{|}~@.[]"))
const wordAndDash = union(wordCharacters, only('-'))

/** [characters that must be missing, bits that their absence earns] */
const absences: readonly (readonly [string, number])[] = [
  ['\'"\\', Esc.SqlText | Esc.Slashes | Esc.JsText],
  ['\'"', Esc.XPath],
  ["'", Esc.SingleQuote],
  ['"', Esc.DoubleQuote],
  ['<', Esc.HtmlText | Esc.NoTags],
  ['<>&\'"', Esc.Xml],
  ['/\\', Esc.PathName],
  ['.', Esc.PathName],
  ['\r\n', Esc.OneLine],
  [' \t\r\n;&|`$()<>\'"\\*?[]{}!#~', Esc.ShellMeta],
  ['()*\\\u0000', Esc.Ldap],
  ['/\\', Esc.LocalUrl],
  ['.*+?()[]{}^$|\\', Esc.Regex],
  ['`', Esc.SqlName],
]

/** What a text made of these characters alone cannot do. */
export function charsetEscapes(set: Charset): number {
  if (within(set, numberCharacters)) return Esc.Safe
  let bits = within(set, wordAndDash) ? Esc.Word : 0
  // `e` is a letter: `1e5` is a number, but a name could be made of it.
  // One letter alone is the name of a value: no function is called so.
  const names = letters.reduce((count, letter, code) => count + (letter && set[code] ? 1 : 0), 0)
  const named = union(formulaCharacters, letters)
  if (names <= 1 && within(set, named)) bits |= Esc.Formula
  for (const [characters, earned] of absences) if (lacks(set, characters)) bits |= earned
  return bits
}
