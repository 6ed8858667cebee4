import type { ParsedFile, Stmt } from '../ast.ts'
import { countLines } from '../lines.ts'
import { parseClass, parseMembers, parseModifiers, startsClass } from './classes.ts'
import { parseExpression } from './expression.ts'
import { lexJava, JTok } from './lexer.ts'
import { javaStatements, parseSwitchExpression, tryDeclaration } from './statements.ts'
import { JavaProblem, JavaStream } from './stream.ts'

function parseBlock(stream: JavaStream): Stmt[] {
  stream.expectOp('{')
  const body: Stmt[] = []
  while (!stream.takeOp('}')) {
    if (stream.ended) {
      stream.tokens.problems.push({ at: stream.at, message: 'block is not closed' })
      break
    }
    body.push(statement(stream))
  }
  return body
}

function parseStatement(stream: JavaStream): Stmt {
  const { at } = stream
  if (stream.isOp('{')) return { kind: 'block', at, body: parseBlock(stream) }
  if (stream.takeOp(';')) return { kind: 'nop', at }
  if (stream.kind === JTok.Ident) {
    const word = Object.hasOwn(javaStatements, stream.text) ? javaStatements[stream.text] : undefined
    if (word) {
      stream.next()
      return word(stream, at, statement)
    }
    if (stream.isWord('yield') && !'=.('.includes(stream.peek(1))) {
      stream.next()
      const value = parseExpression(stream)
      stream.expectOp(';')
      return { kind: 'return', at, value }
    }
    if (stream.peek(1) === ':' && stream.peekKind(1) === JTok.Op) {
      stream.index += 2
      return statement(stream)
    }
  }
  const start = stream.index
  const modifiers = parseModifiers(stream)
  if (startsClass(stream)) return parseClass(stream, modifiers.annotations)
  stream.index = start
  const declared = tryDeclaration(stream)
  if (declared) {
    stream.expectOp(';')
    return declared
  }
  const value = parseExpression(stream)
  stream.expectOp(';')
  return { kind: 'expr', at, value }
}

function recover(stream: JavaStream): void {
  let depth = 0
  while (!stream.ended) {
    if (stream.isOp('{')) depth++
    else if (stream.isOp('}')) {
      if (depth === 0) return
      depth--
    } else if (depth === 0 && stream.takeOp(';')) return
    stream.next()
  }
}

function statement(stream: JavaStream): Stmt {
  const { at, index, depth, className } = stream
  try {
    stream.enter()
    const result = parseStatement(stream)
    stream.depth = depth
    return result
  } catch (error) {
    if (!(error instanceof JavaProblem)) throw error
    stream.tokens.problems.push({ at: error.at, message: error.message })
    stream.depth = depth
    stream.className = className
    if (stream.index === index) stream.next()
    recover(stream)
    return { kind: 'nop', at }
  }
}

function dottedName(stream: JavaStream): string {
  let name = stream.takeName()
  while (stream.takeOp('.')) {
    if (stream.takeOp('*')) return `${name}.*`
    name += `.${stream.takeName()}`
  }
  return name
}

/** Parses a Java file. Never throws; what was not understood is in `problems`. */
export function parseJava(source: string): ParsedFile {
  const stream = new JavaStream(lexJava(source))
  stream.block = parseBlock
  stream.expression = parseExpression
  stream.classBody = parseMembers
  stream.switchBody = (inner, at) => parseSwitchExpression(inner, at, statement)
  const file: ParsedFile = {
    language: 'java',
    body: [],
    problems: stream.tokens.problems,
    lines: countLines(source),
    namespace: '',
    imports: new Map(),
    comments: stream.tokens.comments,
  }
  while (!stream.ended) {
    const before = stream.index
    try {
      const modifiers = parseModifiers(stream)
      if (stream.takeWord('package')) {
        file.namespace = dottedName(stream)
        stream.takeOp(';')
      } else if (stream.takeWord('import')) {
        stream.takeWord('static')
        const name = dottedName(stream)
        file.imports.set(name.slice(name.lastIndexOf('.') + 1), name)
        stream.takeOp(';')
      } else if (startsClass(stream)) {
        const outer = stream.className
        stream.className = file.namespace
        file.body.push(parseClass(stream, modifiers.annotations))
        stream.className = outer
      } else if (!stream.takeOp(';')) file.body.push(statement(stream))
    } catch (error) {
      if (!(error instanceof JavaProblem)) throw error
      stream.tokens.problems.push({ at: error.at, message: error.message })
      stream.depth = 0
      stream.className = ''
      if (stream.index === before) stream.next()
    }
  }
  return file
}
