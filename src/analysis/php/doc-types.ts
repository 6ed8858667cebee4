import type { Machine } from '../machine.ts'
import type { SourceFile } from '../project.ts'

const known = new WeakMap<SourceFile, ReadonlyMap<string, string>>()

/** Full name of a class as a comment writes it. */
function fullName(file: SourceFile, written: string): string {
  if (written.startsWith('\\')) return written.slice(1)
  const [first = '', ...rest] = written.split('\\')
  const imported = file.parsed.imports.get(first)
  if (imported !== undefined) return [imported, ...rest].join('\\')
  return file.parsed.namespace === '' ? written : `${file.parsed.namespace}\\${written}`
}

/** Classes of variables as `@var Class $name` gives them; a name that a file gives several classes says nothing. */
function typesOf(file: SourceFile): ReadonlyMap<string, string> {
  const before = known.get(file)
  if (before) return before
  const found = new Map<string, string>()
  for (const [, written = '', name = ''] of file.source.matchAll(/@var\s+(\\?[A-Z][\w\\]*)(?:\|null)?\s+\$(\w+)/g)) {
    const type = fullName(file, written)
    const other = found.get(name)
    found.set(name, other === undefined || other === type ? type : '')
  }
  known.set(file, found)
  return found
}

/** The class that a comment of the file gives to a variable. */
export function documentedType(machine: Machine, name: string): string | undefined {
  const file = machine.project.files[machine.frame.file]
  return (file && typesOf(file).get(name)) || undefined
}
