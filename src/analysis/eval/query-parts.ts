import type { Machine } from '../machine.ts'
import { textValue, type Value } from '../value.ts'
import { shapeOf } from './access.ts'

/** Operators of MongoDB that compare with what they are given, whatever it is: an object there is no operator of its own. */
const literal = new Set(['$eq', '$ne', '$gt', '$gte', '$lt', '$lte', '$in', '$nin'])
/** Operators whose text is a program. */
const program = new Set(['$where', '$function', '$accumulator', '$expr', 'body'])
const deepest = 6

/** What of a query made of objects may bring an operator of its own. */
export function operatorParts(machine: Machine, query: Value, depth = 0): Value[] {
  const shape = shapeOf(machine, query)
  if (!shape || depth > deepest) return [query]
  // What is put together of several pieces is a text, whatever they are.
  const isText = (key: string, { text, shape: own }: Value) => text.length > 1 && !own && !program.has(key)
  const held = [...shape.keys].flatMap(([key, value]) => (literal.has(key) || isText(key, value) ? [] : [value]))
  return [
    textValue(query.text),
    ...[...held, ...(shape.rest ? [shape.rest] : [])].flatMap((value) => operatorParts(machine, value, depth + 1)),
  ]
}

/** What of a query is its statement: an object that holds it, `{ text, values }` or `{ sql, values }`, keeps the values aside. */
export function statementParts(machine: Machine, query: Value): Value[] {
  const keys = query.object?.cls === 'Object' ? shapeOf(machine, query)?.keys : undefined
  const text = keys?.get('text') ?? keys?.get('sql')
  return text ? [text] : [query]
}
