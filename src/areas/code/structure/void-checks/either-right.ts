import type { Expr } from '../../../../analysis/ast.ts'
import { calledName } from '../../../../analysis/visit.ts'
import { isNothing } from '../shapes.ts'
import { asked, type Locals } from './asked.ts'

/** Parts any of which lets somebody pass, by De Morgan: of `!a && !b` and of `!(a || b)` it is `a` and `b`. */
function waysIn(test: Expr, isRefusal: boolean): Expr[] {
  if (test.kind === 'un' && test.op === '!') return waysIn(test.value, !isRefusal)
  const either = isRefusal ? /^(?:&&|and)$/i : /^(?:\|\||or)$/i
  if (test.kind === 'bin' && either.test(test.op))
    return [...waysIn(test.left, isRefusal), ...waysIn(test.right, isRefusal)]
  return [test]
}

/** Asks for nothing but that somebody has signed in, by itself. */
function isSignIn(way: Expr, locals: Locals): boolean {
  const value = resolved(way, locals)
  const { kinds } = asked(value, locals)
  if (kinds.size !== 1 || !kinds.has('signed')) return false
  // Compared with something else it asks for this one.
  if (value.kind === 'bin') return isNothing(value.left) || isNothing(value.right)
  return /^(?:isset|empty|call|mcall|scall|prop|index|var|un)$/.test(value.kind) && !hasArguments(value)
}

const hasArguments = (value: Expr) => 'args' in value && value.args.some(({ value: given }) => given.kind !== 'lit')

/** Asks for a right of whoever has signed in, which nobody has who has not. */
function isRight(way: Expr, locals: Locals): boolean {
  const value = resolved(way, locals)
  const { kinds } = asked(value, locals)
  if (!kinds.has('right') || kinds.has('key') || kinds.has('token')) return false
  if (value.kind === 'isset' || value.kind === 'empty' || value.kind === 'index' || value.kind === 'prop') return false
  return !/^is_?allowed$/.test(calledName(value)?.name ?? '')
}

const resolved = (expr: Expr, locals: Locals): Expr => {
  const given = expr.kind === 'var' ? locals.get(expr.name) : undefined
  return given?.length === 1 && given[0]!.kind !== 'var' ? given[0]! : expr
}

/**
 * True for a condition by which whoever has signed in passes, though it asks for a right as well: an `or` where both are needed. With
 * `isRefusal` the condition says who does not pass.
 */
export function contentWithAny(test: Expr, locals: Locals, isRefusal: boolean): boolean {
  const ways = waysIn(test, isRefusal)
  return ways.length > 1 && ways.some((way) => isSignIn(way, locals)) && ways.some((way) => isRight(way, locals))
}
