import type { Parameter } from '../ast.ts'
import type { Machine } from '../machine.ts'
import type { Closure, Value } from '../value.ts'
import { valueTaints } from '../value.ts'

const store = 'arguments that handlers share'

function isShared(machine: Machine, { fn, cls }: Closure, param: Parameter): boolean {
  if (!param.byRef || !cls) return false
  return machine.models.shared.some(
    ({ inherits, first, parameter }) =>
      param.name === parameter &&
      fn.params[0]?.name === first &&
      machine.project.ancestry(cls.name).includes(inherits.toLowerCase()),
  )
}

/** What other handlers were seen to put there. */
export function sharedValue(machine: Machine, closure: Closure, param: Parameter): Value | undefined {
  if (!isShared(machine, closure, param)) return undefined
  const value = machine.readStaticField(store, param.name, closure.fn.at)
  return valueTaints(value).length > 0 ? value : undefined
}

/** Notes what a handler, run on its own, left there. */
export function shareLeft(machine: Machine, closure: Closure, outs: ReadonlyMap<number, Value>): void {
  for (const [position, value] of outs) {
    const param = closure.fn.params[position]
    if (param && valueTaints(value).length > 0 && isShared(machine, closure, param))
      machine.writeStaticField(store, param.name, value)
  }
}
