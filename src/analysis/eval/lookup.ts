import type { Expr } from '../ast.ts'
import type { Machine } from '../machine.ts'
import { constant, unknown, Value } from '../value.ts'
import { mediaType } from './produced.ts'
import { lateClass } from './late.ts'

/** Key under which foreign names land when a script turns request data into variables (`extract`, `parse_str`). */
export const anyVariable = '*'

/** A variable's value: local, captured, ambient, a field of the receiver (Java), or a name that stands for a class. */
export function lookup(machine: Machine, name: string, at: number): Value {
  const frame = machine.frame
  const local = frame.state.vars.get(name) ?? frame.captured?.get(name)
  if (local !== undefined) return local
  if (name === 'this') return frame.self ?? machine.semantics.given?.(machine, name, at) ?? unknown
  if (machine.semantics.language === 'js') {
    const own = machine.modules.variable(frame.file, name)
    if (own !== undefined) return own
  }
  const ambient = machine.semantics.ambient(machine, name, at)
  if (ambient !== undefined) return ambient
  const any = frame.state.vars.get(anyVariable)
  if (any !== undefined) return any
  // Not set here, but maybe by whoever includes or shows this file.
  if (machine.semantics.language === 'php') return machine.semantics.given?.(machine, name, at) ?? unknown
  if (machine.semantics.language === 'java' && frame.cls) {
    const declared = machine.project.property(frame.cls.name, name)
    if (declared?.isStatic) return readStatic(machine, { kind: 'name', at, name: frame.cls.name }, name)
    if (declared && frame.self) return machine.readField(frame.self, name, at)
  }
  return new Value(undefined, unknown.text, null, { id: 0, cls: name })
}

/** Full class name behind a name as written here. */
export function classNamed(machine: Machine, name: string): string {
  const file = machine.project.files[machine.frame.file]
  return machine.semantics.language === 'java' && file
    ? machine.project.resolveJava(name, file, machine.frame.cls?.name ?? '')
    : name
}

/** A class constant or static property. */
export function readStatic(machine: Machine, cls: Expr, name: string): Value {
  const className = cls.kind === 'name' ? lateClass(machine, cls) : (machine.eval(cls).object?.cls ?? '')
  if (className === '') return unknown
  const type = /(?:^|\.)MediaType$/.test(className) ? mediaType(name) : undefined
  if (type !== undefined) return constant(type)
  return machine.readStaticField(className, name, cls.at)
}
