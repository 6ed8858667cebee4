import { noneOf, signOf } from './signs.ts'
import { containment } from './containment.ts'
import { complaintsOf } from './complaints.ts'
import { placeKey } from './conditions-places.ts'
import { conditionOfOwn } from './own-guards.ts'
import { keptCheck } from './kept-checks.ts'
import { isAllowedExtension } from './hosts.ts'
import type { Expr } from '../ast.ts'
import { Esc } from '../escapes.ts'
import type { ConditionResult, Machine, Refinement } from '../machine.ts'
import { branch, changesSince, joinBranches } from '../state.ts'
import { constant, unknownNumber, type Value, type Text } from '../value.ts'

const none: Refinement[] = []

/** Key of a place, or of the place that a function with one argument is applied to. */
function sameKey(expr: Expr): string | undefined {
  if (expr.kind === 'call' && expr.callee.kind === 'name' && expr.args.length === 1) {
    const inner = sameKey(expr.args[0]!.value)
    return inner === undefined ? undefined : `${expr.callee.name}(${inner})`
  }
  return placeKey(expr)
}

/** What is harmless everywhere is so in each way. */
const everyWay = (bits: number) => (bits & Esc.Safe ? ~0 : bits)

/** Parts of `a || b` that hold of the same place on both sides. */
function common(a: readonly Refinement[], b: readonly Refinement[]): Refinement[] {
  const found: Refinement[] = []
  for (const left of a) {
    const key = sameKey(left.target)
    if (key === undefined) continue
    for (const right of b) {
      if (sameKey(right.target) !== key) continue
      const bits = everyWay(left.bits) & everyWay(right.bits)
      const lacks = left.bits & Esc.Safe ? right.lacks : right.bits & Esc.Safe ? left.lacks : undefined
      if (bits !== 0 || lacks) found.push({ target: left.target, bits, ...(lacks && { lacks }) })
    }
  }
  return found
}

/** `x != null && …`, `x == null || …`: where that decides, there is nothing in the place, which does no harm. */
function nothingIn({ op, left }: Extract<Expr, { kind: 'bin' }>): Refinement[] {
  if (left.kind !== 'bin' || !(op === '&&' ? /^!==?$/ : /^===?$/).test(left.op)) return none
  const target = isNull(left.right) ? left.left : isNull(left.left) ? left.right : undefined
  return target ? [{ target, bits: Esc.Safe }] : none
}
const isNull = (expr: Expr) => expr.kind === 'lit' && expr.value === null

function logical(machine: Machine, expr: Extract<Expr, { kind: 'bin' }>): ConditionResult {
  const and = expr.op === '&&'
  const left = machine.condition(expr.left)
  const known = left.value.constant === undefined ? undefined : machine.semantics.truthy(left.value.constant)
  if (known === !and) return { value: constant(known), whenTrue: left.whenTrue, whenFalse: left.whenFalse }
  const base = machine.frame.state
  machine.frame.state = branch(base)
  machine.refine(and ? left.whenTrue : left.whenFalse)
  const right = machine.condition(expr.right)
  const changes = changesSince(machine.frame.state, base)
  machine.frame.state = base
  if (known === undefined && changes.vars.size > 0) {
    // Assignments on the right may not have happened; refinements made for the right side end with it.
    joinBranches(base, [changes, { vars: new Map(), heap: new Map() }])
  } else if (known !== undefined) joinBranches(base, [changes])
  const rightKnown = right.value.constant === undefined ? undefined : machine.semantics.truthy(right.value.constant)
  let value: Value = unknownNumber
  if (rightKnown === !and) value = constant(!and)
  else if (known === and && rightKnown === and) value = constant(and)
  const both = [...(and ? left.whenTrue : left.whenFalse), ...(and ? right.whenTrue : right.whenFalse)]
  const first = [...(and ? left.whenFalse : left.whenTrue), ...nothingIn(expr)]
  const one = common(first, and ? right.whenFalse : right.whenTrue)
  return and ? { value, whenTrue: both, whenFalse: one } : { value, whenTrue: one, whenFalse: both }
}

/** What every way that a text may go has been made harmless for; pieces put together promise nothing. */
function escapesOfAll(text: Text): number {
  const [only] = text
  if (text.length > 1 || only === undefined) return 0
  if (typeof only === 'string') return ~0
  if ('options' in only) return only.options.reduce((bits, option) => bits & escapesOfAll(option), ~0)
  return only.taints.reduce((bits, taint) => bits & taint.escapes, ~0)
}

function comparison(machine: Machine, expr: Extract<Expr, { kind: 'bin' }>): ConditionResult {
  const left = machine.eval(expr.left)
  const right = machine.eval(expr.right)
  const value = machine.semantics.binary(machine, expr.op, left, right)
  const negative = expr.op === '!=' || expr.op === '!=='
  const prefix =
    machine.semantics.comparedStart?.(machine, expr.left, right) ??
    machine.semantics.comparedStart?.(machine, expr.right, left)
  if (prefix)
    return {
      value,
      whenTrue: negative ? prefix.whenFalse : prefix.whenTrue,
      whenFalse: negative ? prefix.whenTrue : prefix.whenFalse,
    }
  // strpos(x, '..') === false and its kin: a guard compared with a truth value.
  for (const [guardNode, other] of [
    [expr.left, right],
    [expr.right, left],
  ] as const) {
    if (other.constant === false || other.constant === true || other.constant === 0 || other.constant === 1) {
      const guard =
        machine.semantics.guard(machine, guardNode) ??
        (guardNode.kind === 'var' ? keptCheck(machine, guardNode.name) : undefined)
      if (guard) {
        const truth = other.constant === true || other.constant === 1
        const same = truth !== negative
        return {
          value,
          whenTrue: same ? guard.whenTrue : guard.whenFalse,
          whenFalse: same ? guard.whenFalse : guard.whenTrue,
        }
      }
    }
  }
  const equal: Refinement[] = []
  const unequal: Refinement[] =
    right.constant === false || right.constant === ''
      ? [...ofAllowed(machine, expr.left)]
      : left.constant === false
        ? [...ofAllowed(machine, expr.right)]
        : []
  const pin = (target: Expr, other: Value) => {
    if (other.constant === null || typeof other.constant === 'boolean') return
    // Equal to something of the shop's own: harmless, whatever it is.
    if (machine.taints(other).length === 0) equal.push({ target, bits: Esc.Safe })
    // Equal to something that cannot do harm somewhere: neither can it.
    else if (escapesOfAll(other.text) !== 0) equal.push({ target, bits: escapesOfAll(other.text) })
  }
  pin(expr.left, right)
  pin(expr.right, left)
  unequal.push(...noneOf(expr.left, signOf(machine, expr.right) ?? ''))
  return negative ? { value, whenTrue: unequal, whenFalse: equal } : { value, whenTrue: equal, whenFalse: unequal }
}

/** What counts as false holds nothing that could do harm. */
const ofNothing = (machine: Machine, expr: Expr): Refinement[] =>
  machine.semantics.language !== 'java' && (expr.kind === 'var' || expr.kind === 'index')
    ? [{ target: expr, bits: Esc.Safe }]
    : none

/** An ending that is there only where it is allowed: `if (!$type['ext']) exit`. */
const ofAllowed = (machine: Machine, expr: Expr): Refinement[] =>
  (expr.kind === 'index' || expr.kind === 'var') && isAllowedExtension(machine, machine.eval(expr))
    ? [{ target: expr, bits: Esc.Safe }]
    : none

/** Evaluates a condition: its value, and what each outcome says about the places it mentions. */
export function evaluateCondition(machine: Machine, expr: Expr): ConditionResult {
  if (expr.kind === 'un' && expr.op === '!') {
    const inner = machine.condition(expr.value)
    const known = inner.value.constant
    return {
      value: known === undefined ? unknownNumber : constant(!machine.semantics.truthy(known)),
      whenTrue: inner.whenFalse,
      whenFalse: inner.whenTrue,
    }
  }
  if (expr.kind === 'bin') {
    if (expr.op === '&&' || expr.op === '||') return logical(machine, expr)
    const contained = containment(machine, expr)
    if (contained) return contained
    if (expr.op === '==' || expr.op === '===' || expr.op === '!=' || expr.op === '!==') return comparison(machine, expr)
  }
  const guard = machine.semantics.guard(machine, expr)
  if (guard) return guard
  const kept = expr.kind === 'var' ? keptCheck(machine, expr.name) : undefined
  return (
    conditionOfOwn(machine, expr) ?? {
      value: machine.eval(expr),
      whenTrue: [
        ...(expr.kind === 'var' ? (machine.frame.promises.get(expr.name) ?? none) : none),
        ...(machine.semantics.language === 'php' ? ofAllowed(machine, expr) : none),
        ...(kept?.whenTrue ?? none),
      ],
      whenFalse: [...complaintsOf(machine, expr), ...ofNothing(machine, expr), ...(kept?.whenFalse ?? none)],
    }
  )
}
