import type { ClassDecl, Constant, FunctionDecl } from './ast.ts'

/**
 * Where foreign data enters. `remote` is another server's answer; `stored` data came in earlier (session, files); `environment`
 * is what whoever runs the machine set: its settings, properties, files.
 */
export type SourceKind = 'request' | 'remote' | 'stored' | 'database' | 'environment'

export interface Place {
  file: number
  at: number
}

/** One station on the way from source to sink, newest first. */
export interface Step extends Place {
  message: string
  before: Step | null
  length: number
}

/** Foreign data inside a value, with what has been made harmless about it. */
export interface Taint {
  kind: SourceKind
  label: string
  escapes: number
  step: Step
  /** Passed through code that is not known: less sure. */
  unsure: boolean
  /** Signs that were taken out of it one by one, or found missing. */
  lacks?: string
}

/** Where the data entered: the first step of its way. */
export function entryOf(taint: Taint): Step {
  let { step } = taint
  while (step.before) step = step.before
  return step
}

/** A stretch of text whose content is not known. Without taints it is the shop's own. */
export interface Hole {
  taints: readonly Taint[]
  /** Known to be a number. */
  number?: boolean
  /** Stands for a longer stretch of pieces and holes: what is around each is not known any more. */
  folded?: boolean
}
/** One of several texts. */
export interface Choice {
  options: readonly Text[]
  /** Pieces in all options together: what bounds nesting. */
  size: number
}
export type Part = string | Hole | Choice
/** A text as literal pieces and holes: what a sink needs in order to know the context of each hole. */
export type Text = readonly Part[]

/** An array, or the content of an object: known keys, and what may be under any other key. */
export interface Shape {
  keys: ReadonlyMap<string, Value>
  rest: Value | null
  /** Next free index; NaN when not known. */
  next: number
  /** Foreign data that was written as a key. */
  names?: Value | null
}

/** Variables of an enclosing function. */
export interface Scope {
  get(name: string): Value | undefined
  /** Where the language lets a closure change them: false when there is no such variable. */
  set?(name: string, value: Value): boolean
  /** Goes up whenever foreign data is put into one of them: a call made before says nothing about one made after. */
  version?(): number
}

export interface Closure {
  fn: FunctionDecl
  file: number
  cls: ClassDecl | null
  /** Captured variables. */
  scope: Scope | null
  self: Value | null
}

export interface ObjectRef {
  /** Heap cell; 0 when its content is not followed. */
  id: number
  cls: string
}

/** What is known about a value; facets stand side by side, since a join may mix them. */
export class Value {
  readonly constant: Constant | undefined
  readonly text: Text
  readonly shape: Shape | null
  readonly object: ObjectRef | null
  readonly closures: readonly Closure[] | null

  constructor(
    constant: Constant | undefined,
    text: Text,
    shape: Shape | null = null,
    object: ObjectRef | null = null,
    closures: readonly Closure[] | null = null,
  ) {
    this.constant = constant
    this.text = text
    this.shape = shape
    this.object = object
    this.closures = closures
  }
}

const cleanHole: Hole = { taints: [] }
const numberHole: Hole = { taints: [], number: true }
export const unknownText: Text = [cleanHole]
const noText: Text = []
const maxParts = 300
const maxTaints = 4

export const unknown = new Value(undefined, unknownText)
export const unknownNumber = new Value(undefined, [numberHole])
export const nothing = new Value(null, noText)
const truth = new Value(true, ['1'])
const falsehood = new Value(false, noText)

export function constant(value: Constant): Value {
  if (value === true) return truth
  if (value === false) return falsehood
  if (value === null) return nothing
  return new Value(value, value === '' ? noText : [String(value)])
}

export function tainted(taint: Taint): Value {
  return new Value(undefined, [{ taints: [taint] }])
}

export function textValue(text: Text): Value {
  if (text.length === 0) return constant('')
  if (text.length === 1 && typeof text[0] === 'string') return constant(text[0])
  return new Value(undefined, text)
}

export function shapeValue(keys: ReadonlyMap<string, Value>, rest: Value | null = null, next = 0): Value {
  return new Value(undefined, noText, { keys, rest, next })
}

export function addTaints(into: Taint[], more: readonly Taint[]): void {
  for (const taint of more) {
    if (into.length >= maxTaints) return
    if (
      !into.some(
        (known) =>
          known === taint ||
          (known.label === taint.label &&
            known.escapes === taint.escapes &&
            known.kind === taint.kind &&
            known.lacks === taint.lacks),
      )
    )
      into.push(taint)
  }
}

function collectText(text: Text, into: Taint[]): void {
  for (const part of text) {
    if (typeof part === 'string') continue
    if ('taints' in part) {
      if (part.taints.length > 0) addTaints(into, part.taints)
    } else for (const option of part.options) collectText(option, into)
  }
}

export function textTaints(text: Text): Taint[] {
  const found: Taint[] = []
  collectText(text, found)
  return found
}

/** Every taint in text and shape, to a bounded depth. Heap content is the evaluator's business. */
export function valueTaints(value: Value, into: Taint[] = [], depth = 0): Taint[] {
  collectText(value.text, into)
  if (value.shape && depth < 5) {
    for (const item of value.shape.keys.values()) valueTaints(item, into, depth + 1)
    if (value.shape.rest) valueTaints(value.shape.rest, into, depth + 1)
  }
  return into
}

/** A text of the same taints of which nothing else is known. */
export function opaque(taints: readonly Taint[]): Value {
  return taints.length === 0 ? unknown : new Value(undefined, [{ taints }])
}

function sizeOf(text: Text): number {
  let size = 0
  for (const part of text) size += typeof part === 'object' && 'options' in part ? part.size : 1
  return size
}

/** Joins texts end to end, merging literal neighbours; what grows too long is folded into one hole. */
export function concatText(...texts: Text[]): Text {
  const parts: Part[] = []
  for (const text of texts) {
    for (const part of text) {
      const last = parts.length - 1
      if (typeof part === 'string' && last >= 0 && typeof parts[last] === 'string') parts[last] = parts[last] + part
      else if (part !== '') parts.push(part)
    }
  }
  if (sizeOf(parts) <= maxParts) return parts
  if (parts.length < maxParts / 2) return [{ taints: textTaints(parts), folded: true }]
  const head = parts.slice(0, maxParts / 2)
  return [...head, { taints: textTaints(parts.slice(maxParts / 2)), folded: true }]
}

/** The same data, made harmless in the same ways; the way it came may differ. */
const sameTaint = (a: Taint, b: Taint) =>
  a === b ||
  (a.label === b.label && a.escapes === b.escapes && a.kind === b.kind && a.unsure === b.unsure && a.lacks === b.lacks)

const sameText = (a: Text, b: Text): boolean =>
  a === b || (a.length === b.length && a.every((part, i) => samePart(part, b[i]!)))

function samePart(a: Part, b: Part): boolean {
  if (a === b) return true
  if (typeof a === 'string' || typeof b === 'string') return false
  if ('taints' in a) {
    return (
      'taints' in b &&
      a.number === b.number &&
      a.taints.length === b.taints.length &&
      a.taints.every((taint, i) => sameTaint(taint, b.taints[i]!))
    )
  }
  return (
    'options' in b &&
    a.size === b.size &&
    a.options.length === b.options.length &&
    a.options.every((option, i) => sameText(option, b.options[i]!))
  )
}

const maxOptions = 6

/** Either text: the common beginning is kept, the rest becomes a choice. */
export function joinText(a: Text, b: Text): Text {
  if (a === b) return a
  let common = 0
  while (common < a.length && common < b.length && samePart(a[common]!, b[common]!)) common++
  if (common === a.length && common === b.length) return a
  const restA = a.slice(common)
  const restB = b.slice(common)
  const options: Text[] = []
  const add = (text: Text) => {
    const only = text[0]
    if (text.length === 1 && typeof only === 'object' && 'options' in only)
      for (const option of only.options) add(option)
    else if (
      !options.some((known) => known.length === text.length && known.every((part, i) => samePart(part, text[i]!)))
    )
      options.push(text)
  }
  add(restA)
  add(restB)
  if (options.length === 1) return common === 0 ? options[0]! : [...a.slice(0, common), ...options[0]!]
  if (options.length > maxOptions)
    return concatText(a.slice(0, common), [
      { taints: options.flatMap((option) => textTaints(option)).slice(0, maxTaints), folded: true },
    ])
  const size = options.reduce((sum, option) => sum + sizeOf(option), 1)
  if (size > maxParts)
    return [
      ...a.slice(0, common),
      { taints: options.flatMap((option) => textTaints(option)).slice(0, maxTaints), folded: true },
    ]
  return [...a.slice(0, common), { options, size }]
}

function joinShape(a: Shape | null, b: Shape | null, depth: number): Shape | null {
  if (a === b || b === null) return a
  if (a === null) return b
  if (depth > 4) return { keys: new Map(), rest: opaque([...shapeTaints(a), ...shapeTaints(b)]), next: Number.NaN }
  const keys = new Map(a.keys)
  for (const [key, value] of b.keys) {
    const known = keys.get(key)
    keys.set(key, known === undefined ? value : join(known, value, depth + 1))
  }
  const rest = a.rest === null ? b.rest : b.rest === null ? a.rest : join(a.rest, b.rest, depth + 1)
  const names = a.names && b.names && a.names !== b.names ? join(a.names, b.names, depth + 1) : (a.names ?? b.names)
  return { keys, rest, next: a.next === b.next ? a.next : Number.NaN, ...(names && { names }) }
}

export function shapeTaints(shape: Shape): Taint[] {
  return valueTaints(new Value(undefined, noText, shape))
}

const isEmpty = (shape: Shape | null) => shape !== null && shape.keys.size === 0 && shape.rest === null
const holdsOnlyText = (value: Value) =>
  value.shape === null && value.object === null && textTaints(value.text).length > 0

/** Foreign data of which nothing is known, or an array: what is under any key of that may be foreign. */
function withForeign(shape: Shape, foreign: Value): Shape {
  const item = opaque(textTaints(foreign.text))
  const keys = new Map<string, Value>()
  for (const [key, value] of shape.keys) keys.set(key, join(value, item))
  return { keys, rest: shape.rest ? join(shape.rest, item) : item, next: Number.NaN }
}

/** Either value. */
export function join(a: Value, b: Value, depth = 0): Value {
  if (a === b) return a
  const sameConstant = a.constant !== undefined && a.constant === b.constant
  if (sameConstant && a.shape === null && b.shape === null && a.object === null && b.object === null) return a
  const closures =
    a.closures === b.closures || b.closures === null
      ? a.closures
      : a.closures === null
        ? b.closures
        : [...a.closures, ...b.closures].slice(0, 6)
  return new Value(
    sameConstant ? a.constant : undefined,
    a.text.length === 0 && (a.shape || a.constant === null)
      ? b.text
      : b.text.length === 0 && (b.shape || b.constant === null)
        ? a.text
        : joinText(a.text, b.text),
    // Foreign data or an empty array: what is read out of it is foreign.
    (isEmpty(a.shape) && holdsOnlyText(b)) || (isEmpty(b.shape) && holdsOnlyText(a))
      ? null
      : a.shape && b.text.length === 1 && holdsOnlyText(b)
        ? withForeign(a.shape, b)
        : b.shape && a.text.length === 1 && holdsOnlyText(a)
          ? withForeign(b.shape, a)
          : joinShape(a.shape, b.shape, depth),
    a.object ?? b.object,
    closures,
  )
}

function mapText(text: Text, change: (taint: Taint) => Taint | null): Text {
  return text.map((part): Part => {
    if (typeof part === 'string') return part
    if ('taints' in part) {
      if (part.taints.length === 0) return part
      const kept: Taint[] = []
      for (const taint of part.taints) {
        const changed = change(taint)
        if (changed) kept.push(changed)
      }
      return { ...part, taints: kept }
    }
    return { options: part.options.map((option) => mapText(option, change)), size: part.size }
  })
}

/** The same value with every taint changed, or dropped where `change` returns null. */
export function mapTaints(value: Value, change: (taint: Taint) => Taint | null, depth = 0): Value {
  let shape = value.shape
  if (shape && depth < 5) {
    const keys = new Map<string, Value>()
    for (const [key, item] of shape.keys) keys.set(key, mapTaints(item, change, depth + 1))
    const { names } = shape
    shape = {
      keys,
      rest: shape.rest && mapTaints(shape.rest, change, depth + 1),
      next: shape.next,
      ...(names && { names }),
    }
  }
  return new Value(value.constant, mapText(value.text, change), shape, value.object, value.closures)
}

/** Adds bits to every taint; those then safe everywhere vanish. */
export function withEscapes(value: Value, bits: number): Value {
  if (valueTaints(value).length === 0) return value
  return mapTaints(value, (taint) => ((taint.escapes | bits) & 1 ? null : { ...taint, escapes: taint.escapes | bits }))
}

/** Takes bits away from every taint: a decoding undoes an encoding. */
export function withoutEscapes(value: Value, bits: number): Value {
  return mapTaints(value, (taint) => ({
    ...taint,
    escapes: taint.escapes & ~bits,
    ...(taint.lacks !== undefined && { lacks: '' }),
  }))
}

/** The taint, marked as less sure: it went through code that is not known. */
export function lessSure(taint: Taint): Taint {
  return taint.unsure ? taint : { ...taint, unsure: true }
}
