import type { ClassDecl, Expr } from '../../../../analysis/ast.ts'
import { visit } from '../../../../analysis/visit.ts'
import { once } from '../../../../analysis/once.ts'
import { isNothing } from '../shapes.ts'
import type { Scope } from './scope.ts'

/** So many steps back from a name to what it was given. */
const deepest = 4

/** What a name of a function, a field or constant of its class, or a constant of the program was given. */
function given(expr: Expr, { locals, cls, constants }: Scope): readonly Expr[] {
  if (expr.kind === 'var') return locals.get(expr.name) ?? []
  if (expr.kind === 'const') return constants.get(expr.name) ?? []
  const field =
    expr.kind === 'prop' && expr.object.kind === 'var' && expr.object.name === 'this'
      ? expr.name
      : expr.kind === 'cconst' || expr.kind === 'sprop'
        ? expr.name
        : undefined
  if (!cls || typeof field !== 'string') return []
  const initial = cls.properties.find(({ name }) => name === field)?.initial
  const set = fieldsOf(cls).get(field) ?? []
  return initial && (set.length === 0 || !isNothing(initial)) ? [initial] : set
}

/** What the methods of a class put into its fields. */
const fieldsOf = once((cls: ClassDecl): ReadonlyMap<string, readonly Expr[]> => {
  const found = new Map<string, Expr[]>()
  visit(
    cls.methods.flatMap(({ body }) => body ?? []),
    (node) => {
      if (node.kind !== 'assign' || node.target.kind !== 'prop' || typeof node.target.name !== 'string') return
      if (node.target.object.kind !== 'var' || node.target.object.name !== 'this') return
      found.set(node.target.name, [...(found.get(node.target.name) ?? []), node.value])
    },
  )
  return found
})

/** The parts that a text is put together of, from left to right; names that were given one value are followed. */
export function partsOfText(expr: Expr, scope: Scope, depth = 0): readonly Expr[] {
  const inner = (part: Expr) => partsOfText(part, scope, depth)
  if (expr.kind === 'concat') return expr.parts.flatMap(inner)
  if (expr.kind === 'bin' && expr.op === '.') return [expr.left, expr.right].flatMap(inner)
  if (expr.kind === 'cast') return inner(expr.value)
  const values = depth < deepest ? given(expr, scope) : []
  return values.length === 1 && values[0] !== expr ? partsOfText(values[0]!, scope, depth + 1) : [expr]
}

/** An expression and whatever the names in it were given. */
export function withOrigins(expr: Expr, scope: Scope): readonly Expr[] {
  const all: Expr[] = [expr]
  const names = new Set<string>()
  const open: [Expr, number][] = [[expr, 0]]
  for (const [from, depth] of open) {
    if (depth >= deepest) continue
    for (const name of namesIn(from)) {
      const key = name.kind === 'var' ? `$${name.name}` : String(name.name)
      if (names.has(key)) continue
      names.add(key)
      for (const value of given(name, scope)) {
        all.push(value)
        open.push([value, depth + 1])
      }
    }
  }
  return all
}

type Named = Expr & { kind: 'var' | 'prop' | 'cconst' | 'sprop' }

function namesIn(expr: Expr): Named[] {
  const found: Named[] = []
  visit(expr, (node) => {
    if (node.kind === 'func') return false
    if (node.kind === 'var' || node.kind === 'prop' || node.kind === 'cconst' || node.kind === 'sprop') found.push(node)
    return undefined
  })
  return found
}
