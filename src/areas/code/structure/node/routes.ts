import type { Expr } from '../../../../analysis/ast.ts'
import { folderOf, resolveModule } from '../../../../analysis/js/resolve.ts'
import type { FunctionInfo, Project, SourceFile } from '../../../../analysis/project.ts'
import { calledName, visit } from '../../../../analysis/visit.ts'
import { moduleFunction, moduleImports } from '../module-functions.ts'
import { nameOf } from '../records/record-access.ts'
import { literalText } from '../scripts.ts'

/** A route of Express, Fastify, Koa or Hono. */
export interface NodeRoute {
  /** Name of the router or application that it hangs on. */
  router: string
  verb: string
  path: string
  handler: FunctionInfo
  at: number
  /** What stands before the handler at this route. */
  before: Expr[]
}

/** What stands before all routes of a router, from where it is written on. */
export interface NodeUse {
  router: string
  /** Empty: for all paths. */
  path: string
  before: Expr[]
  at: number
}

const verbs = /^(?:get|post|put|patch|delete|del|all)$/

/** The function that an expression stands for: written in place, named, or wrapped (`asyncHandler(fn)`). */
export function functionOf(project: Project, file: SourceFile, expr: Expr | undefined): FunctionInfo | undefined {
  if (expr === undefined) return undefined
  if (expr.kind === 'func') return { fn: expr.fn, file: file.id, cls: null }
  if (expr.kind === 'var') return moduleFunction(project, file.id, expr)
  if (expr.kind === 'prop' && typeof expr.name === 'string') {
    const found = moduleFunction(project, file.id, expr.object, expr.name)
    if (found) return found
    const called = project.methods.get(expr.name.toLowerCase())
    return called?.length === 1 ? called[0] : undefined
  }
  // `controller.show.bind(controller)`
  if (expr.kind === 'mcall' && expr.name === 'bind') return functionOf(project, file, expr.object)
  if (expr.kind === 'call' && expr.args.length === 1) return functionOf(project, file, expr.args[0]!.value)
  return undefined
}

const flat = (exprs: readonly Expr[]): Expr[] =>
  exprs.flatMap((expr) =>
    expr.kind === 'array' && !expr.isObject ? flat(expr.items.map(({ value }) => value)) : [expr],
  )

const partOf = (expr: Expr | undefined, name: RegExp): Expr[] =>
  expr?.kind === 'array' && expr.isObject
    ? flat(
        expr.items.filter(({ key }) => key?.kind === 'lit' && name.test(String(key.value))).map(({ value }) => value),
      )
    : []

const hook = /^(?:preHandler|onRequest|preValidation|preParsing|config|before|pre)$/

/** `fastify.route({ method, url, preHandler, handler })` */
function described(project: Project, file: SourceFile, node: Expr & { kind: 'mcall' }): NodeRoute[] {
  const given = node.args[0]?.value
  const handler = functionOf(project, file, partOf(given, /^handler$/)[0])
  const path = partOf(given, /^(?:url|path)$/).map(literalText)[0]
  if (!handler || path === undefined) return []
  return partOf(given, /^method$/).map((method) => ({
    router: nameOf(node.object),
    verb: literalText(method).toLowerCase(),
    path,
    handler,
    at: node.at,
    before: partOf(given, hook),
  }))
}

/** Router and path of `router.route('/x').get(…).post(…)`. */
function chained(object: Expr): { router: string; path: string } | undefined {
  if (object.kind !== 'mcall') return undefined
  const [path] = object.args
  if (object.name === 'route' && path?.value.kind === 'lit')
    return { router: nameOf(object.object), path: String(path.value.value) }
  return typeof object.name === 'string' && verbs.test(object.name) ? chained(object.object) : undefined
}

/** Routes of a file, in the order in which they are written. */
export function nodeRoutes(project: Project, file: SourceFile): NodeRoute[] {
  const found: NodeRoute[] = []
  visit(file.parsed.body, (node) => {
    if (node.kind !== 'mcall') return
    const name = calledName(node)?.name ?? ''
    if (name === 'route' && node.args.length === 1) found.push(...described(project, file, node))
    if (!verbs.test(name)) return
    const args = node.args.map(({ value }) => value)
    const chain = chained(node.object)
    const path =
      chain?.path ?? (args[0]?.kind === 'lit' && typeof args[0].value === 'string' ? args[0].value : undefined)
    const rest = flat(chain ? args : args.slice(1))
    const handler = functionOf(project, file, rest.at(-1))
    if (path === undefined || !handler || (!chain && !path.startsWith('/') && path !== '*')) return
    const before = rest.slice(0, -1).flatMap((expr) => (expr.kind === 'array' ? partOf(expr, hook) : [expr]))
    found.push({ router: chain?.router ?? nameOf(node.object), verb: name, path, handler, at: node.at, before })
  })
  return found
}

/** What stands before all routes of a router of a file: `use`, and the hooks of Fastify. */
export function nodeUses(file: SourceFile): NodeUse[] {
  const found: NodeUse[] = []
  visit(file.parsed.body, (node) => {
    if (node.kind !== 'mcall' || !/^(?:use|all|addhook)$/.test(calledName(node)?.name ?? '')) return
    const args = node.args.map(({ value }) => value)
    const isHook = calledName(node)?.name === 'addhook'
    const path = !isHook && args[0]?.kind === 'lit' ? String(args[0].value) : ''
    const before = flat(isHook ? args.slice(1) : args[0]?.kind === 'lit' ? args.slice(1) : args)
    found.push({ router: nameOf(node.object), path: path.replace(/\/?\*.*$/, ''), before, at: node.at })
  })
  return found
}

/** Where a router of another file is mounted: the file that does so, the path, and what stands before it there. */
export interface NodeMount {
  file: SourceFile
  use: NodeUse
}

/** File of a module that an expression names: a variable that was imported, or `require('./x')` in place. */
function moduleOf(project: Project, file: SourceFile, expr: Expr): number | undefined {
  const spec =
    expr.kind === 'var'
      ? moduleImports(file).get(expr.name)
      : expr.kind === 'call' && expr.callee.kind === 'var' && expr.callee.name === 'require'
        ? literalText(expr.args[0]?.value ?? expr)
        : undefined
  if (spec === undefined) return undefined
  const folder = folderOf(file.path)
  return resolveModule(project, folder, spec) ?? resolveModule(project, folder, spec.slice(0, spec.lastIndexOf('.')))
}

/** Places at which the routes of a file are hung into the application. */
export function mountsOf(project: Project, file: SourceFile): NodeMount[] {
  const found: NodeMount[] = []
  for (const other of project.files) {
    if (other.language !== 'js' || other === file || !/\.(?:use|register|route)\(/.test(other.source)) continue
    visit(other.parsed.body, (node) => {
      if (node.kind !== 'mcall' || !/^(?:use|register|route)$/.test(calledName(node)?.name ?? '')) return
      const args = flat(node.args.map(({ value }) => value))
      const at = args.findIndex((expr) => moduleOf(project, other, called(expr)) === file.id)
      if (at < 0) return
      const prefix = partOf(args[at + 1], /^prefix$/).map(literalText)[0]
      const path = args[0]?.kind === 'lit' ? String(args[0].value) : (prefix ?? '')
      const before = args.slice(0, at).filter(({ kind }) => kind !== 'lit')
      found.push({ file: other, use: { router: nameOf(node.object), path, before, at: node.at } })
    })
  }
  return found
}

/** `router.routes()`, `createRouter(db)`: what they are called on, or are. */
const called = (expr: Expr): Expr =>
  expr.kind === 'mcall'
    ? expr.object
    : expr.kind === 'call' && expr.callee.kind === 'var' && expr.callee.name !== 'require'
      ? expr.callee
      : expr
