import { escapes } from '../escapes.ts'
import type { Text } from '../value.ts'
import { type Exposure, expose, walkText } from './exposure.ts'
import { quotedExposures } from './quoted.ts'

function advance(state: string, text: string): string {
  let quote = state
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (quote === '') {
      if (c === 39 || c === 34 || c === 96) quote = text[i]!
    } else if (c === 92) i++
    else if (c === quote.charCodeAt(0)) quote = ''
  }
  return quote
}

/** Which foreign data can change the meaning of program text given to an interpreter, or of a quoted expression language. */
export function codeExposures(text: Text): Exposure[] {
  return quotedExposures('program', text, advance, (found, quote, hole) => {
    if (quote === "'")
      expose(
        found,
        hole,
        escapes('Slashes', 'SqlText', 'JsText', 'Word', 'UrlEncoded'),
        'inside quotes of program text',
      )
    else if (quote === '"')
      expose(found, hole, escapes('Word', 'UrlEncoded', 'JsText'), 'inside double quotes of program text')
    else expose(found, hole, escapes('Word', 'Formula'), 'in program text')
  })
}

/** XPath expressions: quotes must be kept closed, and outside quotes only words and numbers are harmless. */
export function xpathExposures(text: Text): Exposure[] {
  const found: Exposure[] = []
  walkText(text, '', advance, (quote, hole) => {
    const own =
      quote === "'"
        ? escapes('SingleQuote', 'Slashes', 'SqlText')
        : quote === '"'
          ? escapes('DoubleQuote', 'Slashes', 'SqlText')
          : 0
    expose(
      found,
      hole,
      own | escapes('XPath', 'Xml', 'Word'),
      quote === '' ? 'outside quotes of an XPath expression' : 'inside quotes of an XPath expression',
    )
    return quote
  })
  return found
}
