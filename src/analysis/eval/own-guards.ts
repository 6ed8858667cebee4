import type { Argument, Expr, FunctionDecl } from '../ast.ts'
import { Esc } from '../escapes.ts'
import type { ConditionResult, Frame, Machine, Refinement, Watch } from '../machine.ts'
import { branch } from '../state.ts'
import { unknown, type Value } from '../value.ts'
import { placeKey } from './conditions-places.ts'

/** Longer functions do other work than checking. */
const longest = 3000
const throws = /\b(?:throw|exit|die|abort)\b/

/** True where it is worth the while to watch a call of the function. */
export function isWorthWatching(fn: FunctionDecl, watch: Watch, source: string): boolean {
  if (fn.end - fn.at > longest) return false
  return watch.whenTrue !== null || 'held' in watch || throws.test(source.slice(fn.at, fn.end))
}

function earned(machine: Machine, frame: Frame): number[] {
  return frame.fn!.params.map(({ name }, index) => {
    const before = frame.given[index]
    const first = before ? machine.taints(before) : []
    if (first.length === 0) return 0
    const now = machine.taints(frame.state.vars.get(name) ?? unknown)
    if (now.length === 0) return Esc.Safe
    const had = first.reduce((bits, taint) => bits & taint.escapes, ~0)
    return now.reduce((bits, taint) => bits & taint.escapes, ~0) & ~had
  })
}

const both = (a: number[] | null, b: number[]) =>
  a === null || a.length === 0 ? b : a.map((bits, index) => bits & (b[index] ?? 0))

function tried(machine: Machine, frame: Frame, refinements: readonly Refinement[]): number[] {
  const { state } = frame
  frame.state = branch(state)
  machine.refine(refinements)
  const bits = earned(machine, frame)
  frame.state = state
  return bits
}

/** What the object in the first parameter holds once the condition is true. */
function heldIn(machine: Machine, frame: Frame, refinements: readonly Refinement[]): Value | null {
  const { state } = frame
  frame.state = branch(state)
  machine.refine(refinements)
  const held = machine.content(frame.state.vars.get(frame.fn!.params[0]?.name ?? '') ?? unknown)
  frame.state = state
  return held ?? null
}

/** Evaluates what a watched function returns, and notes what is known of its arguments then. */
export function watchReturn(machine: Machine, frame: Frame, watch: Watch, expr: Expr): Value {
  const result: ConditionResult = machine.condition(expr)
  const known = result.value.constant
  const truth = known === undefined ? undefined : machine.semantics.truthy(known)
  if (truth !== false && 'held' in watch)
    watch.held = watch.held === undefined ? heldIn(machine, frame, result.whenTrue) : null
  if (truth !== false && watch.whenTrue) watch.whenTrue = both(watch.whenTrue, tried(machine, frame, result.whenTrue))
  if (truth !== true && watch.whenFalse)
    watch.whenFalse = both(watch.whenFalse, tried(machine, frame, result.whenFalse))
  watch.always = both(watch.always, earned(machine, frame))
  return result.value
}

/** The same where it returns nothing, or comes to its end. */
export function watchEnd(machine: Machine, frame: Frame, watch: Watch): void {
  const bits = earned(machine, frame)
  if (watch.whenFalse) watch.whenFalse = both(watch.whenFalse, bits)
  watch.always = both(watch.always, bits)
}

/** Calls with an argument that can be spoken of afterwards. */
function argumentsOf(expr: Expr): readonly Argument[] | undefined {
  if (expr.kind !== 'call' && expr.kind !== 'mcall' && expr.kind !== 'scall') return undefined
  return expr.args.some((arg) => placeKey(arg.value) !== undefined) ? expr.args : undefined
}

const refinements = (nodes: readonly Argument[], bits: number[] | null): Refinement[] =>
  nodes.flatMap(({ value }, index) => (bits?.[index] ? [{ target: value, bits: bits[index] }] : []))

/** A condition that is a call of the project's own function: what that returns true for is harmless in the ways it checked. */
export function conditionOfOwn(machine: Machine, expr: Expr): ConditionResult | undefined {
  const nodes = argumentsOf(expr)
  if (!nodes) return undefined
  const watch: Watch = { nodes, whenTrue: [], whenFalse: [], always: [] }
  const value = watched(machine, expr, watch)
  return { value, whenTrue: refinements(nodes, watch.whenTrue), whenFalse: refinements(nodes, watch.whenFalse) }
}

/** A call that stands for itself: whoever comes back from a function that throws has passed its checks. */
export function evalStatement(machine: Machine, expr: Expr): Value {
  const nodes = argumentsOf(expr)
  if (!nodes) return machine.eval(expr)
  const watch: Watch = { nodes, whenTrue: null, whenFalse: null, always: [] }
  const value = watched(machine, expr, watch)
  machine.refine(refinements(nodes, watch.always))
  return value
}

function watched(machine: Machine, expr: Expr, watch: Watch): Value {
  const before = machine.watch
  machine.watch = watch
  const value = machine.eval(expr)
  machine.watch = before
  return value
}
