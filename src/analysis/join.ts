import {
  type Choice,
  maxTaints,
  opaque,
  type Part,
  type Shape,
  shapeTaints,
  type Taint,
  type Text,
  textTaints,
  Value,
} from './value.ts'

const maxParts = 300
/** Of one of so many no key is told from the others once it may be foreign as a whole. */
const hugeShape = 64

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

/** True where a choice offers the text, or each of its choices, already. */
function offers(among: Choice, text: Text): boolean {
  const [only] = text
  if (text.length === 1 && typeof only === 'object' && 'options' in only)
    return only.options.every((option) => offers(among, option))
  return among.options.some((known) => sameText(known, text))
}

/** Either text: the common beginning is kept, the rest becomes a choice. */
export function joinText(a: Text, b: Text): Text {
  if (a === b) return a
  let common = 0
  while (common < a.length && common < b.length && samePart(a[common]!, b[common]!)) common++
  if (common === a.length && common === b.length) return a
  const restB = common === 0 ? b : b.slice(common)
  const last = a[common]
  if (common === a.length - 1 && typeof last === 'object' && 'options' in last && offers(last, restB)) return a
  const restA = common === 0 ? a : a.slice(common)
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

const isEmpty = (shape: Shape | null) => shape !== null && shape.keys.size === 0 && shape.rest === null
const holdsOnlyText = (value: Value) =>
  value.shape === null && value.object === null && textTaints(value.text).length > 0

/** Foreign data of which nothing is known, or an array: what is under any key of that may be foreign. */
function withForeign(shape: Shape, foreign: Value): Shape {
  const item = opaque(textTaints(foreign.text))
  // Each value of a table of hundreds would be changed again at each step from here on.
  if (shape.keys.size >= hugeShape)
    return { keys: new Map(), rest: opaque([...shapeTaints(shape), ...textTaints(item.text)]), next: Number.NaN }
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
