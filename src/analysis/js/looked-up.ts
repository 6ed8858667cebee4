import type { Expr } from '../ast.ts'
import { placeKey } from '../eval/conditions-places.ts'
import type { Machine } from '../machine.ts'

const rooted = (expr: Expr): string | undefined =>
  expr.kind === 'var' ? expr.name : expr.kind === 'prop' ? rooted(expr.object) : undefined

function parts(test: Expr): Expr[] {
  return test.kind === 'bin' && test.op === '&&' ? [...parts(test.left), ...parts(test.right)] : [test]
}

/**
 * What is known to be one of the shop's own where something was found: `orders.find((item) => item.id === id)`, `some`, where the
 * list is not foreign. Gives the places that were compared with the elements.
 */
export function lookedUp(machine: Machine, expr: Extract<Expr, { kind: 'mcall' }>): Expr[] {
  const callback = expr.args[0]?.value
  if (callback?.kind !== 'func') return []
  const { params, body } = callback.fn
  const only = body?.[0]
  const name = params[0]?.name
  if (body?.length !== 1 || only?.kind !== 'return' || !only.value || name === undefined) return []
  const found: Expr[] = []
  for (const part of parts(only.value)) {
    if (part.kind !== 'bin' || (part.op !== '===' && part.op !== '==')) continue
    for (const [own, given] of [
      [part.left, part.right],
      [part.right, part.left],
    ] as const)
      if (rooted(own) === name && rooted(given) !== name && placeKey(given) !== undefined) found.push(given)
  }
  if (found.length === 0) return []
  return machine.taints(machine.eval(expr.object)).every(({ kind }) => kind !== 'request') ? found : []
}
