import type { Argument, FunctionDecl } from '../ast.ts'
import type { Machine, Watch } from '../machine.ts'
import { type Closure, unknown, type Value } from '../value.ts'

/** What the first argument is known to be harmless for where the function says yes to it. */
export function yesBits(machine: Machine, closure: Closure, args: Value[], at: number): number {
  const nodes: Argument[] = args.map(() => ({ value: { kind: 'lit', at, value: null }, spread: false }))
  const watch: Watch = { nodes, whenTrue: [], whenFalse: null, always: [] }
  const before = machine.watch
  machine.watch = watch
  machine.invoke(closure, args, at, nodes)
  machine.watch = before
  return watch.whenTrue?.[0] ?? 0
}

/** What an element holds that a filter looks into and lets through: `rows.filter((row) => /^\d+$/.test(row[0]))`. */
export function letThrough(machine: Machine, callable: Value, item: Value, at: number): Value {
  const [closure, ...others] = callable.closures ?? []
  if (!closure || others.length > 0 || !machine.content(item)) return item
  const nodes: Argument[] = [{ value: { kind: 'lit', at, value: null }, spread: false }]
  const watch: Watch = { nodes, whenTrue: null, whenFalse: null, always: [], held: undefined }
  const before = machine.watch
  machine.watch = watch
  machine.invoke(closure, [item], at, nodes)
  machine.watch = before
  return watch.held ? machine.newObject(item.object!.cls, watch.held) : item
}

/** The same for a filter: `ids.filter(id => /^\d+$/.test(id))`. */
export function filterBits(machine: Machine, callable: Value, item: Value, at: number): number {
  const [closure, ...others] = callable.closures ?? []
  if (closure && others.length === 0) return yesBits(machine, closure, [item], at)
  if (callable.closures) machine.invokeValue(callable, [item], at)
  return 0
}

/** A check of the project's own by the name of its annotation: `@Sort` is checked by `SortValidator.isValid`. */
export function ownConstraint(machine: Machine, annotation: string, value: Value, at: number): number {
  const takes = ({ name, params }: FunctionDecl) => name === 'initialize' && params[0]?.type === annotation
  const info = (machine.project.children.get('constraintvalidator') ?? []).find(
    ({ decl }) => decl.methods.some(takes) || decl.name.endsWith(`${annotation}Validator`),
  )
  const fn = info?.decl.methods.find((method) => method.name === 'isValid')
  if (!info || !fn?.body) return 0
  const self = machine.newObject(info.decl.name)
  return yesBits(machine, { fn, file: info.file, cls: info.decl, scope: null, self }, [value, unknown], at)
}
