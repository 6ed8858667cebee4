import type { Machine } from '../machine.ts'
import { concatText } from '../join.ts'
import { opaque, textValue, type Value } from '../value.ts'

/** A text that begins with the last of the values, the data of the others behind it: an address that is given parameters. */
export function led(machine: Machine, values: readonly Value[]): Value {
  const last = values.at(-1)!
  const taints = values.slice(0, -1).flatMap((value) => machine.taints(value))
  return taints.length === 0
    ? last
    : textValue(concatText(concatText(last.text, ['?']), opaque(taints.slice(0, 4)).text))
}
