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

/** True for a function, an object where `objects` are asked for, or an array of such. */
export function isCode(value: Value, objects = true, depth = 0): boolean {
  if (value.closures || (objects && value.object)) return true
  if (!value.shape || depth > 1 || value.shape.keys.size >= largeShape) return false
  if (value.shape.rest && isCode(value.shape.rest, objects, depth + 1)) return true
  for (const inner of value.shape.keys.values()) if (isCode(inner, objects, depth + 1)) return true
  return false
}

/** True where an object keeps a function, itself or in one of its arrays: what its methods do hangs on that. */
export function holdsFunction(machine: Machine, object: Value): boolean {
  for (const item of machine.content(object)?.shape?.keys.values() ?? []) if (isCode(item, false)) return true
  return false
}
