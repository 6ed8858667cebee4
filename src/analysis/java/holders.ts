import { elementOf, keyOf, shapeOf, withElement } from '../eval/access.ts'
import { concatText, join } from '../join.ts'
import type { Machine, Native } from '../machine.ts'
import { opaque, type Shape, textValue, unknown, Value } from '../value.ts'

/** Classes that hold one value. */
const holders = [
  'AtomicReference',
  'ThreadLocal',
  'InheritableThreadLocal',
  'Holder',
  'MutableObject',
  'Mutable',
  'Ref.ObjectRef',
]
const holds = (value: Value | null) =>
  value?.object && holders.includes(value.object.cls.slice(value.object.cls.lastIndexOf('.') + 1))

const held = (value: Value | undefined): Shape => ({
  keys: new Map(value ? [['0', value]] : []),
  rest: null,
  next: Number.NaN,
})

/** An object that holds one value, and is asked for it by `get()`. */
export const newHolder = (machine: Machine, cls: string, value: Value | undefined): Value =>
  machine.newObject(cls, new Value(undefined, [], held(value)))

const create =
  (cls: string): Native =>
  (machine, call) =>
    newHolder(machine, cls, call.args[0])

/** `ref.get()`, or `supplier.get()`. */
export const getHeld: Native = (machine, call) => {
  if (call.args.length > 0 || !call.receiver) return undefined
  if (call.receiver.closures) return machine.invokeValue(call.receiver, [], call.at)
  return holds(call.receiver)
    ? (elementOf(machine.content(call.receiver)?.shape ?? held(undefined), '0') ?? unknown)
    : undefined
}

/** `ref.set(value)`; what was held before may be asked for at the same time. */
export const setHeld: Native = (machine, call) => {
  const { receiver } = call
  const value = call.args.at(-1)
  if (!receiver || !value || !holds(receiver) || !receiver.object!.id) return undefined
  const before = getHeld(machine, { ...call, args: [] }) ?? unknown
  machine.setContent(receiver, new Value(undefined, [], held(machine.inLoop() ? join(before, value) : value)))
  return before
}

/** `map.computeIfAbsent(key, k -> …)`, `map.putIfAbsent(key, value)`, `map.merge(key, value, f)`: what is there, or is put there. */
const compute: Native = (machine, call) => {
  const shape = shapeOf(machine, call.receiver)
  const [key, ...more] = call.args
  if (!shape || !call.receiver?.object || !key || more.length === 0) return undefined
  const name = keyOf(key)
  const before = elementOf(shape, name)
  const given = more.map((item) =>
    item.closures ? machine.invokeValue(item, [key, before ?? unknown], call.at) : item,
  )
  const put = given.reduce((a, b) => join(a, b))
  const value =
    before === undefined ? put : call.name === 'compute' || call.name === 'computeifpresent' ? put : join(before, put)
  machine.setContent(call.receiver, new Value(undefined, [], withElement(shape, name, value, machine.inLoop())))
  return value
}

/** `in.read(buffer)`, `System.arraycopy(from, 0, to, 0, n)`: an array is filled. */
const fill =
  (from: (args: Value[], receiver: Value | null) => Value | null | undefined, to: number): Native =>
  (machine, call) => {
    const source = from(call.args, call.receiver)
    const place = call.nodes[to]?.value
    // What comes of files and other machines is copied through arrays all the time.
    const taints = source ? machine.taints(source).filter(({ kind }) => kind === 'request') : []
    if (place?.kind !== 'var' || taints.length === 0) return undefined
    machine.assign(place, opaque(taints), call.at)
    return unknown
  }

const later: Native = (machine, call) =>
  call.args[0]?.closures ? machine.invokeValue(call.args[0], [], call.at) : undefined

/** `new StringJoiner(", ")`: pieces that are added, with what stands between them. */
const joiner: Native = (machine, call) => machine.newObject('StringJoiner', textValue(call.args[1]?.text ?? []))

/** `joiner.add(piece)` */
export const addPiece: Native = (machine, call) => {
  const { receiver } = call
  if (receiver?.object?.cls !== 'StringJoiner') return undefined
  const before = machine.content(receiver)
  if (!before) return undefined
  machine.setContent(receiver, textValue(concatText(before.text, [','], call.args[0]?.text ?? [])))
  return receiver
}

export const holderNatives: readonly (readonly [string, Native])[] = [
  ...holders.map((cls) => [`new ${cls.toLowerCase()}`, create(cls)] as const),
  ['threadlocal.withinitial', (machine, call) => newHolder(machine, 'ThreadLocal', later(machine, call))],
  ['completablefuture.supplyasync', later],
  ['mono.fromcallable', later],
  ['mono.fromsupplier', later],
  ['system.arraycopy', fill((args) => args[0], 2)],
  ['new stringjoiner', joiner],
]

export const holderMethods: readonly (readonly [string, Native])[] = [
  ...['computeifabsent', 'computeifpresent', 'compute', 'putifabsent', 'merge'].map((name) => [name, compute] as const),
  ...['getandset', 'lazyset', 'setplain', 'setrelease'].map((name) => [name, setHeld] as const),
  ...['getplain', 'getacquire'].map((name) => [name, getHeld] as const),
  ...['read', 'readfully', 'readnbytes'].map((name) => [name, fill((_args, receiver) => receiver, 0)] as const),
]
