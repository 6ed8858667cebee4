import type { ClassDecl, Expr, FunctionDecl, Parameter } from '../ast.ts'
import { parseAttributes } from './attributes.ts'
import { parseClassBody } from './classes.ts'
import { parseArguments } from './postfix.ts'
import { type PhpStream, SyntaxProblem } from './stream.ts'
import { Tok } from './tokens.ts'

type ParseExpression = (stream: PhpStream, minimum?: number) => Expr

const isScalar = (type: string) => /^(?:int|float|bool|string|mixed|false|true)$/.test(type)

/** A type as written; unions keep their first named part. */
export function parseType(stream: PhpStream): string | null {
  let first: string | null = null
  for (;;) {
    if (stream.takeOp('?') || stream.takeOp('(') || stream.takeOp('|')) continue
    if (stream.isOp('&') && first !== null && stream.tokens.kinds[stream.index + 1] === Tok.Ident) {
      stream.next()
      continue
    }
    if (stream.kind === Tok.Ident) {
      const name = stream.takeName()
      const lower = name.toLowerCase()
      const scalar =
        /^(int|float|string|bool|array|mixed|null|void|callable|iterable|object|never|true|false|static|self)$/.test(
          lower,
        )
      if (first === null || first === 'null') first = scalar ? lower : stream.resolveClass(name)
      // Of several kinds it is what the widest of them lets through.
      else if (lower === 'array' || lower === 'mixed' || lower === 'iterable') first = isScalar(first) ? 'mixed' : first
      else if (lower === 'string') first = isScalar(first) && first !== 'mixed' ? 'string' : first
      else if (lower !== 'null' && !isScalar(lower) && isScalar(first)) first = 'mixed'
      if (stream.isOp('|') || stream.isOp(')') === false) {
        if (stream.isOp('|')) continue
      }
      if (!(stream.isOp('&') && stream.tokens.kinds[stream.index + 1] === Tok.Ident)) break
      continue
    }
    break
  }
  return first
}

const modifiers = new Set([
  'public',
  'protected',
  'private',
  'readonly',
  'public(set)',
  'private(set)',
  'protected(set)',
])

export function parseParameters(stream: PhpStream, parse: ParseExpression): Parameter[] {
  stream.expectOp('(')
  const params: Parameter[] = []
  while (!stream.isOp(')')) {
    if (stream.kind === Tok.End) throw new SyntaxProblem('parameters are not closed', stream.at)
    const annotations = parseAttributes(stream, parse)
    let promoted = false
    while (stream.kind === Tok.Ident && modifiers.has(stream.text.toLowerCase())) {
      promoted = true
      stream.next()
      if (stream.isOp('(')) while (!stream.ended && !stream.takeOp(')')) stream.next()
    }
    const type = parseType(stream)
    const byRef = stream.takeOp('&')
    const variadic = stream.takeOp('...')
    if (stream.kind !== Tok.Var) throw new SyntaxProblem('expected a parameter', stream.at)
    const name = stream.text
    stream.next()
    const initial = stream.takeOp('=') ? parse(stream) : null
    // Property hooks of a promoted parameter.
    if (stream.isOp('{')) stream.block(stream)
    params.push({
      name,
      type,
      initial,
      byRef,
      variadic,
      ...(promoted && { promoted }),
      ...(annotations.length > 0 && { annotations }),
    })
    if (!stream.takeOp(',')) break
  }
  stream.expectOp(')')
  return params
}

/** The rest of a function after its name: parameters, captured variables, return type, body. */
export function parseFunctionRest(stream: PhpStream, name: string, at: number, parse: ParseExpression): FunctionDecl {
  const params = parseParameters(stream, parse)
  let uses: FunctionDecl['uses'] = null
  if (stream.takeWord('use')) {
    uses = []
    stream.expectOp('(')
    while (!stream.isOp(')')) {
      const byRef = stream.takeOp('&')
      if (stream.kind !== Tok.Var) throw new SyntaxProblem('expected a variable', stream.at)
      uses.push({ name: stream.text, byRef })
      stream.next()
      if (!stream.takeOp(',')) break
    }
    stream.expectOp(')')
  }
  const returnType = stream.takeOp(':') ? parseType(stream) : null
  const body = stream.isOp('{') ? stream.block(stream) : null
  if (body === null) stream.takeOp(';')
  const end = stream.tokens.starts[Math.max(0, stream.index - 1)]! + stream.offset
  return {
    name,
    at,
    end,
    params,
    body,
    uses,
    isStatic: false,
    visibility: 'public',
    returnType,
    annotations: [],
    doc: '',
  }
}

export function parseClosure(stream: PhpStream, at: number, parse: ParseExpression): Expr {
  stream.takeOp('&')
  return { kind: 'func', at, fn: parseFunctionRest(stream, '{closure}', at, parse) }
}

export function parseArrow(stream: PhpStream, at: number, parse: ParseExpression): Expr {
  stream.takeOp('&')
  const params = parseParameters(stream, parse)
  const returnType = stream.takeOp(':') ? parseType(stream) : null
  stream.expectOp('=>')
  const value = parse(stream)
  const fn: FunctionDecl = {
    name: '{closure}',
    at,
    end: value.at,
    params,
    body: [{ kind: 'return', at: value.at, value }],
    uses: 'all',
    isStatic: false,
    visibility: 'public',
    returnType,
    annotations: [],
    doc: '',
  }
  return { kind: 'func', at, fn }
}

/** `new class(args) extends X { … }`; the word `class` is the current token. */
export function parseAnonymousClass(stream: PhpStream, at: number, parse: ParseExpression): Expr {
  stream.next()
  const args = stream.isOp('(') ? parseArguments(stream, parse) : []
  const name = `class@${at}`
  const body: ClassDecl = parseClassBody(stream, name, at, parse, {
    parameters: parseFunctionRest,
    type: parseType,
    attributes: parseAttributes,
  })
  return { kind: 'new', at, cls: { kind: 'name', at, name }, args, body }
}
