import {
  anyCharacter,
  type Charset,
  charsetEscapes,
  complement,
  digits,
  only,
  controlCharacters,
  range,
  spaces,
  union,
  wordCharacters,
} from './charset.ts'
import { endingBits } from './endings.ts'
import { escapes } from '../escapes.ts'

interface Pattern {
  body: string
  ignoreCase: boolean
  multiline: boolean
}

/** Splits `/body/flags` as PCRE takes it; a pattern without delimiters is taken as it is. */
export function splitPattern(text: string): Pattern {
  const trimmed = text.trim()
  const open = trimmed[0] ?? ''
  const close = { '(': ')', '{': '}', '[': ']', '<': '>' }[open] ?? open
  if (
    /^[^\w\s\\^[(]$/.test(open) ||
    (/^[({[<]$/.test(open) && /[)}\]>][a-zA-Z]*$/.test(trimmed) && open !== '[' && open !== '(')
  ) {
    const end = trimmed.lastIndexOf(close)
    if (end > 0) {
      const flags = new Set(trimmed.slice(end + 1))
      return { body: trimmed.slice(1, end), ignoreCase: flags.has('i'), multiline: flags.has('m') }
    }
  }
  return { body: text, ignoreCase: false, multiline: false }
}

const classes: Record<string, Charset> = {
  d: digits,
  D: complement(digits),
  w: wordCharacters,
  W: complement(wordCharacters),
  s: spaces,
  S: complement(spaces),
}

const controls: Record<string, string> = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v', 0: '\0' }

/** Classes of Unicode (`\p{L}`, `\p{Cc}`) as far as ASCII goes. */
function unicodeClass(name: string): Charset {
  if (/^[LN]/.test(name)) return wordCharacters
  if (name.startsWith('C')) return controlCharacters
  return anyCharacter()
}

/** What stands behind a backslash: its characters, where it ends, and its code where it is a single character. */
function escaped(body: string, at: number): [Charset, number, number?] {
  const c = body[at] ?? ''
  const named = classes[c]
  if (named) return [named, at + 1]
  const code = /^(?:x([\da-fA-F]{2})|x\{([\da-fA-F]{1,6})\}|u([\da-fA-F]{4})|u\{([\da-fA-F]{1,6})\})/.exec(
    body.slice(at, at + 10),
  )
  if (code) {
    const value = Number.parseInt(code[1] ?? code[2] ?? code[3] ?? code[4]!, 16)
    return [range(value, value), at + code[0].length, value]
  }
  if (c === 'p' || c === 'P') {
    const end = body[at + 1] === '{' ? body.indexOf('}', at) + 1 : at + 2
    const set = unicodeClass(body.slice(at + 1).replace('{', ''))
    return [c === 'P' ? complement(set) : set, end || body.length]
  }
  const sign = controls[c] ?? c
  return [only(sign), at + 1, sign.charCodeAt(0)]
}

const posixClasses: Record<string, Charset> = {
  digit: digits,
  alnum: wordCharacters,
  alpha: wordCharacters,
  cntrl: controlCharacters,
  space: spaces,
  blank: only(' \t'),
}

/** A `[…]` class starting after its bracket. */
function bracket(body: string, from: number, ignoreCase: boolean): [Charset, number] {
  let at = from
  const negated = body[at] === '^'
  if (negated) at++
  let set = only('')
  let first = true
  while (at < body.length && (body[at] !== ']' || first)) {
    first = false
    const posix = /^\[:(\w+):\]/.exec(body.slice(at, at + 12))
    if (posix) {
      set = union(set, posixClasses[posix[1]!] ?? anyCharacter())
      at += posix[0].length
      continue
    }
    let item: Charset
    let start: number | undefined = body.charCodeAt(at)
    if (body[at] === '\\') [item, at, start] = escaped(body, at + 1)
    else {
      item = only(body[at]!)
      at++
    }
    if (start !== undefined && body[at] === '-' && body[at + 1] !== ']' && at + 1 < body.length) {
      let end: number | undefined = body.charCodeAt(at + 1)
      at += 2
      if (end === 92) [, at, end] = escaped(body, at)
      item = range(start, end ?? start)
    }
    set = union(set, item)
  }
  const widened = widenCase(set, ignoreCase)
  return [negated ? complement(widened) : widened, at + 1]
}

/** Every character that a match of the body can hold. */
export function bodyCharset(body: string, ignoreCase = false): Charset {
  let set = only('')
  let at = 0
  while (at < body.length) {
    const c = body[at]!
    if (c === '\\') {
      let item: Charset
      const anchor = body[at + 1] ?? ''
      if (anchor === 'R') set = union(set, only('\r\n\v\f'))
      if (/[AzZbBGR]/.test(anchor)) {
        at += 2
        continue
      }
      ;[item, at] = escaped(body, at + 1)
      set = union(set, item)
    } else if (c === '[') {
      let item: Charset
      ;[item, at] = bracket(body, at + 1, ignoreCase)
      set = union(set, item)
    } else if (c === '.') {
      set = anyCharacter()
      at++
    } else if (c === '{') {
      const end = body.indexOf('}', at)
      at = end < 0 ? body.length : end + 1
    } else if (c === '(') {
      const group = /^\(\?(?:<[^>]*>|P<[^>]*>|[=!:]|<[=!])?/.exec(body.slice(at))
      at += group ? group[0].length : 1
    } else if ('^$*+?)|'.includes(c)) at++
    else {
      set = union(set, widenCase(only(c), ignoreCase))
      at++
    }
  }
  return set
}

function widenCase(set: Charset, ignoreCase: boolean): Charset {
  if (!ignoreCase) return set
  const both = set.slice()
  for (let code = 97; code <= 122; code++) if (both[code] || both[code - 32]) both[code] = both[code - 32] = 1
  return both
}

/** Splits at top-level bars. */
function alternatives(body: string): string[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (let i = 0; i < body.length; i++) {
    const c = body[i]
    if (c === '\\') i++
    else if (c === '(' || c === '[') depth++
    else if (c === ')' || c === ']') depth--
    else if (c === '|' && depth === 0) {
      parts.push(body.slice(start, i))
      start = i + 1
    }
  }
  parts.push(body.slice(start))
  return parts
}

/** Beginnings that make another host of a path, and some that only look like it. */
const hostile = [
  '//e',
  '//e.co',
  '//e.co/a',
  '//1',
  '//_',
  '///e',
  '//',
  '/\\e',
  '/\\e.co',
  '/\\',
  'https://e.co',
  'http://e',
  'javascript:e',
  'data:e',
  'e.co',
  'e',
]
const longestTried = 200

/** Binds the beginning: one slash and then a sign that makes no other host of it, as `//` and `/\` would. */
function isOwnPath(part: string, ignoreCase: boolean): boolean {
  const bound = part.replace(/^(?:\^|\\A)/, '')
  if (!/^(?:\((?:\?:)?)*\\?\//.test(bound) || bound.length > longestTried) return false
  try {
    const tried = new RegExp(`^(?:${bound.replace(/\\[zZ]$/, '$')})`, ignoreCase ? 'i' : '')
    return !hostile.some((text) => tried.test(text))
  } catch {
    // Written for another engine.
    return false
  }
}

/** Binds the beginning to a scheme and a host whose name is written out, up to the slash behind it; names before it may vary. */
const ownHost =
  /^(?:\^|\\A)https?\??:(?:\\?\/){2}(?:\((?:\?:)?\[[\w.-]+\][+*]?\\\.\)[?*]?)?(?:[\w-]|\\[.-])+\\\.[a-z]+(?::\d+)?(?:\\?\/|\$$|\\z$|\(\?:?\\?\/\|\$\))/i

/** Binds the beginning to a scheme that runs no script. */
const ownScheme = /^(?:\^|\\A)(?:\((?:\?:)?)?(?:https?\??|http\(s\)\?|mailto|tel)(?:\|(?:https?\??|mailto|tel))*\)?:/i

/** Binds the end to endings of files that nothing runs: `\\.(jpe?g|png)$`. */
function isEnding(part: string): boolean {
  const list = /\\\.(?:\((?:\?:)?([\w?|]+)\)|(\w+\??\w*))(?:\$|\\[zZ])$/.exec(part)
  const endings = (list?.[1] ?? list?.[2])?.split('|')
  return endings?.every((ending) => endingBits(`.${ending.replaceAll('?', '')}`) !== 0) ?? false
}

/** What a text that matches the pattern cannot do: by its characters where both ends are bound, by its beginning where only that is. */
export function matchEscapes(pattern: string, wholeText = false): number {
  // Java has no delimiters.
  const { body, ignoreCase, multiline } = wholeText
    ? { body: pattern, ignoreCase: pattern.startsWith('(?i)'), multiline: false }
    : splitPattern(pattern)
  if (multiline) return 0
  const parts = alternatives(body)
  const whole = wholeText || parts.every((part) => /^(?:\^|\\A)/.test(part) && /(?:\$|\\z|\\Z)$/.test(part))
  const beginning = parts.every(
    (part) => (wholeText || /^(?:\^|\\A)/.test(part)) && isOwnPath(wholeText ? `${part}$` : part, ignoreCase),
  )
    ? escapes('LocalPath')
    : parts.every((part) => ownHost.test(part))
      ? escapes('LocalUrl')
      : parts.every((part) => ownScheme.test(part))
        ? escapes('WebUrl')
        : 0
  const ending = parts.every((part) => isEnding(wholeText ? `${part}$` : part)) ? escapes('UploadName') : 0
  return whole ? charsetEscapes(bodyCharset(body, ignoreCase)) | beginning | ending : beginning | ending
}

/** Characters of a pattern that matches nothing but single ones of them; undefined for any other. */
function singleCharacters(pattern: string): Charset | undefined {
  const { body, ignoreCase } = splitPattern(pattern)
  const single = /^\(?(?:\[(?:\[:\w+:\]|\\.|[^\]\\])+\]|\\[pP](?:\{\w+\}|\w)|\\.|[^\\[({.])\)?[+*]?$/.exec(body)
  const several = /^\(?(?:\\.|[^\\[({.|])(?:\|(?:\\.|[^\\[({.|]))*\)?$/.exec(body)
  if (!single && !several) return undefined
  // What a class of Unicode that is not known holds is not known either.
  if (/\\p(?!\{?[LNC])|\\P|\[:(?!digit|alnum|alpha|cntrl|space|blank)/.test(body)) return undefined
  return bodyCharset(body, ignoreCase)
}

/** What is left harmless after every match has been taken out of a text: for patterns of single characters, and for steps upwards. */
export function removalEscapes(pattern: string, replacement: string): number {
  // Dots go in pairs, and no two are left side by side.
  if (splitPattern(pattern).body === '\\.\\.' && !replacement.includes('.')) return escapes('PathName')
  const removed = singleCharacters(pattern)
  return removed ? charsetEscapes(union(complement(removed), only(replacement))) : 0
}

/** Signs that no text holds in which the pattern was not found, or that are gone once its matches were taken out. */
export function absentSigns(pattern: string): string {
  const absent = singleCharacters(pattern)
  return absent ? [...absent].flatMap((isIn, code) => (isIn ? String.fromCharCode(code) : [])).join('') : ''
}

/** What a text cannot do in which the pattern, of a sign that is not allowed, was not found. */
export function absenceEscapes(pattern: string): number {
  if (/^.\[\^\\?w[^\]]*\]\+?.[a-z]*$/.test(pattern) || /^.\\W\+?.[a-z]*$/.test(pattern))
    return escapes('Word') | matchEscapes('/^\\w+$/')
  if (/^.\[\^0-9\]\+?.[a-z]*$/.test(pattern) || /^.\\D\+?.[a-z]*$/.test(pattern)) return escapes('Safe')
  const negated = /^.\[\^((?:\\.|[^\]\\])+)\][+*]?.([a-z]*)$/.exec(pattern)
  if (negated) return matchEscapes(`/^[${negated[1]!}]+$/${negated[2]!.includes('i') ? 'i' : ''}`)
  if (pattern.includes('\\.\\.')) return escapes('PathName')
  const absent = singleCharacters(pattern)
  return absent ? charsetEscapes(complement(absent)) : 0
}
