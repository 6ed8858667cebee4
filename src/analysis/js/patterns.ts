import type { ArrayItem, Expr } from '../ast.ts'
import { child, children, type Es, nodes, text } from './estree.ts'
import type { Lower } from './lower.ts'

/** The target of an assignment or declaration: a name, a member, or a pattern that takes an object or array apart. */
export function lowerPattern(lower: Lower, node: Es | null): Expr {
  if (!node) return { kind: 'lit', at: 0, value: null }
  const at = node.start
  switch (node.type) {
    case 'ObjectPattern': {
      const items: ArrayItem[] = nodes(node, 'properties').map((property) => {
        if (property.type === 'RestElement')
          return { key: null, value: lowerPattern(lower, child(property, 'argument')), spread: true, byRef: false }
        const key = child(property, 'key')
        const name: Expr =
          property['computed'] === true
            ? lower.expr(key)
            : { kind: 'lit', at, value: text(key, 'name') || String(key?.['value'] ?? '') }
        return { key: name, value: lowerPattern(lower, child(property, 'value')), spread: false, byRef: false }
      })
      return { kind: 'array', at, items, isObject: true }
    }
    case 'ArrayPattern':
      return {
        kind: 'array',
        at,
        isObject: false,
        items: children(node, 'elements').map((item) => ({
          key: null,
          value:
            item?.type === 'RestElement' ? lowerPattern(lower, child(item, 'argument')) : lowerPattern(lower, item),
          spread: item?.type === 'RestElement',
          byRef: false,
        })),
      }
    case 'AssignmentPattern':
      return {
        kind: 'assign',
        at,
        op: '=',
        target: lowerPattern(lower, child(node, 'left')),
        value: lower.expr(child(node, 'right')),
        byRef: false,
      }
    default:
      return lower.expr(node)
  }
}
