import type { Expr, Stmt } from '../ast.ts'
import type { Complaints, Machine, Refinement } from '../machine.ts'
import { placeKey } from './conditions-places.ts'

const none: Refinement[] = []

/** A place and all that it lies in: `$json['error']['name']` is also something in `$json`. */
function keysOf(target: Expr): string[] {
  const keys: string[] = []
  for (let place = target; ; place = place.object) {
    const key = placeKey(place)
    if (key !== undefined) keys.push(key)
    if (place.kind !== 'index') return keys
  }
}

/** Places that are surely not empty after the statement: `$errors[] = …`, `$json['error'] = 'no'`, `$failed = true`. */
function filled(statement: Stmt): string[] {
  if (statement.kind === 'block') return statement.body.flatMap(filled)
  if (statement.kind !== 'expr' || statement.value.kind !== 'assign') return []
  const { target, value } = statement.value
  if (target.kind === 'index') return value.kind === 'lit' && !value.value ? [] : keysOf(target)
  return value.kind === 'lit' && value.value ? keysOf(target) : []
}

/**
 * Notes a check whose failure is written down instead of ending the function: `if (bad) $json['error'] = …;`. Where that place is later
 * found empty, the check has passed. `otherwise`: what was noted in the branch that did not complain (an `elseif`).
 */
export function noteComplaint(machine: Machine, yes: Stmt, passed: readonly Refinement[], otherwise: Complaints): void {
  const { frame } = machine
  const before = frame.complaints
  const after = new Map(before)
  for (const key of filled(yes)) {
    const later = (otherwise.get(key) ?? none).filter((item) => !before.get(key)?.includes(item))
    after.set(key, [...(before.get(key) ?? none), ...passed, ...later])
  }
  frame.complaints = after
}

/**
 * Keeps what was noted within one branch where the other ends the function, or surely complains itself: `if (sent) { if (bad) $json['error'] = …; }
 * else { $json['error'] = …; }`. Each branch with what was noted at its end; null where it does not come out.
 */
export function keepComplaints(machine: Machine, ...branches: readonly (readonly [Stmt, Complaints | null])[]): void {
  const { frame } = machine
  const after = new Map(frame.complaints)
  for (const [index, [, noted]] of branches.entries()) {
    const [other, ofOther] = branches[1 - index]!
    const complains = ofOther === null ? undefined : new Set(filled(other))
    for (const [key, passed] of noted ?? []) {
      if (complains && !complains.has(key)) continue
      const known = after.get(key) ?? none
      after.set(key, [...known, ...passed.filter((item) => !known.includes(item))])
    }
  }
  frame.complaints = after
}

/** What is known of other places where this one is empty. */
export const complaintsOf = (machine: Machine, expr: Expr): Refinement[] => {
  if (machine.frame.complaints.size === 0) return none
  const key = placeKey(expr)
  return [...((key === undefined ? undefined : machine.frame.complaints.get(key)) ?? none)]
}

const root = (key: string) => /^[^[.]*/.exec(key)![0]

export const rootName = (target: Expr): string => root(keysOf(target).at(-1) ?? '')

/** A variable is set anew: what was noted in it is gone, and what was checked is no longer what it holds. */
export function forgetComplaints(machine: Machine, name: string): void {
  const { frame } = machine
  if (frame.complaints.size === 0) return
  const about = ({ target }: Refinement) => root(placeKey(target) ?? '') === name
  frame.complaints = new Map(
    [...frame.complaints]
      .filter(([key]) => root(key) !== name)
      .map(([key, passed]) => [key, passed.filter((item) => !about(item))]),
  )
}
