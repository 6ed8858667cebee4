import type { Expr } from '../../../../analysis/ast.ts'
import { calledName, visit } from '../../../../analysis/visit.ts'
import type { Project } from '../../../../analysis/project.ts'
import type { StructureCheck } from '../check.ts'
import { isWrite, laravelRoutes, type Route } from './routes.ts'
import { classesOf, textOfClass } from '../shapes.ts'

const backOffice = /(?:^|\/)(?:admin|back-?office|backend|staff|manage(?:ment)?|cms|control-?panel|internal)(?:\/|$)/i
const ofStaff = /\\(?:Admin|BackOffice|Backend|Staff)\\/
/** Comes before there is anybody to ask. */
const signIn = /log-?(?:in|out)|sign-?(?:in|out)|password|two-?factor|2fa|register|forgot|reset|verify|web-?hook/i
/** Middleware that asks nobody who he is. */
const asksNobody =
  /^(?:web|api|bindings|throttle.*|cache.*|guest.*|cors|locale|set\.?locale|.*(?:SubstituteBindings|StartSession|Locali[sz]ation|SetLocale|ThrottleRequests))$/i
const asksItself =
  /->middleware\s*\(|HasMiddleware|#\[Middleware|authorize|Gate::|->can(?:not)?\(|\bauth\(\)|Auth::|abort_unless|abort_if|hash_equals|isAdmin|hasRole|hasPermission/

/** What only the shop's own people make, change or take away; a visitor looks at it. */
const ofShop =
  /(?:^|\/)(?:products?|categor(?:y|ies)|discounts?|coupons?|promotions?|prices?|price-?lists?|stocks?|inventor(?:y|ies)|suppliers?|brands?|taxes|tax-?rates?|settings?|roles?|permissions?|employees|banners?|shipping-?(?:methods?|rates?))(?:\/\{[^/]+\})?$/i

const writesShop = ({ path, verb }: Route) => ofShop.test(path) && verb !== 'any' && verb !== 'match'

/** Lets through whoever has signed in, a customer as well. */
const letsSignedIn = /^(?:auth|auth:(?:web|sanctum|api|customer)|verified|.*\\?Authenticate)$/
const ofRights = /^can(?::|$)|role|permission|admin|staff|abilit/i

/** Other routes of the back office ask for a right: a sign-in is not enough there. */
const knowsRights = (project: Project): boolean =>
  laravelRoutes(project).some(
    ({ path, middleware }) =>
      backOffice.test(path) && middleware.some((name) => ofRights.test(name) && !asksNobody.test(name)),
  )

/** Middleware that keeps nobody out of the back office who is not meant to be there. */
function letsWrongIn(project: Project, { path, middleware }: Route): boolean {
  if (middleware.every((name) => asksNobody.test(name))) return true
  return (
    backOffice.test(path) &&
    middleware.every((name) => asksNobody.test(name) || letsSignedIn.test(name)) &&
    knowsRights(project)
  )
}

function isOpen(project: Project, route: Route): boolean {
  if (!isWrite(route) || !letsWrongIn(project, route)) return false
  if (!backOffice.test(route.path) && !ofStaff.test(route.controller) && !writesShop(route)) return false
  if (signIn.test(route.path) || route.controller === '') return false
  // A controller that is not there may ask.
  return project.findClass(route.controller) !== undefined && !asksItself.test(textOfClass(project, route.controller))
}

/** Paths that a pattern of the framework means. */
const matches = (pattern: string, path: string) =>
  new RegExp(
    `^${pattern
      .replace(/^\/+/, '')
      .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')}$`,
  ).test(path)

const isSignedIn = ({ middleware }: Route) =>
  middleware.some((name) => /^(?:auth(?:$|[:.])|.*Authenticate$)/.test(name))

/** An exception from the check of the token that takes in forms of people who are signed in. */
function letsThrough(project: Project, pattern: string): boolean {
  const routes = laravelRoutes(project).filter((route) => isWrite(route) && matches(pattern, route.path))
  return routes.some(isSignedIn) || /^\/?\*$/.test(pattern)
}

const texts = (expr: Expr | null | undefined): string[] =>
  expr?.kind === 'array'
    ? expr.items.flatMap(({ value }) => (value.kind === 'lit' && typeof value.value === 'string' ? [value.value] : []))
    : []

const tokenCheck = /(?:^|\\)(?:VerifyCsrfToken|ValidateCsrfToken|PreventRequestForgery)$/

/** Laravel: routes of the back office that no middleware guards (CWE-862), and forms taken out of the check of the token (CWE-352). */
export const laravelAccess: StructureCheck = (project, file, report) => {
  if (file.language !== 'php') return
  for (const route of laravelRoutes(project))
    if (route.file === file.id && isOpen(project, route)) report('missing-authorisation', route.at)
  if (!/CsrfToken|RequestForgery/.test(file.source)) return
  for (const cls of classesOf(file.parsed.body)) {
    if (!cls.extends || !(tokenCheck.test(cls.extends) || tokenCheck.test(cls.name))) continue
    const except = cls.properties.find(({ name }) => name === 'except')?.initial
    if (except && texts(except).some((pattern) => letsThrough(project, pattern)))
      report('missing-request-token', except.at)
  }
  visit(file.parsed.body, (node) => {
    if (node.kind !== 'mcall' || calledName(node)?.name !== 'validatecsrftokens') return
    const except = node.args.find(({ name }) => name === 'except')?.value ?? node.args[0]?.value
    if (texts(except).some((pattern) => letsThrough(project, pattern))) report('missing-request-token', node.at)
  })
}
