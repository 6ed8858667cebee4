import type { ClassDecl, Expr, FunctionDecl } from '../../../analysis/ast.ts'
import { calledName, visit } from '../../../analysis/visit.ts'

/** A function that a handler runs, with the names of its parameters that hold what was sent. */
export interface Reached {
  fn: FunctionDecl
  file: number
  cls: ClassDecl | null
  sent: ReadonlySet<string>
}

/** True where an expression reads the request: a call or field by which frameworks give it. */
export function readsRequest(expr: Expr): boolean {
  let found = false
  visit(expr, (node) => {
    if (node.kind === 'var' && /^_(?:GET|POST|REQUEST)$/.test(node.name)) found = true
    if (node.kind === 'prop' && node.name === 'request') found = true
    if (node.kind === 'prop' && node.name === 'query' && node.object.kind === 'var' && node.object.name === 'request')
      found = true
    if (/^(?:getvalue|getparam|getpost|input|query|route)$/.test(calledName(node)?.name ?? '')) found = true
  })
  return found
}

/** True for what only carries a value on: no method of an object gave it. */
function isPlain(expr: Expr): boolean {
  let plain = true
  visit(expr, (node) => {
    if (node.kind === 'mcall' || node.kind === 'scall' || node.kind === 'new') plain = false
  })
  return plain
}

/** Tells for a function what in it the visitor sent: what it was given so, what it reads of the request, and what it keeps of either. */
export function sentIn({ fn, sent }: Reached): (expr: Expr | undefined) => boolean {
  const names = new Set(sent)
  const isSent = (expr: Expr | undefined): boolean => {
    if (expr === undefined) return false
    let found = readsRequest(expr)
    visit(expr, (node) => {
      if (node.kind === 'var' && names.has(node.name)) found = true
    })
    return found
  }
  visit(fn.body, (node) => {
    if (node.kind !== 'assign' || node.target.kind !== 'var') return
    if (readsRequest(node.value) || (isPlain(node.value) && isSent(node.value))) names.add(node.target.name)
  })
  return isSent
}
