import type { Expr } from '../../../../analysis/ast.ts'
import type { Project, SourceFile } from '../../../../analysis/project.ts'
import { calledName, visit } from '../../../../analysis/visit.ts'
import { functionOf, mountsOf, type NodeRoute, type NodeUse, nodeUses } from './routes.ts'
import { textOfReach } from '../reach.ts'
import { oncePer } from '../scripts.ts'

/** What stands before a route: nothing that asks, a sign-in, or a check of who may do what. */
export type NodeGuard = 'none' | 'signed' | 'staff'

/** Names by which a check lets the staff through alone, or looks for a right. */
const ofStaff =
  /admin|staff|role|permi|owner|polic|authori[sz]e|acl|can[A-Z]|belongs|manager|employee|abilit|scope|operator|superuser|clerk|merchant|backoffice/i
/** Names by which a check asks for a sign-in or a key. */
const ofSignIn =
  /auth(?!or)|log_?in|logged|signed|session(?!\()|\buser|customer|account|member|jwt|passport|token|api_?key|guard|protect|ensure|require(?=[A-Z])|verif|hmac|signature|secret|key\b|only(?=[A-Z])|secure|check(?=[A-Z])|identify|bearer|csrf/i
/** Helpers that ask nobody. */
const asksNobody =
  /^(?:express|json|urlencoded|raw|text|static|helmet|cors|compression|morgan|cookie_?parser|body_?parser|session|cookie_?session|express_?session|method_?override|rate_?limit\w*|limiter|logger|validate\w*|upload\w*|multer|single|async_?handler|cache\w*|csurf|csrf\w*|flash|i18n|locale\w*|favicon|passport|initialize)$/i

function wordsOf(expr: Expr): string[] {
  const found: string[] = []
  visit(expr, (node) => {
    if (node.kind === 'var' || node.kind === 'name') found.push(node.name)
    if (node.kind === 'prop' && typeof node.name === 'string') found.push(node.name)
    if (node.kind === 'lit' && typeof node.value === 'string') found.push(node.value)
    const called = calledName(node)?.name
    if (called && node.kind === 'mcall') found.push(String((node as { name: unknown }).name))
  })
  return found
}

/** Refuses somebody: what it is called says nothing where it does. */
const refuses = /40[13]|[uU]nauthori[sz]ed|[fF]orbidden|redirect\(|next\(\s*(?:new\s|err|create)|throw\b/

/** How much an expression that stands before a route asks for. */
export function guardOf(project: Project, file: SourceFile, expr: Expr, isNear = true): NodeGuard {
  const all = wordsOf(expr)
  const words = all.filter((word) => !asksNobody.test(word))
  if (words.some((word) => ofStaff.test(word))) return 'staff'
  const info = functionOf(project, file, expr)
  const text = info ? textOfReach(project, [{ ...info, sent: new Set() }]) : ''
  if (refuses.test(text)) return /admin|staff|role|permission|employee|clerk|operator/i.test(text) ? 'staff' : 'signed'
  if (words.some((word) => ofSignIn.test(word))) return 'signed'
  // At the route itself stands what is for it: nobody can tell what code does that is not there.
  return isNear && !info && all.length > 0 && words.length === all.length && expr.kind !== 'func' && expr.kind !== 'lit'
    ? 'staff'
    : 'none'
}

const strongest = (found: readonly NodeGuard[]): NodeGuard =>
  found.includes('staff') ? 'staff' : found.includes('signed') ? 'signed' : 'none'

const weakest = (found: readonly NodeGuard[]): NodeGuard =>
  found.includes('none') ? 'none' : found.includes('signed') ? 'signed' : 'staff'

const below = (path: string, rule: string) => rule === '' || path === rule || path.startsWith(rule.replace(/\/?$/, '/'))

/** Paths under which a route answers, and what stands before it: at the route, in its file before it, and where the file is mounted. */
export function guardsBefore(
  project: Project,
  file: SourceFile,
  route: NodeRoute,
): { paths: string[]; guard: NodeGuard } {
  const own = route.before.map((expr) => guardOf(project, file, expr))
  for (const use of nodeUses(file))
    if (use.router === route.router && use.at < route.at && below(route.path, use.path))
      own.push(...use.before.map((expr) => guardOf(project, file, expr, use.path !== '')))
  const mounts = oncePer(project, mountsByFile)(file)
  if (mounts.length === 0) return { paths: [route.path], guard: strongest(own) }
  // Mounted in several places, the weakest counts.
  const outer = mounts.map(({ file: other, use }): NodeGuard => {
    return strongest([...guardsAtMount(project, other, use), ...outerGuards(project, other)])
  })
  return {
    paths: mounts.map(({ use }) => `${use.path}/${route.path}`.replace(/\/+/g, '/')),
    guard: strongest([...own, weakest(outer)]),
  }
}

/** Guards of a mount: in the same call, and before it in its file. */
const guardsAtMount = (project: Project, file: SourceFile, use: NodeUse): NodeGuard[] => [
  ...use.before.map((expr) => guardOf(project, file, expr)),
  ...nodeUses(file)
    .filter(({ at, router, path }) => at < use.at && router === use.router && below(use.path, path))
    .flatMap(({ before, path }) => before.map((expr) => guardOf(project, file, expr, path !== ''))),
]

/** Guards before the file that mounts, where it is mounted itself. */
const outerGuards = (project: Project, file: SourceFile): NodeGuard[] =>
  oncePer(project, mountsByFile)(file).flatMap(({ file: other, use }) => guardsAtMount(project, other, use))

const mountsByFile = (project: Project) => {
  const known = new Map<SourceFile, ReturnType<typeof mountsOf>>()
  return (file: SourceFile) => {
    const found = known.get(file) ?? mountsOf(project, file)
    known.set(file, found)
    return found
  }
}

/** True where the project has a check for its staff, besides one for whoever has signed in. */
export const knowsStaffGuard = (project: Project): boolean => oncePer(project, hasStaffGuard)
const hasStaffGuard = (project: Project): boolean =>
  project.files.some(({ language, source }) => language === 'js' && staffGuard.test(source))
const staffGuard =
  /\b(?:require|ensure|only|is|check|verify|assert|must_?be|allow)_?(?:Admin|Staff|Role|Permission|Manager|Employee)\w*\b|\b(?:admin|staff|role|permission)s?_?(?:Only|Guard|Required|Auth|Check|Middleware)\b|@Roles\(|\bRolesGuard\b|\bauthorize\(\s*\[?['"](?:admin|staff)/i
