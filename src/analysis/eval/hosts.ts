import { Esc } from '../escapes.ts'
import type { Machine } from '../machine.ts'
import { mapTaints, opaque, type Step, unknown, type Value } from '../value.ts'

const host = 'gives its host'
const extension = 'gives its ending'
const scheme = 'gives its scheme'

function partOf(machine: Machine, whole: Value, at: number, message: string): Value {
  const taints = machine.taints(whole)
  if (taints.length === 0) return unknown
  return mapTaints(opaque(taints), (taint) => ({
    ...taint,
    step: { file: machine.frame.file, at, message, before: taint.step, length: taint.step.length + 1 },
  }))
}

/** The host of an address: where it is found in a list, the address is one of the shop's choice. */
export const hostOf = (machine: Machine, address: Value, at: number): Value => partOf(machine, address, at, host)

/** The scheme of an address: where it is found in a list, the address runs no script. */
export const schemeOf = (machine: Machine, address: Value, at: number): Value => partOf(machine, address, at, scheme)

/** The ending of a file's name: where it is found in a list, the file is of a kind that the shop wants. */
export const extensionOf = (machine: Machine, name: Value, at: number): Value =>
  mapTaints(partOf(machine, name, at, extension), (taint) => ({ ...taint, escapes: taint.escapes | Esc.PathName }))

/** What a check of this data says of the whole that it is a part of: where that entered, and the bits it earns. */
export function wholeOf(step: Step): { step: Step; bits: number } | undefined {
  for (let one: Step | null = step; one; one = one.before) {
    if (!one.before) return undefined
    if (one.message === host) return { step: one.before, bits: Esc.LocalUrl }
    if (one.message === scheme) return { step: one.before, bits: Esc.WebUrl }
    if (one.message === extension) return { step: one.before, bits: Esc.UploadName }
  }
  return undefined
}

/** Parts of an address that name a machine, as JavaScript's `URL` has them. */
export const hostParts: ReadonlySet<string> = new Set(['host', 'hostname', 'origin'])
