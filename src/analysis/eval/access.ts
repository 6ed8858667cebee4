import type { Expr } from '../ast.ts'
import type { Machine } from '../machine.ts'
import { isGlobal } from './globals.ts'
import { columnTaints } from './columns.ts'
import { routeField } from './route-schema.ts'
import { join } from '../join.ts'
import { opaque, type Shape, type Taint, textTaints, textValue, unknown, Value } from '../value.ts'

const maxKeys = 128

/** Name of the key that a value is, where it is known. */
export const keyOf = (value: Value | undefined): string | undefined =>
  value?.constant === undefined || value.constant === null ? undefined : String(value.constant)

/** The element under a key, or all elements joined where the key is not known. */
export function elementOf(shape: Shape, key: string | undefined): Value | undefined {
  if (key !== undefined) return shape.keys.get(key) ?? shape.rest ?? undefined
  let joined = shape.rest ?? undefined
  for (const value of shape.keys.values()) joined = joined === undefined ? value : join(joined, value)
  return joined
}

/** A copy of the shape with an element written. A write that may or may not happen joins with what was there. */
export function withElement(
  shape: Shape | null,
  key: string | undefined,
  value: Value,
  weak: boolean,
  foreignName?: Value,
): Shape {
  const before = shape ?? { keys: new Map<string, Value>(), rest: null, next: 0 }
  const names =
    foreignName && before.names && foreignName !== before.names
      ? join(before.names, foreignName)
      : (foreignName ?? before.names)
  const named = names && { names }
  if (key === undefined || (before.keys.size >= maxKeys && !before.keys.has(key))) {
    return {
      keys: before.keys,
      rest: before.rest === null ? value : join(before.rest, value),
      next: Number.NaN,
      ...named,
    }
  }
  const keys = new Map(before.keys)
  const known = keys.get(key)
  keys.set(key, weak && known !== undefined ? join(known, value) : value)
  const index = Number(key)
  return {
    keys,
    rest: before.rest,
    next: Number.isInteger(index) && index >= before.next ? index + 1 : before.next,
    ...named,
  }
}

/** An object of PHP that is used like an array (`ArrayAccess`): its own method says what that does. */
function offset(machine: Machine, object: Value, method: string, args: Value[], at: number): Value | undefined {
  if (!object.object?.id || machine.semantics.language !== 'php' || machine.content(object)?.shape?.keys.has('0'))
    return undefined
  const own = machine.project.findMethod(object.object.cls, method)
  return own?.fn.body && own.fn !== machine.frame.fn ? machine.callMethodOf(object, method, args, at) : undefined
}

/** One of several names of the program's own. */
const isChoice = ({ text }: Value): boolean =>
  text.length > 0 &&
  text.every(
    (part) =>
      typeof part === 'string' ||
      ('options' in part && part.options.every((option) => option.every((piece) => typeof piece === 'string'))),
  )

/** `object[index]`: arrays, text offsets, and objects used as maps. */
export function readIndex(machine: Machine, object: Value, index: Value | null, at: number): Value {
  const own = offset(machine, object, 'offsetGet', [index ?? unknown], at)
  if (own) return own
  const key = index?.constant === undefined || index === null ? undefined : String(index.constant ?? '')
  const content = object.object ? machine.content(object) : undefined
  const shape = content?.shape ?? object.shape
  if (shape) {
    const element = elementOf(shape, key)
    if (element !== undefined) return ofColumn(machine, element, key, at)
    if (textTaints(object.text).length === 0) return unknown
  }
  const field = object.object && key !== undefined ? routeField(machine, object, key, at) : undefined
  if (field) return field
  if (object.object && key !== undefined && machine.semantics.language === 'js')
    return machine.readField(object, key, at)
  if (typeof object.constant === 'string' && typeof index?.constant === 'number') {
    const char = object.constant.at(index.constant)
    return char === undefined ? unknown : new Value(char, [char])
  }
  const taints = textTaints(object.text)
  const name = key ?? (index && isChoice(index) ? '…' : undefined)
  return taints.length === 0 ? unknown : opaque(taints.flatMap((taint) => elementTaints(machine, taint, name, at)))
}

/** A row that may be of the database: its columns are what was written into them. */
function ofColumn(machine: Machine, element: Value, key: string | undefined, at: number): Value {
  if (key === undefined || machine.semantics.language !== 'php') return element
  if (!textTaints(element.text).some(({ kind }) => kind === 'database')) return element
  const taints = textTaints(element.text).flatMap((taint) => columnTaints(machine, taint, key, at) ?? [taint])
  return new Value(undefined, [{ taints }], element.shape, element.object, element.closures)
}

/** What is foreign in the element of a collection under a key. */
export function elementTaints(machine: Machine, taint: Taint, key: string | undefined, at: number): readonly Taint[] {
  return (key === undefined ? undefined : columnTaints(machine, taint, key, at)) ?? [ofElement(machine, taint, key, at)]
}

/** A taint read straight out of a collection of request data names the element. */
function ofElement(machine: Machine, taint: Taint, key: string | undefined, at: number): Taint {
  if (taint.step.before !== null || key === undefined || taint.label.endsWith(']') || taint.label.endsWith(')'))
    return taint
  const label = `${taint.label}['${key.slice(0, 40)}']`
  return {
    ...taint,
    label,
    step: { file: machine.frame.file, at, message: `${label} comes from outside`, before: null, length: 1 },
  }
}

/** Key of an index expression that is being written to, or what is foreign in it; neither where nothing is known. */
function writtenKey(machine: Machine, shape: Shape | null, index: Expr | null): { key?: string; name?: Value } {
  if (index === null) {
    const next = shape?.next ?? 0
    return Number.isNaN(next) || machine.inLoop() ? {} : { key: String(next) }
  }
  const value = machine.eval(index)
  if (value.constant !== undefined) return { key: String(value.constant ?? '') }
  return textTaints(value.text).length === 0 ? {} : { name: textValue(value.text) }
}

function writesItself(machine: Machine, container: Value, index: Expr | null, value: Value, at: number): boolean {
  if (!container.object?.id || machine.semantics.language !== 'php') return false
  return offset(machine, container, 'offsetSet', [index ? machine.eval(index) : unknown, value], at) !== undefined
}

/** `target[index] = value`, at any depth. */
export function writeIndex(machine: Machine, target: Extract<Expr, { kind: 'index' }>, value: Value, at: number): void {
  const container = machine.eval(target.object)
  if (writesItself(machine, container, target.index, value, at)) return
  if (container.object && machine.content(container)) {
    const content = machine.content(container)!
    const { key, name } = writtenKey(machine, content.shape, target.index)
    machine.setContent(
      container,
      new Value(
        content.constant,
        content.text,
        withElement(content.shape, key, value, machine.inLoop(), name),
        content.object,
      ),
    )
    return
  }
  const { key, name } = writtenKey(machine, container.shape, target.index)
  // The settings of a whole program lie in one global array: one element under a computed name would be all of them.
  if (key === undefined && target.index && isGlobal(target.object)) return
  const shape = withElement(container.shape, key, value, machine.inLoop(), name)
  machine.assign(
    target.object,
    new Value(
      undefined,
      container.constant === undefined ? container.text : [],
      shape,
      container.object,
      container.closures,
    ),
    at,
  )
}

/** The elements of a value: those of the object that it is, or its own. */
export const shapeOf = (machine: Machine, value: Value | null | undefined): Shape | null =>
  (value?.object ? machine.content(value)?.shape : null) ?? value?.shape ?? null
