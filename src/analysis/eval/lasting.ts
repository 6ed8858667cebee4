import type { Machine } from '../machine.ts'
import { shapeValue, type Value } from '../value.ts'

const deepest = 2

/** `[$object, 'method']` */
const isPair = ({ shape }: Value) =>
  shape?.keys.size === 2 && shape.keys.get('0')?.object && typeof shape.keys.get('1')?.constant === 'string'

/**
 * Of an array that outlives a function what any run may find there, whatever else it holds: objects and functions under their
 * names, as containers, registries and lists of hooks keep them.
 */
export function lastingPart(machine: Machine, value: Value, depth = 0): Value | undefined {
  if (machine.semantics.language !== 'php') return undefined
  if (value.object?.cls || value.closures || isPair(value)) return depth > 0 ? value : undefined
  if (typeof value.constant === 'string')
    return depth > 0 && machine.project.functions.has(value.constant.toLowerCase()) ? value : undefined
  if (!value.shape || depth > deepest) return undefined
  const keys = new Map<string, Value>()
  for (const [key, item] of value.shape.keys) {
    const kept = lastingPart(machine, item, depth + 1)
    if (kept) keys.set(key, kept)
  }
  const rest = value.shape.rest ? (lastingPart(machine, value.shape.rest, depth + 1) ?? null) : null
  return keys.size > 0 || rest ? shapeValue(keys, rest, value.shape.next) : undefined
}
