import type { Argument, Expr } from '../ast.ts'
import { JTok } from './lexer.ts'
import { isLambda, parseLambda } from './lambda.ts'
import { parseNew } from './creation.ts'
import { type JavaStream, JavaProblem } from './stream.ts'
import { methodReference } from './lambda.ts'
import { parsePattern } from './patterns.ts'
import { isPrimitive, skipArguments, tryType } from './types.ts'

const powers: Record<string, number> = {
  '||': 4,
  '&&': 5,
  '|': 6,
  '^': 7,
  '&': 8,
  '==': 9,
  '!=': 9,
  '<': 10,
  '>': 10,
  '<=': 10,
  '>=': 10,
  '<<': 11,
  '>>': 11,
  '>>>': 11,
  '+': 12,
  '-': 12,
  '*': 13,
  '/': 13,
  '%': 13,
}
const assignments = new Set(['=', '+=', '-=', '*=', '/=', '&=', '|=', '^=', '%=', '<<=', '>>=', '>>>='])
const roots = new Set(['java', 'javax', 'jakarta', 'org', 'com', 'net', 'io', 'edu', 'gov', 'de', 'fr'])

export function parseArguments(stream: JavaStream): Argument[] {
  stream.expectOp('(')
  const args: Argument[] = []
  while (!stream.isOp(')')) {
    if (stream.ended) throw new JavaProblem('arguments are not closed', stream.at)
    args.push({ value: parseExpression(stream), spread: false })
    if (!stream.takeOp(',')) break
  }
  stream.expectOp(')')
  return args
}

/** `>` `>` next to each other are a shift. */
function operatorHere(stream: JavaStream): { op: string; tokens: number } {
  if (!stream.isOp('>')) return { op: stream.text, tokens: 1 }
  const touching = (ahead: number) =>
    stream.peek(ahead) === '>' && stream.tokens.starts[stream.index + ahead] === stream.at + ahead
  if (touching(1)) {
    if (touching(2)) return { op: '>>>', tokens: 3 }
    return { op: '>>', tokens: 2 }
  }
  return { op: '>', tokens: 1 }
}

export function parseExpression(stream: JavaStream, minimum = 0): Expr {
  stream.enter()
  let left = parsePostfix(stream, parsePrimary(stream))
  for (;;) {
    if (stream.kind === JTok.Ident && stream.text === 'instanceof' && minimum <= 10) {
      const { at } = stream
      stream.next()
      const named = parsePattern(stream, left)
      const type = named ? '' : (tryType(stream) ?? '')
      const tested: Expr = named ? { kind: 'seq', at, values: [left, ...named] } : left
      left = { kind: 'bin', at, op: 'instanceof', left: tested, right: { kind: 'name', at, name: type } }
      continue
    }
    if (stream.kind !== JTok.Op) break
    const { at, text } = stream
    if (assignments.has(text)) {
      if (minimum > 2) break
      stream.next()
      left = { kind: 'assign', at: left.at, op: text, target: left, value: parseExpression(stream, 2), byRef: false }
      continue
    }
    if (text === '?') {
      if (minimum > 3) break
      stream.next()
      const yes = parseExpression(stream, 2)
      stream.expectOp(':')
      left = { kind: 'cond', at, test: left, yes, no: parseExpression(stream, 3) }
      continue
    }
    const { op, tokens } = operatorHere(stream)
    const power = Object.hasOwn(powers, op) ? powers[op]! : undefined
    if (power === undefined || power < minimum) break
    stream.index += tokens
    left = { kind: 'bin', at, op, left, right: parseExpression(stream, power + 1) }
  }
  stream.leave()
  return left
}

/** `(Type) value` where the words in the parentheses are a type and a value follows. */
function tryCast(stream: JavaStream): Expr | undefined {
  const start = stream.index
  const { at } = stream
  stream.next()
  const type = tryType(stream)
  if (type !== undefined && stream.takeOp(')')) {
    const follows =
      stream.kind === JTok.Ident
        ? stream.text !== 'instanceof'
        : stream.kind === JTok.Op
          ? '(!~'.includes(stream.text)
          : stream.kind !== JTok.End
    if (follows || (isPrimitive(type) && stream.kind === JTok.Op && '+-'.includes(stream.text))) {
      const value = isLambda(stream) ? parseLambda(stream) : parsePostfix(stream, parsePrimary(stream))
      return { kind: 'cast', at, type: type.slice(type.lastIndexOf('.') + 1), value }
    }
  }
  stream.index = start
  return undefined
}

function parsePrimary(stream: JavaStream): Expr {
  const { at, text, kind } = stream
  if (isLambda(stream)) return parseLambda(stream)
  switch (kind) {
    case JTok.Number:
      stream.next()
      return { kind: 'lit', at, value: Number(text.replaceAll('_', '').replace(/(?<!^0[xX].*)[lLfFdD]$|[lL]$/, '')) }
    case JTok.Str:
    case JTok.Char:
      stream.next()
      return { kind: 'lit', at, value: text }
    case JTok.Op:
      if (text === '(') {
        const cast = tryCast(stream)
        if (cast) return cast
        stream.next()
        const value = parseExpression(stream)
        stream.expectOp(')')
        return value
      }
      if (text === '!' || text === '-' || text === '+' || text === '~') {
        stream.next()
        return { kind: 'un', at, op: text, value: parsePostfix(stream, parsePrimary(stream)) }
      }
      if (text === '++' || text === '--') {
        stream.next()
        return { kind: 'incdec', at, op: text, prefix: true, target: parsePostfix(stream, parsePrimary(stream)) }
      }
      throw new JavaProblem(`unexpected ${text}`, at)
    case JTok.Ident:
      return parseWord(stream, at, text)
    default:
      throw new JavaProblem('unexpected end of file', at)
  }
}

function parseWord(stream: JavaStream, at: number, text: string): Expr {
  switch (text) {
    case 'true':
    case 'false':
      stream.next()
      return { kind: 'lit', at, value: text === 'true' }
    case 'null':
      stream.next()
      return { kind: 'lit', at, value: null }
    case 'new':
      return parseNew(stream, parseArguments)
    case 'switch':
      return stream.switchBody(stream, at)
    case 'this':
    case 'super':
      stream.next()
      return parseSelf(stream, at, text)
    default:
  }
  // Full names of classes: java.util.Map, org.x.Y.
  const full = qualifiedName(stream)
  if (full !== undefined) return { kind: 'name', at, name: full }
  stream.next()
  if (stream.isOp('('))
    return { kind: 'call', at, callee: { kind: 'var', at, name: text }, args: parseArguments(stream) }
  if ((isPrimitive(text) || /^[A-Z]/.test(text)) && stream.isOp('[') && stream.peek(1) === ']')
    while (stream.isOp('[') && stream.peek(1) === ']') stream.index += 2
  const next = stream.peek(0)
  if (/^[A-Z]/.test(text) && (next === '.' || next === '::')) return { kind: 'name', at, name: text }
  return { kind: 'var', at, name: text }
}

/** `this`, `this(…)`, `super(…)`, `super.method(…)`. */
function parseSelf(stream: JavaStream, at: number, word: string): Expr {
  const parent: Expr = { kind: 'name', at, name: stream.parentName }
  if (stream.isOp('(')) {
    const args = parseArguments(stream)
    const cls: Expr = word === 'this' ? { kind: 'name', at, name: stream.className } : parent
    const name = cls.name.slice(cls.name.lastIndexOf('.') + 1)
    return name === '' ? { kind: 'lit', at, value: null } : { kind: 'scall', at, cls, name, args }
  }
  const isCall = word === 'super' && stream.isOp('.') && stream.peek(2) === '('
  return isCall && stream.parentName !== '' ? parent : { kind: 'var', at, name: 'this' }
}

function qualifiedName(stream: JavaStream): string | undefined {
  if (!roots.has(stream.text) || stream.peek(1) !== '.') return undefined
  let ahead = 0
  let name = ''
  for (;;) {
    if (stream.peekKind(ahead) !== JTok.Ident) return undefined
    const word = stream.peek(ahead)
    name += word
    ahead++
    if (/^[A-Z]/.test(word)) break
    if (stream.peek(ahead) !== '.') return undefined
    name += '.'
    ahead++
  }
  stream.index += ahead
  return name
}

function parsePostfix(stream: JavaStream, primary: Expr): Expr {
  let expr = primary
  for (;;) {
    const { at } = stream
    if (stream.takeOp('.')) {
      if (stream.isOp('<')) skipArguments(stream)
      if (stream.isWord('new')) {
        expr = parseNew(stream, parseArguments)
        continue
      }
      const nameAt = stream.at
      const name = stream.takeName()
      if (stream.isOp('(')) {
        const args = parseArguments(stream)
        expr =
          expr.kind === 'name'
            ? { kind: 'scall', at: nameAt, cls: expr, name, args }
            : { kind: 'mcall', at: nameAt, object: expr, name, args }
      } else if (name === 'class') expr = { kind: 'lit', at, value: expr.kind === 'name' ? expr.name : '' }
      else if (name === 'this') expr = { kind: 'var', at, name: 'this' }
      else if (expr.kind === 'name' && /^[A-Z][a-z]/.test(name) && (stream.isOp('.') || stream.isOp('::')))
        expr = { kind: 'name', at: expr.at, name: `${expr.name}.${name}` }
      else
        expr =
          expr.kind === 'name'
            ? { kind: 'sprop', at: expr.at, cls: expr, name }
            : { kind: 'prop', at: expr.at, object: expr, name }
      continue
    }
    if (stream.isOp('[')) {
      stream.next()
      if (stream.takeOp(']')) continue
      const index = parseExpression(stream)
      stream.expectOp(']')
      expr = { kind: 'index', at: expr.at, object: expr, index }
      continue
    }
    if (stream.takeOp('::')) {
      const name = stream.text
      stream.next()
      expr = methodReference(expr, name, at)
      continue
    }
    if (stream.isOp('++') || stream.isOp('--')) {
      expr = { kind: 'incdec', at, op: stream.text as '++' | '--', prefix: false, target: expr }
      stream.next()
      continue
    }
    return expr
  }
}
