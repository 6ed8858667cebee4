import type { Expr } from '../ast.ts'
import type { Machine } from '../machine.ts'
import { unknown, Value } from '../value.ts'

/** Key under which foreign names land when a script turns request data into variables (`extract`, `parse_str`). */
export const anyVariable = '*'

/** A variable's value: local, captured, ambient, a field of the receiver (Java), or a name that stands for a class. */
export function lookup(machine: Machine, name: string, at: number): Value {
  const frame = machine.frame
  const local = frame.state.vars.get(name) ?? frame.captured?.get(name)
  if (local !== undefined) return local
  if (name === 'this') return frame.self ?? machine.semantics.given?.(machine, name, at) ?? unknown
  const ambient = machine.semantics.ambient(machine, name, at)
  if (ambient !== undefined) return ambient
  const any = frame.state.vars.get(anyVariable)
  if (any !== undefined) return any
  // Not set here, but maybe by whoever includes or shows this file.
  if (machine.semantics.language === 'php') return machine.semantics.given?.(machine, name, at) ?? unknown
  if (frame.self && machine.semantics.language === 'java' && frame.cls) {
    const declared = machine.project.property(frame.cls.name, name)
    if (declared)
      return declared.isStatic
        ? readStatic(machine, { kind: 'name', at, name: frame.cls.name }, name)
        : machine.readField(frame.self, name, at)
  }
  return new Value(undefined, unknown.text, null, { id: 0, cls: name })
}

/** A class constant or static property. */
export function readStatic(machine: Machine, cls: Expr, name: string): Value {
  const className = cls.kind === 'name' ? cls.name : (machine.eval(cls).object?.cls ?? '')
  if (className === '') return unknown
  return machine.readStaticField(className, name, cls.at)
}

/** `global $db`: the names mean what they mean outside every function. */
export function bindGlobals(machine: Machine, names: readonly string[]): void {
  let root = machine.frame
  while (root.caller) root = root.caller
  for (const name of names)
    machine.frame.state.vars.set(
      name,
      root.state.vars.get(name) ?? machine.semantics.ambient(machine, name, -1) ?? unknown,
    )
}
