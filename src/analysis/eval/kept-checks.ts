import type { Expr } from '../ast.ts'
import type { ConditionResult, Machine } from '../machine.ts'
import { unknown, Value } from '../value.ts'
import { visit } from '../visit.ts'

const isCheck = (node: Expr): boolean =>
  node.kind === 'call' ||
  node.kind === 'mcall' ||
  node.kind === 'scall' ||
  (node.kind === 'un' && node.op === '!') ||
  (node.kind === 'bin' && /^(?:[=!]==?|&&|\|\|)$/.test(node.op))

/** What a request brings, in PHP. */
const isGlobal = /^_[A-Z]+$/

/** Notes what was put into a variable: `$ok = preg_match('/^\w+$/', $name)`, to be asked later by `if (!$ok) exit`. */
export function keepCheck(machine: Machine, name: string, node: Expr): void {
  const { frame } = machine
  const { vars } = frame.state
  const before = vars.get(name)
  if (!before || before.constant !== undefined || !isCheck(node)) return
  const spokenOf = new Map<string, Value>()
  visit(node, (part) => {
    if (part.kind !== 'var') return part.kind !== 'func'
    const value = vars.get(part.name) ?? (isGlobal.test(part.name) ? unknown : undefined)
    if (value) spokenOf.set(part.name, value)
    return true
  })
  const isForeign = [...spokenOf].some(([key, value]) => isGlobal.test(key) || machine.taints(value).length > 0)
  if (spokenOf.has(name) || !isForeign) return
  // A value of its own: what comes of another branch is not that.
  const outcome = new Value(undefined, before.text, before.shape, before.object, before.closures)
  vars.set(name, outcome)
  frame.kept.set(name, { node, outcome, spokenOf })
}

/** What the variable's truth says, as long as neither it nor what was checked has been given anything else. */
export function keptCheck(machine: Machine, name: string): ConditionResult | undefined {
  const kept = machine.frame.kept.get(name)
  const { vars } = machine.frame.state
  if (!kept || vars.get(name) !== kept.outcome) return undefined
  for (const [spoken, value] of kept.spokenOf) if ((vars.get(spoken) ?? unknown) !== value) return undefined
  return machine.condition(kept.node)
}
