import type { Expr, FunctionDecl } from '../../../../analysis/ast.ts'
import type { Project } from '../../../../analysis/project.ts'
import { calledName, visit } from '../../../../analysis/visit.ts'
import type { StructureCheck } from '../check.ts'
import { pathOfStaff, shortName } from '../handlers.ts'
import { laravelRoutes, type Route } from './routes.ts'
import { knowsOwner, withoutSignIn } from '../records/owner.ts'
import { reachOf, textOfReach } from '../reach.ts'
import { personal } from '../records/record-access.ts'
import { oncePer } from '../scripts.ts'
import { onlyTrue } from '../shapes.ts'

/** Middleware that lets anybody through, or whoever has signed in as a customer. */
const letsCustomers =
  /^(?:web|api|bindings|verified|throttle.*|cache.*|cors|locale|auth|auth:(?:web|customer|sanctum|api)|customer|(?:.*\\)?Authenticate|.*(?:SubstituteBindings|StartSession|ThrottleRequests))$/i
const signedIn = /^(?:auth(?::(?:web|customer|sanctum|api))?|customer|(?:.*\\)?Authenticate)$/
const byNumber = /^(?:find|findorfail)$/

/** Source of all PHP that says what belongs to whom: relations of the user, policies, bindings of routes. */
const owning = (project: Project): string =>
  project.files
    .filter(
      ({ language, source }) =>
        language === 'php' && /user\(\)->|Policy\b|Route::bind|resolveRouteBinding|addGlobalScope/.test(source),
    )
    .map(({ source }) => source)
    .join('\n')

/** A model whose records belong to users, by its name or by what the program does elsewhere. */
function isOwned(project: Project, name: string): boolean {
  if (personal.test(name)) return true
  const plural = name[0]!.toLowerCase() + name.slice(1)
  return new RegExp(`user\\(\\)->${plural}s\\(\\)|class ${name}Policy\\b`).test(oncePer(project, owning))
}

/** Binding of the route, or the model, may find a customer's own records only. */
function isBoundToOwner(project: Project, param: string, model: string): boolean {
  if (new RegExp(`Route::bind\\(\\s*['"]${param}['"]`).test(oncePer(project, owning))) return true
  const info = project.findClass(model)
  return info !== undefined && /resolveRouteBinding|addGlobalScope|ScopedBy/.test(project.files[info.file]!.source)
}

/** Asks for the right in the request that it takes. */
const asksInRequest = (project: Project, fn: FunctionDecl) =>
  fn.params.some(({ type }) => {
    const check = type ? project.findMethod(type, 'authorize') : undefined
    return check !== undefined && !onlyTrue(check.fn.body)
  })

const ends = /^(?:first|firstorfail|sole|value|get|update|delete)$/
const singular = (table: string) => table.replace(/ies$/, 'y').replace(/([^s])s$/, '$1')

/** `DB::table('t')->where('id', $id)`: the table, and whether nothing but the number of the route is asked for. */
function builtBy(node: Expr, given: ReadonlyMap<string, string>): { table: string; asked: boolean } {
  let table = ''
  let byNumber = false
  let others = false
  for (let step: Expr = node; ; ) {
    if (step.kind === 'scall') {
      const [first] = step.args
      if (calledName(step)?.name === 'table' && first?.value.kind === 'lit') table = String(first.value.value)
      return { table, asked: byNumber && !others }
    }
    if (step.kind !== 'mcall') return { table: '', asked: false }
    const name = calledName(step)?.name ?? ''
    const [column, value] = step.args.map((item) => item.value)
    const isNumber =
      column?.kind === 'lit' &&
      /(?:^|[._])id$/.test(String(column.value)) &&
      value?.kind === 'var' &&
      given.has(value.name)
    if (/where|join/.test(name))
      if (name === 'where' && isNumber) byNumber = true
      else others = true
    step = step.object
  }
}

/** Says what comes with a record, not whose it is. */
const onlyAdds = /^(?:with|withcount|withtrashed|without|query|select|latest|newquery)$/

/** Class of a model of which `Order::with('lines')->findOrFail($id)` takes any record. */
function modelOf(node: Expr & { kind: 'mcall' }): string | undefined {
  for (let step: Expr = node.object; ; step = step.object) {
    if (!onlyAdds.test(calledName(step)?.name ?? '')) return undefined
    if (step.kind === 'scall') return step.cls.kind === 'name' ? step.cls.name : undefined
    if (step.kind !== 'mcall') return undefined
  }
}

/** What somebody wrote is there for everybody to read, and his own to change. */
const ofAuthor = /^(?:[A-Z][a-z]+)?(?:Review|Comment|Reply)$/
const changesByRoute = ({ verb, action, middleware }: Route) =>
  middleware.some((name) => signedIn.test(name)) &&
  (/^(?:put|patch|delete)$/.test(verb) || (verb === 'match' && /^(?:update|destroy)$/.test(action)))

/** Where a handler takes a record of one customer that the route names: bound by its type, or found by its number. */
function taken(project: Project, fn: FunctionDecl, route: Route): number | undefined {
  const isOfOne = (name: string) => isOwned(project, name) || (ofAuthor.test(name) && changesByRoute(route))
  const given = new Map([...route.path.matchAll(/\{(\w+)(?::\w+)?\??\}/g)].map(([, name = '']) => [name, name]))
  let at: number | undefined
  for (const { name, type } of fn.params)
    if (given.has(name) && type && isOfOne(shortName(type))) if (!isBoundToOwner(project, name, type)) at = fn.at
  visit(fn.body, (node) => {
    if (node.kind === 'mcall' && ends.test(calledName(node)?.name ?? '')) {
      const { table, asked } = builtBy(node, given)
      if (asked && table !== '' && isOwned(project, singular(table))) at ??= node.at
    }
    if (node.kind === 'mcall' && byNumber.test(calledName(node)?.name ?? '')) {
      const model = modelOf(node)
      const [number] = node.args
      if (model && number?.value.kind === 'var' && given.has(number.value.name) && isOfOne(shortName(model)))
        at ??= node.at
    }
    const called = node.kind === 'scall' ? calledName(node) : undefined
    if (!called || node.kind !== 'scall' || !byNumber.test(called.name) || !called.cls) return
    const [first] = node.args
    if (first?.value.kind === 'var' && given.has(first.value.name) && isOfOne(shortName(called.cls))) at ??= node.at
  })
  return at
}

const changes = /^(?:delete|update|forcedelete|save|anonymi[sz]e)$/
const ofVisit = /logout|confirm|verify|unsubscribe|token|hash|signed/i

/** Where an action of a signed-in user's account that a link calls changes it for good. */
function changesAccount(fn: FunctionDecl, text: string): boolean {
  if (!/->user\(\)|Auth::user|auth\(\)/.test(text)) return false
  const own = new Set<string>()
  let found = false
  visit(fn.body, (node) => {
    if (node.kind === 'assign' && node.target.kind === 'var' && calledName(node.value)?.name === 'user')
      own.add(node.target.name)
    if (node.kind !== 'mcall' || !changes.test(calledName(node)?.name ?? '')) return
    const { object } = node
    if (object.kind === 'var' ? own.has(object.name) : calledName(object)?.name === 'user') found = true
  })
  return found
}

/** `Route::resource('orders', …)` stands for a route for each action, with the record's number in its path. */
function ofResource(route: Route): Route[] {
  if (!/^(?:api)?resource$/.test(route.verb)) return [route]
  const last = route.path
    .slice(Math.max(route.path.lastIndexOf('/'), route.path.lastIndexOf('.')) + 1)
    .replaceAll('-', '_')
  const single = last
    .replace(/ies$/, 'y')
    .replace(/(ss|sh|ch|x)es$/, '$1')
    .replace(/([^s])s$/, '$1')
  return ['show', 'edit', 'update', 'destroy'].map((action) => ({
    ...route,
    verb: 'match',
    action,
    path: `${route.path}/{${single}}`,
  }))
}

/** Laravel: a record of any customer by the number or the model of the route (CWE-639), and accounts that a link changes (CWE-352). */
export const laravelRecords: StructureCheck = (project, file, report) => {
  if (file.language !== 'php' || !/Controller\b|(?:^|\/)routes\//.test(file.path)) return
  for (const route of laravelRoutes(project).flatMap(ofResource)) {
    const info = route.closure
      ? { fn: route.closure, file: route.file, cls: null }
      : route.controller === ''
        ? undefined
        : project.findMethod(route.controller, route.action)
    if (!info?.fn.body || info.file !== file.id) continue
    if (pathOfStaff.test(`/${route.path}/`) || pathOfStaff.test(file.path) || pathOfStaff.test(`${route.controller}\\`))
      continue
    if (!route.middleware.every((name) => letsCustomers.test(name))) continue
    const text = withoutSignIn(textOfReach(project, reachOf(project, info)))
    const at = taken(project, info.fn, route)
    const guarded =
      knowsOwner.test(text) || (!route.closure && /middleware\(|authorizeResource|hasValidSignature/.test(file.source))
    if (at !== undefined && !guarded && !asksInRequest(project, info.fn)) report('missing-authorisation', at)
    if (route.verb === 'get' && route.middleware.some((name) => signedIn.test(name)))
      if (!ofVisit.test(`${route.path} ${text.replace(/logout/gi, '')}`) && changesAccount(info.fn, text))
        report('missing-request-token', info.fn.at)
  }
}
