import { elementOf, shapeOf } from '../eval/access.ts'
import { iterated } from '../eval/iterated.ts'
import type { Argument, Expr } from '../ast.ts'
import type { Call, Machine, Native } from '../machine.ts'
import { join } from '../join.ts'
import { mapTaints } from '../map-taints.ts'
import { opaque, shapeValue, unknown, unknownNumber, type Value } from '../value.ts'
import { eachElement } from './natives-array.ts'

/** A variable that no program can have, to hand something by reference. */
const handedOver: Expr = { kind: 'var', at: 0, name: 'element handed over' }
const nodes: readonly Argument[] = [{ value: handedOver, spread: false }]

/** Calls a function with something that it may change; gives what it made of it. */
function changedBy(machine: Machine, callback: Value, item: Value, others: Value[], at: number): Value {
  machine.assign(handedOver, item, at)
  const args = [item, ...others]
  if (callback.closures) for (const closure of callback.closures) machine.invoke(closure, args, at, nodes)
  else if (typeof callback.constant === 'string')
    machine.callNamedFunction(callback.constant, {
      name: callback.constant.toLowerCase(),
      at,
      args,
      nodes,
      receiver: null,
      receiverNode: null,
    })
  else machine.invokeValue(callback, args, at)
  return machine.frame.state.vars.get('element handed over') ?? item
}

const walk: Native = (machine, call) => {
  const [array, callback, extra] = call.args
  const target = call.nodes[0]?.value
  if (!array || !callback) return undefined
  const changed = eachElement(machine, array, (item) =>
    changedBy(machine, callback, item, [unknown, ...(extra ? [extra] : [])], call.at),
  )
  if (target && target.kind !== 'call') machine.assign(target, changed, call.at)
  return unknown
}

const longestFold = 12

/** Each element in turn where all are known, else any of them, twice. */
const reduce: Native = (machine, call) => {
  const [array, callback, start] = call.args
  if (!array || !callback) return undefined
  const shape = shapeOf(machine, array)
  const known = shape?.rest === null && shape.keys.size <= longestFold ? [...shape.keys.values()] : undefined
  const any = (shape && elementOf(shape, undefined)) ?? foreign(machine, array)
  let sum = start ?? unknown
  for (const item of known ?? [any, any]) {
    const next = machine.invokeValue(callback, [sum, item], call.at)
    sum = known ? next : join(sum, next)
  }
  return sum
}

function foreign(machine: Machine, value: Value): Value {
  const taints = machine.taints(value)
  return taints.length > 0 ? opaque(taints) : unknown
}

/** One column of rows, each by itself. */
const column: Native = (machine, call) => {
  const [rows, name] = call.args
  const shape = shapeOf(machine, rows)
  if (!rows || !shape || name === undefined) return undefined
  return eachElement(machine, rows, (row) =>
    name.constant === null ? row : machine.readIndex(row, name.constant === undefined ? null : name, call.at),
  )
}

const combine: Native = (machine, call) => {
  const [names, values] = call.args.map((arg) => shapeOf(machine, arg))
  if (!names || !values) return undefined
  const keys = new Map<string, Value>()
  const texts = [...names.keys.values()].map(({ constant }) => constant)
  if (names.rest || texts.some((text) => text === undefined))
    return shapeValue(new Map(), elementOf(values, undefined) ?? unknown, Number.NaN)
  const items = [...values.keys.values()]
  texts.forEach((text, index) => keys.set(String(text), items[index] ?? values.rest ?? unknown))
  return shapeValue(keys, null, Number.NaN)
}

/** `array_fill_keys($names, $value)` */
const filled: Native = (machine, call) => {
  const [names, value] = call.args
  const shape = shapeOf(machine, names)
  if (!shape || !value) return undefined
  const keys = new Map<string, Value>()
  for (const { constant } of shape.keys.values()) if (constant !== undefined) keys.set(String(constant), value)
  return shapeValue(keys, shape.rest ? value : null, Number.NaN)
}

/** What stands under a name of the program's choice is no whole request any more. */
const chosen = (value: Value, name: string): Value =>
  mapTaints(value, (taint) => ({ ...taint, label: `${taint.label}['${name}']` }))

/** `Arr::only($given, ['a', 'b'])`, `$collection->only(['a', 'b'])` */
export const onlyNamed = (machine: Machine, given: Value, names: Value | undefined): Value | undefined => {
  const list = names && flippedNames(machine, names)
  return list && intersected(machine, given, shapeValue(list, null, Number.NaN))
}

/** `array_intersect_key($given, array_flip(['a', 'b']))`: only what the program named. */
const namedOnly: Native = (machine, { args: [given, names] }) => given && intersected(machine, given, names)

function intersected(machine: Machine, given: Value, names: Value | undefined): Value | undefined {
  const list = shapeOf(machine, names)
  if (!list || list.rest || list.keys.size === 0) return undefined
  const shape = shapeOf(machine, given)
  const any = shape?.rest ?? (shape ? undefined : foreign(machine, given))
  const keys = new Map<string, Value>()
  for (const key of list.keys.keys()) {
    const value = shape?.keys.get(key) ?? (any && chosen(any, key))
    if (value) keys.set(key, value)
  }
  return shapeValue(keys, null, Number.NaN)
}

/** `array_flip(['a', 'b'])` */
const flipped: Native = (machine, call) => {
  const names = call.args[0] && flippedNames(machine, call.args[0])
  return names && shapeValue(names, null, Number.NaN)
}

function flippedNames(machine: Machine, list: Value): Map<string, Value> | undefined {
  const shape = shapeOf(machine, list)
  const names = shape && !shape.rest ? [...shape.keys.values()].map(({ constant }) => constant) : []
  if (names.length === 0 || names.some((name) => name === undefined)) return undefined
  return new Map(names.map((name) => [String(name), unknownNumber]))
}

/** Functions on arrays that call back, and those that choose by key. */
export const callbackNatives: readonly (readonly [string, Native])[] = [
  ['array_walk', walk],
  ['array_walk_recursive', walk],
  ['array_reduce', reduce],
  ['array_column', column],
  ['array_combine', combine],
  ['array_fill_keys', filled],
  ['array_intersect_key', namedOnly],
  ['array_flip', flipped],
  ['arr.only', (machine, { args: [given, names] }) => given && onlyNamed(machine, given, names)],
  ['arr.except', (_machine, call) => call.args[0]],
  ['iterator_to_array', (machine: Machine, call: Call) => call.args[0] && iterated(machine, call.args[0], call.at)],
  ['iterator_apply', (machine, call) => call.args[1] && machine.invokeValue(call.args[1], [], call.at)],
]
