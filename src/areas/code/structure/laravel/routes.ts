import type { Argument, Expr, FunctionDecl, Stmt } from '../../../../analysis/ast.ts'
import type { Project } from '../../../../analysis/project.ts'
import { oncePer } from '../scripts.ts'
import { itemOf } from '../shapes.ts'

/** A route of Laravel as its file declares it. */
export interface Route {
  file: number
  at: number
  verb: string
  /** With the prefixes of its groups, without a slash in front. */
  path: string
  middleware: readonly string[]
  /** Class of the controller; empty for a closure. */
  controller: string
  /** Method of it that answers. */
  action: string
  /** Function that answers, where it is written in place. */
  closure?: FunctionDecl
}

interface Group {
  middleware: readonly string[]
  path: string
  controller: string
}

interface Link {
  name: string
  args: readonly Argument[]
}

const verbs = /^(?:get|post|put|patch|delete|options|any|match|resource|apiresource|singleton|view|redirect)$/

/** `Route::a()->b()->c()` as its calls from the left. */
function chainOf(expr: Expr): Link[] | undefined {
  if (expr.kind === 'scall' && typeof expr.name === 'string')
    return expr.cls.kind === 'name' && /(?:^|\\)Route$/.test(expr.cls.name)
      ? [{ name: expr.name.toLowerCase(), args: expr.args }]
      : undefined
  if (expr.kind !== 'mcall' || typeof expr.name !== 'string') return undefined
  const before = chainOf(expr.object)
  return before && [...before, { name: expr.name.toLowerCase(), args: expr.args }]
}

/** Names in an argument: a text, a class, or a list of them. */
function namesOf(expr: Expr | undefined): string[] {
  if (expr?.kind === 'lit') return typeof expr.value === 'string' ? [expr.value] : []
  if (expr?.kind === 'cconst') return expr.cls.kind === 'name' ? [expr.cls.name] : []
  if (expr?.kind === 'array') return expr.items.flatMap(({ value }) => namesOf(value))
  // Put together at run time: something is there.
  return expr ? ['?'] : []
}

const joined = (...parts: string[]) =>
  parts
    .map((part) => part.replace(/^\/+|\/+$/g, ''))
    .filter((part) => part !== '')
    .join('/')

/** Controller and method, written out or as the group's. */
function answerer(expr: Expr | undefined, group: Group): Pick<Route, 'controller' | 'action'> {
  const text = expr?.kind === 'lit' && typeof expr.value === 'string' ? expr.value : ''
  if (group.controller !== '' && /^\w+$/.test(text)) return { controller: group.controller, action: text }
  const named = expr?.kind === 'array' && expr.items[1] ? namesOf(expr.items[1].value)[0] : text.split('@')[1]
  return { controller: controllerOf(expr) || group.controller, action: named ?? '__invoke' }
}

function controllerOf(expr: Expr | undefined): string {
  if (expr?.kind === 'array' && expr.items.length > 0) return namesOf(expr.items[0]!.value)[0] ?? ''
  if (expr?.kind === 'lit' && typeof expr.value === 'string') return expr.value.split('@')[0]!
  if (expr?.kind === 'cconst') return namesOf(expr)[0] ?? ''
  return ''
}

function grouped(outer: Group, links: readonly Link[]): Group {
  const middleware = [...outer.middleware]
  let { path, controller } = outer
  for (const { name, args } of links) {
    const first = args[0]?.value
    if (name === 'middleware') middleware.push(...args.flatMap(({ value }) => namesOf(value)))
    else if (name === 'can') middleware.push('can')
    else if (name === 'prefix') path = joined(path, namesOf(first)[0] ?? '')
    else if (name === 'controller') controller = namesOf(first)[0] ?? ''
    else if (name === 'group' && first?.kind === 'array') {
      middleware.push(...namesOf(itemOf(first, 'middleware')))
      path = joined(path, namesOf(itemOf(first, 'prefix'))[0] ?? '')
    }
  }
  return { middleware, path, controller }
}

function read(body: readonly Stmt[], file: number, outer: Group, into: Route[]): void {
  for (const statement of body) {
    if (statement.kind === 'if') {
      read([statement.yes, ...(statement.no ? [statement.no] : [])], file, outer, into)
      continue
    }
    if (statement.kind === 'block') read(statement.body, file, outer, into)
    const value = statement.kind === 'expr' || statement.kind === 'return' ? statement.value : null
    const links = value && chainOf(value)
    if (!links) continue
    const group = grouped(outer, links)
    const inner = links.find(({ name }) => name === 'group')?.args.at(-1)?.value
    if (inner?.kind === 'func') {
      read(inner.fn.body ?? [], file, group, into)
      continue
    }
    const link = links.find(({ name }) => verbs.test(name))
    if (!link) continue
    const at = link.name === 'match' ? 1 : 0
    const answer = link.args[at + 1]?.value
    into.push({
      file,
      at: value.at,
      verb: link.name,
      path: joined(group.path, namesOf(link.args[at]?.value)[0] ?? ''),
      middleware: group.middleware,
      ...answerer(answer, group),
      ...(answer?.kind === 'func' && { closure: answer.fn }),
    })
  }
}

/** Says itself that it answers browsers: no file that loads it stands before it. */
const ofBrowser = ({ middleware }: Route) => middleware.includes('web')

/** Routes of every file of routes, those of packages that others load included. */
const readRoutes = (project: Project): readonly Route[] => {
  const found: Route[] = []
  for (const { id, path, parsed } of project.files)
    if (/(?:^|\/)routes\/[\w-]+\.php$/i.test(path))
      read(parsed.body, id, { middleware: [], path: '', controller: '' }, found)
  return found
}
export const declaredRoutes = (project: Project): readonly Route[] => oncePer(project, readRoutes)

const readWhole = (project: Project): readonly Route[] =>
  declaredRoutes(project).filter(
    (route) => /(?:^|\/)routes\/(?:web|api)\.php$/.test(project.files[route.file]!.path) || ofBrowser(route),
  )

/** Routes of the files that the framework itself loads, `routes/web.php` and `routes/api.php`, and those of packages that are whole. */
export const laravelRoutes = (project: Project): readonly Route[] => oncePer(project, readWhole)

/** True for routes that change something. */
export const isWrite = ({ verb }: Route) => /^(?:post|put|patch|delete|any|match|resource|apiresource)$/.test(verb)
