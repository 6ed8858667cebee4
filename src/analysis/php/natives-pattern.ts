import type { Call, Machine, Native } from '../machine.ts'
import { opaque, shapeValue, unknownNumber, type Value } from '../value.ts'
import { pregMatch } from './guards.ts'

/** What a pattern took, each match with its groups. */
function matchAll(machine: Machine, call: Call): Value {
  const [, subject] = call.args
  const target = call.nodes[2]?.value
  const taints = subject ? machine.taints(subject) : []
  if (target && taints.length > 0)
    machine.assign(
      target,
      shapeValue(new Map(), shapeValue(new Map(), opaque(taints), Number.NaN), Number.NaN),
      call.at,
    )
  return unknownNumber
}

/** Patterns that are matched for what they take out, not as a condition. */
export const patternNatives: readonly (readonly [string, Native])[] = [
  [
    'preg_match',
    (machine, call) => {
      pregMatch(machine, call.nodes)
      return unknownNumber
    },
  ],
  ['preg_match_all', matchAll],
]
