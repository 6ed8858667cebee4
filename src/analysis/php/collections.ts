import { elementOf } from '../eval/access.ts'
import { onlyNamed } from './natives-callbacks.ts'
import type { Call, Machine, Native } from '../machine.ts'
import { join } from '../join.ts'
import { opaque, type Shape, shapeValue, unknown, Value } from '../value.ts'

/** Class of the collections of Laravel: an array with methods. */
const collection = 'Collection'

const asCollection = (value: Value): Value =>
  new Value(undefined, value.text, value.shape, { id: 0, cls: collection }, null)

const shapeOf = (machine: Machine, value: Value): Shape | null =>
  (value.object && value.object.id !== 0 ? machine.content(value)?.shape : null) ?? value.shape

function elements(machine: Machine, value: Value): Value {
  const shape = shapeOf(machine, value)
  if (shape) return elementOf(shape, undefined) ?? unknown
  const taints = machine.taints(value)
  return taints.length > 0 ? opaque(taints) : unknown
}

/** A method of collections; of other objects it says nothing. */
const onCollection =
  (run: (machine: Machine, call: Call, receiver: Value) => Value | undefined): Native =>
  (machine, call) =>
    call.receiver?.object?.cls === collection ? run(machine, call, call.receiver) : undefined

/** The callback's results as a collection. */
const mapped = onCollection((machine, call, receiver) => {
  const [callback] = call.args
  if (!callback) return undefined
  const result = machine.invokeValue(callback, [elements(machine, receiver), unknown], call.at)
  return asCollection(shapeValue(new Map(), result, Number.NaN))
})

/** The callback sees every element, and the collection stays. */
const seen = onCollection((machine, call, receiver) => {
  const [callback] = call.args
  if (callback?.closures) machine.invokeValue(callback, [elements(machine, receiver), unknown], call.at)
  return receiver
})

const same = onCollection((_machine, _call, receiver) => receiver)
const plain = onCollection((_machine, _call, { text, shape }) => new Value(undefined, text, shape))
const element = onCollection((machine, _call, receiver) => elements(machine, receiver))

const joined = onCollection((machine, call, receiver) => {
  const item = elements(machine, receiver)
  const glue = call.args.at(-1)?.text ?? []
  return new Value(undefined, [...item.text, ...glue, ...item.text])
})

const made: Native = (machine, call) => {
  const [from] = call.args
  if (!from) return asCollection(shapeValue(new Map(), unknown, Number.NaN))
  const shape = shapeOf(machine, from)
  if (shape) return asCollection(new Value(undefined, [], shape))
  const taints = machine.taints(from)
  return asCollection(shapeValue(new Map(), taints.length > 0 ? opaque(taints) : unknown, Number.NaN))
}

export const collectionFunctions: readonly (readonly [string, Native])[] = [
  ['collect', made],
  ['collection.make', made],
]

export const collectionMethods: ReadonlyMap<string, Native> = new Map<string, Native>([
  ...['map', 'flatmap', 'mapwithkeys', 'transform'].map((name) => [name, mapped] as const),
  ...['each', 'filter', 'reject', 'tap', 'sortby', 'unique', 'where', 'wherein'].map((name) => [name, seen] as const),
  ...['values', 'reverse', 'take', 'skip', 'slice', 'sort', 'shuffle', 'except', 'flatten', 'collapse'].map(
    (name) => [name, same] as const,
  ),
  ...['all', 'toarray'].map((name) => [name, plain] as const),
  ...['first', 'last', 'get', 'pop', 'shift', 'firstwhere'].map((name) => [name, element] as const),
  [
    'only',
    onCollection((machine, call, receiver) => {
      const content = machine.content(receiver) ?? receiver
      const found = onlyNamed(machine, content, call.args[0])
      return found ? asCollection(found) : receiver
    }),
  ],
  ['implode', joined],
  ['join', joined],
  [
    'reduce',
    onCollection((machine, call, receiver) => {
      const [callback, start] = call.args
      if (!callback?.closures) return undefined
      const once = machine.invokeValue(callback, [start ?? unknown, elements(machine, receiver)], call.at)
      return join(start ?? unknown, once)
    }),
  ],
])
