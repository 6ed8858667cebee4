import type { Expr, FunctionDecl, Stmt } from '../ast.ts'

const known = new WeakMap<object, ReadonlySet<string>>()

/** Names of variables that a statement may assign anywhere inside, closures left out. */
export function assignedNames(statement: Stmt): ReadonlySet<string> {
  const before = known.get(statement)
  if (before) return before
  const names = new Set<string>()
  collect(statement, names)
  known.set(statement, names)
  return names
}

/** Names that a function assigns without declaring them itself. */
export function assignedIn(fn: FunctionDecl): ReadonlySet<string> {
  const before = known.get(fn)
  if (before) return before
  const names = new Set<string>()
  const own = new Set(fn.params.map((param) => param.name))
  for (const statement of fn.body ?? [])
    if (statement.kind === 'declare') target(statement.target, own)
    else for (const name of assignedNames(statement)) names.add(name)
  for (const name of own) names.delete(name)
  known.set(fn, names)
  return names
}

function target(expr: Expr, names: Set<string>): void {
  if (expr.kind === 'var') names.add(expr.name)
  else if (expr.kind === 'index' || expr.kind === 'prop') target(expr.object, names)
  else if (expr.kind === 'array') for (const item of expr.items) target(item.value, names)
}

function collect(node: unknown, names: Set<string>): void {
  if (Array.isArray(node)) {
    for (const item of node) collect(item, names)
    return
  }
  if (node === null || typeof node !== 'object') return
  const typed = node as Expr | Stmt
  switch (typed.kind) {
    case 'assign':
      target(typed.target, names)
      collect(typed.value, names)
      return
    case 'incdec':
      target(typed.target, names)
      return
    case 'declare':
      target(typed.target, names)
      collect(typed.initial, names)
      return
    case 'foreach':
      if (typed.key) target(typed.key, names)
      target(typed.value, names)
      collect(typed.body, names)
      return
    case 'lit':
    case 'var':
    case 'name':
    case 'const':
    case 'html':
    case 'func':
    case 'classdecl':
    case 'funcdecl':
      return
    default:
  }
  for (const key in node) {
    const child = (node as Record<string, unknown>)[key]
    if (typeof child === 'object' && child !== null) collect(child, names)
  }
}
