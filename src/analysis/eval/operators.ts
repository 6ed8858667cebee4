import type { Constant } from '../ast.ts'
import { isIndexOfEnding } from './hosts.ts'
import type { Machine } from '../machine.ts'
import { concatText } from '../join.ts'
import { constant, textValue, unknownNumber, type Value } from '../value.ts'

type Arithmetic = (a: number, b: number) => number

const arithmetic: Record<string, Arithmetic> = {
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '%': (a, b) => a % b,
  '**': (a, b) => a ** b,
  '&': (a, b) => a & b,
  '|': (a, b) => a | b,
  '^': (a, b) => a ^ b,
  '<<': (a, b) => a << b,
  '>>': (a, b) => a >> b,
  '>>>': (a, b) => a >>> b,
}

const comparisons: Record<string, (a: Constant, b: Constant) => boolean> = {
  '===': (a, b) => a === b,
  '!==': (a, b) => a !== b,
  '<': (a, b) => Number(a) < Number(b),
  '>': (a, b) => Number(a) > Number(b),
  '<=': (a, b) => Number(a) <= Number(b),
  '>=': (a, b) => Number(a) >= Number(b),
}

/** `==` as loosely as the scripting languages compare: numbers as numbers, all else as text. */
export function looseEqual(a: Constant, b: Constant): boolean {
  if (typeof a === 'number' || typeof b === 'number') return Number(a) === Number(b)
  if (typeof a === 'boolean' || typeof b === 'boolean') return Boolean(a) === Boolean(b)
  return (a ?? '') === (b ?? '')
}

/** Arithmetic and comparison of known values; undefined where the operator is not one of these. */
export function foldBinary(op: string, left: Value, right: Value, integerDivision: boolean): Value | undefined {
  const a = left.constant
  const b = right.constant
  const known = a !== undefined && b !== undefined
  if (op === '==' || op === '!=') return known ? constant(looseEqual(a, b) === (op === '==')) : unknownNumber
  const compare = comparisons[op]
  if (compare) return known ? constant(compare(a, b)) : unknownNumber
  if (op === '/') {
    if (!known || Number(b) === 0) return unknownNumber
    const quotient = Number(a) / Number(b)
    return constant(integerDivision && Number.isInteger(a) && Number.isInteger(b) ? Math.trunc(quotient) : quotient)
  }
  const compute = arithmetic[op]
  if (compare === undefined && compute === undefined) return undefined
  if (!known) return unknownNumber
  const result = compute!(Number(a), Number(b))
  return Number.isNaN(result) ? unknownNumber : constant(result)
}

/** Numeric addition with what is known. */
export function add(left: Value, right: Value): Value {
  if (isIndexOfEnding(left)) return left
  if (left.constant === undefined || right.constant === undefined) return unknownNumber
  const sum = Number(left.constant) + Number(right.constant)
  return Number.isNaN(sum) ? unknownNumber : constant(sum)
}

/** An object where a text is wanted: what its class makes of it. */
export function asText(machine: Machine, value: Value, at: number): Value {
  const cls = value.object?.cls
  if (!cls || machine.semantics.language !== 'php' || !machine.project.findMethod(cls, '__toString')) return value
  return machine.callMethodOf(value, '__toString', [], at)
}

/** Two texts end to end. */
export function concat(left: Value, right: Value): Value {
  return textValue(concatText(left.text, right.text))
}

/** True where the value is a number as far as is known. */
export function isNumeric(value: Value): boolean {
  if (typeof value.constant === 'number') return true
  const only = value.text[0]
  return (
    value.constant === undefined &&
    value.text.length === 1 &&
    typeof only === 'object' &&
    'taints' in only &&
    only.number === true
  )
}
