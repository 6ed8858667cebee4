import type { Expr } from '../ast.ts'
import { charsetEscapes, complement, only } from '../context/charset.ts'
import type { Machine, Refinement } from '../machine.ts'

/** The sign that a literal of one character is (`'<'` of Java); undefined for a text, of which a sign may be a part only. */
export function signOf(machine: Machine, expr: Expr | null): string | undefined {
  if (machine.semantics.language !== 'java' || expr?.kind !== 'lit' || typeof expr.value !== 'string') return undefined
  const { source } = machine.project.files[machine.frame.file]!
  return expr.value.length === 1 && source[expr.at] === "'" ? expr.value : undefined
}

/** A character that was found to be none of these signs. */
export function noneOf(target: Expr, signs: string): Refinement[] {
  return signs === '' ? [] : [{ target, bits: charsetEscapes(complement(only(signs))), lacks: signs }]
}
