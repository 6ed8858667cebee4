import type { Machine, Refinement } from '../machine.ts'
import type { Expr } from '../ast.ts'
import { withEscapes } from '../value.ts'
import { placeKey } from './conditions.ts'

function stripped(expr: Expr): Expr {
  if (expr.kind === 'assign') return stripped(expr.target)
  if (expr.kind === 'cast') return stripped(expr.value)
  return expr
}

/** Applies what a condition said to the places it spoke of. */
export function refine(machine: Machine, refinements: readonly Refinement[]): void {
  for (const { target, bits } of refinements) {
    const place = stripped(target)
    const key = placeKey(place)
    if (key === undefined) continue
    const isCall = place.kind === 'call' || place.kind === 'mcall' || place.kind === 'scall'
    const before = isCall ? (machine.frame.state.vars.get(key) ?? machine.eval(place)) : machine.eval(place)
    if (machine.taints(before).length === 0) continue
    const after = withEscapes(before, bits)
    // A call with the same arguments gives the same foreign value again: what was checked stays checked.
    if (isCall) {
      machine.frame.checked = true
      machine.frame.state.vars.set(key, after)
    } else machine.assign(place, after, -1)
  }
}
