import type { Expr, Stmt } from '../ast.ts'
import { child, type Es, nodes, text } from './estree.ts'
import { lowerClass, lowerFunction } from './functions.ts'
import type { Lower } from './lower.ts'
import { lowerPattern } from './patterns.ts'

type Lowering = (lower: Lower, node: Es) => Stmt

const one = (lower: Lower, node: Es | null): Stmt => {
  if (!node) return { kind: 'nop', at: 0 }
  const list = lower.stmts([node])
  return list.length === 1 ? list[0]! : { kind: 'block', at: node.start, body: list }
}

function declarations(lower: Lower, node: Es): Stmt {
  const body = nodes(node, 'declarations').map((item): Stmt => {
    const init = child(item, 'init')
    return {
      kind: 'declare',
      at: item.start,
      target: lowerPattern(lower, child(item, 'id')),
      type: null,
      initial: init ? lower.expr(init) : null,
    }
  })
  return body.length === 1 ? body[0]! : { kind: 'block', at: node.start, body }
}

function forEach(lower: Lower, node: Es): Stmt {
  const left = child(node, 'left')
  const target: Expr =
    left?.type === 'VariableDeclaration'
      ? lowerPattern(lower, child(nodes(left, 'declarations')[0] ?? left, 'id'))
      : lowerPattern(lower, left)
  return {
    kind: 'foreach',
    at: node.start,
    subject: lower.expr(child(node, 'right')),
    key: null,
    value: target,
    byRef: false,
    keysOnly: node.type === 'ForInStatement',
    body: one(lower, child(node, 'body')),
  }
}

const exported: Lowering = (lower, node) => {
  const declaration = child(node, 'declaration')
  if (!declaration) return { kind: 'nop', at: node.start }
  if (declaration.type.endsWith('Declaration')) return one(lower, declaration)
  if (node.type === 'ExportDefaultDeclaration' && declaration.type !== 'Identifier')
    return {
      kind: 'declare',
      at: node.start,
      target: { kind: 'var', at: node.start, name: 'default' },
      type: null,
      initial: lower.expr(declaration),
    }
  return { kind: 'expr', at: node.start, value: lower.expr(declaration) }
}

const table: Readonly<Record<string, Lowering>> = {
  ExpressionStatement: (lower, node) => ({
    kind: 'expr',
    at: node.start,
    value: lower.expr(child(node, 'expression')),
  }),
  VariableDeclaration: declarations,
  FunctionDeclaration: (lower, node) => ({
    kind: 'funcdecl',
    at: node.start,
    fn: lowerFunction(lower, node, text(child(node, 'id'), 'name') || 'default'),
  }),
  ClassDeclaration: (lower, node) => ({ kind: 'classdecl', at: node.start, cls: lowerClass(lower, node) }),
  ExportNamedDeclaration: exported,
  ExportDefaultDeclaration: exported,
  TSExportAssignment: (lower, node) => ({ kind: 'expr', at: node.start, value: lower.expr(child(node, 'expression')) }),
  BlockStatement: (lower, node) => ({ kind: 'block', at: node.start, body: lower.stmts(nodes(node, 'body')) }),
  IfStatement: (lower, node) => ({
    kind: 'if',
    at: node.start,
    test: lower.expr(child(node, 'test')),
    yes: one(lower, child(node, 'consequent')),
    no: child(node, 'alternate') ? one(lower, child(node, 'alternate')) : null,
  }),
  WhileStatement: (lower, node) => ({
    kind: 'while',
    at: node.start,
    test: lower.expr(child(node, 'test')),
    body: one(lower, child(node, 'body')),
  }),
  DoWhileStatement: (lower, node) => ({
    kind: 'dowhile',
    at: node.start,
    test: lower.expr(child(node, 'test')),
    body: one(lower, child(node, 'body')),
  }),
  ForStatement: (lower, node) => {
    const init = child(node, 'init')
    const first: Stmt[] =
      init === null
        ? []
        : [
            init.type === 'VariableDeclaration'
              ? declarations(lower, init)
              : { kind: 'expr', at: init.start, value: lower.expr(init) },
          ]
    const update = child(node, 'update')
    return {
      kind: 'for',
      at: node.start,
      init: first,
      test: child(node, 'test') ? lower.expr(child(node, 'test')) : null,
      step: update ? [lower.expr(update)] : [],
      body: one(lower, child(node, 'body')),
    }
  },
  ForOfStatement: forEach,
  ForInStatement: forEach,
  SwitchStatement: (lower, node) => ({
    kind: 'switch',
    at: node.start,
    subject: lower.expr(child(node, 'discriminant')),
    cases: nodes(node, 'cases').map((item) => ({
      test: child(item, 'test') ? lower.expr(child(item, 'test')) : null,
      body: lower.stmts(nodes(item, 'consequent')),
    })),
  }),
  TryStatement: (lower, node) => {
    const handler = child(node, 'handler')
    const param = handler && child(handler, 'param')
    return {
      kind: 'try',
      at: node.start,
      resources: [],
      body: one(lower, child(node, 'block')),
      catches: handler
        ? [
            {
              types: ['Error'],
              name: param?.type === 'Identifier' ? text(param, 'name') : null,
              body: lower.stmts(nodes(child(handler, 'body') ?? handler, 'body')),
            },
          ]
        : [],
      finale: child(node, 'finalizer') ? one(lower, child(node, 'finalizer')) : null,
    }
  },
  ReturnStatement: (lower, node) => ({
    kind: 'return',
    at: node.start,
    value: child(node, 'argument') ? lower.expr(child(node, 'argument')) : null,
  }),
  ThrowStatement: (lower, node) => ({ kind: 'throw', at: node.start, value: lower.expr(child(node, 'argument')) }),
  BreakStatement: (_l, node) => ({ kind: 'break', at: node.start, depth: 1 }),
  ContinueStatement: (_l, node) => ({ kind: 'continue', at: node.start, depth: 1 }),
  LabeledStatement: (lower, node) => one(lower, child(node, 'body')),
}

/** Lowers a list of statements; types and other things without effect at run time are left out. */
export function lowerStatements(lower: Lower, list: readonly Es[]): Stmt[] {
  const body: Stmt[] = []
  for (const node of list) {
    const lowering = Object.hasOwn(table, node.type) ? table[node.type] : undefined
    if (lowering) body.push(lowering(lower, node))
  }
  return body
}
