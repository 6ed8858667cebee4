import type { Expr, FunctionDecl } from '../../../../analysis/ast.ts'
import type { Project } from '../../../../analysis/project.ts'
import { calledName, visit } from '../../../../analysis/visit.ts'
import { localsOf } from '../void-checks/asked.ts'
import type { StructureCheck } from '../check.ts'
import { contentWithAny } from '../void-checks/either-right.ts'
import { literalText } from '../scripts.ts'
import { classesOf, itemOf } from '../shapes.ts'

const writes = /POST|PUT|PATCH|DELETE|CREATABLE|EDITABLE|DELETABLE|ALLMETHODS/

const wordsOf = (expr: Expr): string => (expr.kind === 'cconst' ? expr.name : literalText(expr))

/** The function that a permission is asked by: in place, by its name, or of the class around. */
function functionOf(project: Project, expr: Expr, methods: readonly FunctionDecl[]): FunctionDecl | undefined {
  if (expr.kind === 'func') return expr.fn
  if (expr.kind === 'lit') return project.functions.get(String(expr.value).toLowerCase())?.fn
  const name = expr.kind === 'array' && expr.items[1] ? literalText(expr.items[1].value) : ''
  return methods.find((fn) => fn.name === name)
}

/** WordPress: who may write by a route is whoever has signed in, though a capability is asked for as well (CWE-863). */
export const openPermission: StructureCheck = (project, file, report) => {
  if (file.language !== 'php' || !/permission_callback/.test(file.source)) return
  const methods = classesOf(file.parsed.body).flatMap((cls) => cls.methods)
  visit(file.parsed.body, (node) => {
    const asks = node.kind === 'array' ? itemOf(node, 'permission_callback') : undefined
    const verbs = node.kind === 'array' ? itemOf(node, 'methods') : undefined
    if (!asks || !verbs || !writes.test(wordsOf(verbs))) return
    const fn = functionOf(project, asks, methods)
    const locals = localsOf(fn?.body)
    for (const item of fn?.body ?? [])
      if (item.kind === 'return' && item.value && contentWithAny(item.value, locals, false) && !calledName(item.value))
        report('missing-authorisation', item.at)
  })
}
