import { elementOf, shapeOf } from '../eval/access.ts'
import { calledText } from '../eval/calls.ts'
import type { Call, Machine, Native } from '../machine.ts'
import { join } from '../join.ts'
import { withEscapes } from '../map-taints.ts'
import { opaque, shapeValue, unknown, Value } from '../value.ts'
import { guardBits } from './checked.ts'
import { filterName } from './natives-filter.ts'

/** Either what is there or, where foreign data may bring the key, that. */
const orForeign = (value: Value | undefined, foreign: Value) => (value ? join(value, foreign) : foreign)

/** What comes later wins: of foreign data, under keys that anybody may have sent. */
function merge(machine: Machine, call: Call): Value {
  const keys = new Map<string, Value>()
  let rest: Value | null = null
  let next = 0
  for (const arg of call.args) {
    const shape = shapeOf(machine, arg)
    const taints = shape ? (shape.rest ? machine.taints(shape.rest) : []) : machine.taints(arg)
    if (!shape) rest = rest ?? unknown
    // By numbers nothing is written over but where that is asked for.
    if (taints.length > 0)
      for (const [key, value] of keys)
        if (!/^\d+$/.test(key) || call.name === 'array_replace') keys.set(key, orForeign(value, opaque(taints)))
    for (const [key, value] of shape?.keys ?? [])
      keys.set(/^\d+$/.test(key) && call.name !== 'array_replace' ? String(next++) : key, value)
    if (shape?.rest) rest = rest ? join(rest, shape.rest) : shape.rest
    else if (taints.length > 0) rest = rest ? join(rest, opaque(taints)) : opaque(taints)
  }
  const names = call.args.map((arg) => shapeOf(machine, arg)?.names).find((item) => item)
  return new Value(undefined, [], { keys, rest, next: rest ? Number.NaN : next, ...(names && { names }) })
}

export function eachElement(machine: Machine, value: Value | undefined, change: (item: Value) => Value): Value {
  const shape = shapeOf(machine, value)
  if (!shape) {
    const taints = value ? machine.taints(value) : []
    return shapeValue(new Map(), change(taints.length > 0 ? opaque(taints) : unknown), Number.NaN)
  }
  const keys = new Map<string, Value>()
  for (const [key, item] of shape.keys) keys.set(key, change(item))
  const changed = { keys, rest: shape.rest && change(shape.rest), next: shape.next }
  return new Value(undefined, [], shape.names ? { ...changed, names: shape.names } : changed)
}

function map(machine: Machine, call: Call): Value | undefined {
  const [callback, ...arrays] = call.args
  if (!callback || arrays.length === 0) return undefined
  machine.sink('dynamic-call', calledText(callback), call.at)
  const others = arrays
    .slice(1)
    .map(
      (array) =>
        elementOf(shapeOf(machine, array) ?? { keys: new Map(), rest: unknown, next: 0 }, undefined) ?? unknown,
    )
  return eachElement(machine, arrays[0], (item) => machine.invokeValue(callback, [item, ...others], call.at))
}

/** Adds at the end of an array that is a variable; gives the new length. */
function pushTo(machine: Machine, call: Call): Value | undefined {
  const target = call.nodes[0]?.value
  const before = call.args[0]
  if (!target || !before) return undefined
  const shape = shapeOf(machine, before)
  let added = call.args[1] ?? unknown
  for (const item of call.args.slice(2)) added = join(added, item)
  const keys = new Map(shape?.keys ?? [])
  let rest = shape?.rest ?? null
  const next = shape?.next ?? 0
  if (call.args.length === 2 && !Number.isNaN(next) && !machine.inLoop()) keys.set(String(next), added)
  else rest = rest ? join(rest, added) : added
  machine.assign(target, shapeValue(keys, rest, next + 1), call.at)
  return unknown
}

const element: Native = (machine, call) => {
  const shape = shapeOf(machine, call.args[0])
  if (shape) return elementOf(shape, undefined) ?? unknown
  const taints = call.args[0] ? machine.taints(call.args[0]) : []
  return taints.length > 0 ? opaque(taints) : unknown
}

const same: Native = (_machine, call) => call.args[0]

/** What is left of an array whose keys were asked: those that are names, or are numbers. */
function byKey(machine: Machine, array: Value | undefined, check: Value): Value | undefined {
  const shape = shapeOf(machine, array)
  if (!shape || shape.rest || (check.constant !== 'is_string' && check.constant !== 'is_int')) return array
  const keys = [...shape.keys].filter(([key]) => /^\d+$/.test(key) === (check.constant === 'is_int'))
  return shapeValue(new Map(keys), null, Number.NaN)
}

/** Functions on arrays that keep keys and elements apart. */
export const arrayNatives: readonly (readonly [string, Native])[] = [
  ['array_merge', merge],
  ['array_replace', merge],
  ['array_merge_recursive', merge],
  // WordPress: what is given stands over what is meant otherwise.
  ['wp_parse_args', (machine, call) => merge(machine, { ...call, args: call.args.slice(0, 2).toReversed() })],
  ['array_map', map],
  ['array_push', pushTo],
  ['array_unshift', pushTo],
  ['array_pop', element],
  ['array_shift', element],
  ['current', element],
  ['reset', element],
  ['end', element],
  ['next', element],
  ['array_rand', () => unknown],
  ['array_values', same],
  ['array_unique', same],
  ['array_reverse', same],
  ['array_slice', same],
  [
    'array_filter',
    (machine, call) => {
      const [array, check] = call.args
      if (!check) return array
      if (/USE_KEY/.test(filterName(call, 2))) return byKey(machine, array, check)
      // A check by name: what is left has passed it.
      const passed = typeof check.constant === 'string' && call.args.length === 2 ? guardBits(check.constant) : 0
      if (passed !== 0) return eachElement(machine, array, (item) => withEscapes(item, passed))
      eachElement(machine, array, (item) => machine.invokeValue(check, [item], call.at))
      return array
    },
  ],
  [
    'usort',
    (machine, call) => {
      if (call.args[1]) machine.sink('dynamic-call', call.args[1], call.at)
      return unknown
    },
  ],
  [
    'array_keys',
    (machine, call) => {
      const value = call.args[0]
      const text = value ? new Value(undefined, value.text) : unknown
      const taints = machine.taints(text)
      const names = taints.length > 0 ? opaque(taints) : (shapeOf(machine, value)?.names ?? unknown)
      return shapeValue(new Map(), names, Number.NaN)
    },
  ],
  [
    'compact',
    (machine, call) => {
      const keys = new Map<string, Value>()
      for (const arg of call.args) {
        if (typeof arg.constant === 'string')
          keys.set(arg.constant, machine.frame.state.vars.get(arg.constant) ?? unknown)
      }
      return shapeValue(keys)
    },
  ],
]
