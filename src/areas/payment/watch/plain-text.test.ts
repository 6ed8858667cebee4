import fc from 'fast-check'
import { expect, it } from 'vitest'
import { withoutComments, withoutStrings } from './plain-text.ts'

/** The same said as expressions: right, but quadratic for hostile text. */
const comments = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|(^|[\s;{}(,])\/\/[^\n]*/g, '$1')
const strings = (text: string) =>
  text.replace(/"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'|`(?:[^`\\]|\\[\s\S])*`/g, 's')

const code = fc
  .array(fc.constantFrom('/', '*', '//', '/*', '*/', '"', "'", '`', '\\', '\n', ' ', ';', 'a', '1', '(', '\\"'), {
    maxLength: 60,
  })
  .map((parts) => parts.join(''))

it('does what the expressions do', () => {
  fc.assert(
    fc.property(code, (text) => {
      expect(withoutStrings(text)).toBe(strings(text))
      expect(withoutComments(text)).toBe(comments(text))
    }),
    { numRuns: 5000 },
  )
})
