import { child, type Es, nodes, text } from '../../../analysis/js/estree.ts'
import { propertyOf } from './typed-sources.ts'

export const nameOf = (callee: Es | null): string =>
  callee === null ? '' : callee.type === 'MemberExpression' ? (propertyOf(callee) ?? '') : text(callee, 'name')
/** What a chain of members and calls begins at. */
export const rootOf = (node: Es | null): Es | null => {
  let at = node
  while (at?.type === 'MemberExpression' || at?.type === 'CallExpression' || at?.type === 'ChainExpression')
    at = child(at, at.type === 'MemberExpression' ? 'object' : at.type === 'CallExpression' ? 'callee' : 'expression')
  return at
}
export const rootName = (node: Es | null): string => text(rootOf(node), 'name')

/** Whether text is put into elements of the page by a library (`$(".total").text(…)`), as `textContent` does: not into scripts or styles. */
export function showsText(receiver: Es | null): boolean {
  const selector = receiver?.type === 'CallExpression' ? nodes(receiver, 'arguments')[0]?.['value'] : undefined
  const bare = receiver?.type === 'CallExpression' && /^(?:\$|jQuery)$/.test(text(child(receiver, 'callee'), 'name'))
  return bare && typeof selector === 'string' && !/^\s*<|script|style/i.test(selector)
}
