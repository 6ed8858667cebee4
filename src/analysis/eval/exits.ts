import type { FunctionDecl } from '../ast.ts'
import { visit } from '../visit.ts'

const known = new WeakMap<FunctionDecl, boolean>()

/** True where a function plainly ends in an exit or an exception and returns nowhere: known before it has been run. */
export function endsInExit(fn: FunctionDecl): boolean {
  const before = known.get(fn)
  if (before !== undefined) return before
  const last = fn.body?.at(-1)
  let ends =
    last?.kind === 'throw' || (last?.kind === 'expr' && (last.value.kind === 'exit' || last.value.kind === 'throwx'))
  if (ends)
    visit(fn.body, (node) => {
      if (node.kind === 'func' || node.kind === 'classdecl') return false
      if (node.kind === 'return' || node.kind === 'yield') ends = false
      return undefined
    })
  known.set(fn, ends)
  return ends
}
