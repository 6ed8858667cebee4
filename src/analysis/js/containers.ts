import type { Expr } from '../ast.ts'
import { elementOf, keyOf, shapeOf, withElement } from '../eval/access.ts'
import { join } from '../join.ts'
import { madeFunction } from '../made-function.ts'
import type { Machine, Native } from '../machine.ts'
import { opaque, type Shape, unknown, Value } from '../value.ts'
import { nameAndValue } from './objects.ts'

const isMap = (value: Value | null) => value?.object !== null && /^(?:Map|WeakMap)$/.test(value?.object?.cls ?? '')

/** `new Map([[key, value]])` */
const newMap =
  (cls: string): Native =>
  (machine, call) => {
    let shape: Shape = { keys: new Map(), rest: null, next: Number.NaN }
    const pairs = shapeOf(machine, call.args[0])
    for (const pair of [...(pairs?.keys.values() ?? []), ...(pairs?.rest ? [pairs.rest] : [])]) {
      const [name, value] = nameAndValue(machine, pair, call.at)
      shape = withElement(shape, name, value, false)
    }
    const taints = !pairs && call.args[0] ? machine.taints(call.args[0]) : []
    return machine.newObject(cls, new Value(undefined, taints.length > 0 ? opaque(taints).text : [], shape))
  }

const set: Native = (machine, call) => {
  const { receiver, args } = call
  const shape = shapeOf(machine, receiver)
  if (!receiver || !isMap(receiver) || !shape || !args[1]) return undefined
  const text = machine.content(receiver)?.text ?? []
  machine.setContent(
    receiver,
    new Value(undefined, text, withElement(shape, keyOf(args[0]), args[1], machine.inLoop())),
  )
  return receiver
}

const get: Native = (machine, call) => {
  const shape = isMap(call.receiver) ? shapeOf(machine, call.receiver) : null
  if (!shape || !call.args[0]) return undefined
  const found = elementOf(shape, keyOf(call.args[0]))
  const text = machine.content(call.receiver!)?.text ?? []
  return found ?? (text.length > 0 ? new Value(undefined, text) : unknown)
}

/** `Object.assign(target, …)`: fields of the later ones stand over those of the earlier. */
const assign: Native = (machine, call) => {
  const [target, ...sources] = call.args
  if (call.receiver?.object?.cls !== 'Object' || !target || sources.length === 0) return undefined
  let shape: Shape = shapeOf(machine, target) ?? { keys: new Map(), rest: null, next: Number.NaN }
  for (const source of sources) {
    const given = shapeOf(machine, source)
    for (const [name, value] of given?.keys ?? []) shape = withElement(shape, name, value, false)
    const taints = given ? [] : machine.taints(source)
    const rest = given?.rest ?? (taints.length > 0 ? opaque(taints) : null)
    if (rest) {
      const keys = new Map([...shape.keys].map(([name, value]) => [name, join(value, rest)]))
      shape = { keys, rest: shape.rest ? join(shape.rest, rest) : rest, next: Number.NaN }
    }
  }
  if (target.object?.id) machine.setContent(target, new Value(undefined, machine.content(target)?.text ?? [], shape))
  return target.object?.id ? target : machine.newObject(target.object?.cls ?? 'Object', new Value(undefined, [], shape))
}

/** `f.call(self, …)`, `f.apply(self, [ … ])` */
const call: Native = (machine, { name, receiver, args, at }) => {
  if (!receiver?.closures) return undefined
  const [self, ...more] = args
  const list = shapeOf(machine, more[0])
  const given = name === 'call' ? more : list ? [...list.keys.values(), ...(list.rest ? [list.rest] : [])] : more
  return receiver.closures
    .map((closure) => machine.invoke(self?.object ? { ...closure, self } : closure, [...given], at))
    .reduce((a, b) => join(a, b))
}

/** `f.bind(self, a)`: the function with its first arguments given. */
const bind: Native = (machine: Machine, { receiver, args, at }) => {
  if (!receiver?.closures) return undefined
  const [self, ...given] = args
  const bound = receiver.closures.map((closure) => (self?.object ? { ...closure, self } : closure))
  const fn = new Value(receiver.constant, receiver.text, null, null, bound)
  if (given.length === 0) return fn
  const held = new Map<string, Value>([
    ['bound function', fn],
    ...given.map((value, index) => [`bound ${index}`, value] as const),
  ])
  const variable = (name: string): Expr => ({ kind: 'var', at, name })
  const called: Expr = {
    kind: 'call',
    at,
    callee: variable('bound function'),
    args: [...given.map((_, index) => `bound ${index}`), 'more'].map((name) => ({
      value: variable(name),
      spread: name === 'more',
    })),
  }
  const more = { name: 'more', type: null, initial: null, byRef: false, variadic: true }
  const made = madeFunction({
    name: 'bound',
    at,
    end: at,
    params: [more],
    body: [{ kind: 'return', at, value: called }],
    uses: 'all',
  })
  return new Value(undefined, unknown.text, null, null, [
    { fn: made, file: machine.frame.file, cls: null, scope: { get: (name) => held.get(name) }, self: null },
  ])
}

/** `setTimeout(f, 10)`, `process.nextTick(f)`: it will run. */
const later: Native = (machine, { args, at }) => {
  if (!args[0]?.closures) return undefined
  machine.invokeValue(args[0], args.slice(2), at)
  return unknown
}

/** `readable.pipe(writable)` is what it is piped into. */
const pipe: Native = (_machine, { args }) => (args.length === 1 && args[0]!.object ? args[0] : undefined)

export const containerNatives: readonly (readonly [string, Native])[] = [
  ['new map', newMap('Map')],
  ['new weakmap', newMap('WeakMap')],
  ['settimeout', later],
  ['setimmediate', later],
  ['queuemicrotask', later],
]

export const containerMethods: readonly (readonly [string, Native])[] = [
  ['set', set],
  ['get', get],
  ['assign', assign],
  ['call', call],
  ['apply', call],
  ['bind', bind],
  ['nexttick', later],
  ['pipe', pipe],
]
