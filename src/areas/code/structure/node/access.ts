import type { Project, SourceFile } from '../../../../analysis/project.ts'
import { calledName, visit } from '../../../../analysis/visit.ts'
import type { StructureCheck } from '../check.ts'
import { addressOfStaff, pathOfStaff, programOfStaff } from '../handlers.ts'
import { decidesByIdentity, holdsIdentity } from '../identity.ts'
import { guardsBefore, knowsStaffGuard, type NodeGuard } from './guards.ts'
import { asks, asksOwner, forAnybody, ofShop, ofVisitor } from './words.ts'
import { functionOf, type NodeRoute, nodeRoutes } from './routes.ts'
import { bodiesOf, reachOf } from '../reach.ts'
import { numberedRecord } from '../records/record-kinds.ts'
import { literalText, oncePer } from '../scripts.ts'
import type { Reached } from '../sent.ts'
import { works } from './work.ts'
import { sentByVisitor } from '../visitor-sent.ts'

interface Judged {
  route: NodeRoute
  paths: string[]
  guard: NodeGuard
}

const judgeAll = (project: Project): Map<SourceFile, Judged[]> => {
  const found = new Map<SourceFile, Judged[]>()
  for (const file of project.files) {
    if (
      file.language !== 'js' ||
      file.parsed.isTemplate ||
      !/\.(?:get|post|put|patch|delete|del|route|all)\(/.test(file.source)
    )
      continue
    const routes = nodeRoutes(project, file)
    if (routes.length > 0)
      found.set(
        file,
        routes.map((route) => ({ route, ...guardsBefore(project, file, route) })),
      )
  }
  return found
}

/** Routes are guarded somewhere: whoever wrote this knows of people who sign in. */
const knowsGuards = (project: Project): boolean =>
  [...oncePer(project, judgeAll).values()].some((all) => all.some(({ guard }) => guard !== 'none')) ||
  project.files.some(
    ({ language, source }) =>
      language === 'js' &&
      /\b(?:require|ensure|only|is|check)(?:Auth\w*|Login|LoggedIn|Admin|Staff|User|\w*Key)\b|passport\.|jwt\.verify|\.status\(40[13]\)|\.code\(40[13]\)/.test(
        source,
      ),
  )

/** What runs for a route: its handler, and what stands before it there, as far as it is of the project. */
function reachedBy(project: Project, file: SourceFile, route: NodeRoute): Reached[] {
  const before = route.before.flatMap((expr) => functionOf(project, file, expr) ?? [])
  const all = [route.handler, ...before.filter((info) => !findsOutWho(project, info))]
  const params = /\.param\(/.test(file.source) ? paramChecks(project, file) : []
  return [...all, ...params].flatMap((info) => [...reachOf(project, info)])
}

/** Only finds out who calls, and sends away who does not say so: nothing is decided about a record by that. */
const findsOutWho = (project: Project, { fn, file }: NodeRoute['handler']): boolean =>
  /jwt|verify\(|Bearer|\b(?:req|request|ctx\.state|c)\.(?:user|auth|customer)\s*=[^=]|passport|if\s*\(!?\s*\(?(?:req|request|ctx)\.(?:session|user|isAuthenticated)/.test(
    project.files[file]!.source.slice(fn.at, fn.end),
  )

/** Functions of `router.param('id', fn)`. */
function paramChecks(project: Project, file: SourceFile) {
  const found: NodeRoute['handler'][] = []
  visit(file.parsed.body, (node) => {
    if (node.kind !== 'mcall' || calledName(node)?.name !== 'param' || node.args.length < 2) return
    const info = functionOf(project, file, node.args.at(-1)!.value)
    if (info) found.push(info)
  })
  return found
}

const isWrite = ({ route }: Judged) => route.verb !== 'get' && route.verb !== 'all'

/** A guard that the routes beside it have, and this one does not: left out, or written after it. */
function isForgotten(judged: Judged, all: readonly Judged[]): boolean {
  const isDeletion = judged.route.verb.startsWith('del') && judged.route.path.includes(':')
  const words = isDeletion ? ofVisitor : forAnybody
  if (judged.paths.some((path) => words.test(path))) return false
  const beside = all.filter((other) => other !== judged && isWrite(other) && other.route.router === judged.route.router)
  if (judged.guard === 'none') return beside.some(({ guard }) => guard !== 'none')
  return (
    judged.guard === 'signed' &&
    judged.paths.every((path) => ofShop.test(path)) &&
    beside.some(({ guard, paths }) => guard === 'staff' && paths.some((path) => ofShop.test(path)))
  )
}

/** Work of the staff that anybody, or any customer, can call. */
function isOpen(project: Project, judged: Judged, all: readonly Judged[]): boolean {
  const { paths, guard } = judged
  if (guard === 'staff') return false
  const forStaff = paths.some(
    (path) => addressOfStaff.test(path) && !forAnybody.test(path.replace(addressOfStaff, '/')),
  )
  if (forStaff && (guard === 'none' || knowsStaffGuard(project))) return true
  if (!isWrite(judged)) return false
  if (guard === 'none' && paths.some((path) => ofShop.test(path)) && oncePer(project, knowsGuards)) return true
  return isForgotten(judged, all)
}

/** A record of any customer by its number, and nothing on the way decides by who asks. */
function isForeign(
  project: Project,
  { route, paths, guard }: Judged,
  reached: readonly Reached[],
  text: string,
): boolean {
  if (guard === 'staff' || programOfStaff.test(project.files[route.handler.file]!.path)) return false
  if (paths.some((path) => addressOfStaff.test(path) || pathOfStaff.test(`${path}/`))) return false
  if (guard === 'none' && !oncePer(project, knowsCustomers)) return false
  if (/token|hash|uuid|hook|callback|ipn|notif/i.test(route.path)) return false
  if (!reached.some((from) => numberedRecord(project, from, sentByVisitor(from)) !== undefined)) return false
  return !asksOwner.test(text) && !decidesByIdentity(project, reached)
}

const knowsCustomers = (project: Project): boolean =>
  project.files.some(
    ({ language, source }) =>
      language === 'js' &&
      /\b(?:req|request|ctx|state|c|locals)\.(?:user|auth|session\.(?:user|customer)\w*)\b/.test(source),
  )

const ofSession = /express-session|cookie-session|koa-session|@fastify\/(?:secure-)?session|passport/
const sessions = (project: Project): boolean =>
  project.files.some(({ language, source }) => language === 'js' && ofSession.test(source))
const ofAccount = /^(?:delete\w*|remove\w*|destroy|update\w*|disable\w*|close\w*|change\w*|cancel\w*|findbyidand\w+)$/

/** A link changes the account of whoever is signed in by a session (CWE-352). */
function changedByLink(project: Project, { route, paths }: Judged, reached: readonly Reached[]): boolean {
  if (route.verb !== 'get' || paths.some((path) => forAnybody.test(path)) || !oncePer(project, sessions)) return false
  if (!/redirect\(/.test(bodiesOf(project, reached.slice(0, 1)))) return false
  const { fn } = route.handler
  const isHim = holdsIdentity(fn, null)
  let found = false
  visit(fn.body, (node) => {
    if (node.kind !== 'mcall' || !node.args.some(({ value }) => isHim(value))) return
    const sql = /^\s*(?:DELETE\s+FROM|UPDATE)\s/i.test(literalText(node.args[0]!.value))
    if (sql || ofAccount.test(calledName(node)?.name ?? '')) found = true
  })
  return found && !/token|csrf|nonce/i.test(bodiesOf(project, reached))
}

/**
 * Express, Fastify, Koa, Hono: routes of the staff that ask for nothing, or for the sign-in of a customer, routes whose guard was left
 * out or stands behind them (CWE-862), and records of any customer by their number (CWE-639).
 */
export const nodeAccess: StructureCheck = (project, file, report) => {
  const all = file.language === 'js' ? oncePer(project, judgeAll).get(file) : undefined
  if (!all) return
  const open: number[] = []
  for (const judged of all) {
    const reached = reachedBy(project, file, judged.route)
    const text = bodiesOf(project, reached)
    if (
      isOpen(project, judged, all) &&
      (/^(?:put|patch|delete|del)$/.test(judged.route.verb) || works(reached, isWrite(judged), text)) &&
      !asks.test(text)
    )
      open.push(judged.route.at)
    else if (changedByLink(project, judged, reached)) report('missing-request-token', judged.route.at)
    else if (isForeign(project, judged, reached, text)) report('missing-authorisation', judged.route.at)
  }
  if (open.length > 0) report('missing-authorisation', open[0]!)
}
