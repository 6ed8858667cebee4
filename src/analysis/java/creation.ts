import type { Argument, ArrayItem, Expr } from '../ast.ts'
import { type JavaStream } from './stream.ts'
import { tryType } from './types.ts'

/** `{ a, b, { c } }` of an array. */
export function parseArrayInitialiser(stream: JavaStream): Expr {
  const { at } = stream
  stream.expectOp('{')
  const items: ArrayItem[] = []
  while (!stream.isOp('}') && !stream.ended) {
    const value = stream.isOp('{') ? parseArrayInitialiser(stream) : stream.expression(stream)
    items.push({ key: null, value, spread: false, byRef: false })
    if (!stream.takeOp(',')) break
  }
  stream.expectOp('}')
  return { kind: 'array', at, items, isObject: false }
}

/** `new Type(args) { … }`, `new Type[n]`, `new Type[] { … }`; the word `new` is the current token. */
export function parseNew(stream: JavaStream, parseArguments: (stream: JavaStream) => Argument[]): Expr {
  const { at } = stream
  stream.next()
  const type = tryType(stream) ?? 'Object'
  if (type.endsWith('[]'))
    return stream.isOp('{') ? parseArrayInitialiser(stream) : { kind: 'array', at, items: [], isObject: false }
  if (stream.isOp('[')) {
    while (stream.takeOp('[')) {
      if (!stream.isOp(']')) stream.expression(stream)
      stream.expectOp(']')
    }
    return stream.isOp('{') ? parseArrayInitialiser(stream) : { kind: 'array', at, items: [], isObject: false }
  }
  const args = stream.isOp('(') ? parseArguments(stream) : []
  const cls: Expr = { kind: 'name', at, name: type }
  if (!stream.isOp('{')) return { kind: 'new', at, cls, args }
  const name = `${stream.className}.anonymous@${at}`
  const body = stream.classBody(stream, name, at, type)
  // They see the variables of the function around them.
  for (const fn of body.methods) fn.uses = 'all'
  return { kind: 'new', at, cls: { kind: 'name', at, name }, args, body }
}
