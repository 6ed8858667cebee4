import type { Expr, FunctionDecl, Stmt } from '../ast.ts'
import { visit, type Visitable } from '../visit.ts'

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

function collect(tree: Visitable, names: Set<string>): void {
  visit(tree, (node) => {
    switch (node.kind) {
      case 'assign':
        target(node.target, names)
        collect(node.value, names)
        return false
      case 'incdec':
        target(node.target, names)
        return false
      case 'declare':
        target(node.target, names)
        collect(node.initial, names)
        return false
      case 'foreach':
        if (node.key) target(node.key, names)
        target(node.value, names)
        collect(node.body, names)
        return false
      default:
        return node.kind !== 'func' && node.kind !== 'classdecl' && node.kind !== 'funcdecl'
    }
  })
}
