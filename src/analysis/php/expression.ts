import type { Expr } from '../ast.ts'
import { parsePostfix } from './postfix.ts'
import { parsePrefix } from './prefix.ts'
import { type PhpStream } from './stream.ts'
import { Tok } from './tokens.ts'

interface Operator {
  power: number
  right?: boolean
}

const table: Record<string, Operator> = {}
const level = (power: number, operators: string, right = false) => {
  for (const op of operators.split(' ')) table[op] = { power, right }
}
level(1, 'or')
level(2, 'xor')
level(3, 'and')
level(8, '??', true)
level(9, '||')
level(10, '&&')
level(11, '|')
level(12, '^')
level(13, '&')
level(14, '== != === !== <> <=>')
level(15, '< <= > >= |>')
level(16, '.')
level(17, '<< >>')
level(18, '+ -')
level(19, '* / %')
level(21, 'instanceof')
level(23, '**', true)

const assignments = new Set('= += -= *= /= .= %= &= |= ^= <<= >>= **= ??='.split(' '))
const canonical: Record<string, string> = { or: '||', and: '&&', xor: '^^', '<>': '!=' }
const assignable = new Set(['var', 'dynvar', 'prop', 'sprop', 'index', 'array', 'call', 'mcall', 'scall', 'const'])
const ternaryPower = 7

/** An expression whose operators bind at least as tightly as `minimum`. */
export function parseExpression(stream: PhpStream, minimum = 0): Expr {
  stream.enter()
  let left = parsePostfix(stream, parsePrefix(stream, parseExpression), parseExpression)
  for (;;) {
    const kind = stream.kind
    if (kind !== Tok.Op && kind !== Tok.Ident) break
    const text = kind === Tok.Op ? stream.text : stream.text.toLowerCase()
    if (kind === Tok.Op && assignments.has(text)) {
      if (!assignable.has(left.kind)) break
      left = parseAssignment(stream, left, text)
      continue
    }
    if (text === '?' && kind === Tok.Op) {
      if (minimum > ternaryPower) break
      left = parseTernary(stream, left)
      continue
    }
    const operator = Object.hasOwn(table, text) ? table[text] : undefined
    if (!operator || operator.power < minimum) break
    const at = stream.at
    stream.next()
    if (text === 'instanceof') {
      left = {
        kind: 'bin',
        at,
        op: 'instanceof',
        left,
        right: parsePostfix(stream, parsePrefix(stream, parseExpression), parseExpression),
      }
      continue
    }
    const right = parseExpression(stream, operator.right ? operator.power : operator.power + 1)
    left =
      text === '.'
        ? {
            kind: 'concat',
            at: left.at,
            parts: left.kind === 'concat' && left.at !== at ? [...left.parts, right] : [left, right],
          }
        : { kind: 'bin', at, op: canonical[text] ?? text, left, right }
  }
  stream.leave()
  return left
}

function parseAssignment(stream: PhpStream, target: Expr, op: string): Expr {
  const at = target.at
  stream.next()
  const byRef = op === '=' && stream.takeOp('&')
  const value = parseExpression(stream, 6)
  return { kind: 'assign', at, op: op === '.=' ? '.=' : op, target, value, byRef }
}

function parseTernary(stream: PhpStream, test: Expr): Expr {
  const at = stream.at
  stream.next()
  if (stream.takeOp(':')) return { kind: 'cond', at, test, yes: null, no: parseExpression(stream, ternaryPower + 1) }
  const yes = parseExpression(stream, 6)
  stream.expectOp(':')
  return { kind: 'cond', at, test, yes, no: parseExpression(stream, ternaryPower + 1) }
}
