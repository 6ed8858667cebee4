import { child, type Es, nodes, text } from '../../../analysis/js/estree.ts'
import { nameOf } from './typed-names.ts'

type Holds = (node: Es) => boolean

/** Whether a test asks for a single digit behind those that may be shown. */
function asksDigit(test: Es, holds: Holds): boolean {
  if (test.type === 'LogicalExpression')
    return [child(test, 'left'), child(test, 'right')].some((side) => side !== null && asksDigit(side, holds))
  if (test.type !== 'BinaryExpression' || !/^[!=]==?$/.test(text(test, 'operator'))) return false
  return [child(test, 'left'), child(test, 'right')].some((side) => side !== null && isDigit(side, holds))
}

function isDigit(node: Es, holds: Holds): boolean {
  if (!holds(node)) return false
  const call =
    node.type === 'CallExpression' && /^(?:charAt|charCodeAt|codePointAt|at)$/.test(nameOf(child(node, 'callee')))
  const place = call ? nodes(node, 'arguments')[0] : node['computed'] === true ? child(node, 'property') : undefined
  if (place === undefined || place === null) return false
  return place.type !== 'Literal' || Number(place['value']) > 7
}

/** Whether a way out is chosen by single digits: each picture or address stands for one. */
export function choosesByDigit(node: Es, source: string, holds: Holds): boolean {
  const test = child(node, node.type === 'SwitchStatement' ? 'discriminant' : 'test')
  if (test === null || !(node.type === 'SwitchStatement' ? isDigit(test, holds) : asksDigit(test, holds))) return false
  const inside = source.slice(test.end, node.end)
  return /\bfetch\b|\.src\s*=|sendBeacon|\.send\b|\.open\b|\.href\s*=|WebSocket|setItem|cookie/.test(inside)
}
