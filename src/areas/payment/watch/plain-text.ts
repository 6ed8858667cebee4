/*
 * Both functions read a hostile text once, from front to back: an expression that tries each place anew takes hours for a few
 * megabytes of quotes or comment marks.
 */

/** Text without comments; strings stay. Good enough for reading signs, not for running. */
export function withoutComments(source: string): string {
  const pieces: string[] = []
  let from = 0
  let noBlocks = false
  for (let at = source.indexOf('/'); at >= 0; at = source.indexOf('/', at)) {
    const next = source[at + 1]
    let end = -1
    if (next === '*' && !noBlocks) {
      const close = source.indexOf('*/', at + 2)
      if (close < 0) noBlocks = true
      else end = close + 2
    } else if (next === '/' && (at === 0 || /[\s;{}(,]/.test(source[at - 1]!))) {
      const close = source.indexOf('\n', at)
      end = close < 0 ? source.length : close
    }
    if (end < 0) at++
    else {
      pieces.push(source.slice(from, at))
      from = at = end
    }
  }
  pieces.push(source.slice(from))
  return pieces.join('')
}

const quotes = /["'`]/g

/** Text with each string literal put as `s`. A quote that is never closed on its line stays as it is. */
export function withoutStrings(source: string): string {
  const pieces: string[] = []
  let from = 0
  /** Up to where a quote of each kind was looked for in vain. */
  const vain: Record<string, number> = { '"': 0, "'": 0, '`': 0 }
  quotes.lastIndex = 0
  for (let match = quotes.exec(source); match; match = quotes.exec(source)) {
    const quote = match[0]
    if (match.index < vain[quote]!) continue
    let at = match.index + 1
    let closed = false
    for (; at < source.length; at++) {
      const character = source[at]
      if (character === '\\') at++
      else if (character === quote) {
        closed = true
        break
      } else if (character === '\n' && quote !== '`') break
    }
    if (!closed) {
      vain[quote] = at
      continue
    }
    pieces.push(source.slice(from, match.index), 's')
    from = at + 1
    quotes.lastIndex = from
  }
  pieces.push(source.slice(from))
  return pieces.join('')
}
