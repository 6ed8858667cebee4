import type { Machine } from '../machine.ts'
import { addTaints, largeShape, type Shape, type Taint, textTaints, type Value, valueTaints } from '../value.ts'

const deepest = 3

/** Everything that is foreign in a value, and in what it is an object of. */
export function allTaints(machine: Machine, value: Value): Taint[] {
  const found = valueTaints(value)
  if (value.object?.id) heldTaints(machine, value, found)
  return found
}

/** Adds what is foreign in the cell of an object, and in those of the objects that it holds, itself or in its arrays. */
function heldTaints(machine: Machine, value: Value, into: Taint[], depth = 0): void {
  const content = machine.content(value)
  if (!content || depth > deepest) return
  addTaints(into, textTaints(content.text))
  if (content.shape) ofElements(machine, content.shape, value, into, depth + 1)
}

function ofElements(machine: Machine, shape: Shape, owner: Value, into: Taint[], depth: number): void {
  for (const item of [...shape.keys.values(), ...(shape.rest ? [shape.rest] : [])]) {
    valueTaints(item, into)
    const id = item.object?.id ?? 0
    if (id !== 0 && id !== owner.object?.id) heldTaints(machine, item, into, depth)
    else if (item.shape && depth < deepest && item.shape.keys.size < largeShape)
      ofElements(machine, item.shape, owner, into, depth + 1)
    if (into.length >= 4) return
  }
}

/** True where an object keeps a function, itself or in one of its arrays: what its methods do hangs on that. */
export function holdsFunction(machine: Machine, object: Value): boolean {
  for (const item of machine.content(object)?.shape?.keys.values() ?? []) {
    if (item.closures) return true
    if (!item.shape || item.shape.keys.size >= largeShape) continue
    if (item.shape.rest?.closures) return true
    for (const inner of item.shape.keys.values()) if (inner.closures) return true
  }
  return false
}
