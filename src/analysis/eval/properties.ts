import type { PropertyDecl } from '../ast.ts'
import type { Machine } from '../machine.ts'

const changes = String.raw`\s*(?:\[[^\]]*\]\s*)*(?:[-+.*/?|&]*=(?![=>])|\+\+|--)`

const mutators = String.raw`\b(?:array_(?:push|pop|shift|unshift|splice|walk|multisort)|[a-z]*sort|shuffle)`

/** The value that a static property of a PHP class is declared with, where nobody outside may change it and its file does not. */
export function isFixedStatic(
  machine: Machine,
  cls: string,
  { name, initial, isPublic, isStatic }: PropertyDecl,
): boolean {
  if (machine.semantics.language !== 'php' || !initial || !isStatic || isPublic) return false
  if (initial.kind === 'array' ? initial.items.length === 0 : initial.kind !== 'lit' || initial.value === null)
    return false
  const file = machine.project.findClass(cls)?.file
  if (file === undefined) return false
  const changed = new RegExp(`(?:::)\\$${name}\\b${changes}|(?:&|${mutators}\\()\\s*\\w+::\\$${name}\\b`)
  return !changed.test(machine.project.files[file]!.source)
}

/** A text given to a property of a PHP class where it is declared, which neither the class's file nor a child can change. */
export function isFixedText(machine: Machine, cls: string, { name, initial, isPublic }: PropertyDecl): boolean {
  const { project, semantics } = machine
  if (semantics.language !== 'php' || isPublic || initial?.kind !== 'lit' || typeof initial.value !== 'string')
    return false
  const info = project.findClass(cls)
  if (!info || initial.value === '' || project.children.has(info.decl.name.toLowerCase())) return false
  const changed = new RegExp(`->(?:${name}\\s*(?:[.?]*=(?![=>]))|[{$][^;=]*=(?![=>]))|&\\s*\\$this->${name}\\b`)
  return !changed.test(project.files[info.file]!.source)
}

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
