import type { Machine } from '../machine.ts'
import { shapeValue, type Value } from '../value.ts'

const deepest = 3

/** What a loop over a value gives: of an object of PHP what its `getIterator` or its `current` does. */
export function iterated(machine: Machine, value: Value, at: number, depth = 0): Value {
  const cls = value.object?.cls
  // `for await (const chunk of request)`
  if (cls === 'ExpressRequest' && machine.semantics.language === 'js')
    return shapeValue(new Map(), machine.source('request', 'body of the request', at), Number.NaN)
  if (cls === undefined || machine.semantics.language !== 'php' || depth > deepest) return value
  const { project } = machine
  if (!project.findClass(cls)) return value
  if (project.findMethod(cls, 'getIterator')?.fn.body)
    return iterated(machine, machine.callMethodOf(value, 'getIterator', [], at), at, depth + 1)
  if (project.findMethod(cls, 'valid') && project.findMethod(cls, 'current')?.fn.body)
    return shapeValue(new Map(), machine.callMethodOf(value, 'current', [], at), Number.NaN)
  return value
}
