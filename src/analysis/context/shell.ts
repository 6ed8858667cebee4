import { escapes } from '../escapes.ts'
import type { Text } from '../value.ts'
import { type Exposure, expose, walkText } from './exposure.ts'

function advance(state: string, text: string): string {
  let quote = state
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (quote === '') {
      if (c === 39 || c === 34) quote = text[i]!
      else if (c === 92) i++
    } else if (c === 92 && quote === '"') i++
    else if (c === quote.charCodeAt(0)) quote = ''
  }
  return quote
}

/** Which foreign data can add commands or options to a shell line. */
export function shellExposures(text: Text): Exposure[] {
  const found: Exposure[] = []
  walkText(text, '', advance, (quote, hole) => {
    // A backslash is a plain sign in single quotes: the quote behind it closes them.
    if (quote === "'")
      expose(
        found,
        hole,
        escapes('SingleQuote', 'Word', 'UrlEncoded', 'ShellMeta'),
        'inside single quotes of a shell command',
      )
    else if (quote === '"')
      expose(found, hole, escapes('Word', 'UrlEncoded', 'ShellMeta'), 'inside double quotes of a shell command')
    else expose(found, hole, escapes('Word', 'ShellArg', 'ShellMeta', 'UrlEncoded'), 'in a shell command')
    return quote
  })
  return found
}
