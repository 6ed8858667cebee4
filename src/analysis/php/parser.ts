import type { ParsedFile, Stmt } from '../ast.ts'
import { parseClassBody } from './classes.ts'
import { parseExpression } from './expression.ts'
import { parseAttributes } from './attributes.ts'
import { parseFunctionRest, parseType } from './functions.ts'
import { lexPhp } from './lexer.ts'
import { parseUse } from './namespaces.ts'
import { endStatement, statementWords } from './statements.ts'
import { PhpStream, SyntaxProblem } from './stream.ts'
import { Tok } from './tokens.ts'
import { countLines } from '../lines.ts'

const members = { parameters: parseFunctionRest, type: parseType, attributes: parseAttributes }
const classWords = new Set(['class', 'interface', 'trait', 'enum'])
const classModifiers = new Set(['abstract', 'final', 'readonly'])

function parseBlock(stream: PhpStream): Stmt[] {
  stream.expectOp('{')
  const body: Stmt[] = []
  while (!stream.takeOp('}')) {
    if (stream.kind === Tok.End) {
      stream.problems.push({ at: stream.at, message: 'block is not closed' })
      break
    }
    body.push(statement(stream))
  }
  return body
}

/** `class`, `abstract class`, `enum X`…: true where a declaration starts here. */
function startsClass(stream: PhpStream, lower: string): boolean {
  let ahead = 0
  let word = lower
  while (classModifiers.has(word)) {
    ahead++
    if (stream.tokens.kinds[stream.index + ahead] !== Tok.Ident) return false
    word = stream.tokens.texts[stream.index + ahead]!.toLowerCase()
  }
  return classWords.has(word) && stream.tokens.kinds[stream.index + ahead + 1] === Tok.Ident
}

function declaration(stream: PhpStream, at: number, lower: string): Stmt | undefined {
  if (startsClass(stream, lower)) {
    while (!classWords.has(stream.text.toLowerCase())) stream.next()
    const isEnum = stream.isWord('enum')
    const isTrait = stream.isWord('trait')
    stream.next()
    const name = stream.qualify(stream.takeName())
    const outside = stream.inTrait
    stream.inTrait = isTrait
    const cls = parseClassBody(stream, name, at, parseExpression, members)
    stream.inTrait = outside
    if (isEnum) cls.isEnum = true
    return { kind: 'classdecl', at, cls }
  }
  if (lower === 'function') {
    const named =
      stream.tokens.kinds[stream.index + 1] === Tok.Ident ||
      (stream.peekOp(1, '&') && stream.tokens.kinds[stream.index + 2] === Tok.Ident)
    if (!named) return undefined
    const doc = stream.tokens.docs.get(stream.index) ?? ''
    stream.next()
    stream.takeOp('&')
    const start = stream.at
    const fn = parseFunctionRest(stream, stream.takeName(), start, parseExpression)
    fn.doc = doc
    return { kind: 'funcdecl', at, fn }
  }
  if (lower === 'static' && stream.tokens.kinds[stream.index + 1] === Tok.Var) {
    const body: Stmt[] = []
    stream.next()
    do {
      const name = stream.text
      stream.next()
      body.push({ kind: 'static', at, name, initial: stream.takeOp('=') ? parseExpression(stream) : null })
    } while (stream.takeOp(','))
    endStatement(stream)
    return body.length === 1 ? body[0]! : { kind: 'block', at, body }
  }
  if (lower === 'const') {
    stream.next()
    const body: Stmt[] = []
    do {
      const name = stream.takeName()
      stream.expectOp('=')
      const target = { kind: 'const', at, name } as const
      body.push({
        kind: 'expr',
        at,
        value: { kind: 'assign', at, op: '=', target, value: parseExpression(stream), byRef: false },
      })
    } while (stream.takeOp(','))
    endStatement(stream)
    return { kind: 'block', at, body }
  }
  if (lower === 'namespace' && !stream.peekOp(1, '(')) {
    stream.next()
    stream.namespace = stream.kind === Tok.Ident ? stream.takeName() : ''
    stream.uses = new Map()
    if (stream.isOp('{')) return { kind: 'block', at, body: parseBlock(stream) }
    endStatement(stream)
    return { kind: 'nop', at }
  }
  if (lower === 'use') {
    parseUse(stream)
    endStatement(stream)
    return { kind: 'nop', at }
  }
  if (lower === '__halt_compiler') {
    stream.index = stream.tokens.kinds.length - 1
    return { kind: 'nop', at }
  }
  return undefined
}

function parseStatement(stream: PhpStream): Stmt {
  const at = stream.at
  switch (stream.kind) {
    case Tok.Html: {
      const text = stream.text
      stream.next()
      return { kind: 'html', at, text }
    }
    case Tok.Close:
      stream.next()
      return { kind: 'nop', at }
    case Tok.Echo:
      stream.next()
      return statementWords['echo']!(stream, at, statement)
    case Tok.Op:
      if (stream.text === '{') return { kind: 'block', at, body: parseBlock(stream) }
      if (stream.text === ';') {
        stream.next()
        return { kind: 'nop', at }
      }
      if (stream.text === '#[') {
        const annotations = parseAttributes(stream, parseExpression)
        const next = statement(stream)
        if (next.kind === 'classdecl') next.cls.annotations = annotations
        return next
      }
      break
    case Tok.Ident: {
      const lower = stream.text.toLowerCase()
      const declared = declaration(stream, at, lower)
      if (declared) return declared
      if (Object.hasOwn(statementWords, lower) && !stream.peekOp(1, '::') && !stream.peekOp(1, '=>')) {
        stream.next()
        return statementWords[lower]!(stream, at, statement)
      }
      if (stream.peekOp(1, ':') && !stream.peekOp(1, '::') && lower !== 'default' && lower !== 'else') {
        stream.index += 2
        return { kind: 'nop', at }
      }
      break
    }
  }
  const value = parseExpression(stream)
  endStatement(stream)
  return { kind: 'expr', at, value }
}

/** Skips to a place where a statement can start again. */
function recover(stream: PhpStream): void {
  let depth = 0
  while (stream.kind !== Tok.End) {
    if (stream.isOp('{')) depth++
    else if (stream.isOp('}')) {
      if (depth === 0) return
      depth--
      if (depth === 0) {
        stream.next()
        return
      }
    } else if (depth === 0 && (stream.isOp(';') || stream.kind === Tok.Close)) {
      stream.next()
      return
    }
    stream.next()
  }
}

function statement(stream: PhpStream): Stmt {
  const at = stream.at
  const { index, depth } = stream
  try {
    stream.enter()
    const result = parseStatement(stream)
    stream.depth = depth
    return result
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error
    stream.problems.push({ at: error.at, message: error.message })
    stream.depth = depth
    if (stream.index === index) stream.next()
    recover(stream)
    return { kind: 'nop', at }
  }
}

/** Parses PHP with whatever HTML is around it. Never throws; what was not understood is in `problems`. */
export function parsePhp(source: string): ParsedFile {
  const stream = new PhpStream(lexPhp(source))
  stream.block = parseBlock
  const body: Stmt[] = []
  while (stream.kind !== Tok.End) {
    if (stream.isOp('}')) {
      stream.problems.push({ at: stream.at, message: 'unexpected }' })
      stream.next()
      continue
    }
    body.push(statement(stream))
  }
  const comments = new Map<number, string>()
  for (const comment of stream.tokens.comments) comments.set(comment.at, comment.text)
  return {
    language: 'php',
    body,
    problems: stream.problems,
    lines: countLines(source),
    namespace: stream.namespace,
    imports: stream.uses,
    comments,
  }
}
