import { escapes } from '../escapes.ts'
import type { Text } from '../value.ts'
import { type Exposure, expose } from './exposure.ts'
import { quotedExposures } from './quoted.ts'

const inQuotes = escapes('SqlText', 'Word', 'UrlEncoded', 'Slashes')
const bare = escapes('Word', 'SqlQuoted')
const asName = escapes('SqlName', 'Word')

function advance(state: string, text: string): string {
  let quote = state
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (quote === '') {
      if (c === 39 || c === 34 || c === 96) quote = text[i]!
    } else if (c === 92 && quote !== '`') i++
    else if (c === quote.charCodeAt(0)) quote = ''
  }
  return quote
}

/** Which foreign data can change the meaning of an SQL text: escaping helps only inside quotes. */
export function sqlExposures(text: Text): Exposure[] {
  return quotedExposures('query', text, advance, (found, quote, hole) => {
    if (quote === '`') expose(found, hole, asName, 'inside an SQL name in back-ticks')
    else if (quote === '') expose(found, hole, bare, 'outside quotes of the SQL text')
    else expose(found, hole, inQuotes, 'inside a quoted SQL text')
  })
}
