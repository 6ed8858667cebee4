/** Deeper nesting than this is not written by people, and the parser (native code) has only so much stack. */
const limit = 600

const operators = new Set('?:=!~+-*/&|<>%^.'.split(''))
const nestingWord = /^(?:else|if|while|for|do|typeof|void|delete|new|await|yield|return|throw|async|in|of|case)$/

/** End of a quoted text or comment that starts at `at`; `at` itself where none starts. */
function skipQuoted(source: string, at: number): number {
  const c = source[at]!
  if (c === '/' && source[at + 1] === '/') {
    const end = source.indexOf('\n', at)
    return end < 0 ? source.length : end
  }
  if (c === '/' && source[at + 1] === '*') {
    const end = source.indexOf('*/', at + 2)
    return end < 0 ? source.length : end + 2
  }
  if (c !== '"' && c !== "'") return at
  let end = at + 1
  while (end < source.length && source[end] !== c && source[end] !== '\n') end += source[end] === '\\' ? 2 : 1
  return Math.min(source.length, end + 1)
}

/**
 * True where brackets, or operators in a row, nest deeper than any code that people write. An upper estimate, made without
 * parsing: counts per open bracket the operators and words since a statement may last have begun.
 */
export function nestsTooDeep(source: string): boolean {
  const counts: number[] = [0]
  let total = 0
  let last = ''
  const reset = () => {
    total -= counts.at(-1)!
    counts[counts.length - 1] = 0
  }
  const add = () => {
    counts[counts.length - 1]!++
    total++
  }
  for (let at = 0; at < source.length; at++) {
    const c = source[at]!
    const end = skipQuoted(source, at)
    if (end > at) {
      at = end - 1
      if (c !== '/') last = 'x'
      continue
    }
    if (c === '(' || c === '[' || c === '{' || c === '<' || c === '`') {
      if (c === '<' || c === '`') add()
      else {
        add()
        counts.push(0)
      }
    } else if (c === ')' || c === ']' || c === '}') {
      if (counts.length > 1) {
        total -= counts.pop()!
        if (counts.at(-1)! > 0) {
          counts[counts.length - 1]!--
          total--
        }
      }
    } else if (c === ';' || c === ',') reset()
    else if (c === '\n') {
      const next = /\S/.exec(source.slice(at, at + 200))?.[0] ?? ''
      if (last !== 'else' && !operators.has(last) && !operators.has(next)) reset()
      continue
    } else if (operators.has(c)) add()
    else if (/[A-Za-z_$]/.test(c)) {
      let stop = at + 1
      while (stop < source.length && /[\w$]/.test(source[stop]!)) stop++
      last = source.slice(at, stop)
      if (nestingWord.test(last)) add()
      at = stop - 1
      if (total > limit) return true
      continue
    }
    if (c > ' ') last = c
    if (total > limit) return true
  }
  return false
}
