import type { Annotation, Argument, ClassDecl, Expr, FunctionDecl, Stmt } from './ast.ts'

type Part = Expr | Stmt | FunctionDecl | Argument

/** What a walk may begin with. */
export type Visitable = Expr | Stmt | FunctionDecl | readonly (Part | null)[] | null | undefined

/** Told of each node; `false` leaves out what is below it. */
export type See = (node: Expr | Stmt) => boolean | void

/** Calls `see` for every statement and expression of a tree, from the first to the last, functions and classes included. */
export function visit(tree: Visitable, see: See): void {
  if (!tree) return
  if (Array.isArray(tree)) {
    for (const item of tree as readonly (Part | null)[]) {
      if (!item) continue
      if ('kind' in item) visitNode(item, see)
      else if ('params' in item) visitFunction(item, see)
      else visitNode(item.value, see)
    }
  } else if ('kind' in tree) visitNode(tree, see)
  else visitFunction(tree as FunctionDecl, see)
}

function visitAll(nodes: readonly (Expr | Stmt)[], see: See): void {
  for (let i = 0; i < nodes.length; i++) visitNode(nodes[i]!, see)
}

function visitArguments(args: readonly Argument[], see: See): void {
  for (let i = 0; i < args.length; i++) visitNode(args[i]!.value, see)
}

function visitAnnotations(annotations: readonly Annotation[] | undefined, see: See): void {
  for (const { args } of annotations ?? []) for (const name in args) visitNode(args[name]!, see)
}

function visitFunction({ params, body, annotations }: FunctionDecl, see: See): void {
  for (const param of params) {
    if (param.initial) visitNode(param.initial, see)
    if (param.pattern) visitNode(param.pattern, see)
    visitAnnotations(param.annotations, see)
  }
  if (body) visitAll(body, see)
  visitAnnotations(annotations, see)
}

function visitClass({ methods, properties, annotations, compact, nested }: ClassDecl, see: See): void {
  for (const method of methods) visitFunction(method, see)
  for (const property of properties) {
    if (property.initial) visitNode(property.initial, see)
    visitAnnotations(property.annotations, see)
  }
  visitAnnotations(annotations, see)
  visitAll(nested, see)
  if (compact) visitAll(compact, see)
}

/** Children by name and kind: a loop over the keys of any object costs five times as much. */
function visitNode(node: Expr | Stmt, see: See): void {
  if (see(node) === false) return
  switch (node.kind) {
    case 'call':
      visitNode(node.callee, see)
      return visitArguments(node.args, see)
    case 'mcall':
      visitNode(node.object, see)
      if (typeof node.name !== 'string') visitNode(node.name, see)
      return visitArguments(node.args, see)
    case 'scall':
      visitNode(node.cls, see)
      if (typeof node.name !== 'string') visitNode(node.name, see)
      return visitArguments(node.args, see)
    case 'new':
      visitNode(node.cls, see)
      visitArguments(node.args, see)
      return node.body && visitClass(node.body, see)
    case 'assign':
      visitNode(node.target, see)
      return visitNode(node.value, see)
    case 'prop':
      visitNode(node.object, see)
      return typeof node.name === 'string' ? undefined : visitNode(node.name, see)
    case 'index':
      visitNode(node.object, see)
      return node.index ? visitNode(node.index, see) : undefined
    case 'bin':
      visitNode(node.left, see)
      return visitNode(node.right, see)
    case 'concat':
      return visitAll(node.parts, see)
    case 'array':
      for (const { key, value } of node.items) {
        if (key) visitNode(key, see)
        visitNode(value, see)
      }
      return
    case 'expr':
    case 'un':
    case 'cast':
    case 'include':
    case 'empty':
    case 'print':
    case 'eval':
    case 'shell':
    case 'throwx':
    case 'throw':
    case 'await':
      return visitNode(node.value, see)
    case 'return':
    case 'exit':
    case 'yield':
      return node.value ? visitNode(node.value, see) : undefined
    case 'echo':
    case 'isset':
    case 'seq':
      return visitAll(node.values, see)
    case 'block':
      return visitAll(node.body, see)
    case 'declare':
      visitNode(node.target, see)
      return node.initial ? visitNode(node.initial, see) : undefined
    case 'if':
      visitNode(node.test, see)
      visitNode(node.yes, see)
      return node.no ? visitNode(node.no, see) : undefined
    case 'cond':
      visitNode(node.test, see)
      if (node.yes) visitNode(node.yes, see)
      return visitNode(node.no, see)
    case 'func':
    case 'funcdecl':
      return visitFunction(node.fn, see)
    case 'classdecl':
      return visitClass(node.cls, see)
    case 'foreach':
      visitNode(node.subject, see)
      if (node.key) visitNode(node.key, see)
      visitNode(node.value, see)
      return visitNode(node.body, see)
    case 'for':
      visitAll(node.init, see)
      if (node.test) visitNode(node.test, see)
      visitAll(node.step, see)
      return visitNode(node.body, see)
    case 'while':
    case 'dowhile':
      visitNode(node.test, see)
      return visitNode(node.body, see)
    case 'switch':
      visitNode(node.subject, see)
      for (const { test, body } of node.cases) {
        if (test) visitNode(test, see)
        visitAll(body, see)
      }
      return
    case 'match':
      visitNode(node.subject, see)
      for (const { tests, body } of node.arms) {
        if (tests) visitAll(tests, see)
        visitNode(body, see)
      }
      return
    case 'try':
      visitAll(node.resources, see)
      visitNode(node.body, see)
      for (const { body } of node.catches) visitAll(body, see)
      return node.finale ? visitNode(node.finale, see) : undefined
    case 'incdec':
      return visitNode(node.target, see)
    case 'dynvar':
      return visitNode(node.name, see)
    case 'sprop':
    case 'cconst':
      return visitNode(node.cls, see)
    case 'static':
      return node.initial ? visitNode(node.initial, see) : undefined
    case 'unset':
      return visitAll(node.targets, see)
    case 'lit':
    case 'var':
    case 'name':
    case 'const':
    case 'html':
    case 'break':
    case 'continue':
    case 'global':
    case 'nop':
      return
  }
}

/** Lower-case name of the function or method that a call calls, and of the class where it is written; undefined for anything else. */
export function calledName(node: Expr | Stmt): { name: string; cls: string | undefined } | undefined {
  if (node.kind === 'call' && node.callee.kind === 'name')
    return { name: node.callee.name.slice(node.callee.name.lastIndexOf('\\') + 1).toLowerCase(), cls: undefined }
  if (node.kind === 'call' && node.callee.kind === 'var')
    return { name: node.callee.name.toLowerCase(), cls: undefined }
  if (node.kind === 'mcall' && typeof node.name === 'string') return { name: node.name.toLowerCase(), cls: undefined }
  if (node.kind === 'scall' && typeof node.name === 'string')
    return { name: node.name.toLowerCase(), cls: node.cls.kind === 'name' ? node.cls.name : undefined }
  return undefined
}
