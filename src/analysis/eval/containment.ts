import type { Expr } from '../ast.ts'
import type { ConditionResult, Machine } from '../machine.ts'

const asked = /^(?:indexOf|lastIndexOf|search)$/

/** True where a comparison holds of what was found, false where of what was not; undefined where it says nothing of that. */
function meansFound(op: string, number: unknown): boolean | undefined {
  const edge = `${op.slice(0, op.startsWith('=') || op.startsWith('!') ? 2 : op.length)} ${number}`
  if (edge === '!= -1' || edge === '>= 0' || edge === '> -1') return true
  return edge === '== -1' || edge === '< 0' || edge === '<= -1' ? false : undefined
}

/** `x.indexOf('..') === -1`, `list.indexOf(x) >= 0`: what `includes` (`contains` of Java) says of it. */
export function containment(machine: Machine, expr: Extract<Expr, { kind: 'bin' }>): ConditionResult | undefined {
  const { language } = machine.semantics
  const { left, op } = expr
  if (language === 'php' || left.kind !== 'mcall' || !asked.test(String(left.name)) || left.args.length !== 1)
    return undefined
  const found = meansFound(op, machine.eval(expr.right).constant)
  if (found === undefined) return undefined
  const guard = machine.semantics.guard(machine, { ...left, name: language === 'java' ? 'contains' : 'includes' })
  if (!guard) return undefined
  const value = machine.eval(expr)
  return found ? { ...guard, value } : { value, whenTrue: guard.whenFalse, whenFalse: guard.whenTrue }
}
