import { elementOf, shapeOf, withElement } from '../eval/access.ts'
import type { Native } from '../machine.ts'
import { type Shape, unknown, Value } from '../value.ts'

/** Methods of arrays that change them in place. */

const items = (shape: Shape): Value[] | undefined => {
  if (shape.rest !== null || Number.isNaN(shape.next)) return undefined
  const found = Array.from({ length: shape.next }, (_, index) => shape.keys.get(String(index)))
  return found.every((item) => item !== undefined) ? (found as Value[]) : undefined
}

const listOf = (values: readonly Value[]): Shape => ({
  keys: new Map(values.map((value, index) => [String(index), value])),
  rest: null,
  next: values.length,
})

/** Of which nothing is known but what it may hold: in a loop nobody can tell how often it is changed. */
const anyOrder = (shape: Shape): Shape => ({
  keys: new Map(),
  rest: elementOf(shape, undefined) ?? null,
  next: Number.NaN,
})

const push: Native = (machine, call) => {
  const shape = shapeOf(machine, call.receiver)
  if (!shape || !call.receiver?.object) return undefined
  let next = shape
  for (const arg of call.args)
    next = withElement(next, Number.isNaN(next.next) || machine.inLoop() ? undefined : String(next.next), arg, false)
  machine.setContent(call.receiver, new Value(undefined, [], next))
  return unknown
}

/** Takes an element off one end. */
const takeOff =
  (end: 'first' | 'last'): Native =>
  (machine, call) => {
    const shape = shapeOf(machine, call.receiver)
    if (!shape || !call.receiver?.object) return undefined
    const known = machine.inLoop() ? undefined : items(shape)
    const left = known ? listOf(end === 'first' ? known.slice(1) : known.slice(0, -1)) : anyOrder(shape)
    machine.setContent(call.receiver, new Value(undefined, [], left))
    return (known ? known.at(end === 'first' ? 0 : -1) : left.rest) ?? unknown
  }

const unshift: Native = (machine, call) => {
  const shape = shapeOf(machine, call.receiver)
  const known = shape && !machine.inLoop() ? items(shape) : undefined
  if (!known || !call.receiver?.object) return push(machine, call)
  machine.setContent(call.receiver, new Value(undefined, [], listOf([...call.args, ...known])))
  return unknown
}

/** `list.slice(from, to)`: the elements between, where all is known; any of them where not. */
export const sliced: Native = (machine, call) => {
  const shape = shapeOf(machine, call.receiver)
  const known = shape && !machine.inLoop() ? items(shape) : undefined
  const [from, to] = call.args.map(({ constant }) => constant)
  if (!shape || call.args.length === 0) return undefined
  const isPlain = typeof (from ?? 0) === 'number' && (call.args.length < 2 || typeof to === 'number')
  const left = known && isPlain ? listOf(known.slice(from as number, to as number | undefined)) : anyOrder(shape)
  return machine.newObject('Array', new Value(undefined, machine.content(call.receiver!)?.text ?? [], left))
}

/** `list.splice(from, count, …)` */
const splice: Native = (machine, call) => {
  const shape = shapeOf(machine, call.receiver)
  if (!shape || !call.receiver?.object) return undefined
  const removed = anyOrder(shape)
  const left = call.args.slice(2).reduce((all, arg) => withElement(all, undefined, arg, false), removed)
  machine.setContent(call.receiver, new Value(undefined, [], left))
  return machine.newObject('Array', new Value(undefined, [], removed))
}

export const listMethods: readonly (readonly [string, Native])[] = [
  ['push', push],
  ['unshift', unshift],
  ['shift', takeOff('first')],
  ['pop', takeOff('last')],
  ['splice', splice],
]
