import type { Expr } from '../ast.ts'
import { lexPhp } from './lexer.ts'
import { PhpStream } from './stream.ts'
import { closingBrace, unescapeDouble } from './strings.ts'

type ParseExpression = (stream: PhpStream) => Expr

const simpleVariable =
  /\$([A-Za-z_\x80-\uffff][\w\x80-\uffff]*)(?:\[(?:(-?\d+)|([A-Za-z_]\w*)|'([^']*)'|\$([A-Za-z_]\w*))\]|\??->([A-Za-z_]\w*))?/y

function variable(match: RegExpExecArray, at: number): Expr {
  const object: Expr = { kind: 'var', at, name: match[1]! }
  if (match[2] !== undefined) return { kind: 'index', at, object, index: { kind: 'lit', at, value: Number(match[2]) } }
  const key = match[3] ?? match[4]
  if (key !== undefined) return { kind: 'index', at, object, index: { kind: 'lit', at, value: key } }
  if (match[5] !== undefined) return { kind: 'index', at, object, index: { kind: 'var', at, name: match[5] } }
  if (match[6] !== undefined) return { kind: 'prop', at, object, name: match[6] }
  return object
}

/** Turns the raw content of a double-quoted text or heredoc into a concatenation of its pieces. */
export function parseInterpolation(raw: string, at: number, outer: PhpStream, parseExpression: ParseExpression): Expr {
  const parts: Expr[] = []
  let literal = 0
  let index = 0
  const flush = (end: number) => {
    if (end > literal) parts.push({ kind: 'lit', at: at + literal, value: unescapeDouble(raw.slice(literal, end)) })
  }
  while (index < raw.length) {
    const c = raw.charCodeAt(index)
    if (c === 92) {
      index += 2
      continue
    }
    const next = raw.charCodeAt(index + 1)
    if ((c === 123 && next === 36) || (c === 36 && next === 123)) {
      flush(index)
      const end = closingBrace(raw, index + (c === 36 ? 2 : 1))
      const inner = raw.slice(index + (c === 36 ? 2 : 1), end)
      if (c === 36 && /^\w+$/.test(inner)) parts.push({ kind: 'var', at: at + index, name: inner })
      else parts.push(embedded(c === 36 ? `$${inner}` : inner, at + index, outer, parseExpression))
      index = end + 1
      literal = index
      continue
    }
    if (c === 36) {
      simpleVariable.lastIndex = index
      const match = simpleVariable.exec(raw)
      if (match) {
        flush(index)
        parts.push(variable(match, at + index))
        index += match[0].length
        literal = index
        continue
      }
    }
    index++
  }
  flush(raw.length)
  if (parts.length === 0) return { kind: 'lit', at, value: '' }
  if (parts.length === 1 && parts[0]!.kind === 'lit') return parts[0]!
  return { kind: 'concat', at, parts }
}

function embedded(source: string, at: number, outer: PhpStream, parseExpression: ParseExpression): Expr {
  const stream = new PhpStream(lexPhp(source, true), at)
  stream.namespace = outer.namespace
  stream.uses = outer.uses
  stream.className = outer.className
  stream.parentName = outer.parentName
  stream.inTrait = outer.inTrait
  stream.block = outer.block
  stream.depth = outer.depth + 1
  return parseExpression(stream)
}
