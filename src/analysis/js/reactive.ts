import { keysOf } from '../eval/cookies.ts'
import type { Machine, Native } from '../machine.ts'
import { member, unref } from '../templates/component.ts'
import { unknown, Value } from '../value.ts'

const kind = 'Ref'

const reference = (machine: Machine, value: Value) =>
  machine.newObject(kind, new Value(undefined, [], { keys: new Map([['value', value]]), rest: null, next: 0 }))

/** `computed(() => …)`: a reference to what the function gives. */
const computed: Native = (machine, call) => {
  const [given] = call.args
  const getter = given?.closures ? given : given && keysOf(machine, given)?.get('get')
  return getter?.closures ? reference(machine, machine.invokeValue(getter, [], call.at)) : undefined
}

const ref: Native = (machine, call) => reference(machine, call.args[0] ?? unknown)

const valueOf: Native = (machine, call) => {
  const [given] = call.args
  return given?.object?.cls === kind ? (keysOf(machine, given)?.get('value') ?? unknown) : given
}

/** A name of a component's template: a computed value, or a field of its data. */
const memberOf: Native = (machine, call) => {
  const [component, name] = call.args
  const given = component && keysOf(machine, component)
  const key = String(name?.constant ?? '')
  if (!given) return unknown
  const self = new Value(undefined, unknown.text, null, { id: 0, cls: 'VueComponent' })
  const run = (value: Value | undefined) =>
    value?.closures ? value.closures.map((closure) => machine.invoke({ ...closure, self }, [], call.at))[0] : undefined
  const all = given.get('computed')
  const found = run(all && keysOf(machine, all)?.get(key))
  if (found) return found
  const data = run(given.get('data')) ?? run(given.get('setup'))
  return (data && keysOf(machine, data)?.get(key)) ?? unknown
}

/** Reactive values as Vue has them, and what templates of components see of them. */
export const reactiveNatives: readonly (readonly [string, Native])[] = [
  ['computed', computed],
  ['ref', ref],
  ['shallowref', ref],
  [unref.toLowerCase(), valueOf],
  [member.toLowerCase(), memberOf],
]
