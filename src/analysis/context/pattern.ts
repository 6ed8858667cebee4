import {
  anyCharacter,
  type Charset,
  charsetEscapes,
  complement,
  digits,
  only,
  range,
  spaces,
  union,
  wordCharacters,
} from './charset.ts'
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

function escaped(body: string, at: number): [Charset, number] {
  const c = body[at] ?? ''
  const named = classes[c]
  if (named) return [named, at + 1]
  const hex = /^x([\da-fA-F]{2})/.exec(body.slice(at, at + 3))
  if (hex) return [range(Number.parseInt(hex[1]!, 16), Number.parseInt(hex[1]!, 16)), at + 3]
  if (c === 'p' || c === 'P') {
    const end = body[at + 1] === '{' ? body.indexOf('}', at) + 1 : at + 2
    return [/^p\{?(?:L|N)/.test(body.slice(at)) ? union(wordCharacters, only('')) : anyCharacter(), end || body.length]
  }
  return [only(controls[c] ?? c), at + 1]
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
      const name = posix[1]!
      set = union(
        set,
        name === 'digit' ? digits : name === 'alnum' || name === 'alpha' ? wordCharacters : anyCharacter(),
      )
      at += posix[0].length
      continue
    }
    let item: Charset
    let start = body.charCodeAt(at)
    if (body[at] === '\\') {
      const next = at + 1
      ;[item, at] = escaped(body, next)
      start = body.charCodeAt(next)
    } else {
      item = only(body[at]!)
      at++
    }
    if (body[at] === '-' && body[at + 1] !== ']' && at + 1 < body.length) {
      let end = body.charCodeAt(at + 1)
      at += 2
      if (end === 92) {
        end = body.charCodeAt(at)
        at++
      }
      item = range(start, end)
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

/** Binds the beginning: one slash and then a sign that makes no other host of it, as `//` and `/\` would. */
const ownPath =
  /^(?:\^|\\A)\\?\/(?:\(\?!\[(?=[^\]]*\/)(?=[^\]]*\\\\)[^\]]+\]\)|\(\?!\\?\/\|\\\\\)|\[\^(?=[^\]]*\/)(?=[^\]]*\\\\)[^\]]+\]|\\w|[a-zA-Z0-9]|\[[\w-]+\])(?![*?{])/

/** Binds the beginning to a scheme and a host whose name is written out, up to the slash behind it; names before it may vary. */
const ownHost =
  /^(?:\^|\\A)https?\??:(?:\\?\/){2}(?:\((?:\?:)?\[[\w.-]+\][+*]?\\\.\)[?*]?)?(?:[\w-]|\\[.-])+\\\.[a-z]+(?::\d+)?(?:\\?\/|\$$|\\z$|\(\?:?\\?\/\|\$\))/i

/** Binds the beginning to a scheme that runs no script. */
const ownScheme = /^(?:\^|\\A)(?:\((?:\?:)?)?(?:https?\??|http\(s\)\?|mailto|tel)(?:\|(?:https?\??|mailto|tel))*\)?:/i

/** What a text that matches the pattern cannot do: by its characters where both ends are bound, by its beginning where only that is. */
export function matchEscapes(pattern: string, wholeText = false): number {
  // Java has no delimiters.
  const { body, ignoreCase, multiline } = wholeText
    ? { body: pattern, ignoreCase: pattern.startsWith('(?i)'), multiline: false }
    : splitPattern(pattern)
  if (multiline) return 0
  const parts = alternatives(body)
  const whole = wholeText || parts.every((part) => /^(?:\^|\\A)/.test(part) && /(?:\$|\\z|\\Z)$/.test(part))
  const beginning = parts.every((part) => ownPath.test(wholeText && !/^(?:\^|\\A)/.test(part) ? `^${part}` : part))
    ? escapes('LocalPath')
    : parts.every((part) => ownHost.test(part))
      ? escapes('LocalUrl')
      : parts.every((part) => ownScheme.test(part))
        ? escapes('WebUrl')
        : 0
  return whole ? charsetEscapes(bodyCharset(body, ignoreCase)) | beginning : beginning
}

/** What is left harmless after every match has been taken out of a text: only for patterns of single characters. */
export function removalEscapes(pattern: string, replacement: string): number {
  const { body, ignoreCase } = splitPattern(pattern)
  const single = /^\(?(?:\[(?:\\.|[^\]\\])+\]|\\.|[^\\[({.])\)?[+*]?$/.exec(body)
  const several = /^\(?(?:\\.|[^\\[({.|])(?:\|(?:\\.|[^\\[({.|]))*\)?$/.exec(body)
  if (!single && !several) return 0
  const left = complement(bodyCharset(body, ignoreCase))
  return charsetEscapes(union(left, only(replacement)))
}
