import { Esc } from '../escapes.ts'
import type { Hole, Text } from '../value.ts'
import { type Exposure, walkText } from './exposure.ts'

const closing: Readonly<Record<string, number>> = { "'": Esc.SingleQuote, '"': Esc.DoubleQuote }

/**
 * Exposures of a text with quotes that a backslash escapes. Where the quote itself cannot be in the data, a backslash at its end is
 * all that is left: it swallows the closing quote, which helps nobody unless more foreign data follows. Entities of HTML are
 * reported all the same: they were made for another place, and whoever decodes them there opens the quotes again.
 */
export function quotedExposures(
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
    const own = closing[quote] ?? 0
    for (const item of here)
      (own !== 0 && item.taint.escapes & own && !(item.taint.escapes & Esc.HtmlText) && !hole.folded
        ? waiting
        : found
      ).push(item)
    return quote
  })
  return found
}
