import type { CatchClause, Expr, Stmt, SwitchCase } from '../ast.ts'
import { parseExpression } from './expression.ts'
import { type PhpStream, SyntaxProblem } from './stream.ts'
import { Tok } from './tokens.ts'

type ParseStatement = (stream: PhpStream) => Stmt
type StatementParser = (stream: PhpStream, at: number, statement: ParseStatement) => Stmt

/** Ends a statement: `;`, `?>` or the end of file. */
export function endStatement(stream: PhpStream): void {
  if (stream.takeOp(';') || stream.kind === Tok.Close || stream.kind === Tok.End) return
  throw new SyntaxProblem(`expected ; but found ${stream.text.slice(0, 20)}`, stream.at)
}

function condition(stream: PhpStream): Expr {
  stream.expectOp('(')
  const test = parseExpression(stream)
  stream.expectOp(')')
  return test
}

/** Statements up to one of the closing words of the colon syntax. */
function until(stream: PhpStream, words: readonly string[], statement: ParseStatement): Stmt {
  const at = stream.at
  const body: Stmt[] = []
  while (stream.kind !== Tok.End && !words.some((word) => stream.isWord(word))) body.push(statement(stream))
  return { kind: 'block', at, body }
}

function body(stream: PhpStream, closing: string, statement: ParseStatement): Stmt {
  if (!stream.takeOp(':')) return statement(stream)
  const block = until(stream, [closing], statement)
  stream.takeWord(closing)
  endStatement(stream)
  return block
}

function parseIf(stream: PhpStream, at: number, statement: ParseStatement): Stmt {
  const test = condition(stream)
  if (stream.takeOp(':')) {
    const yes = until(stream, ['elseif', 'else', 'endif'], statement)
    let no: Stmt | null = null
    const next = stream.at
    if (stream.takeWord('elseif')) no = parseIf(stream, next, statement)
    else if (stream.isWord('else') && stream.tokens.kinds[stream.index + 1] === Tok.Ident) {
      stream.next()
      stream.takeWord('if')
      no = parseIf(stream, next, statement)
    } else if (stream.takeWord('else')) {
      stream.takeOp(':')
      no = until(stream, ['endif'], statement)
      stream.takeWord('endif')
      endStatement(stream)
    } else {
      stream.takeWord('endif')
      endStatement(stream)
    }
    return { kind: 'if', at, test, yes, no }
  }
  const yes = statement(stream)
  skipCloseBefore(stream, ['elseif', 'else'])
  const next = stream.at
  const inner = !isOfOuter(stream)
  if (inner && stream.takeWord('elseif')) return { kind: 'if', at, test, yes, no: parseIf(stream, next, statement) }
  if (inner && stream.takeWord('else')) return { kind: 'if', at, test, yes, no: statement(stream) }
  return { kind: 'if', at, test, yes, no: null }
}

/** `} ?> <?php else {`: an empty piece of HTML between the branches does not count. */
function skipCloseBefore(stream: PhpStream, words: readonly string[]): void {
  const start = stream.index
  while (stream.kind === Tok.Close || (stream.kind === Tok.Html && stream.text.trim() === '')) stream.next()
  if (!words.some((word) => stream.isWord(word)) || isOfOuter(stream)) stream.index = start
}

/** `else:` and `elseif (…):` go on with an `if (…):` around, never with an `if` in braces or of one statement. */
function isOfOuter({ tokens, index }: PhpStream): boolean {
  const is = (at: number, op: string) => tokens.kinds[at] === Tok.Op && tokens.texts[at] === op
  let at = index + 1
  for (let open = 0; at < tokens.kinds.length; at++) {
    if (is(at, '(')) open++
    else if (is(at, ')')) open--
    else if (open === 0) break
  }
  return is(at, ':')
}

function parseFor(stream: PhpStream, at: number, statement: ParseStatement): Stmt {
  const list = (end: string): Expr[] => {
    const values: Expr[] = []
    while (!stream.isOp(end)) {
      values.push(parseExpression(stream))
      if (!stream.takeOp(',')) break
    }
    stream.expectOp(end)
    return values
  }
  stream.expectOp('(')
  const init = list(';').map((value): Stmt => ({ kind: 'expr', at: value.at, value }))
  const tests = list(';')
  const step = list(')')
  return { kind: 'for', at, init, test: tests.at(-1) ?? null, step, body: body(stream, 'endfor', statement) }
}

function parseForeach(stream: PhpStream, at: number, statement: ParseStatement): Stmt {
  stream.expectOp('(')
  const subject = parseExpression(stream)
  if (!stream.takeWord('as')) throw new SyntaxProblem('expected as', stream.at)
  let byRef = stream.takeOp('&')
  let value = parseExpression(stream)
  let key: Expr | null = null
  if (stream.takeOp('=>')) {
    key = value
    byRef = stream.takeOp('&')
    value = parseExpression(stream)
  }
  stream.expectOp(')')
  return {
    kind: 'foreach',
    at,
    subject,
    key,
    value,
    byRef,
    keysOnly: false,
    body: body(stream, 'endforeach', statement),
  }
}

function parseSwitch(stream: PhpStream, at: number, statement: ParseStatement): Stmt {
  const subject = condition(stream)
  const colon = stream.takeOp(':')
  if (!colon) stream.expectOp('{')
  const cases: SwitchCase[] = []
  const closed = () => (colon ? stream.isWord('endswitch') : stream.isOp('}')) || stream.kind === Tok.End
  while (!closed()) {
    const isDefault = stream.isWord('default')
    if (!isDefault && !stream.isWord('case')) {
      stream.next()
      continue
    }
    stream.next()
    const test = isDefault ? null : parseExpression(stream)
    if (!stream.takeOp(':')) stream.takeOp(';')
    const statements: Stmt[] = []
    while (!closed() && !stream.isWord('case') && !(stream.isWord('default') && !stream.peekOp(1, '(')))
      statements.push(statement(stream))
    cases.push({ test, body: statements })
  }
  stream.next()
  if (colon) endStatement(stream)
  return { kind: 'switch', at, subject, cases }
}

function parseTry(stream: PhpStream, at: number): Stmt {
  const block = (): Stmt => ({ kind: 'block', at: stream.at, body: stream.block(stream) })
  const tried = block()
  const catches: CatchClause[] = []
  while (stream.takeWord('catch')) {
    stream.expectOp('(')
    const types: string[] = []
    do types.push(stream.resolveClass(stream.takeName()))
    while (stream.takeOp('|'))
    const name = stream.kind === Tok.Var ? stream.text : null
    if (name !== null) stream.next()
    stream.expectOp(')')
    catches.push({ types, name, body: stream.block(stream) })
  }
  const finale = stream.takeWord('finally') ? block() : null
  return { kind: 'try', at, resources: [], body: tried, catches, finale }
}

function jump(kind: 'break' | 'continue'): StatementParser {
  return (stream, at) => {
    let depth = 1
    const inParentheses = stream.takeOp('(')
    if (stream.kind === Tok.Int) {
      depth = Number(stream.text)
      stream.next()
    }
    if (inParentheses) stream.expectOp(')')
    endStatement(stream)
    return { kind, at, depth }
  }
}

/** Statements that start with a word, by that word. */
export const statementWords: Record<string, StatementParser> = {
  if: parseIf,
  for: parseFor,
  foreach: parseForeach,
  switch: parseSwitch,
  try: parseTry,
  break: jump('break'),
  continue: jump('continue'),
  while: (stream, at, statement) => ({
    kind: 'while',
    at,
    test: condition(stream),
    body: body(stream, 'endwhile', statement),
  }),
  do: (stream, at, statement) => {
    const loop = statement(stream)
    stream.takeWord('while')
    const test = condition(stream)
    endStatement(stream)
    return { kind: 'dowhile', at, test, body: loop }
  },
  echo: (stream, at) => {
    const values: Expr[] = []
    do values.push(parseExpression(stream))
    while (stream.takeOp(','))
    endStatement(stream)
    return { kind: 'echo', at, values }
  },
  return: (stream, at) => {
    const empty = stream.isOp(';') || stream.kind === Tok.Close || stream.kind === Tok.End
    const value = empty ? null : parseExpression(stream)
    endStatement(stream)
    return { kind: 'return', at, value }
  },
  global: (stream, at) => {
    const names: string[] = []
    do {
      // `global $$name`
      while (stream.isOp('$')) stream.next()
      if (stream.kind === Tok.Var) names.push(stream.text)
      stream.next()
    } while (stream.takeOp(','))
    endStatement(stream)
    return { kind: 'global', at, names }
  },
  unset: (stream, at) => {
    stream.expectOp('(')
    const targets: Expr[] = []
    while (!stream.isOp(')')) {
      targets.push(parseExpression(stream))
      if (!stream.takeOp(',')) break
    }
    stream.expectOp(')')
    endStatement(stream)
    return { kind: 'unset', at, targets }
  },
  declare: (stream, at, statement) => {
    while (stream.kind !== Tok.End && !stream.takeOp(')')) stream.next()
    if (stream.takeOp(';')) return { kind: 'nop', at }
    return body(stream, 'enddeclare', statement)
  },
  goto: (stream, at) => {
    stream.next()
    endStatement(stream)
    return { kind: 'nop', at }
  },
}
