import { Esc } from '../escapes.ts'
import type { Hole, Text } from '../value.ts'
import { type Exposure, walkText } from './exposure.ts'

/** A text whose quotes are closed by nothing but themselves or, in a program, by an expression inside of them. */
export type Quoted = 'query' | 'program'

const closing: Readonly<Record<Quoted, Readonly<Record<string, number>>>> = {
  query: { "'": Esc.SingleQuote, '"': Esc.DoubleQuote },
  // "${…}" runs without any quote of its own.
  program: { "'": Esc.SingleQuote },
}

/**
 * Exposures of a text with quotes that a backslash escapes. Where the quote itself cannot be in the data, a backslash at its end is
 * all that is left: it swallows the closing quote, which helps nobody unless more foreign data follows. Entities of HTML are
 * reported all the same: they were made for another place, and whoever decodes them there opens the quotes again.
 */
export function quotedExposures(
  kind: Quoted,
  text: Text,
  advance: (quote: string, literal: string) => string,
  look: (found: Exposure[], quote: string, hole: Hole) => void,
): Exposure[] {
  const found: Exposure[] = []
  let waiting: Exposure[] = []
  walkText(text, '', advance, (quote, hole) => {
    if (hole.taints.length > 0) {
      found.push(...waiting)
      waiting = []
    }
    const here: Exposure[] = []
    look(here, quote, hole)
    const own = closing[kind][quote] ?? 0
    for (const item of here) {
      if ((item.taint.escapes & own) === 0 || hole.folded) found.push(item)
      else (item.taint.escapes & Esc.HtmlText ? found : waiting).push(item)
    }
    return quote
  })
  return found
}
