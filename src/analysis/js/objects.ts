import { shapeOf } from '../eval/access.ts'
import type { Machine, Native } from '../machine.ts'
import { Esc, escapes } from '../escapes.ts'
import { join } from '../join.ts'
import { withEscapes } from '../map-taints.ts'
import { constant, opaque, type Shape, textTaints, unknown, Value } from '../value.ts'

const array = (machine: Machine, items: readonly Value[], rest: Value | null): Value =>
  machine.newObject(
    'Array',
    new Value(undefined, [], {
      keys: new Map(items.map((item, index) => [String(index), item])),
      rest,
      next: items.length,
    }),
  )

const isObject = (value: Value | null) => value?.object?.cls === 'Object'

/** Names of an object's fields; of foreign data they are foreign as well. */
function unnamed(machine: Machine, value: Value): Value {
  const taints = machine.taints(value)
  return taints.length > 0 ? new Value(undefined, [{ taints }]) : unknown
}

function list(make: (machine: Machine, shape: Shape, given: Value) => Value): Native {
  return (machine, call) => {
    const [given] = call.args
    const shape = isObject(call.receiver) ? shapeOf(machine, given) : null
    if (!given || !shape) return undefined
    // `req.body || {}`: foreign data, or what stands in for it.
    const foreign = textTaints(given.text)
    const rest = foreign.length === 0 ? shape.rest : shape.rest ? join(shape.rest, opaque(foreign)) : opaque(foreign)
    return make(machine, { ...shape, rest }, given)
  }
}

const entries = list((machine, shape, given) =>
  array(
    machine,
    [...shape.keys].map(([key, value]) => array(machine, [constant(key), value], null)),
    shape.rest && array(machine, [unnamed(machine, given), shape.rest], null),
  ),
)

const values = list((machine, shape) => array(machine, [...shape.keys.values()], shape.rest))

const keys = list((machine, shape, given) =>
  array(
    machine,
    [...shape.keys.keys()].map((key) => constant(key)),
    shape.rest && unnamed(machine, given),
  ),
)

/** `[key, value]` */
export function nameAndValue(machine: Machine, pair: Value, at: number): [string | undefined, Value] {
  const held = shapeOf(machine, pair)?.keys
  const name = held?.get('0')?.constant
  return [name === undefined ? undefined : String(name), held?.get('1') ?? machine.readIndex(pair, constant(1), at)]
}

/** `Object.fromEntries([[key, value]])` */
const fromEntries: Native = (machine, call) => {
  const shape = isObject(call.receiver) ? shapeOf(machine, call.args[0]) : null
  if (!shape) return undefined
  const found = new Map<string, Value>()
  let rest: Value | null = null
  for (const pair of [...shape.keys.values(), ...(shape.rest ? [shape.rest] : [])]) {
    const [name, value] = nameAndValue(machine, pair, call.at)
    if (name === undefined) rest = rest ? join(rest, value) : value
    else found.set(name, value)
  }
  return machine.newObject('Object', new Value(undefined, [], { keys: found, rest, next: Number.NaN }))
}

/** `new TextEncoder().encode(text)`, `Buffer.from(text)`: the same text in other clothes; what was encoded may be anything again. */
const encoded: Native = (machine, call) => {
  const cls = call.receiver?.object?.cls
  if (cls !== 'TextEncoder' && cls !== 'TextDecoder' && cls !== 'Buffer') return undefined
  const [text, encoding] = call.args
  if (!text || !letters.has(String(encoding?.constant))) return text
  const taints = machine.taints(text)
  return taints.length > 0 ? opaque(taints.map((taint) => ({ ...taint, escapes: 0 }))) : unknown
}

/** Encodings by letters that are harmless in some places: `bytes.toString('hex')`. */
const letters: ReadonlyMap<string, number> = new Map([
  ['hex', Esc.Safe],
  [
    'base64url',
    escapes('PathName', 'HtmlText', 'DoubleQuote', 'SingleQuote', 'SqlText', 'JsText', 'UrlEncoded', 'OneLine', 'Xml'),
  ],
  ['base64', escapes('HtmlText', 'DoubleQuote', 'SingleQuote', 'SqlText', 'JsText', 'OneLine', 'Xml')],
])

/** The text that `toString('base64url')` makes; undefined for any other call of it. */
export const inLetters: Native = (machine, call) => {
  const bits = letters.get(String(call.args[0]?.constant))
  const taints = bits === undefined || !call.receiver ? [] : machine.taints(call.receiver)
  return bits === undefined || taints.length === 0 ? undefined : withEscapes(opaque(taints), bits)
}

/** Methods of `Object` on the fields of others, and encoders of text. */
export const objectMethods: readonly (readonly [string, Native])[] = [
  ['entries', entries],
  ['values', values],
  ['keys', keys],
  ['fromentries', fromEntries],
  ['encode', encoded],
  ['from', encoded],
]
