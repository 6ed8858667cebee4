/** Deeper nesting than this is not written by people, and the parser (native code) has only so much stack. */
const limit = 600

const nestingWords = new Set(
  'else if while for do typeof void delete new await yield return throw async in of case'.split(' '),
)
const longestWord = Math.max(...[...nestingWords].map((word) => word.length))

/** What a character below 128 may mean to nesting. */
const [OTHER, WORD, OPERATOR, OPEN, CLOSE, NEXT, LINE, QUOTE] = [0, 1, 2, 3, 4, 5, 6, 7]
const kinds = new Uint8Array(128).fill(OTHER)
const mark = (signs: string, kind: number) => {
  for (const sign of signs) kinds[sign.charCodeAt(0)] = kind
}
mark('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$', WORD)
mark('?:=!~+-*/&|<>%^.`', OPERATOR)
mark('([{', OPEN)
mark(')]}', CLOSE)
mark(';,', NEXT)
mark('\n', LINE)
mark('"\'', QUOTE)

const isWordCode = (code: number) => kinds[code] === WORD || (code >= 48 && code <= 57)
const BACKTICK = 96
const SLASH = 47
const STAR = 42

/** End of a comment that starts at `at`; `at` itself where none starts. */
function commentEnd(source: string, at: number): number {
  const second = at + 1 < source.length ? source.charCodeAt(at + 1) : 0
  if (second !== SLASH && second !== STAR) return at
  const end = second === SLASH ? source.indexOf('\n', at) : source.indexOf('*/', at + 2)
  return end < 0 ? source.length : second === SLASH ? end : end + 2
}

/** End of the quoted text that starts at `at`. */
function quoteEnd(source: string, at: number): number {
  const quote = source[at]
  let end = at + 1
  while (end < source.length && source[end] !== quote && source[end] !== '\n') end += source[end] === '\\' ? 2 : 1
  return Math.min(source.length, end + 1)
}

/** Whether the next sign that is no blank is an operator. */
function goesOn(source: string, at: number): boolean {
  let next = at
  while (next < source.length && source.charCodeAt(next) <= 32) next++
  const code = next < source.length ? source.charCodeAt(next) : 0
  return code !== BACKTICK && kinds[code] === OPERATOR
}

/**
 * True where brackets, or operators in a row, nest deeper than any code that people write. An upper estimate, made without
 * parsing: counts per open bracket the operators and words since a statement may last have begun.
 */
export function nestsTooDeep(source: string): boolean {
  const counts: number[] = [0]
  let total = 0
  /** Whether what came before asks for more: an operator, or `else`. */
  let open = false
  const reset = () => {
    total -= counts.at(-1)!
    counts[counts.length - 1] = 0
  }
  const add = () => {
    counts[counts.length - 1]!++
    total++
  }
  for (let at = 0; at < source.length; at++) {
    const code = source.charCodeAt(at)
    const kind = code < 128 ? kinds[code] : OTHER
    if (kind === OTHER) {
      if (code > 32) open = false
      continue
    }
    if (kind === WORD) {
      const from = at
      while (at + 1 < source.length && isWordCode(source.charCodeAt(at + 1))) at++
      const word = at - from < longestWord ? source.slice(from, at + 1) : ''
      if (nestingWords.has(word)) add()
      open = word === 'else'
    } else if (kind === LINE) {
      if (!open && !goesOn(source, at + 1)) reset()
      continue
    } else if (kind === QUOTE) {
      at = quoteEnd(source, at) - 1
      open = false
      continue
    } else if (kind === OPERATOR) {
      const end = code === SLASH ? commentEnd(source, at) : at
      if (end > at) {
        at = end - 1
        continue
      }
      add()
      open = code !== BACKTICK
    } else {
      open = false
      if (kind === NEXT) reset()
      else if (kind === OPEN) {
        add()
        counts.push(0)
      } else if (counts.length > 1) {
        total -= counts.pop()!
        if (counts.at(-1)! > 0) {
          counts[counts.length - 1]!--
          total--
        }
      }
    }
    if (total > limit) return true
  }
  return false
}
