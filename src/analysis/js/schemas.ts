import { matchEscapes } from '../context/pattern.ts'
import { Esc, escapes } from '../escapes.ts'
import { withElement } from '../eval/access.ts'
import { keysOf } from '../eval/cookies.ts'
import type { Call, Machine, Native } from '../machine.ts'
import { join } from '../join.ts'
import { withEscapes } from '../map-taints.ts'
import { constant, opaque, type Shape, unknown, unknownNumber, Value } from '../value.ts'

/**
 * Schemas as zod, yup, Joi and valibot have them: `z.object({ sku: z.string().regex(/^\w+$/) })`. A schema is an object whose
 * content says what passes it: `bits` that a text has earned, `fields` of an object, `item` of a list.
 */
const library = /^(?:zod|yup|joi|@hapi\/joi|valibot|@hono\/zod-openapi|fluent-json-schema)(?:$|[./])/
const kind = 'Schema'

/** What each kind of text or number promises. */
const promised: Readonly<Record<string, number>> = {
  string: Esc.Scalar,
  number: Esc.Safe,
  bigint: Esc.Safe,
  int: Esc.Safe,
  integer: Esc.Safe,
  boolean: Esc.Safe,
  bool: Esc.Safe,
  date: Esc.Safe,
  enum: Esc.Safe,
  nativeenum: Esc.Safe,
  picklist: Esc.Safe,
  literal: Esc.Safe,
  valid: Esc.Safe,
  oneof: Esc.Safe,
  uuid: Esc.Safe,
  uuidv4: Esc.Safe,
  guid: Esc.Safe,
  cuid: Esc.Safe,
  cuid2: Esc.Safe,
  ulid: Esc.Safe,
  nanoid: Esc.Safe,
  ip: Esc.Safe,
  ipv4: Esc.Safe,
  ipv6: Esc.Safe,
  datetime: Esc.Safe,
  alphanum: matchEscapes('/^[a-zA-Z0-9]+$/'),
  hex: matchEscapes('/^[a-fA-F0-9]+$/'),
  email: escapes('Email', 'OneLine', 'DoubleQuote', 'Scalar'),
}

type Content = Readonly<Record<string, Value | undefined>>

function make(machine: Machine, content: Content): Value {
  const keys = new Map(Object.entries(content).filter((entry): entry is [string, Value] => entry[1] !== undefined))
  return machine.newObject(kind, new Value(undefined, [], { keys, rest: null, next: Number.NaN }))
}

const isLibrary = (value: Value | null) => library.test(value?.object?.cls ?? '')
export const isSchema = (value: Value | null | undefined) => value?.object?.cls === kind
const part = (machine: Machine, schema: Value, name: string) => keysOf(machine, schema)?.get(name)
const bitsOf = (machine: Machine, schema: Value) => Number(part(machine, schema, 'bits')?.constant ?? 0)

function content(machine: Machine, schema: Value): Record<string, Value> {
  return Object.fromEntries(keysOf(machine, schema) ?? [])
}

/** `z.string()`, or a further promise of a schema: `z.string().uuid()`. */
const promise: Native = (machine, call) => {
  const { receiver } = call
  const earned = promised[call.name] ?? 0
  if (isLibrary(receiver)) return make(machine, { bits: constant(earned) })
  if (!receiver || !isSchema(receiver)) return undefined
  return make(machine, { ...content(machine, receiver), bits: constant(bitsOf(machine, receiver) | earned) })
}

const pattern: Native = (machine, call) => {
  const { receiver } = call
  if (!receiver || !(isSchema(receiver) || isLibrary(receiver))) return undefined
  const form = call.args[0]?.constant
  const bits = bitsOf(machine, receiver) | (typeof form === 'string' ? matchEscapes(form) : 0)
  return make(machine, { ...content(machine, receiver), bits: constant(bits) })
}

const object: Native = (machine, call) => {
  if (!isLibrary(call.receiver)) return undefined
  return make(machine, { fields: call.args[0] ?? unknown })
}

/** `schema.extend({ … })`: more fields. */
const extend: Native = (machine, call) => {
  const [more] = call.args
  if (!call.receiver || !isSchema(call.receiver) || !more) return undefined
  const added = isSchema(more) ? part(machine, more, 'fields') : more
  let shape: Shape | null = null
  for (const fields of [part(machine, call.receiver, 'fields'), added])
    for (const [name, value] of (fields && keysOf(machine, fields)) ?? [])
      shape = withElement(shape, name, value, false)
  return make(machine, { fields: machine.newObject('Object', new Value(undefined, [], shape)) })
}

const list: Native = (machine, call) => {
  const item = call.args.findLast((arg) => isSchema(arg))
  if (isLibrary(call.receiver)) return make(machine, { item: item ?? make(machine, {}) })
  if (!isSchema(call.receiver)) return undefined
  // `z.string().array()`, `Joi.array().items(…)`
  return make(machine, { item: item ?? call.receiver! })
}

/** Either of several: what all of them promise. */
const union: Native = (machine, call) => {
  if (!isLibrary(call.receiver) && !isSchema(call.receiver)) return undefined
  const given = call.args[0]
  const options = [...((given && keysOf(machine, given)?.values()) ?? []), ...(isSchema(given) ? [given!] : [])]
  if (isSchema(call.receiver)) options.push(call.receiver!)
  const bits = options.filter((item) => isSchema(item)).map((item) => bitsOf(machine, item))
  return make(machine, { bits: constant(bits.length === 0 ? 0 : bits.reduce((a, b) => a & b)) })
}

/** Lets fields pass that were not named. */
const open: Native = (machine, call) => (isSchema(call.receiver) ? make(machine, { bits: constant(0) }) : undefined)

const same: Native = (_machine, call) => (isSchema(call.receiver) ? (call.receiver ?? undefined) : undefined)

/** What of a value has passed a schema. */
export function passed(machine: Machine, schema: Value, value: Value, at: number, depth = 0): Value {
  const fields = part(machine, schema, 'fields')
  const item = part(machine, schema, 'item')
  if (machine.taints(value).length === 0 || depth > 6) return value
  if (fields) {
    const keys = new Map<string, Value>()
    for (const [name, field] of keysOf(machine, fields) ?? []) {
      const found = machine.readField(value, name, at)
      keys.set(name, isSchema(field) ? passed(machine, field, found, at, depth + 1) : found)
    }
    return machine.newObject('Object', new Value(undefined, [], { keys, rest: null, next: Number.NaN }))
  }
  if (item) {
    const rest = passed(machine, item, machine.readIndex(value, null, at), at, depth + 1)
    return machine.newObject('Array', new Value(undefined, [], { keys: new Map(), rest, next: Number.NaN }))
  }
  const bits = bitsOf(machine, schema)
  if (bits === 0) return value
  return bits & Esc.Safe ? unknownNumber : withEscapes(opaque(machine.taints(value)), bits)
}

const parse: Native = (machine, call) => {
  // `v.parse(schema, value)`
  const [schema, value] = isSchema(call.receiver) ? [call.receiver!, call.args[0]] : call.args
  if (!isSchema(schema) || !value || !(isSchema(call.receiver) || isLibrary(call.receiver))) return undefined
  return passed(machine, schema!, value, call.at)
}

/** `{ success, data }` of zod, `{ error, value }` of Joi; yup gives the value itself. */
const result: Native = (machine, call) => {
  const value = parse(machine, call)
  if (value === undefined) return undefined
  const held = keysOf(machine, value) ?? new Map<string, Value>()
  const keys = new Map([...held, ['data', value], ['value', value], ['output', value]] as const)
  return machine.newObject('Object', new Value(undefined, [], { keys, rest: null, next: Number.NaN }))
}

const named = (native: Native, ...names: string[]) => names.map((name) => [name, native] as const)

/** What says nothing of the characters of a text. */
const unchanged =
  'optional nullable nullish default prefault min max length nonempty trim brand refine superrefine transform pipe describe meta required partial strict strip pick omit readonly lowercase tolowercase uppercase catch label positive nonnegative allow'.split(
    ' ',
  )

/** Methods of schema libraries; each asks first whether it is called on one. */
export const schemaMethods: readonly (readonly [string, Native])[] = [
  ...Object.keys(promised)
    .filter((name) => name !== 'date')
    .map((name) => [name, promise] as const),
  ...named(promise, 'date'),
  ...named(pattern, 'regex', 'pattern', 'matches'),
  ...named(object, 'object', 'strictobject', 'shape'),
  ...named(extend, 'extend', 'merge', 'and', 'keys'),
  ...named(list, 'array', 'record', 'tuple', 'items', 'of'),
  ...named(union, 'union', 'or', 'discriminatedunion', 'alternatives'),
  ...named(open, 'passthrough', 'loose', 'catchall', 'unknown'),
  ...named(same, ...unchanged),
  ...named(parse, 'parse', 'parseasync', 'validatesync', 'cast', 'attempt', 'assert'),
  ...named(result, 'safeparse', 'safeparseasync', 'validate', 'validateasync', 'spa'),
]

/** A JSON schema, as routes of Fastify have them, applied to foreign data. */
export function passedJsonSchema(machine: Machine, schema: Value, value: Value, at: number, depth = 0): Value {
  const keys = keysOf(machine, schema)
  const text = (name: string) => String(keys?.get(name)?.constant ?? '')
  const properties = keys?.get('properties')
  if (!keys || depth > 6) return value
  if (properties) {
    const found = new Map<string, Value>()
    for (const [name, one] of keysOf(machine, properties) ?? [])
      found.set(name, passedJsonSchema(machine, one, machine.readField(value, name, at), at, depth + 1))
    const closed = keys.get('additionalProperties')?.constant === false
    return new Value(undefined, [], { keys: found, rest: closed ? null : value, next: Number.NaN })
  }
  if (/^(?:integer|number|boolean)$/.test(text('type')) || keys.has('enum') || keys.has('const')) return unknownNumber
  if (/^(?:uuid|date|date-time|time|ipv4|ipv6)$/.test(text('format'))) return unknownNumber
  const items = keys.get('items')
  if (items) {
    const rest = passedJsonSchema(machine, items, machine.readIndex(value, null, at), at, depth + 1)
    return new Value(undefined, [], { keys: new Map(), rest, next: Number.NaN })
  }
  const form = text('pattern')
  const bits = (text('type') === 'string' ? Esc.Scalar : 0) | (form === '' ? 0 : matchEscapes(`/${form}/`))
  return bits === 0 ? value : withEscapes(value, bits)
}

const parts = new Set(['body', 'query', 'querystring', 'params', 'headers'])

/** The request as a route's handler finds it, where the route says of some parts what may be in them. */
export function requestOf(machine: Machine, schema: Value, call: Call): Value | undefined {
  const keys = new Map<string, Value>()
  for (const [name, one] of keysOf(machine, schema) ?? []) {
    if (!parts.has(name)) continue
    const to = name === 'querystring' ? 'query' : name
    const source = machine.source('request', `ExpressRequest.${to}`, call.at)
    keys.set(to, passedJsonSchema(machine, one, source, call.at))
  }
  if (keys.size === 0) return undefined
  return new Value(undefined, unknown.text, { keys, rest: null, next: Number.NaN }, { id: 0, cls: 'ExpressRequest' })
}

/** `app.get(path, { schema }, handler)`, `app.route({ schema, handler })`: the handler runs with what the schema let through. */
export const route: Native = (machine, call) => {
  const options = call.args.find((arg) => keysOf(machine, arg)?.has('schema'))
  const schema = options && keysOf(machine, options)?.get('schema')
  const handler = call.args.find((arg) => arg.closures) ?? (options && keysOf(machine, options)?.get('handler'))
  if (!schema || !handler?.closures) return undefined
  const request = requestOf(machine, schema, call)
  if (request) for (const { fn } of handler.closures) machine.handed.set(fn, joined(machine.handed.get(fn), request))
  return undefined
}

const joined = (before: readonly Value[] | undefined, request: Value) => [
  before?.[0] ? join(before[0], request) : request,
]
