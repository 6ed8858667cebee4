import { Esc, escapes } from './escapes.ts'
import {
  largeShape,
  maxDepth,
  opaque,
  type Part,
  type Shape,
  shapeTaints,
  type Taint,
  taintsWithin,
  type Text,
  Value,
  valueTaints,
} from './value.ts'

/** Most values that an array with foreign data in it holds, those of arrays in it counted. */
const mostWithin = 500

const hasTaints = (text: Text): boolean =>
  text.some((part) =>
    typeof part === 'string' ? false : 'taints' in part ? part.taints.length > 0 : part.options.some(hasTaints),
  )

function mapText(text: Text, change: (taint: Taint) => Taint | null): Text {
  if (!hasTaints(text)) return text
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

/** The same shape where nothing below was changed: what stands in two places stays one. */
function mapShape(shape: Shape, change: (taint: Taint) => Taint | null, depth: number): Shape {
  if (shape.keys.size >= largeShape && taintsWithin(shape, depth).length === 0) return shape
  const keys = new Map<string, Value>()
  const rest = shape.rest && mapTaints(shape.rest, change, depth + 1)
  let same = rest === shape.rest
  for (const [key, item] of shape.keys) {
    const mapped = mapTaints(item, change, depth + 1)
    same &&= mapped === item
    keys.set(key, mapped)
  }
  return same ? shape : { keys, rest, next: shape.next, ...(shape.names && { names: shape.names }) }
}

/** The same value with every taint changed, or dropped where `change` returns null. */
export function mapTaints(value: Value, change: (taint: Taint) => Taint | null, depth = 0): Value {
  const shape = value.shape && depth < maxDepth ? mapShape(value.shape, change, depth) : value.shape
  const text = mapText(value.text, change)
  if (text === value.text && shape === value.shape) return value
  return new Value(value.constant, text, shape, value.object, value.closures)
}

/** Values within an array, as far as their taints are looked at; stops counting beyond `most`. Arrays without any in it are not copied and count as one. */
function countWithin(shape: Shape, most: number, depth = 0): number {
  let count = shape.keys.size + 1
  if (depth + 1 < maxDepth)
    for (const item of shape.rest ? [...shape.keys.values(), shape.rest] : shape.keys.values()) {
      if (count > most) return count
      if (item.shape && taintsWithin(item.shape, depth + 1).length > 0)
        count += countWithin(item.shape, most - count, depth + 1)
    }
  return count
}

/** The same value; an array that has grown beyond all measure, as trees do that a program builds by itself, keeps its taints alone. */
export function bounded(value: Value): Value {
  const { shape } = value
  if (shape === null || countWithin(shape, mostWithin) <= mostWithin) return value
  const rest = opaque(shapeTaints(shape))
  return new Value(
    value.constant,
    value.text,
    { keys: new Map(), rest, next: Number.NaN },
    value.object,
    value.closures,
  )
}

/** Adds bits to every taint; those then safe everywhere vanish. */
export function withEscapes(value: Value, bits: number): Value {
  if (valueTaints(value).length === 0) return value
  return mapTaints(value, (taint) => ((taint.escapes | bits) & 1 ? null : { ...taint, escapes: taint.escapes | bits }))
}

const ofPage = escapes('HtmlText', 'DoubleQuote', 'SingleQuote')

/** Percent-encoding that is taken off again leaves a text as it was before: `urldecode(http_build_query($escaped))`. */
const undone = (taint: Taint, bits: number): number =>
  bits & Esc.UrlEncoded && taint.escapes & Esc.UrlEncoded ? bits & ~ofPage : bits

/** Takes bits away from every taint: a decoding undoes an encoding. */
export function withoutEscapes(value: Value, bits: number): Value {
  return mapTaints(value, (taint) => ({
    ...taint,
    escapes: taint.escapes & ~undone(taint, bits),
    ...(taint.lacks !== undefined && { lacks: '' }),
  }))
}

/** The taint, marked as less sure: it went through code that is not known. */
export function lessSure(taint: Taint): Taint {
  return taint.unsure ? taint : { ...taint, unsure: true }
}
