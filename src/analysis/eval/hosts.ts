import type { Machine } from '../machine.ts'
import { mapTaints, opaque, type Step, unknown, type Value } from '../value.ts'

const mark = 'gives its host'

/** The host of an address: where it is found in a list, the address is one of the shop's choice. */
export function hostOf(machine: Machine, address: Value, at: number): Value {
  const taints = machine.taints(address)
  if (taints.length === 0) return unknown
  return mapTaints(opaque(taints), (taint) => ({
    ...taint,
    step: { file: machine.frame.file, at, message: mark, before: taint.step, length: taint.step.length + 1 },
  }))
}

/** Where the data of a host came from; undefined for any other data. */
export function addressOf(step: Step): Step | undefined {
  for (let one: Step | null = step; one; one = one.before) if (one.message === mark) return one.before ?? undefined
  return undefined
}

/** Parts of an address that name a machine, as JavaScript's `URL` has them. */
export const hostParts: ReadonlySet<string> = new Set(['host', 'hostname', 'origin'])
