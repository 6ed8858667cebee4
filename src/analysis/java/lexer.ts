/** Token kinds of the Java lexer. */
export const JTok = { End: 0, Ident: 1, Number: 2, Str: 3, Char: 4, Op: 5 } as const

export interface JavaTokens {
  kinds: number[]
  texts: string[]
  starts: number[]
  comments: Map<number, string>
  problems: { at: number; message: string }[]
}

const operators = [
  '>>>=',
  '<<=',
  '>>=',
  '...',
  '->',
  '::',
  '++',
  '--',
  '&&',
  '||',
  '==',
  '!=',
  '<=',
  '>=',
  '+=',
  '-=',
  '*=',
  '/=',
  '&=',
  '|=',
  '^=',
  '%=',
  '<<',
]
const byFirst = new Map<number, string[]>()
for (const op of operators) {
  const code = op.charCodeAt(0)
  byFirst.set(code, [...(byFirst.get(code) ?? []), op])
}

const isStart = (c: number) => (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95 || c === 36 || c >= 128
const isDigit = (c: number) => c >= 48 && c <= 57

const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', s: ' ', '0': '\0' }

function unescape(raw: string): string {
  if (!raw.includes('\\')) return raw
  return raw.replace(
    /\\(?:u+([\da-fA-F]{4})|([0-7]{1,3})|([\s\S]))/g,
    (_whole, unicode: string | undefined, octal: string | undefined, plain: string | undefined) => {
      if (unicode !== undefined) return String.fromCharCode(Number.parseInt(unicode, 16))
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8))
      return plain === '\n' ? '' : (escapes[plain!] ?? plain!)
    },
  )
}

/** Cuts Java source (8 to 25) into tokens. `>` is always a token of its own, so that generics close. Never throws. */
export function lexJava(source: string): JavaTokens {
  const kinds: number[] = []
  const texts: string[] = []
  const starts: number[] = []
  const tokens: JavaTokens = { kinds, texts, starts, comments: new Map(), problems: [] }
  const { length } = source
  let at = 0
  const push = (kind: number, text: string, start: number) => {
    kinds.push(kind)
    texts.push(text)
    starts.push(start)
  }
  while (at < length) {
    const c = source.charCodeAt(at)
    if (c <= 32) {
      at++
      continue
    }
    const start = at
    if (isStart(c)) {
      at++
      while (at < length && (isStart(source.charCodeAt(at)) || isDigit(source.charCodeAt(at)))) at++
      push(JTok.Ident, source.slice(start, at), start)
      continue
    }
    const next = source.charCodeAt(at + 1)
    if (isDigit(c) || (c === 46 && isDigit(next))) {
      const match =
        /^(?:0[xX][\da-fA-F_.]+(?:[pP][+-]?\d+)?|0[bB][01_]+|(?:\d[\d_]*)?(?:\.\d[\d_]*|\.(?![.\w]))?(?:[eE][+-]?\d+)?)[lLfFdD]?/.exec(
          source.slice(at, at + 80),
        )
      at += Math.max(1, match?.[0].length ?? 1)
      push(JTok.Number, source.slice(start, at), start)
      continue
    }
    if (c === 47 && (next === 47 || next === 42)) {
      const end = next === 47 ? source.indexOf('\n', at) : source.indexOf('*/', at + 2)
      at = end < 0 ? length : next === 47 ? end : end + 2
      if (next === 42 && end < 0) tokens.problems.push({ at: start, message: 'comment is not closed' })
      const text = source.slice(start, at)
      if (text.includes('shopwarden-ignore')) tokens.comments.set(start, text)
      continue
    }
    if (c === 34 && source.startsWith('"""', at)) {
      let end = at + 3
      while (end < length && !source.startsWith('"""', end)) end += source.charCodeAt(end) === 92 ? 2 : 1
      push(JTok.Str, unescape(source.slice(at + 3, Math.min(end, length))), start)
      at = Math.min(end + 3, length)
      continue
    }
    if (c === 34 || c === 39) {
      let end = at + 1
      while (end < length && source.charCodeAt(end) !== c && source.charCodeAt(end) !== 10)
        end += source.charCodeAt(end) === 92 ? 2 : 1
      if (source.charCodeAt(end) !== c) tokens.problems.push({ at: start, message: 'text in quotes is not closed' })
      push(c === 34 ? JTok.Str : JTok.Char, unescape(source.slice(at + 1, Math.min(end, length))), start)
      at = Math.min(end + 1, length)
      continue
    }
    const op = byFirst.get(c)?.find((item) => source.startsWith(item, at)) ?? source.charAt(at)
    const single = op.startsWith('>') && op !== '>=' && op !== '>>=' && op !== '>>>=' ? '>' : op
    push(JTok.Op, single, start)
    at += single.length
  }
  push(JTok.End, '', length)
  return tokens
}
