import type { ArrayItem, Expr, MatchArm } from '../ast.ts'
import { skipAttributes } from './attributes.ts'
import { parseAnonymousClass, parseArrow, parseClosure } from './functions.ts'
import { parseInterpolation } from './interpolation.ts'
import { parseArguments, parsePostfix } from './postfix.ts'
import { type PhpStream, SyntaxProblem } from './stream.ts'
import { Tok } from './tokens.ts'

type ParseExpression = (stream: PhpStream, minimum?: number) => Expr

const unaryPower = 22

function parseInteger(text: string): number {
  const plain = text.replaceAll('_', '')
  if (/^0\d/.test(plain)) return Number.parseInt(plain, 8)
  return Number(plain)
}

/** Items of an array up to `close`; empty items of list() are kept as nulls of no effect. */
function arrayItems(stream: PhpStream, close: string, parse: ParseExpression): ArrayItem[] {
  const items: ArrayItem[] = []
  while (!stream.isOp(close)) {
    if (stream.kind === Tok.End) throw new SyntaxProblem('array is not closed', stream.at)
    if (stream.isOp(',')) {
      items.push({ key: null, value: { kind: 'lit', at: stream.at, value: null }, spread: false, byRef: false })
      stream.next()
      continue
    }
    const spread = stream.takeOp('...')
    let byRef = stream.takeOp('&')
    let value = parse(stream)
    let key: Expr | null = null
    if (stream.takeOp('=>')) {
      key = value
      byRef = stream.takeOp('&')
      value = parse(stream)
    }
    items.push({ key, value, spread, byRef })
    if (!stream.takeOp(',')) break
  }
  stream.expectOp(close)
  return items
}

function parseMatch(stream: PhpStream, at: number, parse: ParseExpression): Expr {
  stream.expectOp('(')
  const subject = parse(stream)
  stream.expectOp(')')
  stream.expectOp('{')
  const arms: MatchArm[] = []
  while (!stream.isOp('}')) {
    let tests: Expr[] | null = []
    if (stream.isWord('default') && (stream.peekOp(1, '=>') || stream.peekOp(1, ','))) {
      stream.next()
      stream.takeOp(',')
      tests = null
    } else {
      do {
        if (stream.isOp('=>')) break
        tests.push(parse(stream))
      } while (stream.takeOp(','))
    }
    stream.expectOp('=>')
    arms.push({ tests, body: parse(stream) })
    if (!stream.takeOp(',')) break
  }
  stream.expectOp('}')
  return { kind: 'match', at, subject, arms }
}

function parseNew(stream: PhpStream, at: number, parse: ParseExpression): Expr {
  skipAttributes(stream)
  if (stream.isWord('readonly')) stream.next()
  if (stream.isWord('class')) return parseAnonymousClass(stream, at, parse)
  let cls: Expr
  if (stream.kind === Tok.Ident) {
    const place = stream.at
    cls = stream.classNode(stream.takeName(), place)
  } else if (stream.takeOp('(')) {
    cls = parse(stream)
    stream.expectOp(')')
  } else {
    // A variable with members, but the parentheses belong to `new`.
    cls = { kind: 'var', at: stream.at, name: stream.text }
    stream.next()
    for (;;) {
      if (stream.takeOp('->')) cls = { kind: 'prop', at, object: cls, name: stream.takeName() }
      else if (stream.takeOp('::')) {
        const name = stream.text
        stream.next()
        cls = { kind: 'sprop', at, cls, name }
      } else if (stream.takeOp('[')) {
        cls = { kind: 'index', at, object: cls, index: stream.isOp(']') ? null : parse(stream) }
        stream.expectOp(']')
      } else break
    }
  }
  if (stream.takeOp('::')) {
    const name = stream.text
    stream.next()
    cls = { kind: 'sprop', at, cls, name }
  }
  return { kind: 'new', at, cls, args: stream.isOp('(') ? parseArguments(stream, parse) : [] }
}

type WordParser = (stream: PhpStream, at: number, parse: ParseExpression) => Expr

const expressionUntil = (stream: PhpStream) =>
  stream.kind === Tok.Close ||
  stream.kind === Tok.End ||
  stream.isOp(';') ||
  stream.isOp(')') ||
  stream.isOp(',') ||
  stream.isOp(']')

/** Words that start an expression. */
const words: Record<string, WordParser> = {
  true: (_s, at) => ({ kind: 'lit', at, value: true }),
  false: (_s, at) => ({ kind: 'lit', at, value: false }),
  null: (_s, at) => ({ kind: 'lit', at, value: null }),
  new: (stream, at, parse) => parsePostfix(stream, parseNew(stream, at, parse), parse),
  clone: (stream, at, parse) => ({ kind: 'cast', at, type: 'clone', value: parse(stream, unaryPower) }),
  print: (stream, at, parse) => ({ kind: 'print', at, value: parse(stream, 4) }),
  include: (stream, at, parse) => ({ kind: 'include', at, value: parse(stream, 4) }),
  throw: (stream, at, parse) => ({ kind: 'throwx', at, value: parse(stream) }),
  yield: (stream, at, parse) => {
    if (expressionUntil(stream)) return { kind: 'yield', at, value: null }
    stream.takeWord('from')
    let value = parse(stream, 5)
    if (stream.takeOp('=>')) value = parse(stream, 5)
    return { kind: 'yield', at, value }
  },
  exit: (stream, at, parse) => {
    let value: Expr | null = null
    if (stream.takeOp('(')) {
      if (!stream.isOp(')')) value = parse(stream)
      stream.expectOp(')')
    }
    return { kind: 'exit', at, value }
  },
  isset: (stream, at, parse) => ({
    kind: 'isset',
    at,
    values: parseArguments(stream, parse).map((item) => item.value),
  }),
  empty: (stream, at, parse) => {
    stream.expectOp('(')
    const value = parse(stream)
    stream.expectOp(')')
    return { kind: 'empty', at, value }
  },
  eval: (stream, at, parse) => {
    stream.expectOp('(')
    const value = parse(stream)
    stream.expectOp(')')
    return { kind: 'eval', at, value }
  },
  array: (stream, at, parse) => {
    stream.expectOp('(')
    return { kind: 'array', at, items: arrayItems(stream, ')', parse), isObject: false }
  },
  match: parseMatch,
  function: (stream, at, parse) => parseClosure(stream, at, parse),
  fn: (stream, at, parse) => parseArrow(stream, at, parse),
}
for (const word of ['include_once', 'require', 'require_once']) words[word] = words['include']!
words['die'] = words['exit']!
words['list'] = words['array']!
/** Words of the table that are calls or blocks: only with a parenthesis behind, else they are plain names. */
const needsParenthesis = new Set(['match', 'isset', 'empty', 'eval', 'array', 'list', 'fn'])

/** A primary expression or a prefix operator with its operand. */
export function parsePrefix(stream: PhpStream, parse: ParseExpression): Expr {
  const at = stream.at
  const text = stream.text
  switch (stream.kind) {
    case Tok.Var:
      stream.next()
      return { kind: 'var', at, name: text }
    case Tok.Str:
      stream.next()
      return { kind: 'lit', at, value: text }
    case Tok.Template:
      stream.next()
      return parseInterpolation(text, at + 1, stream, parse)
    case Tok.Heredoc:
      stream.next()
      return parseInterpolation(text, at, stream, parse)
    case Tok.Shell:
      stream.next()
      return { kind: 'shell', at, value: parseInterpolation(text, at + 1, stream, parse) }
    case Tok.Int:
      stream.next()
      return { kind: 'lit', at, value: parseInteger(text) }
    case Tok.Float:
      stream.next()
      return { kind: 'lit', at, value: Number(text.replaceAll('_', '')) }
    case Tok.Ident: {
      const lower = text.toLowerCase()
      if (lower === 'static' && stream.tokens.kinds[stream.index + 1] === Tok.Ident) {
        stream.next()
        return parsePrefix(stream, parse)
      }
      const word = Object.hasOwn(words, lower) ? words[lower] : undefined
      if (
        word &&
        !(needsParenthesis.has(lower) && !(stream.peekOp(1, '(') || (lower === 'fn' && stream.peekOp(1, '&'))))
      ) {
        stream.next()
        return word(stream, at, parse)
      }
      stream.next()
      return { kind: 'const', at, name: text }
    }
    case Tok.Op:
      return parseOperator(stream, at, text, parse)
    default:
      throw new SyntaxProblem(`unexpected ${text.slice(0, 20) || 'end of file'}`, at)
  }
}

function parseOperator(stream: PhpStream, at: number, text: string, parse: ParseExpression): Expr {
  stream.next()
  switch (text) {
    case '(': {
      const value = parse(stream)
      stream.expectOp(')')
      // Keeps `("a" . $b) . "c"` from being flattened into its neighbour.
      return value
    }
    case '[':
      return { kind: 'array', at, items: arrayItems(stream, ']', parse), isObject: false }
    case '!':
      return { kind: 'un', at, op: '!', value: parse(stream, 20) }
    case '-':
    case '+':
    case '~':
      return { kind: 'un', at, op: text, value: parse(stream, unaryPower) }
    case '@':
    case '&':
      return parse(stream, unaryPower)
    case '++':
    case '--':
      return { kind: 'incdec', at, op: text, prefix: true, target: parse(stream, unaryPower) }
    case '$': {
      if (stream.takeOp('{')) {
        const name = parse(stream)
        stream.expectOp('}')
        return { kind: 'dynvar', at, name }
      }
      return { kind: 'dynvar', at, name: parsePrefix(stream, parse) }
    }
    case '#[':
      stream.index--
      skipAttributes(stream)
      return parsePrefix(stream, parse)
    default:
      if (text.charCodeAt(0) === 40 && text.length > 1)
        return { kind: 'cast', at, type: text.slice(1, -1), value: parse(stream, unaryPower) }
      stream.index--
      throw new SyntaxProblem(`unexpected ${text}`, at)
  }
}
