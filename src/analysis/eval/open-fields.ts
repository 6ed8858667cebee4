import type { PropertyDecl } from '../ast.ts'
import type { Machine } from '../machine.ts'
import { numeric } from './types.ts'

/** True for a field with a mark of its own that a framework fills from the request: `@QueryParam("q") String q`. */
function isMarked(machine: Machine, { annotations }: PropertyDecl): boolean {
  if (machine.semantics.language !== 'java' || annotations.length === 0) return false
  return machine.models.entries.some(({ annotation }) => annotations.some(({ name }) => name === annotation))
}

/** True for a public field of text in a class whose fields a visitor sets with any request (a component of Livewire). */
export function isOpenField(machine: Machine, ancestry: readonly string[], property: PropertyDecl): boolean {
  if (isMarked(machine, property)) return property.type === null || !numeric.test(property.type)
  const { openFields } = machine.models
  if (openFields.length === 0 || !property.isPublic || property.isStatic || property.isConst) return false
  if (property.type !== null && (numeric.test(property.type) || /^[A-Z\\]/.test(property.type))) return false
  const open = openFields.find(({ inherits }) => ancestry.includes(inherits.toLowerCase()))
  return open !== undefined && !property.annotations.some(({ name }) => open.unless.test(name))
}
