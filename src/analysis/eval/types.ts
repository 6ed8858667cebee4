import { isIndexOfEnding } from './hosts.ts'
import type { Machine } from '../machine.ts'
import { unknown, unknownNumber, Value } from '../value.ts'

/** Types that hold no text. */
export const numeric =
  /^(?:int|float|bool|integer|double|boolean|long|short|byte|Integer|Long|Double|Float|Boolean|Short|number)$/

/** Types of Java that are parsed from text and hold none. */
const parsed =
  /^(?:UUID|BigDecimal|BigInteger|Local(?:Date|Time|DateTime)|Instant|(?:Zoned|Offset)DateTime|Duration|Period|YearMonth|Year|Date|Currency|OptionalInt|OptionalLong)$/

/** The same for a type as a field or parameter has it. */
export const isParsed = (machine: Machine, type: string | null): boolean =>
  machine.semantics.language === 'java' && type !== null && parsed.test(type)

/** What is known of a value of a declared type. */
export function ofType(machine: Machine, type: string | null): Value {
  if (type === null) return unknown
  if (numeric.test(type)) return unknownNumber
  const simple = type.slice(type.lastIndexOf('\\') + 1)
  return /^[A-Z]/.test(simple) && simple !== 'String'
    ? new Value(undefined, unknown.text, null, { id: 0, cls: machine.className(type) })
    : unknown
}

/** The value as one of a declared type, where nothing better is known of it. */
export function asType(machine: Machine, value: Value, type: string | null): Value {
  if (type === null) return value
  if (numeric.test(type) && value.constant === undefined) return isIndexOfEnding(value) ? value : unknownNumber
  if (value.object !== null) return value
  const { object } = ofType(machine, type)
  return object ? new Value(value.constant, value.text, value.shape, object, value.closures) : value
}
