import type { Machine } from '../machine.ts'
import { textValue, type Value, valueTaints } from '../value.ts'
import { shapeOf } from './access.ts'

/** Values of a row, or of several, that the library puts between quotes as they are. */
export function rowValues(machine: Machine, rule: string, row: Value | undefined, at: number): void {
  const shape = shapeOf(machine, row)
  for (const value of [...(shape?.keys.values() ?? []), ...(shape?.rest ? [shape.rest] : [])]) {
    const inner = shapeOf(machine, value)
    if (inner) rowValues(machine, rule, value, at)
    else if (valueTaints(value).length > 0) machine.sink(rule, textValue(["'", ...value.text, "'"]), at)
  }
}
