import type { CatchClause, Expr, MatchArm, Stmt, SwitchCase } from '../ast.ts'
import { parseArrayInitialiser } from './creation.ts'
import { madeFunction } from '../made-function.ts'
import { parseExpression } from './expression.ts'
import { JTok } from './lexer.ts'
import { parsePattern } from './patterns.ts'
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

interface Labels {
  /** Null for default. */
  tests: Expr[] | null
  /** What patterns name: `case Point(int x, int y)`. */
  named: Stmt[]
}

/** Labels of a case. */
function caseLabels(stream: JavaStream, subject: Expr): Labels {
  if (stream.takeWord('default')) return { tests: null, named: [] }
  stream.next()
  const tests: Expr[] = []
  const named: Stmt[] = []
  do {
    if (stream.takeWord('default')) continue
    const { at } = stream
    const found = parsePattern(stream, subject)
    if (found) {
      named.push(...found.map((value): Stmt => ({ kind: 'expr', at, value })))
      tests.push({ kind: 'var', at, name: '_' })
    } else tests.push(parseExpression(stream, 3))
  } while (stream.takeOp(','))
  if (stream.takeWord('when')) parseExpression(stream)
  return { tests, named }
}

function parseSwitch(stream: JavaStream, at: number, statement: Parse): Stmt {
  const subject = condition(stream)
  stream.expectOp('{')
  const cases: SwitchCase[] = []
  while (!stream.isOp('}') && !stream.ended) {
    if (!stream.isWord('case') && !stream.isWord('default')) throw new JavaProblem('expected case', stream.at)
    const { tests, named } = caseLabels(stream, subject)
    const body: Stmt[] = [...named]
    if (stream.takeOp('->')) body.push(statement(stream), { kind: 'break', at, depth: 1 })
    else {
      stream.expectOp(':')
      body.push(...untilCase(stream, statement))
    }
    const all = tests ?? [null]
    all.forEach((test, index) => cases.push({ test, body: index === all.length - 1 ? body : [] }))
  }
  stream.expectOp('}')
  return { kind: 'switch', at, subject, cases }
}

function untilCase(stream: JavaStream, statement: Parse): Stmt[] {
  const body: Stmt[] = []
  while (!stream.isWord('case') && !stream.isWord('default') && !stream.isOp('}') && !stream.ended)
    body.push(statement(stream))
  return body
}

/** `switch` used as a value. Statements that yield one are a function that is called where it stands. */
export function parseSwitchExpression(stream: JavaStream, at: number, statement: Parse): Expr {
  stream.next()
  const subject = condition(stream)
  stream.expectOp('{')
  const arms: MatchArm[] = []
  while (!stream.isOp('}') && !stream.ended) {
    const { tests, named } = caseLabels(stream, subject)
    const isArrow = stream.takeOp('->')
    if (!isArrow) stream.expectOp(':')
    if (!isArrow || stream.isOp('{') || stream.isWord('throw')) {
      const body = [...named, ...(isArrow ? [statement(stream)] : untilCase(stream, statement))]
      arms.push({ tests, body: calledHere(body, at, stream.at) })
    } else {
      const value = parseExpression(stream)
      arms.push({ tests, body: named.length === 0 ? value : inOrder(named, value) })
      stream.takeOp(';')
    }
  }
  stream.expectOp('}')
  return { kind: 'match', at, subject, arms }
}

const inOrder = (before: readonly Stmt[], value: Expr): Expr => ({
  kind: 'seq',
  at: value.at,
  values: [...before.flatMap((item) => (item.kind === 'expr' ? [item.value] : [])), value],
})

const calledHere = (body: Stmt[], at: number, end: number): Expr => ({
  kind: 'call',
  at,
  callee: { kind: 'func', at, fn: { ...madeFunction({ name: '{yield}', at, end, params: [], body }), uses: 'all' } },
  args: [],
})

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
