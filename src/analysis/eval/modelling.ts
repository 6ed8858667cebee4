import { escapes } from '../escapes.ts'
import { literalPrefix } from '../context/exposure.ts'
import { originOf, uploadedPath } from './origins.ts'
import { schemaValue } from './route-schema.ts'
import { filledPlaces } from './placeholders.ts'
import { invokeCallback } from './callbacks.ts'
import { callBack } from './registry.ts'
import { led } from './led.ts'
import { fileSays } from './said.ts'
import { around, isSet, isSetHere } from './settings.ts'
import { keep, recall } from './stores.ts'
import { validated } from './validated.ts'
import type { Expr } from '../ast.ts'
import type { Call, Machine } from '../machine.ts'
import type { CallModel } from '../models.ts'
import type { Mention, SinkModel } from '../sink-model.ts'
import { isNoPage, isOtherType, isTypedPage, setContentType } from './content-type.ts'
import { shapeOf, withElement } from './access.ts'
import { aliased } from './aliases.ts'
import { operatorParts, statementParts } from './query-parts.ts'
import { keepRow, keepWritten, singleColumn, statement, tableRead } from './columns.ts'
import { rowValues } from './row-values.ts'
import { fulfils, namesIn } from './sink-conditions.ts'
import { isBareCookie, keysOf } from './cookies.ts'
import { concatText } from '../join.ts'
import { withEscapes, withoutEscapes } from '../map-taints.ts'
import { opaque, type SourceKind, type Taint, type Text, textValue, unknown, Value } from '../value.ts'

/** Runs the sinks of the models against the arguments. */
export function applySinks(machine: Machine, models: readonly CallModel[], call: Call): void {
  for (const model of models) {
    for (const sink of model.sinks ?? []) {
      if (!fulfils(machine, sink, call)) continue
      if (sink.mentions && !mentioned(sink.mentions, call)) continue
      if (sink.atMost !== undefined && call.args.length > sink.atMost) continue
      if (sink.unlessTyped !== undefined && isOtherType(machine, call.args[sink.unlessTyped])) continue
      if (sink.typedPage && !isTypedPage(machine)) continue
      if (sink.emptyProperty !== undefined && !hasEmptyProperty(machine, call, sink.emptyProperty)) continue
      if (sink.listedProperty && !hasListed(machine, call, sink.listedProperty)) continue
      if (sink.unlessFile && fileSays(machine.project.files[machine.frame.file]!, sink.unlessFile)) continue
      if (sink.first && !sink.first.test(String(call.args[0]?.constant ?? ''))) continue
      if (sink.unlessKeys && call.args.some((arg) => hasKey(machine, arg, sink.unlessKeys!))) continue
      if (sink.near && !sink.near.test(around(machine, call.at))) continue
      if (sink.unlessSet && isSet(machine, sink.unlessSet)) continue
      if (sink.where && !flagged(machine, sink.where, call)) continue
      if (sink.flag) {
        if (flagged(machine, sink.flag, call)) machine.flag(sink.rule, call.at)
        continue
      }
      const positions = sink.args ?? call.args.map((_, index) => index)
      for (const position of positions) {
        if (position === -1) {
          if (call.receiver) machine.sink(sink.rule, call.receiver, call.at)
          continue
        }
        if (sink.names) {
          for (const name of namesIn(machine, sink.names, call.nodes[position]?.value))
            machine.sink(sink.rule, name, call.at)
          continue
        }
        const arg = argument(call, position)
        if (arg && isMeant(machine, sink, arg))
          for (const part of partsOf(machine, sink, arg, call.at)) {
            if (sink.rule === 'sql-injection') keepWritten(machine, part.text)
            machine.sink(sink.rule, part, call.at, call.nodes[position]?.value)
          }
      }
    }
  }
}

const hasKey = (machine: Machine, arg: Value, names: readonly string[]) =>
  names.some((name) => keysOf(machine, arg)?.has(name) ?? false)

/** What of an argument the sink looks at. */
function partsOf(machine: Machine, sink: SinkModel, arg: Value, at: number): Value[] {
  const { textOnly, whole, keys, begins, objects, contents } = sink
  if (contents && arg.object?.cls === uploadedPath) return [ofUpload(machine, at)]
  const held = keys && keysOf(machine, arg)
  if (objects && !held) return []
  if (sink.rule === 'nosql-injection') return operatorParts(machine, arg)
  if (held)
    return keys
      .flatMap((key) => valueUnder(machine, arg, key) ?? [])
      .filter((item) => !begins || begins.test(literalPrefix(item.text)))
      .flatMap((item) => (whole ? unnamed(machine, item) : [item]))
  if (whole) return unnamed(machine, arg)
  if (textOnly) return [textValue(arg.text)]
  return sink.rule === 'sql-injection' ? statementParts(machine, arg) : [arg]
}

/** What of an object stands under keys that nobody named. */
function unnamed(machine: Machine, arg: Value): Value[] {
  const rest = shapeOf(machine, arg)?.rest
  return [textValue(arg.text), ...(rest ? [textValue(rest.text)] : [])]
}

/** How a text begins, behind what may be empty: a text that a loop adds to. */
function beginning(text: Text): string {
  let from = 0
  for (let part = text[0]; typeof part === 'object' && 'taints' in part && part.taints.length === 0; )
    part = text[++from]
  const [first] = from === 0 ? text : text.slice(from)
  const options = typeof first === 'object' && 'options' in first ? first.options.map(beginning) : []
  return options.find((option) => option !== '') ?? literalPrefix(from === 0 ? text : text.slice(from))
}

/** False for arguments of a kind that the sink does not speak of. */
function isMeant(
  machine: Machine,
  { only, except, objectWithout, begins, ends, keys }: SinkModel,
  arg: Value,
): boolean {
  if (begins && !keys && !begins.test(beginning(arg.text))) return false
  const last = arg.text.at(-1)
  if (ends && !(typeof last === 'string' && ends.test(last))) return false
  if (only && !only.includes(arg.object?.cls.split('.').at(-1) ?? '')) return false
  if (arg.object && except?.includes(arg.object.cls)) return false
  if (!objectWithout) return true
  const shape = shapeOf(machine, arg)
  return shape !== null && !arg.closures && !objectWithout.some((key) => shape.keys.has(key))
}

/** True where a name or text of the expression contains the word; names of what is called say nothing of the data. */
function says(node: unknown, word: string): boolean {
  if (typeof node === 'string') return node.toLowerCase().includes(word)
  if (node === null || typeof node !== 'object') return false
  if (Array.isArray(node)) return node.some((item) => says(item, word))
  const record = node as Record<string, unknown>
  const isCall = typeof record['kind'] === 'string' && /^(?:call|mcall|scall)$/.test(record['kind'])
  return Object.keys(record).some(
    (key) => key !== 'kind' && !(isCall && /^(?:callee|name|cls)$/.test(key)) && says(record[key], word),
  )
}

/** True where a name or text in the argument's source contains the word. */
function mentioned(mentions: NonNullable<SinkModel['mentions']>, call: Call): boolean {
  return (Array.isArray(mentions) ? mentions : [mentions as Mention]).every(({ arg, word, not }: Mention) => {
    const node = call.nodes[arg]?.value
    return (node !== undefined && says(node, word.toLowerCase())) === !not
  })
}

/** What a property of the receiver's class begins as; of a class that is not there, what it begins as in its only child. */
function initialOf(machine: Machine, call: Call, name: string): Expr | null | undefined {
  const cls = call.receiver?.object?.cls
  if (cls === undefined) return undefined
  const own = machine.project.property(cls, name)
  if (own || machine.project.findClass(cls)) return own?.initial
  const [child, ...others] = machine.project.children.get(cls.slice(cls.lastIndexOf('\\') + 1).toLowerCase()) ?? []
  return child && others.length === 0 ? machine.project.property(child.decl.name, name)?.initial : undefined
}

/** True where the class that the call speaks of leaves a list empty on purpose, e.g. that of guarded columns. */
function hasEmptyProperty(machine: Machine, call: Call, name: string): boolean {
  const initial = initialOf(machine, call, name)
  return initial?.kind === 'array' && initial.items.length === 0
}

/** True where the class that the call speaks of lists a name on purpose, e.g. among the columns that may be filled. */
function hasListed(machine: Machine, call: Call, { name, form }: NonNullable<SinkModel['listedProperty']>): boolean {
  const initial = initialOf(machine, call, name)
  return (
    initial?.kind === 'array' &&
    initial.items.some(({ value }) => value.kind === 'lit' && form.test(String(value.value)))
  )
}

function flagged(machine: Machine, flag: NonNullable<SinkModel['flag']>, call: Call): boolean {
  if (flag === 'always') return true
  if ('cookie' in flag) return isBareCookie(machine, call, flag.cookie)
  const given = call.args[flag.arg]
  const value = flag.key === undefined ? given : valueUnder(machine, given, flag.key)
  if (value?.constant !== undefined) return new RegExp(flag.matches, 'i').test(String(value.constant))
  // One of several texts: as weak as the weakest.
  return (value?.text ?? []).some(
    (part) =>
      typeof part === 'object' &&
      'options' in part &&
      part.options.some(
        (option) =>
          option.length === 1 && typeof option[0] === 'string' && new RegExp(flag.matches, 'i').test(option[0]),
      ),
  )
}

/** What stands under a key, or under keys in keys: `ssl.verify_peer`. */
function valueUnder(machine: Machine, given: Value | undefined, key: string): Value | undefined {
  let value = given
  for (const name of key.split('.')) value = value && keysOf(machine, value)?.get(name)
  return value
}

/** The argument at a position; named arguments are taken by order, which is right for the functions that matter. */
export function argument(call: Call, position: number): Value | undefined {
  return call.args[position]
}

function label(call: Call, model: CallModel): string {
  const first = call.args[0]?.constant
  const shown = typeof first === 'string' && first.length <= 40 ? `'${first}'` : ''
  const name =
    typeof model.on === 'string'
      ? model.on
      : (model.on.find((item) => item.toLowerCase().endsWith(call.name)) ?? call.name)
  return `${name.replace(/^->/, '')}(${shown})`
}

function combined(machine: Machine, model: CallModel, call: Call): Value {
  const positions = model.from ?? call.args.map((_, index) => index)
  const taken = positions.map((position) => call.args[position]).filter((value) => value !== undefined)
  if (model.fromReceiver && call.receiver) taken.push(call.receiver)
  if (taken.length === 0) return unknown
  if (taken.length === 1) {
    const only = taken[0]!
    // A handle of an upload gives what the visitor sent.
    if (only.object?.cls === uploadedPath) return only
    return only.object ? opaqueOf(machine.taints(only)) : only
  }
  if (model.led) return led(machine, taken)
  const taints: Taint[] = []
  for (const value of taken) taints.push(...machine.taints(value))
  return taints.length === 0 ? unknown : opaque(taints.slice(0, 4))
}

const opaqueOf = (taints: Taint[]) => (taints.length === 0 ? unknown : opaque(taints))

/** True where a model means this call. */
const speaksOf = ({ mentions, atMost, atLeast = 0, first }: CallModel, call: Call): boolean =>
  (!mentions || mentioned(mentions, call)) &&
  (atMost === undefined || call.args.length <= atMost) &&
  call.args.length >= atLeast &&
  (!first || first.test(String(call.args[0]?.constant ?? '')))

/** What a modelled call gives, after its sinks have been looked at. */
export function applyModels(machine: Machine, given: readonly CallModel[], asked: Call): Value {
  const models = given.filter((item) => speaksOf(item, asked))
  const call = filledPlaces(machine, models, asked)
  if (models.length === 0) return call.receiver ?? unknown
  applySinks(machine, models, call)
  const model = models[0]!
  for (const item of models) if (item.callback) invokeCallback(machine, item.callback, call)
  const filtered = callBack(machine, models, call)
  for (const item of models) {
    for (const position of item.fills ?? []) {
      const node = call.nodes[position]
      if (node && item.source)
        machine.assign(
          node.value,
          machine.source(originOf(machine, item, call) ?? item.source, label(call, item), call.at),
          call.at,
        )
    }
  }
  for (const item of models) if (item.contentType !== undefined) setContentType(machine, item.contentType, call)
  if (model.lateType && isNoPage(machine) && call.receiver)
    machine.withdraw('page-output', machine.taints(call.receiver))
  if (model.intoReceiver && call.receiver?.object) absorb(machine, call)
  if (model.marks !== undefined && call.receiver) mark(machine, call.receiver, model.marks, call.args[0] ?? unknown)
  if (model.becomes !== undefined) become(machine, model.becomes, call)
  for (const { keeps, row } of models) {
    if (keeps) keep(machine, keeps, call)
    if (!row) continue
    keepRow(machine, call.args[row.table], call.args[row.values])
    if (row.quoted !== undefined) rowValues(machine, row.quoted, call.args[row.values], call.at)
  }
  let value: Value
  if (filtered) return filtered
  if (model.returns === 'this') return call.receiver ?? unknown
  if (model.validates !== undefined) {
    const checked = validated(machine, model.validates, call)
    if (checked) return checked
  }
  const recalls = models.find((item) => item.recalls)?.recalls
  const recalled = recalls && recall(machine, recalls, call)
  if (recalled) value = recalled
  else if (model.source) value = ofRequest(machine, originOf(machine, model, call) ?? model.source, model, call)
  else if (
    model.clean ||
    (model.sinks && !model.from && !model.fromReceiver && !model.escapes) ||
    (model.returns !== undefined && model.from === undefined && !model.fromReceiver) ||
    (model.from && model.from.length === 0 && !model.fromReceiver)
  )
    value = unknown
  else value = combined(machine, model, call)
  if (model.bySchema) value = schemaValue(machine, call, value)
  if (model.undoes) value = withoutEscapes(value, escapes(...model.undoes))
  if (model.escapes) {
    value = withEscapes(value, escapes(...model.escapes))
    value = machine.trace(value, call.at, `passes ${call.name}()`)
    if (value.constant !== undefined) value = unknownUnlessSafe(value)
  }
  if (value === unknown && machine.semantics.language === 'php') value = queried(models, call) ?? value
  if (model.named !== undefined) {
    const cls = aliased(machine, model.named, call.args[0]?.constant)
    if (cls !== undefined) return new Value(undefined, unknown.text, null, { id: 0, cls })
  }
  if (model.returnsIn && isSetHere(machine, model.returnsIn.set))
    return new Value(undefined, value.text, null, { id: 0, cls: model.returnsIn.cls })
  if (model.returns) {
    const named = model.returns === 'static' ? call.receiver : model.returns === 'argument' ? call.args[0] : undefined
    const cls = named === undefined ? model.returns : (named?.object?.cls ?? '')
    const fields = model.record ? call.args[0]?.shape : undefined
    if (fields && cls !== '') return machine.newObject(cls, new Value(undefined, [], fields))
    value = new Value(value.constant, value.text, value.shape, { id: 0, cls }, value.closures)
  }
  return value
}

/** What a call that takes a statement gives. */
function queried(models: readonly CallModel[], call: Call): Value | undefined {
  const sink = models.flatMap(({ sinks }) => sinks ?? []).find(({ rule }) => rule === 'sql-injection')
  return sink?.args && statement(call.args[sink.args[0] ?? 0])
}

/** Foreign data of a call. The page a visitor came from cannot be used to send him elsewhere: it is where he was. */
function ofRequest(machine: Machine, kind: SourceKind, model: CallModel, call: Call): Value {
  const name = label(call, model) + (kind === 'database' ? tableRead(call) : '')
  const value = machine.source(kind, name, call.at)
  if (kind === 'database') return singleColumn(machine, call, value)
  return /^(?:http_)?referer$/i.test(String(call.args[0]?.constant ?? ''))
    ? withEscapes(value, escapes('LocalPath'))
    : value
}

/** A constant through a function that changes it is not that constant any more, unless nothing in it needs changing. */
function unknownUnlessSafe(value: Value): Value {
  return typeof value.constant === 'string' && /^[\w .-]*$/.test(value.constant)
    ? value
    : typeof value.constant === 'string'
      ? textValue(concatText(value.text, [{ taints: [] }]))
      : value
}

/** Notes a setting of an object whose content is followed. */
function mark(machine: Machine, receiver: Value, key: string, value: Value): void {
  const before = machine.content(receiver)
  if (before)
    machine.setContent(receiver, new Value(undefined, before.text, withElement(before.shape, key, value, false)))
}

/** A setting of an object that is kept in a variable: what is called on it from here on is called on one of another kind. */
function become(machine: Machine, cls: string, { receiver, receiverNode, at }: Call): void {
  if (!receiver || receiverNode?.kind !== 'var') return
  machine.assign(
    receiverNode,
    new Value(
      receiver.constant,
      receiver.text,
      receiver.shape,
      { id: receiver.object?.id ?? 0, cls },
      receiver.closures,
    ),
    at,
  )
}

const ofUpload = (machine: Machine, at: number) => machine.source('request', 'what is in an uploaded file', at)

function absorb(machine: Machine, call: Call): void {
  const taints = call.args.flatMap((arg) =>
    machine.taints(arg.object?.cls === uploadedPath ? ofUpload(machine, call.at) : arg),
  )
  if (taints.length === 0 || !call.receiver) return
  const before = machine.content(call.receiver)
  const held = opaque(taints.slice(0, 4))
  const shape = before?.shape
  machine.setContent(
    call.receiver,
    new Value(undefined, [], { keys: shape?.keys ?? new Map(), rest: held, next: Number.NaN }),
  )
}
