import type { ClassDecl, FunctionDecl } from '../../../../analysis/ast.ts'
import type { Project, SourceFile } from '../../../../analysis/project.ts'
import { calledName, visit } from '../../../../analysis/visit.ts'
import { hasChange } from '../back-office-access.ts'
import type { StructureCheck } from '../check.ts'
import { reachOf, textOfReach } from '../reach.ts'
import { classesOf } from '../shapes.ts'
import { oncePer } from '../scripts.ts'
import { hasListener, symfonyPass, symfonyRoute } from './gates.ts'

const ofStaff =
  /^\/(?:\{_?locale\}\/)?(?:[\w-]+\/){0,2}(?:admin\w*|back-?office|backend|staff|internal|management|manage)(?:\/|$)/i
const beforeSignIn = /log-?(?:in|out)|sign-?(?:in|out)|password|forgot|reset|web-?hook|callback/i
/** Code that asks for a right, in whatever way. */
const asks =
  /isGranted|denyAccess|IsGranted|#\[Security|@Security|@IsGranted|AccessDenied|hash_equals|hash_hmac|signature|secret|api_?key|isAdmin|hasRole|getRoles|Authorization|X-\w+-Key/i
const persons = /\b(?:customers?|users?|orders?|invoices?|subscribers?)\w*(?:Repository)?$/i

/** Lists of people or of orders, which only the staff may see. */
function listsPeople(fn: FunctionDecl): boolean {
  let found = false
  visit(fn.body, (node) => {
    if (node.kind !== 'mcall' || !/^(?:findall|findby|search|createquerybuilder)$/.test(calledName(node)?.name ?? ''))
      return
    const { object } = node
    const name = object.kind === 'var' ? object.name : object.kind === 'prop' ? String(object.name) : ''
    if (persons.test(name)) found = true
  })
  return found
}

/** Everything by which an action, or a class that it inherits from, may ask: attributes stand before what they mark. */
function isAsked(project: Project, file: SourceFile, cls: ClassDecl, fn: FunctionDecl): boolean {
  const marks = [...cls.annotations, ...fn.annotations]
  if (marks.some(({ name }) => /(?:IsGranted|Security)$/.test(name)) || asks.test(fn.doc)) return true
  const parents = project.ancestry(cls.name).flatMap((name) => project.findClass(name)?.decl.annotations ?? [])
  if (parents.some(({ name }) => /(?:IsGranted|Security)$/.test(name))) return true
  const before = file.source.slice(Math.max(0, cls.at - 400), cls.at)
  return (
    /@(?:IsGranted|Security)\([^]*\*\/\s*(?:(?:final|abstract|readonly)\s+)*$/.test(before) ||
    asks.test(textOfReach(project, reachOf(project, { fn, file: file.id, cls })))
  )
}

/** Other controllers of the staff ask for a right themselves, so nothing stands before all of them. */
const guards = (project: Project): boolean =>
  project.files.some(
    ({ language, path, source }) =>
      language === 'php' &&
      /(?:^|\/)Controller\/(?:Admin|Back\w*)\//.test(path) &&
      /#\[IsGranted|@IsGranted|denyAccessUnlessGranted/.test(source),
  )
const guardsStaff = (project: Project) => oncePer(project, guards)

/** Symfony: actions of the staff's paths that neither `security.yaml` nor the code guards (CWE-862). */
export const symfonyAccess: StructureCheck = (project, file, report) => {
  if (file.language !== 'php' || !/Controller\b/.test(file.source)) return
  for (const cls of classesOf(file.parsed.body))
    for (const fn of cls.methods) {
      const route = fn.body ? symfonyRoute(project, file.path, cls, fn) : undefined
      if (!route || !ofStaff.test(route.path) || beforeSignIn.test(route.path)) continue
      if (!hasChange(fn) && !listsPeople(fn)) continue
      const pass = symfonyPass(project, route.path, route.methods)
      const forgotten = pass === 'unknown' && guardsStaff(project) && !oncePer(project, hasListener)
      if ((forgotten || pass === 'open' || pass === 'signed') && !isAsked(project, file, cls, fn))
        report('missing-authorisation', fn.at)
    }
}
