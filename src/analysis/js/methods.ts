import { holding, lacking } from '../context/absent.ts'
import { matchesOf } from '../context/groups.ts'
import { absentSigns, removalEscapes } from '../context/pattern.ts'
import { Esc } from '../escapes.ts'
import { elementOf, shapeOf } from '../eval/access.ts'
import { filterBits, letThrough } from '../eval/filters.ts'
import { extensionOf, indexOfEnding, isIndexOfEnding } from '../eval/hosts.ts'
import type { Call, Machine, Native } from '../machine.ts'
import { containerMethods } from './containers.ts'
import { listMethods, sliced } from './lists.ts'
import { inLetters, objectMethods } from './objects.ts'
import { procedureMethods } from './procedures.ts'
import { promiseMethods } from './promises.ts'
import { route, schemaMethods } from './schemas.ts'
import { concatText, join } from '../join.ts'
import { withEscapes, withoutEscapes } from '../map-taints.ts'
import { constant, opaque, textTaints, textValue, unknown, unknownNumber, Value } from '../value.ts'

/** An element of the receiver: what a callback is given. */
function element(machine: Machine, receiver: Value): Value {
  const shape = shapeOf(machine, receiver)
  const known = shape ? elementOf(shape, undefined) : undefined
  // Split text, or an array in one branch and text in the other.
  const taints = shape ? textTaints(receiver.text) : machine.taints(receiver)
  const ofText = taints.length > 0 ? opaque(taints) : undefined
  return known && ofText ? join(known, ofText) : (known ?? ofText ?? unknown)
}

const list = (machine: Machine, item: Value) =>
  machine.newObject('Array', new Value(undefined, [], { keys: new Map(), rest: item, next: Number.NaN }))

const map: Native = (machine, call) => {
  const [callback] = call.args
  const node = call.nodes[0]?.value
  if (call.receiver && node?.kind === 'var' && /^(?:Number|parseInt|parseFloat|Boolean|BigInt)$/.test(node.name))
    return list(machine, unknownNumber)
  if (!call.receiver || !callback?.closures) return undefined
  return list(machine, machine.invokeValue(callback, [element(machine, call.receiver)], call.at))
}

const filter: Native = (machine, call) => {
  const [callback] = call.args
  if (!call.receiver || !callback?.closures) return undefined
  const item = element(machine, call.receiver)
  const bits = filterBits(machine, callback, item, call.at)
  if (call.name === 'find') return withEscapes(item, bits)
  if (bits !== 0) return list(machine, withEscapes(item, bits))
  const kept = letThrough(machine, callback, item, call.at)
  return kept === item ? call.receiver : list(machine, kept)
}

const forEach: Native = (machine, call) => {
  const [callback] = call.args
  if (!call.receiver || !callback?.closures) return undefined
  machine.invokeValue(callback, [element(machine, call.receiver)], call.at)
  return unknown
}

const longestFold = 16

/** Elements put together one after the other: each in turn where all are known, else any of them, twice. */
const reduce: Native = (machine, call) => {
  const [callback, start] = call.args
  if (!call.receiver || !callback?.closures) return undefined
  const shape = shapeOf(machine, call.receiver)
  const known = shape && shape.rest === null && shape.keys.size <= longestFold ? [...shape.keys.values()] : undefined
  const any = known ? undefined : element(machine, call.receiver)
  let sum = start ?? known?.[0] ?? any ?? unknown
  const items = known ? (start ? known : known.slice(1)) : [any!, any!]
  items.forEach((item, index) => {
    const place = known ? constant(start ? index : index + 1) : unknownNumber
    const next = machine.invokeValue(callback, [sum, item, place, call.receiver!], call.at)
    sum = known ? next : join(sum, next)
  })
  return sum
}

/** What a function puts in the place of a match, where that holds nothing of the match: `(sign) => codes[sign]`. */
function ownText(machine: Machine, put: Value): string | undefined {
  if (machine.taints(put).length > 0) return undefined
  const literals = (text: Value['text']): string =>
    text
      .map((part) => (typeof part === 'string' ? part : 'options' in part ? part.options.map(literals).join('') : ''))
      .join('')
  return literals(put.text)
}

function replace(machine: Machine, call: Call): Value | undefined {
  const [search, replacement] = call.args
  if (!call.receiver || !search) return undefined
  const put = replacement?.closures ? machine.invokeValue(replacement, [call.receiver], call.at) : undefined
  const to = put ? ownText(machine, put) : String(replacement?.constant ?? '')
  // What is put in may be foreign where the text is not.
  if (to === undefined) return machine.taints(call.receiver).length > 0 ? call.receiver : opaque(machine.taints(put!))
  const pattern = typeof search.constant === 'string' && search.constant.startsWith('/') ? search.constant : undefined
  const held = machine.taints(call.receiver)
  // `path.normalize(x).replace(/^(\.\.(\/|\\|$))+/, '')`: a path made plain has steps upwards at its beginning only.
  const upwards = typeof search.constant === 'string' && /^\/\^\(?(?:\?:)?\(?(?:\?:)?\\\.\\\./.test(search.constant)
  if (upwards && to === '' && held.length > 0 && held.every((taint) => taint.escapes & Esc.Resolved))
    return machine.trace(withEscapes(textValue(call.receiver.text), Esc.PathName), call.at, `passes ${call.name}()`)
  const everywhere = call.name === 'replaceall' || (pattern !== undefined && /g[a-z]*$/.test(pattern))
  const bits = pattern !== undefined && everywhere ? removalEscapes(pattern, to) : 0
  const gone = pattern !== undefined && everywhere ? absentSigns(pattern) : ''
  const left = holding(lacking(withEscapes(textValue(call.receiver.text), bits), gone), to)
  const result = machine.trace(left, call.at, `passes ${call.name}()`)
  const extra = replacement && !replacement.closures ? machine.taints(replacement) : []
  return extra.length > 0 ? join(result, opaque(extra)) : result
}

/** `PATTERN.exec(text)`, `text.match(PATTERN)`: what the groups took, each by itself. */
const matches: Native = (machine, call) => {
  const [pattern, text] = call.name === 'exec' ? [call.receiver, call.args[0]] : [call.args[0], call.receiver]
  const [, source, flags] = /^\/(.*)\/([a-z]*)$/s.exec(String(pattern?.constant ?? '')) ?? []
  const taints = text ? machine.taints(text) : []
  if (source === undefined || taints.length === 0 || (call.name === 'match' && flags?.includes('g'))) return undefined
  return matchesOf([source], taints)
}

/** Elements with the separator between them. */
function joined(machine: Machine, call: Call): Value | undefined {
  const shape = shapeOf(machine, call.receiver)
  if (!shape) return undefined
  const glue = call.args[0] ?? constant(',')
  const items = [...shape.keys.values(), ...(shape.rest ? [shape.rest] : [])]
  return textValue(
    concatText(...items.slice(0, 40).flatMap((item, index) => (index === 0 ? [item.text] : [glue.text, item.text]))),
  )
}

const same: Native = (_machine, call) =>
  call.receiver && !call.receiver.object ? textValue(call.receiver.text) : undefined
const scalar: Native = (machine, call) => {
  const text = same(machine, call)
  return text && withEscapes(text, Esc.Scalar)
}
const view: Native = (machine, call) =>
  shapeOf(machine, call.receiver) ? (sliced(machine, call) ?? call.receiver ?? undefined) : stretch(machine, call)

const ending: Native = (machine, call) =>
  call.receiver && call.args.length === 1 && isIndexOfEnding(call.args[0])
    ? extensionOf(machine, call.receiver, call.at)
    : undefined

/** A stretch of a text: what does not begin where the text does is no address of the same site any more. */
const stretch: Native = (machine, call) => {
  const found = ending(machine, call)
  if (found) return found
  const text = same(machine, call)
  if (!text || text.constant !== undefined) return undefined
  const taints = textTaints(text.text)
  return taints.length === 0 || call.args[0]?.constant === 0 ? undefined : withoutEscapes(opaque(taints), Esc.LocalPath)
}

/** The pieces of a text: the first begins as it did. */
const split: Native = (machine, call) => {
  const text = same(machine, call)
  const taints = text && text.constant === undefined ? textTaints(text.text) : []
  if (taints.length === 0) return undefined
  const rest = withoutEscapes(opaque(taints), Esc.LocalPath)
  return machine.newObject(
    'Array',
    new Value(undefined, [], { keys: new Map([['0', opaque(taints)]]), rest, next: Number.NaN }),
  )
}

/** Names that schemas share with arrays and texts: those of a schema are asked first. */
function first(schemas: Native | undefined, other: Native | undefined): Native {
  return (machine, call) => schemas?.(machine, call) ?? other?.(machine, call)
}

/** Methods of texts, arrays and promises. */
const ownMethods: ReadonlyMap<string, Native> = new Map<string, Native>([
  ...containerMethods,
  // `Number.parseFloat(x)`, `util.promisify(exec)`.
  ['parsefloat', (_machine, call) => (call.receiver?.object?.cls === 'Number' ? unknownNumber : undefined)],
  ['parseint', (_machine, call) => (call.receiver?.object?.cls === 'Number' ? unknownNumber : undefined)],
  ['freeze', (_machine, call) => (call.receiver?.object?.cls === 'Object' ? call.args[0] : undefined)],
  ['promisify', (_machine, call) => call.args[0]],
  ['map', map],
  ['flatmap', map],
  ['filter', filter],
  ['find', filter],
  ['foreach', forEach],
  ['reduce', reduce],
  ...promiseMethods,
  ...listMethods,
  ['replace', replace],
  ['replaceall', replace],
  ['join', joined],
  ['exec', matches],
  ['match', matches],
  ['trim', same],
  ['tolowercase', same],
  ['touppercase', same],
  ['tostring', (machine, call) => inLetters(machine, call) ?? scalar(machine, call)],
  ...['charcodeat', 'codepointat', 'indexof', 'localecompare'].map((name): [string, Native] => [
    name,
    (_machine, call) => (call.receiver?.object ? undefined : unknownNumber),
  ]),
  ['slice', view],
  ['substring', stretch],
  ['substr', stretch],
  ['split', split],
  ['lastindexof', (_machine, call) => (call.args[0]?.constant === '.' ? indexOfEnding() : undefined)],
  [
    'extname',
    (machine, call) =>
      call.receiver?.object?.cls === 'path' && call.args[0] ? extensionOf(machine, call.args[0], call.at) : undefined,
  ],
  [
    'concat',
    (_machine, call) =>
      call.receiver && !call.receiver.object
        ? textValue(concatText(call.receiver.text, ...call.args.map((arg) => arg.text)))
        : undefined,
  ],
])

export const methodNatives: ReadonlyMap<string, Native> = new Map<string, Native>([
  ...ownMethods,
  ...objectMethods,
  ...procedureMethods,
  ...schemaMethods.map(([name, native]) => [name, first(native, ownMethods.get(name))] as const),
  ...['get', 'post', 'put', 'patch', 'delete', 'route'].map(
    (name) => [name, first(route, ownMethods.get(name))] as const,
  ),
])
