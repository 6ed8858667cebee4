import type { Annotation } from '../ast.ts'
import { matchEscapes } from '../context/pattern.ts'
import { Esc, escapes } from '../escapes.ts'
import type { Machine } from '../machine.ts'
import { withEscapes } from '../map-taints.ts'
import { type Value } from '../value.ts'
import { ownConstraint } from './filters.ts'

/** What annotations of Bean Validation and of class-validator promise of a field or parameter. */
const promised: Readonly<Record<string, number>> = {
  IsInt: Esc.Safe,
  IsNumber: Esc.Safe,
  IsNumberString: Esc.Safe,
  IsBoolean: Esc.Safe,
  IsUUID: Esc.Safe,
  IsMongoId: Esc.Safe,
  IsIn: Esc.Safe,
  IsEnum: Esc.Safe,
  IsDate: Esc.Safe,
  IsDateString: Esc.Safe,
  IsISO8601: Esc.Safe,
  IsIP: Esc.Safe,
  UUID: Esc.Safe,
  IsAlphanumeric: matchEscapes('/^[a-zA-Z0-9]+$/'),
  IsAlpha: matchEscapes('/^[a-zA-Z]+$/'),
  IsHexadecimal: matchEscapes('/^[a-fA-F0-9]+$/'),
  IsEmail: escapes('Email', 'OneLine', 'DoubleQuote', 'Scalar'),
  IsString: Esc.Scalar,
}

function bitsOf(machine: Machine, { name, args }: Annotation, value: Value, at: number): number {
  if (Object.hasOwn(promised, name)) return promised[name]!
  const form = name === 'Pattern' ? args['regexp'] : name === 'Matches' ? args['0'] : undefined
  if (form) {
    const pattern = machine.eval(form).constant
    return typeof pattern === 'string' ? matchEscapes(pattern, name === 'Pattern') : 0
  }
  return machine.semantics.language === 'java' ? ownConstraint(machine, name, value, at) : 0
}

/** The value as it is once the checks that its annotations name have let it through. */
export function constrained(
  machine: Machine,
  annotations: readonly Annotation[] | undefined,
  value: Value,
  at: number,
): Value {
  if (!annotations || annotations.length === 0) return value
  const bits = annotations.reduce((all, item) => all | bitsOf(machine, item, value, at), 0)
  return bits === 0 ? value : withEscapes(value, bits)
}
