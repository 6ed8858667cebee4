import { type FunctionDecl, type Name, parentOfClass } from '../ast.ts'
import type { Machine } from '../machine.ts'
import type { Project } from '../project.ts'

/** Class that `static::` means here: that of the object, or the one by which the method was called. */
export function lateClass(machine: Machine, name: Name): string {
  if (name.name === parentOfClass) return machine.frame.cls?.extends ?? ''
  const own = machine.frame.self?.object?.cls
  return name.late === true && own !== undefined && machine.project.findClass(own) ? own : name.name
}

const known = new WeakMap<FunctionDecl, boolean>()

/** True where what a function does hangs on the class that it is called for. */
export function hangsOnClass(project: Project, fn: FunctionDecl, file: number): boolean {
  const before = known.get(fn)
  if (before !== undefined) return before
  const found = /\bstatic::|\bnew static\b/.test(project.files[file]!.source.slice(fn.at, fn.end))
  known.set(fn, found)
  return found
}
