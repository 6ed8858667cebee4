import { parentOfClass } from '../ast.ts'
import type { Argument, ArrayItem, Constant, Expr } from '../ast.ts'
import { child, children, type Es, nodes, text } from './estree.ts'
import { lowerClass, lowerFunction } from './functions.ts'
import type { Lower } from './lower.ts'
import { lowerPattern } from './patterns.ts'

function args(lower: Lower, node: Es): Argument[] {
  return nodes(node, 'arguments').map((item) =>
    item.type === 'SpreadElement'
      ? { value: lower.expr(child(item, 'argument')), spread: true }
      : { value: lower.expr(item), spread: false },
  )
}

/** Name of a member: fixed, or computed at run time. */
function memberName(lower: Lower, node: Es): string | Expr {
  const property = child(node, 'property')
  if (node['computed'] !== true) return text(property, 'name')
  const value = property?.['value']
  if (property?.type === 'Literal' && typeof value === 'string') return value
  return lower.expr(property)
}

function call(lower: Lower, node: Es): Expr {
  const callee = child(node, 'callee')
  const at = node.start
  if (callee?.type === 'MemberExpression') {
    const place = child(callee, 'property')?.start ?? at
    const name = memberName(lower, callee)
    if (child(callee, 'object')?.type === 'Super')
      return { kind: 'scall', at: place, cls: parent(at), name, args: args(lower, node) }
    const object = lower.expr(child(callee, 'object'))
    return { kind: 'mcall', at: place, object, name, args: args(lower, node) }
  }
  if (callee?.type === 'Super')
    return { kind: 'scall', at, cls: parent(at), name: 'constructor', args: args(lower, node) }
  return { kind: 'call', at, callee: lower.expr(callee), args: args(lower, node) }
}

/** The class that the one around inherits from, whatever it is called. */
const parent = (at: number): Expr => ({ kind: 'name', at, name: parentOfClass })

function member(lower: Lower, node: Es): Expr {
  const object = lower.expr(child(node, 'object'))
  const name = memberName(lower, node)
  if (typeof name === 'string') return { kind: 'prop', at: node.start, object, name }
  return { kind: 'index', at: node.start, object, index: name }
}

function object(lower: Lower, node: Es): Expr {
  const items: ArrayItem[] = nodes(node, 'properties').map((property) => {
    if (property.type === 'SpreadElement')
      return { key: null, value: lower.expr(child(property, 'argument')), spread: true, byRef: false }
    const key = child(property, 'key')
    const name: Expr =
      property['computed'] === true
        ? lower.expr(key)
        : { kind: 'lit', at: property.start, value: text(key, 'name') || String(key?.['value'] ?? '') }
    const value = lower.expr(child(property, 'value'))
    // `get name() { … }`: what is read is what it gives.
    const given: Expr =
      property['kind'] === 'get' ? { kind: 'call', at: property.start, callee: value, args: [] } : value
    return { key: name, value: given, spread: false, byRef: false }
  })
  return { kind: 'array', at: node.start, items, isObject: true }
}

function template(lower: Lower, node: Es): Expr {
  const parts: Expr[] = []
  const expressions = nodes(node, 'expressions')
  nodes(node, 'quasis').forEach((quasi, index) => {
    const value = quasi['value'] as { cooked?: unknown } | undefined
    const cooked = typeof value?.cooked === 'string' ? value.cooked : ''
    if (cooked !== '') parts.push({ kind: 'lit', at: quasi.start, value: cooked })
    const expression = expressions[index]
    if (expression) parts.push(lower.expr(expression))
  })
  return { kind: 'concat', at: node.start, parts }
}

/** The fixed pieces of a tagged template: the first argument of its function. */
function quasis(node: Es): Expr {
  const items = nodes(child(node, 'quasi') ?? node, 'quasis').map((quasi): ArrayItem => {
    const value = quasi['value'] as { cooked?: unknown } | undefined
    const cooked = typeof value?.cooked === 'string' ? value.cooked : ''
    return { key: null, value: { kind: 'lit', at: quasi.start, value: cooked }, spread: false, byRef: false }
  })
  return { kind: 'array', at: node.start, items, isObject: false }
}

function literal(node: Es): Expr {
  const { value } = node
  const regex = node['regex'] as { pattern?: string; flags?: string } | undefined
  if (regex) return { kind: 'lit', at: node.start, value: `/${regex.pattern ?? ''}/${regex.flags ?? ''}` }
  const constant: Constant =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
  return { kind: 'lit', at: node.start, value: constant }
}

type Lowering = (lower: Lower, node: Es) => Expr

const inner: Lowering = (lower, node) => lower.expr(child(node, 'expression'))
const fn: Lowering = (lower, node) => ({
  kind: 'func',
  at: node.start,
  fn: lowerFunction(
    lower,
    node,
    text(child(node, 'id'), 'name') || (node.type === 'ArrowFunctionExpression' ? '{arrow}' : '{function}'),
  ),
})

/** The component that a tag names; a tag of HTML begins with a small letter. */
function component(lower: Lower, node: Es): Expr | undefined {
  const name = child(child(node, 'openingElement') ?? node, 'name')
  return name?.type === 'JSXIdentifier' && /^[A-Z]/.test(text(name, 'name'))
    ? lower.expr({ ...name, type: 'Identifier' })
    : undefined
}

function jsx(lower: Lower, node: Es): Expr {
  const values: Expr[] = []
  const made = component(lower, node)
  const props: ArrayItem[] = []
  for (const attribute of nodes(child(node, 'openingElement') ?? node, 'attributes')) {
    const value = child(attribute, 'value') ?? child(attribute, 'argument')
    if (!value) continue
    const name = text(child(attribute, 'name'), 'name')
    const lowered = lower.expr(value)
    if (made) {
      const key: Expr | null = name === '' ? null : { kind: 'lit', at: attribute.start, value: name }
      props.push({ key, value: lowered, spread: key === null, byRef: false })
      continue
    }
    values.push(
      name === 'dangerouslySetInnerHTML'
        ? {
            kind: 'call',
            at: attribute.start,
            callee: { kind: 'var', at: attribute.start, name },
            args: [{ value: lowered, spread: false }],
          }
        : lowered,
    )
  }
  if (made)
    values.push({
      kind: 'call',
      at: node.start,
      callee: made,
      args: [{ value: { kind: 'array', at: node.start, items: props, isObject: true }, spread: false }],
    })
  for (const item of nodes(node, 'children')) values.push(lower.expr(item))
  return { kind: 'seq', at: node.start, values: [...values, { kind: 'lit', at: node.start, value: null }] }
}

const table: Readonly<Record<string, Lowering>> = {
  Identifier: (_l, node) =>
    node['name'] === 'undefined'
      ? { kind: 'lit', at: node.start, value: null }
      : { kind: 'var', at: node.start, name: text(node, 'name') },
  ThisExpression: (_l, node) => ({ kind: 'var', at: node.start, name: 'this' }),
  Literal: (_l, node) => literal(node),
  TemplateLiteral: template,
  TaggedTemplateExpression: (lower, node) => ({
    kind: 'call',
    at: node.start,
    callee: lower.expr(child(node, 'tag')),
    args: [
      { value: quasis(node), spread: false },
      ...nodes(child(node, 'quasi') ?? node, 'expressions').map((item) => ({ value: lower.expr(item), spread: false })),
    ],
  }),
  CallExpression: call,
  NewExpression: (lower, node) => {
    const callee = child(node, 'callee')
    return {
      kind: 'new',
      at: node.start,
      cls:
        callee?.type === 'Identifier'
          ? { kind: 'name', at: node.start, name: text(callee, 'name') }
          : lower.expr(callee),
      args: args(lower, node),
    }
  },
  ImportExpression: (lower, node) => ({
    kind: 'call',
    at: node.start,
    callee: { kind: 'var', at: node.start, name: 'import' },
    args: [{ value: lower.expr(child(node, 'source')), spread: false }],
  }),
  MemberExpression: member,
  ChainExpression: inner,
  ParenthesizedExpression: inner,
  TSAsExpression: inner,
  TSSatisfiesExpression: inner,
  TSNonNullExpression: inner,
  TSTypeAssertion: inner,
  TSInstantiationExpression: inner,
  JSXExpressionContainer: inner,
  JSXElement: jsx,
  JSXFragment: jsx,
  ObjectExpression: object,
  ArrayExpression: (lower, node) => ({
    kind: 'array',
    at: node.start,
    isObject: false,
    items: children(node, 'elements').map((item) =>
      item?.type === 'SpreadElement'
        ? { key: null, value: lower.expr(child(item, 'argument')), spread: true, byRef: false }
        : { key: null, value: lower.expr(item), spread: false, byRef: false },
    ),
  }),
  FunctionExpression: fn,
  ArrowFunctionExpression: fn,
  ClassExpression: (lower, node) => {
    const cls = lowerClass(lower, node)
    return { kind: 'new', at: node.start, cls: { kind: 'name', at: node.start, name: cls.name }, args: [], body: cls }
  },
  AssignmentExpression: (lower, node) => {
    const op = text(node, 'operator')
    return {
      kind: 'assign',
      at: node.start,
      op,
      target: lowerPattern(lower, child(node, 'left')),
      value: lower.expr(child(node, 'right')),
      byRef: false,
    }
  },
  BinaryExpression: (lower, node) => ({
    kind: 'bin',
    at: node.start,
    op: text(node, 'operator'),
    left: lower.expr(child(node, 'left')),
    right: lower.expr(child(node, 'right')),
  }),
  LogicalExpression: (lower, node) => ({
    kind: 'bin',
    at: node.start,
    op: text(node, 'operator'),
    left: lower.expr(child(node, 'left')),
    right: lower.expr(child(node, 'right')),
  }),
  UnaryExpression: (lower, node) => ({
    kind: 'un',
    at: node.start,
    op: text(node, 'operator'),
    value: lower.expr(child(node, 'argument')),
  }),
  UpdateExpression: (lower, node) => ({
    kind: 'incdec',
    at: node.start,
    op: text(node, 'operator') === '--' ? '--' : '++',
    prefix: node['prefix'] === true,
    target: lower.expr(child(node, 'argument')),
  }),
  ConditionalExpression: (lower, node) => ({
    kind: 'cond',
    at: node.start,
    test: lower.expr(child(node, 'test')),
    yes: lower.expr(child(node, 'consequent')),
    no: lower.expr(child(node, 'alternate')),
  }),
  AwaitExpression: (lower, node) => ({ kind: 'await', at: node.start, value: lower.expr(child(node, 'argument')) }),
  YieldExpression: (lower, node) => ({
    kind: 'yield',
    at: node.start,
    value: child(node, 'argument') ? lower.expr(child(node, 'argument')) : null,
  }),
  SequenceExpression: (lower, node) => ({
    kind: 'seq',
    at: node.start,
    values: nodes(node, 'expressions').map((item) => lower.expr(item)),
  }),
}

/** Lowers one expression; what is not known becomes a value of which nothing is known. */
export function lowerExpression(lower: Lower, node: Es | null): Expr {
  if (!node) return { kind: 'lit', at: 0, value: null }
  const lowering = Object.hasOwn(table, node.type) ? table[node.type] : undefined
  return lowering ? lowering(lower, node) : { kind: 'const', at: node.start, name: node.type }
}
