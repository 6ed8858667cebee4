import type { Expr, Stmt } from './ast.ts'

/** Calls `see` for every statement and expression below a node, functions and classes included; `false` leaves out what is below. */
export function visit(node: unknown, see: (node: Expr | Stmt) => boolean | void): void {
  if (Array.isArray(node)) {
    for (const item of node) visit(item, see)
    return
  }
  if (node === null || typeof node !== 'object') return
  const record = node as Record<string, unknown>
  if (typeof record['kind'] === 'string' && see(node as Expr | Stmt) === false) return
  for (const key in record) {
    // A method points back to its class.
    if (key === 'cls' && record['params'] !== undefined) continue
    const child = record[key]
    if (typeof child === 'object' && child !== null) visit(child, see)
  }
}

/** Lower-case name of the function or method that a call calls, and of the class where it is written; undefined for anything else. */
export function calledName(node: Expr | Stmt): { name: string; cls: string | undefined } | undefined {
  if (node.kind === 'call' && node.callee.kind === 'name')
    return { name: node.callee.name.slice(node.callee.name.lastIndexOf('\\') + 1).toLowerCase(), cls: undefined }
  if (node.kind === 'call' && node.callee.kind === 'var')
    return { name: node.callee.name.toLowerCase(), cls: undefined }
  if (node.kind === 'mcall' && typeof node.name === 'string') return { name: node.name.toLowerCase(), cls: undefined }
  if (node.kind === 'scall' && typeof node.name === 'string')
    return { name: node.name.toLowerCase(), cls: node.cls.kind === 'name' ? node.cls.name : undefined }
  return undefined
}
