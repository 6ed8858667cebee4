import { elementOf, keyOf, withElement } from '../eval/access.ts'
import type { Call, Machine, Native } from '../machine.ts'
import { join } from '../join.ts'
import { addPiece, getHeld, setHeld } from './holders.ts'
import { constant, opaque, type Shape, unknown, unknownNumber, Value } from '../value.ts'

const empty: Shape = { keys: new Map(), rest: null, next: 0 }

/** The content of a collection that is followed; undefined for anything else. */
function shapeOf(machine: Machine, value: Value | null): Shape | undefined {
  if (!value) return undefined
  const content = value.object ? machine.content(value) : undefined
  return content?.shape ?? value.shape ?? undefined
}

const put = (machine: Machine, target: Value, shape: Shape) =>
  machine.setContent(target, new Value(undefined, [], shape))

function add(machine: Machine, call: Call): Value | undefined {
  const piece = addPiece(machine, call)
  if (piece) return piece
  const shape = shapeOf(machine, call.receiver)
  if (!shape || !call.receiver?.object) return undefined
  const value = call.args.at(-1) ?? unknown
  if (machine.inLoop() || Number.isNaN(shape.next))
    put(machine, call.receiver, { ...withElement(shape, undefined, value, false), next: Number.NaN })
  else if (call.args.length === 2 && typeof call.args[0]?.constant === 'number')
    put(machine, call.receiver, inserted(shape, call.args[0].constant, value))
  else put(machine, call.receiver, withElement(shape, String(shape.next), value, false))
  return constant(true)
}

/** A list with an element put in: those behind it move up. */
function inserted(shape: Shape, index: number, value: Value): Shape {
  const keys = new Map<string, Value>()
  for (const [key, item] of shape.keys) keys.set(Number(key) >= index ? String(Number(key) + 1) : key, item)
  keys.set(String(index), value)
  return { keys, rest: shape.rest, next: shape.next + 1 }
}

/** A list with an element taken out: those behind it move down. */
function removed(shape: Shape, index: number): Shape {
  const keys = new Map<string, Value>()
  for (const [key, item] of shape.keys) {
    const place = Number(key)
    if (place !== index) keys.set(place > index ? String(place - 1) : key, item)
  }
  return { keys, rest: shape.rest, next: shape.next - 1 }
}

function remove(machine: Machine, call: Call): Value | undefined {
  const shape = shapeOf(machine, call.receiver)
  if (!shape || !call.receiver?.object) return undefined
  const key = keyOf(call.args[0])
  const before = elementOf(shape, key ?? '0') ?? unknown
  if (machine.inLoop()) return before
  if (typeof call.args[0]?.constant === 'number' || call.args.length === 0)
    put(machine, call.receiver, removed(shape, Number(call.args[0]?.constant ?? 0)))
  else if (key !== undefined) {
    const keys = new Map(shape.keys)
    keys.delete(key)
    put(machine, call.receiver, { ...shape, keys })
  }
  return before
}

function get(machine: Machine, call: Call): Value | undefined {
  const held = getHeld(machine, call)
  if (held) return held
  const shape = shapeOf(machine, call.receiver)
  if (!shape || call.args.length === 0) return undefined
  const key = keyOf(call.args[0])
  const found = elementOf(shape, key)
  if (found !== undefined) return found
  return call.args[1] ?? (key === undefined ? unknown : constant(null))
}

function putEntry(machine: Machine, call: Call): Value | undefined {
  const shape = shapeOf(machine, call.receiver)
  const value = call.args[1]
  if (!value && call.name === 'set') return setHeld(machine, call)
  if (!shape || !call.receiver?.object || !value) return undefined
  put(machine, call.receiver, withElement(shape, keyOf(call.args[0]), value, machine.inLoop()))
  return unknown
}

function addAll(machine: Machine, call: Call): Value | undefined {
  const shape = shapeOf(machine, call.receiver)
  const other = call.args.at(-1)
  if (!shape || !call.receiver?.object || !other) return undefined
  const more = shapeOf(machine, other)
  const value = more ? (elementOf(more, undefined) ?? unknown) : opaque(machine.taints(other))
  put(machine, call.receiver, withElement(shape, undefined, value, false))
  return constant(true)
}

/** Any one element: what iterators, streams and `next()` give. */
const anyElement: Native = (machine, call) => {
  const shape = shapeOf(machine, call.receiver)
  return shape ? (elementOf(shape, undefined) ?? unknown) : undefined
}
export const firstElement: Native = (machine, call) => {
  const shape = shapeOf(machine, call.receiver)
  return shape ? (elementOf(shape, '0') ?? unknown) : undefined
}
/** Views of a collection: the collection itself does. */
const view: Native = (machine, call) => (shapeOf(machine, call.receiver) ? (call.receiver ?? undefined) : undefined)

function create(cls: string): Native {
  return (machine, call) => {
    const from = shapeOf(machine, call.args[0] ?? null)
    return machine.newObject(cls, new Value(undefined, [], from ?? empty))
  }
}

function listOf(machine: Machine, call: Call): Value {
  const only = call.args.length === 1 ? shapeOf(machine, call.args[0]!) : undefined
  const keys = new Map(call.args.map((arg, index) => [String(index), arg] as const))
  return machine.newObject('ArrayList', new Value(undefined, [], only ?? { keys, rest: null, next: keys.size }))
}

const sizeOf: Native = (machine, call) => {
  const shape = shapeOf(machine, call.receiver)
  return shape && shape.rest === null && !Number.isNaN(shape.next) && !machine.inLoop()
    ? constant(shape.keys.size)
    : unknownNumber
}

/** Methods of lists, maps, sets and what iterates over them. */
export const collectionMethods: readonly (readonly [string, Native])[] = [
  ['add', add],
  ['addelement', add],
  ['addlast', add],
  ['push', add],
  ['offer', add],
  ['addall', addAll],
  ['putall', addAll],
  ['remove', remove],
  ['pop', remove],
  ['poll', remove],
  ['get', get],
  ['elementat', get],
  [
    'getordefault',
    (machine, call) => {
      const value = get(machine, call)
      const known = call.args[0]?.constant !== undefined
      return value && call.args[1] && !known ? join(value, call.args[1]) : value
    },
  ],
  ['getproperty', get],
  ['put', putEntry],
  ['set', putEntry],
  ['setproperty', putEntry],
  ['size', sizeOf],
  ['iterator', view],
  ['elements', view],
  ['stream', view],
  ['values', view],
  ['entryset', view],
  ['toarray', view],
  ['next', anyElement],
  ['nextelement', anyElement],
  ['getvalue', anyElement],
  ['getfirst', firstElement],
  ['firstelement', firstElement],
  [
    'clear',
    (machine, call) => {
      if (!shapeOf(machine, call.receiver) || !call.receiver?.object) return undefined
      put(machine, call.receiver, empty)
      return unknown
    },
  ],
]

const kinds = [
  'ArrayList',
  'LinkedList',
  'Vector',
  'Stack',
  'HashMap',
  'LinkedHashMap',
  'TreeMap',
  'Hashtable',
  'ConcurrentHashMap',
  'HashSet',
  'LinkedHashSet',
  'TreeSet',
  'ArrayDeque',
  'Properties',
]

/** Constructors and makers of collections. */
export const collectionNatives: readonly (readonly [string, Native])[] = [
  ...kinds.map((cls) => [`new ${cls.toLowerCase()}`, create(cls)] as const),
  ['arrays.aslist', listOf],
  ['list.of', listOf],
  ['set.of', listOf],
  ['collections.singletonlist', listOf],
  ['collections.emptylist', create('ArrayList')],
  [
    'map.of',
    (machine, call) => {
      const keys = new Map<string, Value>()
      let rest: Value | null = null
      for (let i = 0; i + 1 < call.args.length; i += 2) {
        const key = keyOf(call.args[i])
        const value = call.args[i + 1]!
        if (key !== undefined) keys.set(key, value)
        else rest = rest === null ? value : join(rest, value)
      }
      return machine.newObject('HashMap', new Value(undefined, [], { keys, rest, next: 0 }))
    },
  ],
]
