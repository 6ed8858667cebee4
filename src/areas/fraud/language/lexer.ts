import { ShopwardenError } from '../../../core/errors.ts'

export type TokenKind = 'number' | 'text' | 'name' | 'operator' | 'end'
export interface Token {
  kind: TokenKind
  text: string
  value?: number
  at: number
}

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }
const pattern =
  /\s+|(?<number>\d+(?:\.\d+)?)(?<unit>[smhd%])?(?![A-Za-z0-9_])|"(?<text>(?:[^"\\\n]|\\["\\])*)"|(?<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)|(?<operator><=|>=|==|!=|[<>()[\],+\-*/])/y

/** Error in a rule's text, with the place marked under it. */
export function languageError(source: string, at: number, message: string, fix: string): ShopwardenError {
  const shown = source.replace(/\s/g, ' ')
  return new ShopwardenError('SW_FRAUD_RULE', `${message}\n  ${shown}\n  ${' '.repeat(at)}^`, {
    where: `column ${at + 1}`,
    fix,
  })
}

/** Splits a rule into tokens. Numbers take a unit of time (10m, 24h, 30d: seconds) or % (hundredths). */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < source.length) {
    pattern.lastIndex = at
    const found = pattern.exec(source)
    if (!found)
      throw languageError(
        source,
        at,
        `"${source[at]}" is not understood here`,
        'Rules know words, numbers, "texts", and, or, not, == != < <= > >= + - * / in.',
      )
    const { number, unit, text, name, operator } = found.groups ?? {}
    if (number !== undefined)
      tokens.push({
        kind: 'number',
        text: found[0],
        value: Number(number) * (unit === '%' ? 0.01 : (units[unit ?? ''] ?? 1)),
        at,
      })
    else if (text !== undefined) tokens.push({ kind: 'text', text: text.replace(/\\(.)/g, '$1'), at })
    else if (name !== undefined) tokens.push({ kind: 'name', text: name, at })
    else if (operator !== undefined) tokens.push({ kind: 'operator', text: operator, at })
    at = pattern.lastIndex
  }
  tokens.push({ kind: 'end', text: 'the end', at: source.length })
  return tokens
}
