import type { Expr } from '../../../../analysis/ast.ts'
import { calledName } from '../../../../analysis/visit.ts'
import { localsOf } from '../void-checks/asked.ts'
import type { StructureCheck } from '../check.ts'
import { contentWithAny } from '../void-checks/either-right.ts'
import { literalText } from '../scripts.ts'
import { itemOf } from '../shapes.ts'
import { callbackOf, visitPlaces } from './hooks.ts'

const writes = /POST|PUT|PATCH|DELETE|CREATABLE|EDITABLE|DELETABLE|ALLMETHODS/

const wordsOf = (expr: Expr): string => (expr.kind === 'cconst' ? expr.name : literalText(expr))

/** Looks like the key for the right of a route; WordPress reads `permission_callback` alone. */
const misnamed = /^permissions?(?:_?(?:callbacks?|check))?$/i

/**
 * WordPress: who may write by a route is whoever has signed in, though a capability is asked for as well (CWE-863), or anybody, since the
 * check stands under a key that nobody reads (CWE-862).
 */
export const openPermission: StructureCheck = (project, file, report) => {
  if (file.language !== 'php' || !/permission/.test(file.source)) return
  visitPlaces(project, file, (node, place) => {
    if (
      node.kind === 'array' &&
      itemOf(node, 'callback') &&
      itemOf(node, 'methods') &&
      !itemOf(node, 'permission_callback')
    )
      for (const { key, value } of node.items)
        if (key?.kind === 'lit' && misnamed.test(String(key.value)) && callbackOf(place, value))
          report('missing-authorisation', node.at)
    const asks = node.kind === 'array' ? itemOf(node, 'permission_callback') : undefined
    const verbs = node.kind === 'array' ? itemOf(node, 'methods') : undefined
    if (!asks || !verbs || !writes.test(wordsOf(verbs))) return
    const callback = callbackOf(place, asks)
    const body = callback?.fn.body ?? []
    const locals = localsOf(body)
    for (const item of body)
      if (item.kind === 'return' && item.value && contentWithAny(item.value, locals, false) && !calledName(item.value))
        report('missing-authorisation', item.at, callback?.file)
  })
}
