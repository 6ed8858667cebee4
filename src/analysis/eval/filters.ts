import type { Argument } from '../ast.ts'
import type { Machine, Watch } from '../machine.ts'
import type { Value } from '../value.ts'

/** What a value is known to be harmless for where a function of the program says yes to it: `ids.filter(id => /^\d+$/.test(id))`. */
export function filterBits(machine: Machine, callable: Value, item: Value, at: number): number {
  const [closure, ...others] = callable.closures ?? []
  if (!closure || others.length > 0) {
    if (callable.closures) machine.invokeValue(callable, [item], at)
    return 0
  }
  const nodes: Argument[] = [{ value: { kind: 'lit', at, value: null }, spread: false }]
  const watch: Watch = { nodes, whenTrue: [], whenFalse: null, always: [] }
  const before = machine.watch
  machine.watch = watch
  machine.invoke(closure, [item], at, nodes)
  machine.watch = before
  return watch.whenTrue?.[0] ?? 0
}
