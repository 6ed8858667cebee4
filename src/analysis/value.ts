import type { ClassDecl, Constant, FunctionDecl } from './ast.ts'

/**
 * Where foreign data enters. `remote` is another server's answer; `stored` data came in earlier (session, files); `authored` is
 * what whoever may write a page put into it (shortcodes, blocks); `environment` is what whoever runs the machine set: its settings,
 * properties, files.
 */
export type SourceKind = 'request' | 'remote' | 'stored' | 'authored' | 'database' | 'environment'

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
export const noText: Text = []
export const maxTaints = 4
/** Taints are looked for, and changed, so deep in arrays of arrays. */
export const maxDepth = 5
/** An array of so many keys is a table. */
export const largeShape = 16

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
  if (value.shape && depth < maxDepth && into.length < maxTaints) {
    if (value.shape.keys.size < largeShape) collectShape(value.shape, into, depth)
    else addTaints(into, taintsWithin(value.shape, depth))
  }
  return into
}

function collectShape(shape: Shape, into: Taint[], depth: number): void {
  for (const item of shape.keys.values()) {
    if (into.length >= maxTaints) return
    valueTaints(item, into, depth + 1)
  }
  if (shape.rest) valueTaints(shape.rest, into, depth + 1)
}

/** Taints of large tables, by how deep they lie: tables are handed on a thousand times and never change. */
const known = new WeakMap<Shape, (readonly Taint[])[]>()

export function taintsWithin(shape: Shape, depth: number): readonly Taint[] {
  const byDepth = known.get(shape) ?? []
  if (byDepth.length === 0) known.set(shape, byDepth)
  if (byDepth[depth] === undefined) {
    const found: Taint[] = []
    collectShape(shape, found, depth)
    byDepth[depth] = found
  }
  return byDepth[depth]
}

/** A text of the same taints of which nothing else is known. */
export function opaque(taints: readonly Taint[]): Value {
  return taints.length === 0 ? unknown : new Value(undefined, [{ taints }])
}

export function shapeTaints(shape: Shape): Taint[] {
  return valueTaints(new Value(undefined, noText, shape))
}
