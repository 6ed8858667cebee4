import { elementOf, shapeOf } from '../eval/access.ts'
import { filterBits } from '../eval/filters.ts'
import type { Call, Machine, Native } from '../machine.ts'
import { firstElement } from './collections.ts'
import { concatText, join } from '../join.ts'
import { withEscapes } from '../map-taints.ts'
import { constant, opaque, textTaints, textValue, unknown, Value } from '../value.ts'

/** Streams are the lists they come from, an `Optional` (and a `Mono`) is its value. */
function element(machine: Machine, receiver: Value): Value {
  const shape = shapeOf(machine, receiver)
  const known = shape ? elementOf(shape, undefined) : undefined
  if (!shape) return bare(receiver)
  const taints = textTaints(receiver.text)
  return taints.length > 0 ? (known ? join(known, opaque(taints)) : opaque(taints)) : (known ?? unknown)
}

/** The value without the class of what holds it. */
const bare = (value: Value) =>
  value.object && /^(?:Optional|Mono|Flux|Stream|List|Set|Collection|Iterable)$/.test(value.object.cls)
    ? new Value(value.constant, value.text, value.shape, null, value.closures)
    : value

const like = (machine: Machine, receiver: Value, item: Value) =>
  shapeOf(machine, receiver)
    ? machine.newObject('ArrayList', new Value(undefined, [], { keys: new Map(), rest: item, next: Number.NaN }))
    : item

const map: Native = (machine, call) => {
  const callback = call.args.find((arg) => arg.closures)
  if (!call.receiver || !callback) return undefined
  const item = machine.invokeValue(callback, [element(machine, call.receiver)], call.at)
  return call.name === 'flatmap' && shapeOf(machine, item) ? item : like(machine, call.receiver, item)
}

const filter: Native = (machine, call) => {
  const [callback] = call.args
  if (!call.receiver || !callback?.closures) return undefined
  const item = element(machine, call.receiver)
  const bits = filterBits(machine, callback, item, call.at)
  return bits === 0 ? call.receiver : like(machine, call.receiver, withEscapes(item, bits))
}

const forEach: Native = (machine, call) => {
  if (!call.receiver || !call.args[0]?.closures) return undefined
  const item = element(machine, call.receiver)
  const [callback, otherwise] = call.args
  // `map.forEach((key, value) -> …)`
  const both = callback!.closures!.some(({ fn }) => fn.params.length === 2)
  // Names of foreign data are foreign as well.
  const names = textTaints(call.receiver.text)
  machine.invokeValue(callback!, both ? [names.length > 0 ? opaque(names) : unknown, item] : [item], call.at)
  if (otherwise?.closures) machine.invokeValue(otherwise, [], call.at)
  return call.name === 'peek' ? call.receiver : unknown
}

/** `stream.peek(x -> …)`, `queue.peek()` */
const peek: Native = (machine, call) => forEach(machine, call) ?? firstElement(machine, call)

const same: Native = (_machine, call) => call.receiver ?? undefined
const one: Native = (machine, call) =>
  call.receiver && shapeOf(machine, call.receiver) ? element(machine, call.receiver) : undefined

const orElse: Native = (machine, call) => {
  const [other] = call.args
  if (!call.receiver || !other) return undefined
  const value = bare(call.receiver)
  return join(value, other.closures ? machine.invokeValue(other, [], call.at) : other)
}

/** `collect(Collectors.joining(", ", "(", ")"))`: the elements with what stands between and around them. */
const collect: Native = (machine, call) => {
  const node = call.nodes[0]?.value
  const name = node && 'name' in node && typeof node.name === 'string' ? node.name : ''
  const shape = shapeOf(machine, call.receiver)
  if (name !== 'joining' || !node || !('args' in node))
    return /^to(?:Unmodifiable)?(?:List|Set)$/.test(name) ? (call.receiver ?? undefined) : undefined
  const [between, before, after] = node.args.map(({ value }) => machine.eval(value).text)
  if (!shape) {
    const taints = call.receiver ? machine.taints(call.receiver) : []
    return textValue(
      concatText(before ?? [], taints.length > 0 ? opaque(taints).text : (call.receiver?.text ?? []), after ?? []),
    )
  }
  const items = [...shape.keys.values(), ...(shape.rest ? [shape.rest, shape.rest] : [])].slice(0, 40)
  const inner = items.flatMap((item, index) => (index === 0 ? [item.text] : [between ?? [], item.text]))
  return textValue(concatText(before ?? [], ...inner, after ?? []))
}

/** `reduce("", (a, b) -> a + b)` */
const reduce: Native = (machine: Machine, call: Call) => {
  const callback = call.args.find((arg) => arg.closures)
  if (!call.receiver || !callback) return undefined
  const item = element(machine, call.receiver)
  const start = call.args[0] === callback ? item : (call.args[0] ?? item)
  return join(start, machine.invokeValue(callback, [start, item], call.at))
}

/** A function that was handed over is called: `validator.test(x)`. */
const invoke: Native = (machine, call) =>
  call.receiver?.closures ? machine.invokeValue(call.receiver, call.args, call.at) : undefined

const given: Native = (_machine, call) => call.args[0]
const named = (native: Native, ...names: string[]) => names.map((name) => [name, native] as const)

/** Methods of streams, optional and awaited values that take functions. */
export const functionalMethods: readonly (readonly [string, Native])[] = [
  ...named(map, 'map', 'flatmap', 'mapnotnull', 'maptoobj', 'concatmap', 'thenapply', 'thencompose'),
  ...named(filter, 'filter', 'takewhile'),
  ...named(forEach, 'foreach', 'foreachordered', 'ifpresent', 'ifpresentorelse', 'thenaccept', 'doonnext'),
  ...named(peek, 'peek'),
  ...named(one, 'findfirst', 'findany'),
  ...named(orElse, 'orelse', 'orelseget', 'defaultifempty', 'switchifempty'),
  ...named(same, 'orelsethrow'),
  ...named(collect, 'collect'),
  ...named(reduce, 'reduce'),
  ...named(invoke, 'apply', 'accept', 'test', 'call', 'run', 'applyasint', 'applyaslong', 'applyasdouble', 'getasint'),
]

export const functionalNatives: readonly (readonly [string, Native])[] = [
  ...named(
    given,
    'optional.of',
    'optional.ofnullable',
    'mono.just',
    'mono.justorempty',
    'completablefuture.completedfuture',
  ),
  // A pattern is its text; `matches` asks the matcher that is made of it.
  [
    'pattern.compile',
    (_machine, call) => {
      const [form] = call.args
      return form && new Value(form.constant, form.text, null, { id: 0, cls: 'Pattern' })
    },
  ],
  [
    'new yaml',
    (_machine, call) =>
      /^SafeConstructor$/.test(call.args[0]?.object?.cls.split('.').at(-1) ?? '')
        ? new Value(undefined, unknown.text, null, { id: 0, cls: 'SafeYaml' })
        : undefined,
  ],
  ['objects.requirenonnull', given],
  [
    'objects.requirenonnullelse',
    (_machine, call) => (call.args[0] && call.args[1] ? join(call.args[0], call.args[1]) : undefined),
  ],
  ['string.join', (machine, call) => joinedTexts(machine, call)],
]

/** `String.join(", ", list)`, `String.join(", ", a, b)` */
function joinedTexts(machine: Machine, call: Call): Value | undefined {
  const [glue, first, ...more] = call.args
  if (!glue || !first) return undefined
  const shape = more.length === 0 ? shapeOf(machine, first) : null
  const items = shape ? [...shape.keys.values(), ...(shape.rest ? [shape.rest, shape.rest] : [])] : [first, ...more]
  const texts = items.slice(0, 40).map((item) => {
    const taints = machine.taints(item)
    return item.text.length > 0 ? item.text : taints.length > 0 ? opaque(taints).text : constant('').text
  })
  return textValue(concatText(...texts.flatMap((text, index) => (index === 0 ? [text] : [glue.text, text]))))
}
