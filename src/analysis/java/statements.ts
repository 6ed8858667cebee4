import type { CatchClause, Expr, MatchArm, Stmt, SwitchCase } from '../ast.ts'
import { parseArrayInitialiser } from './creation.ts'
import { parseExpression } from './expression.ts'
import { JTok } from './lexer.ts'
import { type JavaStream, JavaProblem } from './stream.ts'
import { parseAnnotation, tryType } from './types.ts'

type Parse = (stream: JavaStream) => Stmt

function condition(stream: JavaStream): Expr {
  stream.expectOp('(')
  const test = parseExpression(stream)
  stream.expectOp(')')
  return test
}

/** A local declaration where one starts; undefined, and nothing taken, otherwise. */
export function tryDeclaration(stream: JavaStream): Stmt | undefined {
  const start = stream.index
  const { at } = stream
  while (stream.isWord('final') || stream.isOp('@')) {
    if (stream.isOp('@')) parseAnnotation(stream)
    else stream.next()
  }
  const type = tryType(stream)
  if (type === undefined || stream.kind !== JTok.Ident || !/^[=;,:[)]$/.test(stream.peek(1))) {
    stream.index = start
    return undefined
  }
  const body: Stmt[] = []
  do {
    const target: Expr = { kind: 'var', at: stream.at, name: stream.takeName() }
    while (stream.isOp('[') && stream.peek(1) === ']') stream.index += 2
    let initial: Expr | null = null
    if (stream.takeOp('=')) initial = stream.isOp('{') ? parseArrayInitialiser(stream) : parseExpression(stream)
    body.push({
      kind: 'declare',
      at,
      target,
      type: type === 'var' ? null : type.slice(type.lastIndexOf('.') + 1),
      initial,
    })
  } while (stream.takeOp(','))
  return body.length === 1 ? body[0]! : { kind: 'block', at, body }
}

function parseFor(stream: JavaStream, at: number, statement: Parse): Stmt {
  stream.expectOp('(')
  const init: Stmt[] = []
  if (!stream.isOp(';')) {
    const declared = tryDeclaration(stream)
    if (declared?.kind === 'declare' && stream.takeOp(':')) {
      const subject = parseExpression(stream)
      stream.expectOp(')')
      return {
        kind: 'foreach',
        at,
        subject,
        key: null,
        value: declared.target,
        byRef: false,
        keysOnly: false,
        body: statement(stream),
      }
    }
    if (declared) init.push(declared)
    else {
      do {
        const value = parseExpression(stream)
        init.push({ kind: 'expr', at: value.at, value })
      } while (stream.takeOp(','))
    }
  }
  stream.expectOp(';')
  const test = stream.isOp(';') ? null : parseExpression(stream)
  stream.expectOp(';')
  const step: Expr[] = []
  while (!stream.isOp(')')) {
    step.push(parseExpression(stream))
    if (!stream.takeOp(',')) break
  }
  stream.expectOp(')')
  return { kind: 'for', at, init, test, step, body: statement(stream) }
}

/** Labels of a case; null for default. Patterns and guards are skipped over. */
function caseLabels(stream: JavaStream): Expr[] | null {
  if (stream.takeWord('default')) return null
  stream.next()
  const tests: Expr[] = []
  do {
    if (stream.takeWord('default')) continue
    const start = stream.index
    const type = tryType(stream)
    if (type !== undefined && stream.kind === JTok.Ident && stream.text !== 'when') {
      stream.next()
      tests.push({ kind: 'var', at: stream.at, name: '_' })
    } else {
      stream.index = start
      tests.push(parseExpression(stream, 3))
    }
  } while (stream.takeOp(','))
  if (stream.takeWord('when')) parseExpression(stream)
  return tests
}

function parseSwitch(stream: JavaStream, at: number, statement: Parse): Stmt {
  const subject = condition(stream)
  stream.expectOp('{')
  const cases: SwitchCase[] = []
  while (!stream.isOp('}') && !stream.ended) {
    if (!stream.isWord('case') && !stream.isWord('default')) throw new JavaProblem('expected case', stream.at)
    const labels = caseLabels(stream)
    const body: Stmt[] = []
    if (stream.takeOp('->')) {
      body.push(statement(stream))
      body.push({ kind: 'break', at, depth: 1 })
    } else {
      stream.expectOp(':')
      while (!stream.isWord('case') && !stream.isWord('default') && !stream.isOp('}') && !stream.ended)
        body.push(statement(stream))
    }
    const tests = labels ?? [null]
    tests.forEach((test, index) => cases.push({ test, body: index === tests.length - 1 ? body : [] }))
  }
  stream.expectOp('}')
  return { kind: 'switch', at, subject, cases }
}

/** `switch` used as a value. */
export function parseSwitchExpression(stream: JavaStream, at: number, statement: Parse): Expr {
  stream.next()
  const subject = condition(stream)
  stream.expectOp('{')
  const arms: MatchArm[] = []
  while (!stream.isOp('}') && !stream.ended) {
    const tests = caseLabels(stream)
    if (!stream.takeOp('->')) stream.expectOp(':')
    if (stream.isOp('{') || stream.isWord('throw') || stream.isWord('yield')) {
      statement(stream)
      arms.push({ tests, body: { kind: 'lit', at, value: null } })
    } else {
      arms.push({ tests, body: parseExpression(stream) })
      stream.takeOp(';')
    }
  }
  stream.expectOp('}')
  return { kind: 'match', at, subject, arms }
}

function parseTry(stream: JavaStream, at: number): Stmt {
  const resources: Stmt[] = []
  if (stream.takeOp('(')) {
    while (!stream.isOp(')') && !stream.ended) {
      const declared = tryDeclaration(stream)
      if (declared) resources.push(declared)
      else {
        const value = parseExpression(stream)
        resources.push({ kind: 'expr', at: value.at, value })
      }
      if (!stream.takeOp(';')) break
    }
    stream.expectOp(')')
  }
  const block = (): Stmt => ({ kind: 'block', at: stream.at, body: stream.block(stream) })
  const body = block()
  const catches: CatchClause[] = []
  while (stream.takeWord('catch')) {
    stream.expectOp('(')
    stream.takeWord('final')
    const types: string[] = []
    do types.push(tryType(stream) ?? 'Exception')
    while (stream.takeOp('|'))
    const name = stream.takeName()
    stream.expectOp(')')
    catches.push({ types, name, body: stream.block(stream) })
  }
  return { kind: 'try', at, resources, body, catches, finale: stream.takeWord('finally') ? block() : null }
}

type Word = (stream: JavaStream, at: number, statement: Parse) => Stmt

function jump(kind: 'break' | 'continue'): Word {
  return (stream, at) => {
    if (stream.kind === JTok.Ident) stream.next()
    stream.expectOp(';')
    return { kind, at, depth: 1 }
  }
}

/** Statements by the word they start with. */
export const javaStatements: Readonly<Record<string, Word>> = {
  if: (stream, at, statement) => {
    const test = condition(stream)
    const yes = statement(stream)
    return { kind: 'if', at, test, yes, no: stream.takeWord('else') ? statement(stream) : null }
  },
  while: (stream, at, statement) => ({ kind: 'while', at, test: condition(stream), body: statement(stream) }),
  do: (stream, at, statement) => {
    const body = statement(stream)
    stream.takeWord('while')
    const test = condition(stream)
    stream.takeOp(';')
    return { kind: 'dowhile', at, test, body }
  },
  for: parseFor,
  switch: parseSwitch,
  try: parseTry,
  break: jump('break'),
  continue: jump('continue'),
  return: (stream, at) => {
    const value = stream.isOp(';') ? null : parseExpression(stream)
    stream.expectOp(';')
    return { kind: 'return', at, value }
  },
  throw: (stream, at) => {
    const value = parseExpression(stream)
    stream.expectOp(';')
    return { kind: 'throw', at, value }
  },
  synchronized: (stream, at) => {
    condition(stream)
    return { kind: 'block', at, body: stream.block(stream) }
  },
  assert: (stream, at) => {
    parseExpression(stream)
    if (stream.takeOp(':')) parseExpression(stream)
    stream.expectOp(';')
    return { kind: 'nop', at }
  },
}
