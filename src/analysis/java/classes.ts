import type { Annotation, ClassDecl, Expr, FunctionDecl, Parameter, PropertyDecl, Stmt } from '../ast.ts'
import { parseArrayInitialiser } from './creation.ts'
import { parseArguments, parseExpression } from './expression.ts'
import { JTok } from './lexer.ts'
import { completeRecord } from './records.ts'
import { type JavaStream, JavaProblem } from './stream.ts'
import { parseAnnotation, skipTypeParameters, tryType } from './types.ts'

const modifierWords = new Set([
  'public',
  'protected',
  'private',
  'static',
  'final',
  'abstract',
  'native',
  'synchronized',
  'transient',
  'volatile',
  'strictfp',
  'default',
  'sealed',
])
const classWords = new Set(['class', 'interface', 'enum', 'record'])

interface Modifiers {
  annotations: Annotation[]
  isStatic: boolean
  isFinal: boolean
  visibility: FunctionDecl['visibility']
}

export function parseModifiers(stream: JavaStream): Modifiers {
  const found: Modifiers = { annotations: [], isStatic: false, isFinal: false, visibility: 'public' }
  for (;;) {
    if (stream.isOp('@') && stream.peek(1) !== 'interface') found.annotations.push(parseAnnotation(stream))
    else if (stream.isWord('non') && stream.peek(1) === '-') stream.index += 3
    else if (stream.kind === JTok.Ident && modifierWords.has(stream.text)) {
      if (stream.text === 'static') found.isStatic = true
      else if (stream.text === 'final') found.isFinal = true
      else if (stream.text === 'private' || stream.text === 'protected') found.visibility = stream.text
      stream.next()
    } else return found
  }
}

/** True where a class, interface, enum, record or annotation type is declared. */
export function startsClass(stream: JavaStream): boolean {
  if (stream.isOp('@') && stream.peek(1) === 'interface') return true
  return stream.kind === JTok.Ident && classWords.has(stream.text) && stream.peekKind(1) === JTok.Ident
}

function parameters(stream: JavaStream): Parameter[] {
  stream.expectOp('(')
  const params: Parameter[] = []
  while (!stream.isOp(')') && !stream.ended) {
    const { annotations } = parseModifiers(stream)
    const type = tryType(stream) ?? null
    const elements = stream.typeArgument || /^(\w+)\[\]$/.exec(type ?? '')?.[1]
    const variadic = stream.takeOp('...')
    const name = stream.takeName()
    while (stream.isOp('[') && stream.peek(1) === ']') stream.index += 2
    params.push({
      name,
      type: type === null ? null : type.slice(type.lastIndexOf('.') + 1),
      initial: null,
      byRef: false,
      variadic,
      annotations,
      elements,
    })
    if (!stream.takeOp(',')) break
  }
  stream.expectOp(')')
  return params
}

function method(
  stream: JavaStream,
  name: string,
  at: number,
  modifiers: Modifiers,
  returnType: string | null,
  cls: ClassDecl,
): void {
  const params = parameters(stream)
  while (stream.isOp('[') && stream.peek(1) === ']') stream.index += 2
  if (stream.takeWord('throws')) {
    do tryType(stream)
    while (stream.takeOp(','))
  }
  if (stream.takeWord('default')) {
    if (stream.isOp('{')) parseArrayInitialiser(stream)
    else parseExpression(stream)
  }
  const body = stream.isOp('{') ? stream.block(stream) : null
  if (body === null) stream.takeOp(';')
  cls.methods.push({
    name,
    at,
    end: stream.at,
    params,
    body,
    uses: null,
    isStatic: modifiers.isStatic,
    visibility: modifiers.visibility,
    returnType,
    annotations: modifiers.annotations,
    doc: '',
    cls,
  })
}

function member(stream: JavaStream, cls: ClassDecl): void {
  if (stream.takeOp(';')) return
  const modifiers = parseModifiers(stream)
  if (startsClass(stream)) {
    cls.nested.push(parseClass(stream, modifiers.annotations))
    return
  }
  if (stream.isOp('{')) {
    cls.nested.push({ kind: 'block', at: stream.at, body: stream.block(stream) })
    return
  }
  skipTypeParameters(stream)
  const { at } = stream
  const simple = cls.name.slice(cls.name.lastIndexOf('.') + 1)
  if (stream.isWord(simple) && stream.peek(1) === '(') {
    stream.next()
    return method(stream, simple, at, modifiers, null, cls)
  }
  // The short constructor of a record.
  if (stream.isWord(simple) && stream.peek(1) === '{') {
    stream.next()
    cls.compact = stream.block(stream)
    return
  }
  const type = tryType(stream)
  if (type === undefined) throw new JavaProblem(`unexpected ${stream.text.slice(0, 20)}`, stream.at)
  const short = type.slice(type.lastIndexOf('.') + 1)
  const nameAt = stream.at
  const name = stream.takeName()
  if (stream.isOp('(')) return method(stream, name, nameAt, modifiers, short, cls)
  let next = name
  for (;;) {
    while (stream.isOp('[') && stream.peek(1) === ']') stream.index += 2
    let initial: Expr | null = null
    if (stream.takeOp('=')) initial = stream.isOp('{') ? parseArrayInitialiser(stream) : parseExpression(stream)
    const property: PropertyDecl = {
      name: next,
      type: short,
      initial,
      isStatic: modifiers.isStatic,
      isConst: modifiers.isFinal && modifiers.isStatic,
      annotations: modifiers.annotations,
    }
    cls.properties.push(property)
    if (!stream.takeOp(',')) break
    next = stream.takeName()
  }
  stream.expectOp(';')
}

/** Members between braces. What is not understood is skipped to the next member and noted. */
export function parseMembers(stream: JavaStream, name: string, at: number, parent: string | null = null): ClassDecl {
  const cls: ClassDecl = {
    name,
    at,
    extends: parent,
    implements: [],
    traits: [],
    methods: [],
    properties: [],
    annotations: [],
    nested: [],
  }
  members(stream, cls)
  return cls
}

function members(stream: JavaStream, cls: ClassDecl): void {
  const { className: outer, parentName } = stream
  stream.className = cls.name
  stream.parentName = cls.extends ?? ''
  stream.expectOp('{')
  while (!stream.takeOp('}')) {
    if (stream.ended) {
      stream.tokens.problems.push({ at: cls.at, message: `class ${cls.name} is not closed` })
      break
    }
    const before = stream.index
    const { depth } = stream
    try {
      member(stream, cls)
    } catch (error) {
      if (!(error instanceof JavaProblem)) throw error
      stream.tokens.problems.push({ at: error.at, message: error.message })
      stream.depth = depth
      if (stream.index === before) stream.next()
      while (!stream.ended && !stream.isOp(';') && !stream.isOp('}')) stream.next()
      stream.takeOp(';')
    }
  }
  stream.className = outer
  stream.parentName = parentName
}

function enumConstants(stream: JavaStream, cls: ClassDecl): void {
  stream.expectOp('{')
  while (stream.kind === JTok.Ident || stream.isOp('@')) {
    parseModifiers(stream)
    if (stream.kind !== JTok.Ident) break
    const name = stream.takeName()
    if (stream.isOp('(')) parseArguments(stream)
    if (stream.isOp('{')) parseMembers(stream, `${cls.name}.${name}`, stream.at)
    cls.properties.push({
      name,
      type: cls.name,
      initial: { kind: 'lit', at: cls.at, value: name },
      isStatic: true,
      isConst: true,
      annotations: [],
    })
    if (!stream.takeOp(',')) break
  }
  // What follows are ordinary members: step back onto a brace that stands for the body's.
  if (!stream.takeOp(';') && !stream.isOp('}')) throw new JavaProblem('unexpected in enum', stream.at)
  while (!stream.isOp('}') && !stream.ended) member(stream, cls)
  stream.expectOp('}')
}

/** A type declaration after its modifiers. */
export function parseClass(stream: JavaStream, annotations: Annotation[]): Stmt {
  const { at } = stream
  const isAnnotation = stream.takeOp('@')
  if (isAnnotation) stream.next()
  const word = stream.isWord('interface') || classWords.has(stream.text) ? stream.takeName() : 'interface'
  const name = word === 'interface' && stream.kind !== JTok.Ident ? 'Annotation' : stream.takeName()
  const full = stream.className === '' ? name : `${stream.className}.${name}`
  const cls: ClassDecl = {
    name: full,
    at,
    extends: null,
    implements: [],
    traits: [],
    methods: [],
    properties: [],
    annotations,
    nested: [],
    ...(isAnnotation && { isAnnotation }),
  }
  skipTypeParameters(stream)
  let components: Parameter[] | undefined
  if (word === 'record' && stream.isOp('(')) {
    components = parameters(stream)
    for (const param of components)
      cls.properties.push({
        name: param.name,
        type: param.type,
        initial: null,
        isStatic: false,
        isConst: false,
        annotations: [],
      })
  }
  if (stream.takeWord('extends')) {
    cls.extends = tryType(stream) ?? null
    while (stream.takeOp(',')) cls.implements.push(tryType(stream) ?? '')
  }
  for (const list of ['implements', 'permits']) {
    if (!stream.takeWord(list)) continue
    do {
      const type = tryType(stream)
      if (type !== undefined && list === 'implements') cls.implements.push(type)
    } while (stream.takeOp(','))
  }
  if (word === 'enum') {
    const outer = stream.className
    stream.className = full
    cls.isEnum = true
    enumConstants(stream, cls)
    stream.className = outer
  } else members(stream, cls)
  if (components) completeRecord(cls, components)
  return { kind: 'classdecl', at, cls }
}
