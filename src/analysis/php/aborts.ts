import type { Native } from '../machine.ts'
import { unknown } from '../value.ts'

/** Goes on only where the condition holds (`whenTrue`), or where it does not. */
const goesOn =
  (side: 'whenTrue' | 'whenFalse'): Native =>
  (machine, call) => {
    const test = call.nodes[0]?.value
    if (test) machine.refine(machine.condition(test)[side])
    return unknown
  }

/** Functions of Laravel that end the request by a condition. */
export const aborts: readonly (readonly [string, Native])[] = [
  ['abort_unless', goesOn('whenTrue')],
  ['throw_unless', goesOn('whenTrue')],
  ['abort_if', goesOn('whenFalse')],
  ['throw_if', goesOn('whenFalse')],
]
