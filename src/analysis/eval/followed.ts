import type { Expr, FunctionDecl } from '../ast.ts'
import type { Machine } from '../machine.ts'
import { visit } from '../visit.ts'
import { Value } from '../value.ts'

const known = new WeakMap<FunctionDecl, boolean>()

/** True where a method puts something into a property of its own object, or of its class. */
export function keeps(fn: FunctionDecl): boolean {
  const before = known.get(fn)
  if (before !== undefined) return before
  let found = false
  visit(fn.body, (node) => {
    if (node.kind !== 'assign') return undefined
    let target: Expr = node.target
    while (target.kind === 'index') target = target.object
    if (target.kind === 'prop' && target.object.kind === 'var' && target.object.name === 'this') found = true
    if (target.kind === 'sprop') found = true
    return undefined
  })
  known.set(fn, found)
  return found
}

/**
 * An object that was handed in (a service, a parameter) is given something foreign to keep: from here on what it holds is followed, so
 * that its other methods find it: `$this->renderer->size($given)->render()`.
 */
export function followed(
  machine: Machine,
  fn: FunctionDecl,
  receiver: Value,
  receiverNode: Expr | null,
  args: readonly Value[],
): Value {
  if (receiver.object?.id !== 0 || fn.isStatic || receiver.shape || receiver.closures) return receiver
  if (!args.some((arg) => machine.taints(arg).length > 0) || !keeps(fn)) return receiver
  const content = new Value(undefined, receiver.text, { keys: new Map(), rest: null, next: Number.NaN })
  const made = machine.newObject(receiver.object.cls, content)
  const isPlace = receiverNode?.kind === 'prop' || (receiverNode?.kind === 'var' && receiverNode.name !== 'this')
  if (isPlace) machine.assign(receiverNode, made, -1)
  return made
}
