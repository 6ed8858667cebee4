import type { Expr, FunctionDecl, Parameter } from '../ast.ts'
import { JTok } from './lexer.ts'
import { type JavaStream } from './stream.ts'
import { tryType } from './types.ts'

/** True where a lambda starts: `x ->` or `( … ) ->`. */
export function isLambda(stream: JavaStream): boolean {
  if (stream.kind === JTok.Ident) return stream.peek(1) === '->' && stream.peekKind(1) === JTok.Op
  if (!stream.isOp('(')) return false
  let depth = 0
  for (let ahead = 0; ahead < 200; ahead++) {
    const kind = stream.peekKind(ahead)
    if (kind === JTok.End) return false
    if (kind !== JTok.Op) continue
    const text = stream.peek(ahead)
    if (text === '(') depth++
    else if (text === ')' && --depth === 0)
      return stream.peek(ahead + 1) === '->' && stream.peekKind(ahead + 1) === JTok.Op
    else if (text === ';' || text === '{') return false
  }
  return false
}

const parameter = (name: string, type: string | null): Parameter => ({
  name,
  type,
  initial: null,
  byRef: false,
  variadic: false,
})

export function parseLambda(stream: JavaStream): Expr {
  const { at } = stream
  const params: Parameter[] = []
  if (stream.takeOp('(')) {
    while (!stream.isOp(')') && !stream.ended) {
      stream.takeWord('final')
      if (stream.peek(1) === ',' || stream.peek(1) === ')') params.push(parameter(stream.takeName(), null))
      else {
        const type = tryType(stream) ?? null
        params.push(parameter(stream.takeName(), type))
      }
      if (!stream.takeOp(',')) break
    }
    stream.expectOp(')')
  } else params.push(parameter(stream.takeName(), null))
  stream.expectOp('->')
  const fn: FunctionDecl = {
    name: '{lambda}',
    at,
    end: at,
    params,
    body: [],
    uses: 'all',
    isStatic: false,
    visibility: 'public',
    returnType: null,
    annotations: [],
    doc: '',
  }
  if (stream.isOp('{')) fn.body = stream.block(stream)
  else {
    const value = stream.expression(stream, 2)
    fn.body = [{ kind: 'return', at: value.at, value }]
  }
  fn.end = stream.at
  return { kind: 'func', at, fn }
}

/** `this::clean`, `Type::method`, `Type::new` as the function that they stand for. */
export function methodReference(owner: Expr, name: string, at: number): Expr {
  const args = [{ value: { kind: 'var' as const, at, name: 'x' }, spread: false }]
  const value: Expr =
    owner.kind !== 'name'
      ? { kind: 'mcall', at, object: owner, name, args }
      : name === 'new'
        ? { kind: 'new', at, cls: owner, args }
        : { kind: 'scall', at, cls: owner, name, args, reference: true }
  const fn: FunctionDecl = {
    name: '{reference}',
    at,
    end: at,
    params: [parameter('x', null)],
    body: [{ kind: 'return', at, value }],
    uses: 'all',
    isStatic: false,
    visibility: 'public',
    returnType: null,
    annotations: [],
    doc: '',
  }
  return { kind: 'func', at, fn }
}
