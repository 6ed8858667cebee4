import type { PropertyDecl } from '../ast.ts'
import type { Machine } from '../machine.ts'

/** An array given to a property of a PHP class where it is declared, which no code of the class's file changes. */
export function isFixedArray(machine: Machine, cls: string, { name, initial }: PropertyDecl): boolean {
  if (machine.semantics.language !== 'php' || initial?.kind !== 'array' || initial.items.length === 0) return false
  const file = machine.project.findClass(cls)?.file
  if (file === undefined) return false
  const changed = new RegExp(
    `->${name}\\s*(?:\\[[^\\]]*\\]\\s*)*(?:[-+.*/?|&]*=(?![=>])|\\+\\+|--)|&\\s*\\$this->${name}\\b`,
  )
  return !changed.test(machine.project.files[file]!.source)
}
