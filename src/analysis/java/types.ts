import type { Annotation, ArrayItem, Expr } from '../ast.ts'
import { JTok } from './lexer.ts'
import { type JavaStream } from './stream.ts'

const primitives = new Set(['int', 'long', 'short', 'byte', 'char', 'boolean', 'float', 'double', 'void', 'var'])
export const isPrimitive = (word: string) => primitives.has(word)

function skipTypeArguments(stream: JavaStream): boolean {
  if (!stream.isOp('<')) return true
  stream.typeArgument = stream.peek(2) === '>' ? stream.peek(1) : ''
  let depth = 0
  const start = stream.index
  do {
    if (stream.isOp('<')) depth++
    else if (stream.isOp('>')) depth--
    else if (stream.kind === JTok.Op && !'?,.&[]@'.includes(stream.text)) {
      stream.index = start
      return false
    } else if (stream.kind !== JTok.Ident && stream.kind !== JTok.Op) {
      stream.index = start
      return false
    }
    stream.next()
  } while (depth > 0 && !stream.ended)
  return depth === 0
}

/** A type where one stands; its name without type arguments, `[]` for arrays kept. Undefined (and nothing taken) otherwise. */
export function tryType(stream: JavaStream): string | undefined {
  stream.typeArgument = ''
  const start = stream.index
  while (stream.isOp('@')) parseAnnotation(stream)
  if (stream.kind !== JTok.Ident) {
    stream.index = start
    return undefined
  }
  let name = stream.takeName()
  if (!isPrimitive(name) || name === 'var') {
    for (;;) {
      if (!skipTypeArguments(stream)) {
        stream.index = start
        return undefined
      }
      if (stream.isOp('.') && stream.peekKind(1) === JTok.Ident) {
        stream.next()
        name += `.${stream.takeName()}`
      } else break
    }
  }
  while (stream.isOp('[') && stream.peek(1) === ']') {
    stream.index += 2
    name += '[]'
  }
  while (stream.takeOp('&')) if (tryType(stream) === undefined) break
  return name
}

/** `@Name(key = value)`; the `@` is the current token. */
export function parseAnnotation(stream: JavaStream): Annotation {
  stream.expectOp('@')
  let name = stream.takeName()
  while (stream.isOp('.') && stream.peekKind(1) === JTok.Ident) {
    stream.next()
    name = stream.takeName()
  }
  const args: Record<string, Expr> = {}
  if (stream.takeOp('(')) {
    while (!stream.isOp(')') && !stream.ended) {
      if (stream.kind === JTok.Ident && stream.peek(1) === '=' && stream.peekKind(1) === JTok.Op) {
        const key = stream.takeName()
        stream.next()
        args[key] = annotationValue(stream)
      } else args['value'] = annotationValue(stream)
      if (!stream.takeOp(',')) break
    }
    stream.expectOp(')')
  }
  return { name, args }
}

function annotationValue(stream: JavaStream): Expr {
  const { at } = stream
  if (stream.isOp('@')) {
    parseAnnotation(stream)
    return { kind: 'lit', at, value: null }
  }
  if (stream.takeOp('{')) {
    const items: ArrayItem[] = []
    while (!stream.isOp('}') && !stream.ended) {
      items.push({ key: null, value: annotationValue(stream), spread: false, byRef: false })
      if (!stream.takeOp(',')) break
    }
    stream.expectOp('}')
    return { kind: 'array', at, items, isObject: false }
  }
  return stream.expression(stream, 2)
}

/** Skips `<T extends X>` before a method or after a class name. */
export function skipTypeParameters(stream: JavaStream): void {
  if (!stream.isOp('<')) return
  let depth = 0
  do {
    if (stream.isOp('<')) depth++
    else if (stream.isOp('>')) depth--
    stream.next()
  } while (depth > 0 && !stream.ended)
}

/** Type arguments in an expression: `Foo.<T>bar()` or `new Foo<T>()`. */
export const skipArguments = skipTypeArguments
