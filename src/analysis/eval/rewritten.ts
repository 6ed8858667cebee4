import type { Expr, Stmt } from '../ast.ts'
import { visit } from '../visit.ts'
import { placeKey } from './conditions-places.ts'

type Foreach = Extract<Stmt, { kind: 'foreach' }>

/** True where a round may end before the end of the body. */
export function leavesEarly(body: Stmt): boolean {
  let leaves = false
  visit(body, (node) => {
    if (node.kind === 'func') return false
    if (node.kind === 'break' || node.kind === 'continue') leaves = true
    return undefined
  })
  return leaves
}

const isVar = (expr: Expr | null, name: string) => expr?.kind === 'var' && expr.name === name

/** The array that a loop goes through, and the variable of its keys: `foreach ($a as $k => $v)`, `foreach (array_keys($a) as $k)`. */
function walked({ subject, key, value }: Foreach): { array: Expr; key: string } | undefined {
  if (subject.kind === 'var' && key?.kind === 'var') return { array: subject, key: key.name }
  const ofKeys =
    subject.kind === 'call' && subject.callee.kind === 'name' && /(?:^|\\)array_keys$/i.test(subject.callee.name)
  const array = ofKeys && subject.args.length === 1 ? subject.args[0]!.value : undefined
  return array?.kind === 'var' && value.kind === 'var' ? { array, key: value.name } : undefined
}

const known = new WeakMap<Foreach, { array: Expr; value: Expr } | null>()

/** What every element of the array becomes in a loop that writes each anew: `$a[$k] = clean($a[$k])`. */
export function rewritten(statement: Foreach): { array: Expr; value: Expr } | null {
  const before = known.get(statement)
  if (before !== undefined) return before
  const found = find(statement)
  known.set(statement, found)
  return found
}

function find(statement: Foreach): { array: Expr; value: Expr } | null {
  const over = walked(statement)
  if (!over || over.array.kind !== 'var' || leavesEarly(statement.body)) return null
  const { name } = over.array
  for (const item of statement.body.kind === 'block' ? statement.body.body : [statement.body]) {
    if (item.kind !== 'expr' || item.value.kind !== 'assign' || item.value.op !== '=') continue
    const { target, value } = item.value
    if (target.kind === 'index' && isVar(target.object, name) && isVar(target.index, over.key))
      return { array: over.array, value }
  }
  return null
}

/** A loop that takes elements out of the array it goes through: `foreach ($a as $k => $v) if (!is_int($v)) unset($a[$k]);` */
export function sifted(statement: Foreach): Expr | null {
  const { key, subject, body } = statement
  const only = body.kind === 'block' && body.body.length === 1 ? body.body[0]! : body
  if (key?.kind !== 'var' || only.kind !== 'if' || only.no) return null
  const done = only.yes.kind === 'block' && only.yes.body.length === 1 ? only.yes.body[0]! : only.yes
  const out = done.kind === 'unset' && done.targets.length === 1 ? done.targets[0]! : undefined
  const isSame = out?.kind === 'index' && isVar(out.index, key.name) && placeKey(out.object) === placeKey(subject)
  return isSame && placeKey(subject) !== undefined ? only.test : null
}
