import type { Argument } from '../ast.ts'
import type { Machine } from '../machine.ts'
import type { FunctionInfo } from '../project.ts'
import { type Closure, unknown, type Value } from '../value.ts'
import { elementOf, shapeOf } from './access.ts'

/** Arguments in order; a spread array gives its elements. */
export function evalArguments(machine: Machine, nodes: readonly Argument[]): Value[] {
  const args: Value[] = []
  for (const node of nodes) {
    const value = machine.eval(node.value)
    if (!node.spread) args.push(value)
    else {
      const shape = shapeOf(machine, value)
      if (!shape) args.push(value)
      else {
        const numbered = [...shape.keys].filter(([key]) => /^\d+$/.test(key))
        // Names stand in the order of the parameters, as a rule.
        const given = numbered.length > 0 ? numbered : [...shape.keys]
        if (given.length > 0 && shape.rest === null) for (const [, item] of given) args.push(item)
        else args.push(elementOf(shape, undefined) ?? unknown)
      }
    }
  }
  return args
}

/** A function of the project as something that can be called. */
export function closureOf(info: FunctionInfo, self: Value | null): Closure {
  return { fn: info.fn, file: info.file, cls: info.cls, scope: null, self }
}
