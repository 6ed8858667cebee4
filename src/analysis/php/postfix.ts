import type { Argument, Expr } from '../ast.ts'
import { type PhpStream, SyntaxProblem } from './stream.ts'
import { Tok } from './tokens.ts'

type ParseExpression = (stream: PhpStream, minimum?: number) => Expr

/** `f(...)`: no call, but a closure of what would be called. */
const isClosureOf = (stream: PhpStream) => stream.isOp('(') && stream.peekOp(1, '...') && stream.peekOp(2, ')')

/** `$this->m(...)` and `C::m(...)` as the arrays that mean the same. */
function closureOfMethod(stream: PhpStream, at: number, owner: Expr, name: string): Expr {
  for (let i = 0; i < 3; i++) stream.next()
  const cls: Expr = owner.kind === 'name' ? { kind: 'lit', at, value: owner.name } : owner
  const items = [cls, { kind: 'lit' as const, at, value: name }]
  return {
    kind: 'array',
    at,
    isObject: false,
    items: items.map((value) => ({ key: null, value, spread: false, byRef: false })),
  }
}

/** Arguments between parentheses; the opening one is the current token. */
export function parseArguments(stream: PhpStream, parse: ParseExpression): Argument[] {
  stream.expectOp('(')
  const args: Argument[] = []
  while (!stream.isOp(')')) {
    if (stream.kind === Tok.End) throw new SyntaxProblem('arguments are not closed', stream.at)
    if (stream.takeOp('...')) {
      // A closure of something that has no name of its own.
      if (stream.isOp(')')) break
      args.push({ value: parse(stream), spread: true })
    } else {
      stream.takeOp('&')
      let name: string | undefined
      if (stream.kind === Tok.Ident && stream.peekOp(1, ':')) {
        name = stream.takeName()
        stream.next()
      }
      args.push({ value: parse(stream), spread: false, name })
    }
    if (!stream.takeOp(',')) break
  }
  stream.expectOp(')')
  return args
}

function member(stream: PhpStream, object: Expr, parse: ParseExpression): Expr {
  const at = stream.at
  let name: string | Expr
  if (stream.kind === Tok.Ident) name = stream.takeName()
  else if (stream.kind === Tok.Var) {
    name = { kind: 'var', at, name: stream.text }
    stream.next()
  } else if (stream.takeOp('{')) {
    name = parse(stream)
    stream.expectOp('}')
  } else throw new SyntaxProblem('expected a member name', at)
  if (typeof name === 'string' && isClosureOf(stream)) return closureOfMethod(stream, at, object, name)
  if (stream.isOp('(')) return { kind: 'mcall', at, object, name, args: parseArguments(stream, parse) }
  return { kind: 'prop', at: object.at, object, name }
}

function staticMember(stream: PhpStream, cls: Expr, parse: ParseExpression): Expr {
  const at = stream.at
  // `self::$$name`
  if (stream.isOp('$')) {
    parse(stream, Number.POSITIVE_INFINITY)
    return { kind: 'cconst', at, cls, name: '' }
  }
  if (stream.kind === Tok.Var) {
    const name = stream.text
    stream.next()
    if (stream.isOp('(')) {
      return { kind: 'scall', at, cls, name: { kind: 'var', at, name }, args: parseArguments(stream, parse) }
    }
    return { kind: 'sprop', at, cls, name }
  }
  if (stream.takeOp('{')) {
    const name = parse(stream)
    stream.expectOp('}')
    if (stream.isOp('(')) return { kind: 'scall', at, cls, name, args: parseArguments(stream, parse) }
    return { kind: 'cconst', at, cls, name: '' }
  }
  const name = stream.takeName()
  if (isClosureOf(stream)) return closureOfMethod(stream, at, cls, name)
  if (stream.isOp('(')) return { kind: 'scall', at, cls, name, args: parseArguments(stream, parse) }
  return { kind: 'cconst', at, cls, name }
}

/** Members, indexes, calls and ++/-- after a primary expression. */
export function parsePostfix(stream: PhpStream, primary: Expr, parse: ParseExpression): Expr {
  let expr = primary
  while (stream.kind === Tok.Op) {
    const at = stream.at
    switch (stream.text) {
      case '->':
      case '?->':
        stream.next()
        expr = member(stream, expr, parse)
        continue
      case '::':
        stream.next()
        expr = staticMember(stream, expr.kind === 'const' ? stream.classNode(expr.name, expr.at) : expr, parse)
        continue
      case '[': {
        stream.next()
        const index = stream.isOp(']') ? null : parse(stream)
        stream.expectOp(']')
        expr = { kind: 'index', at: expr.at, object: expr, index }
        continue
      }
      case '{':
        // Old text offset `$text{0}`: only right after a variable-like expression.
        if ((expr.kind === 'var' || expr.kind === 'index' || expr.kind === 'prop') && oldOffset(stream)) {
          stream.next()
          const index = parse(stream)
          stream.expectOp('}')
          expr = { kind: 'index', at: expr.at, object: expr, index }
          continue
        }
        return expr
      case '(':
        if (expr.kind === 'const' && isClosureOf(stream)) {
          for (let i = 0; i < 3; i++) stream.next()
          expr = { kind: 'lit', at: expr.at, value: stream.resolveFunction(expr.name) }
          continue
        }
        expr = {
          kind: 'call',
          at: expr.at,
          callee: expr.kind === 'const' ? { kind: 'name', at: expr.at, name: stream.resolveFunction(expr.name) } : expr,
          args: parseArguments(stream, parse),
        }
        continue
      case '++':
      case '--':
        expr = { kind: 'incdec', at, op: stream.text as '++' | '--', prefix: false, target: expr }
        stream.next()
        continue
      default:
        return expr
    }
  }
  return expr
}

/** `$text{0}` has no space before the brace; a block has. */
function oldOffset(stream: PhpStream): boolean {
  const { starts, texts, kinds } = stream.tokens
  const last = stream.index - 1
  const sign = kinds[last] === Tok.Var ? 1 : 0
  return starts[stream.index] === starts[last]! + texts[last]!.length + sign
}
