import type { Annotation, ClassDecl, Expr, FunctionDecl, PropertyDecl } from '../ast.ts'
import { type PhpStream, SyntaxProblem } from './stream.ts'
import { Tok } from './tokens.ts'

type ParseExpression = (stream: PhpStream, minimum?: number) => Expr

/** What class bodies need from the function parser; handed in, so that the two files do not import each other. */
export interface MemberParsers {
  parameters: (stream: PhpStream, name: string, at: number, parse: ParseExpression) => FunctionDecl
  type: (stream: PhpStream) => string | null
  attributes: (stream: PhpStream, parse: ParseExpression) => Annotation[]
}

function nameList(stream: PhpStream): string[] {
  const names: string[] = []
  do names.push(stream.resolveClass(stream.takeName()))
  while (stream.takeOp(','))
  return names
}

interface Modifiers {
  visibility: FunctionDecl['visibility']
  isStatic: boolean
}

function parseModifiers(stream: PhpStream): Modifiers {
  const found: Modifiers = { visibility: 'public', isStatic: false }
  while (stream.kind === Tok.Ident) {
    const lower = stream.text.toLowerCase()
    if (lower === 'private' || lower === 'protected' || lower === 'public') {
      found.visibility = lower
      stream.next()
      if (stream.isOp('(')) while (!stream.ended && !stream.takeOp(')')) stream.next()
      continue
    }
    if (lower === 'static') found.isStatic = true
    else if (lower !== 'abstract' && lower !== 'final' && lower !== 'var' && lower !== 'readonly') break
    stream.next()
  }
  return found
}

function parseConstants(stream: PhpStream, into: PropertyDecl[], parse: ParseExpression): void {
  do {
    if (stream.tokens.kinds[stream.index + 1] === Tok.Ident) stream.next()
    const name = stream.takeName()
    const initial = stream.takeOp('=') ? parse(stream) : null
    into.push({ name, type: null, initial, isStatic: true, isConst: true, annotations: [] })
  } while (stream.takeOp(','))
  stream.takeOp(';')
}

function parseProperties(
  stream: PhpStream,
  modifiers: Modifiers,
  cls: ClassDecl,
  parse: ParseExpression,
  type: string | null,
  annotations: Annotation[],
): void {
  const { isStatic } = modifiers
  const isPublic = modifiers.visibility === 'public'
  do {
    if (stream.kind !== Tok.Var) throw new SyntaxProblem('expected a property', stream.at)
    const name = stream.text
    stream.next()
    const initial = stream.takeOp('=') ? parse(stream) : null
    cls.properties.push({ name, type, initial, isStatic, isConst: false, annotations, isPublic })
  } while (stream.takeOp(','))
  if (stream.isOp('{')) parseHooks(stream, cls, parse)
  else stream.takeOp(';')
}

/** Property hooks (PHP 8.4): their bodies count as code of the class. */
function parseHooks(stream: PhpStream, cls: ClassDecl, parse: ParseExpression): void {
  stream.expectOp('{')
  while (!stream.takeOp('}')) {
    if (stream.kind === Tok.End) return
    if (stream.isOp('{')) cls.nested.push({ kind: 'block', at: stream.at, body: stream.block(stream) })
    else if (stream.takeOp('=>')) cls.nested.push({ kind: 'expr', at: stream.at, value: parse(stream) })
    else stream.next()
  }
}

function skipBalanced(stream: PhpStream): void {
  let depth = 0
  do {
    if (stream.isOp('{')) depth++
    else if (stream.isOp('}')) depth--
    stream.next()
  } while (depth > 0 && stream.kind !== Tok.End)
}

function parseMember(stream: PhpStream, cls: ClassDecl, parse: ParseExpression, parsers: MemberParsers): void {
  const doc = stream.tokens.docs.get(stream.index) ?? ''
  const annotations = parsers.attributes(stream, parse)
  if (stream.takeWord('use')) {
    cls.traits.push(...nameList(stream))
    if (stream.isOp('{')) skipBalanced(stream)
    else stream.takeOp(';')
    return
  }
  if (stream.takeWord('case')) {
    const name = stream.takeName()
    const initial = stream.takeOp('=') ? parse(stream) : null
    cls.properties.push({ name, type: null, initial, isStatic: true, isConst: true, annotations: [] })
    stream.takeOp(';')
    return
  }
  const modifiers = parseModifiers(stream)
  if (stream.takeWord('const')) return parseConstants(stream, cls.properties, parse)
  if (stream.takeWord('function')) {
    stream.takeOp('&')
    const at = stream.at
    const fn = parsers.parameters(stream, stream.takeName(), at, parse)
    fn.isStatic = modifiers.isStatic
    fn.visibility = modifiers.visibility
    fn.doc = doc
    fn.annotations = annotations
    fn.cls = cls
    cls.methods.push(fn)
    for (const { name, type, promoted, annotations: own = [] } of fn.params)
      if (promoted)
        cls.properties.push({ name, type, initial: null, isStatic: false, isConst: false, annotations: own })
    return
  }
  parseProperties(stream, modifiers, cls, parse, parsers.type(stream), annotations)
}

/** Everything from `extends` to the closing brace. A member that is not understood is skipped and noted. */
export function parseClassBody(
  stream: PhpStream,
  name: string,
  at: number,
  parse: ParseExpression,
  parsers: MemberParsers,
): ClassDecl {
  const cls: ClassDecl = {
    name,
    at,
    extends: null,
    implements: [],
    traits: [],
    methods: [],
    properties: [],
    annotations: [],
    nested: [],
  }
  if (stream.takeOp(':')) parsers.type(stream)
  if (stream.takeWord('extends')) {
    const parents = nameList(stream)
    cls.extends = parents[0] ?? null
    cls.implements.push(...parents.slice(1))
  }
  if (stream.takeWord('implements')) cls.implements.push(...nameList(stream))
  const outer = [stream.className, stream.parentName] as const
  stream.className = name
  stream.parentName = cls.extends ?? ''
  try {
    stream.expectOp('{')
    while (!stream.takeOp('}')) {
      if (stream.kind === Tok.End) throw new SyntaxProblem(`class ${name} is not closed`, at)
      const before = stream.index
      try {
        parseMember(stream, cls, parse, parsers)
      } catch (error) {
        if (!(error instanceof SyntaxProblem)) throw error
        stream.problems.push({ at: error.at, message: error.message })
        if (stream.index === before) stream.next()
      }
    }
  } finally {
    stream.className = outer[0]
    stream.parentName = outer[1]
  }
  return cls
}
