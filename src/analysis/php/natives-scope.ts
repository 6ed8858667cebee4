import { calledText } from '../eval/calls.ts'
import { filterName } from './natives-filter.ts'
import { anyVariable } from '../eval/lookup.ts'
import type { Call, Machine, Native } from '../machine.ts'
import { join } from '../join.ts'
import { constant, opaque, shapeValue, unknown, unknownNumber, type Value } from '../value.ts'

const numbers = /^(?:int|integer|float|double|bool|boolean)$/

/** Variables out of an array: known keys by name, foreign names as "any variable". */
function spill(machine: Machine, value: Value, over = false): void {
  const { vars } = machine.frame.state
  for (const [key, item] of value.shape?.keys ?? []) vars.set(key, item)
  const { shape } = value
  // Where every key is known, none of them is a foreign name.
  const taints = machine.taints(shape ? (shape.rest ?? unknown) : value)
  if (taints.length === 0) return
  const foreign = opaque(taints)
  // Names that are set already are written over.
  if (over)
    for (let layer: typeof vars | null = vars; layer; layer = layer.below)
      for (const name of layer.own.keys())
        if (/^[a-z]\w*$/i.test(name) && name !== 'this' && !value.shape?.keys.has(name))
          vars.set(name, join(vars.get(name)!, foreign))
  vars.set(anyVariable, foreign)
}

function callUser(machine: Machine, call: Call, args: Value[]): Value {
  const callable = call.args[0]
  if (!callable) return unknown
  machine.sink('dynamic-call', calledText(callable), call.at)
  return machine.invokeValue(callable, args, call.at)
}

/** Functions that act on variables, constants and other functions. */
export const scopeNatives: readonly (readonly [string, Native])[] = [
  [
    'extract',
    (machine, call) => {
      if (call.args[0]) spill(machine, call.args[0], !/EXTR_(?:SKIP|PREFIX_ALL)/.test(filterName(call, 1)))
      return unknown
    },
  ],
  [
    'parse_str',
    (machine, call) => {
      const [text] = call.args
      const target = call.nodes[1]?.value
      if (!text) return unknown
      const taints = machine.taints(text)
      const value = taints.length > 0 ? opaque(taints) : unknown
      if (target) machine.assign(target, value, call.at)
      else if (taints.length > 0) machine.frame.state.vars.set(anyVariable, value)
      return unknown
    },
  ],
  [
    'settype',
    (machine, call) => {
      const target = call.nodes[0]?.value
      if (target && numbers.test(String(call.args[1]?.constant ?? ''))) machine.assign(target, unknownNumber, -1)
      return constant(true)
    },
  ],
  [
    'define',
    (machine, call) => {
      const [name, value] = call.args
      if (typeof name?.constant === 'string' && value && !machine.constants.has(name.constant))
        machine.constants.set(name.constant, value)
      return constant(true)
    },
  ],
  [
    'constant',
    (machine, call) =>
      typeof call.args[0]?.constant === 'string'
        ? (machine.constants.get(call.args[0].constant) ?? unknown)
        : undefined,
  ],
  ['call_user_func', (machine, call) => callUser(machine, call, call.args.slice(1))],
  [
    'call_user_func_array',
    (machine, call) => {
      const shape = call.args[1]?.shape
      const args = shape ? [...shape.keys.values()] : call.args[1] ? [call.args[1]] : []
      if (shape?.rest && args.length === 0) args.push(shape.rest, shape.rest)
      return callUser(machine, call, args)
    },
  ],
  [
    'func_get_args',
    (machine) => {
      const keys = new Map<string, Value>()
      machine.frame.fn?.params.forEach((param, index) =>
        keys.set(String(index), machine.frame.base.vars.get(param.name) ?? unknown),
      )
      return shapeValue(keys, null, keys.size)
    },
  ],
]
