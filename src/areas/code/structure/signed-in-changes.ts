import type { ClassDecl, Expr, FunctionDecl, Stmt } from '../../../analysis/ast.ts'
import type { Project, SourceFile } from '../../../analysis/project.ts'
import { calledName, visit } from '../../../analysis/visit.ts'
import type { StructureCheck } from './check.ts'
import { handlers } from './handlers.ts'
import { reachOf, textOfReach } from './reach.ts'
import { nameOf } from './records/record-access.ts'
import { type Reached, readsRequest } from './sent.ts'
import { classesOf, textOfClass } from './shapes.ts'

/** Acts for a customer who has signed in by his browser. */
const ofCustomer =
  /\$auth\s*=\s*true|customer->(?:isLogged\(|id\b)|['"]customer\/session['"]|isLoggedIn\(|[sS]ession->getCustomer(?:Id)?\(/
/** Anything that a foreign page cannot send along. */
const knowsIntention =
  /token(?!s\b|Repository|Factory)|nonce|csrf|form_?key|hash|signature|secret|secure_?key|php:\/\/input|captcha|password/i
const changes = /^(?:save|delete|update|remove|deletebyid|cancel|unsubscribe)$/
/** Of the visit, not of the account. */
const ofVisit = /cart|quote|session|cookie|context|cache|log|helper|request|response|collection|comp(?:are|arison)/i

/** Done by a foreign page, nobody is harmed by it. */
const harmless = /alert|compare|tag|review|poll|unsubscribe|newsletter_?sub/i

const isChange = (node: Expr | Stmt) =>
  node.kind === 'mcall' && changes.test(calledName(node)?.name ?? '') && !ofVisit.test(nameOf(node.object))

/** True where a handler, with what it runs, changes something for good on what was sent. */
function changesOnRequest(reached: readonly Reached[]): boolean {
  let reads = false
  let writes = false
  for (const { fn } of reached)
    visit(fn.body, (node) => {
      if (isChange(node)) writes = true
      if (calledName(node) && readsRequest(node as Expr)) reads = true
    })
  return reads && writes
}

/** Actions of Magento 2 that answer to a link; forms by POST are checked by the shop itself. */
function isByLink(project: Project, file: SourceFile, cls: ClassDecl): boolean {
  const ancestry = project.ancestry(cls.name)
  if (cls.implements.some((name) => name.endsWith('HttpPostActionInterface'))) return false
  return (
    cls.implements.some((name) => name.endsWith('HttpGetActionInterface')) ||
    ancestry.includes('mage_core_controller_front_action') ||
    (ancestry.includes('modulefrontcontroller') && /Tools::/.test(file.source))
  )
}

function isUnasked(project: Project, file: SourceFile, cls: ClassDecl, fn: FunctionDecl, whole: string): boolean {
  const reached = reachOf(project, { fn, file: file.id, cls })
  const text = textOfReach(project, reached)
  if (!ofCustomer.test(text) && !/\$auth\s*=\s*true/.test(whole)) return false
  return !knowsIntention.test(text) && changesOnRequest(reached)
}

/**
 * Pages of a customer's account that change something by a link or by a form that no token of the visit protects: PrestaShop,
 * Magento 1 and 2 (CWE-352).
 */
export const signedInChanges: StructureCheck = (project, file, report) => {
  if (file.language !== 'php' || !/FrontController|Front_Action|HttpGetActionInterface/.test(file.source)) return
  for (const cls of classesOf(file.parsed.body)) {
    if (!isByLink(project, file, cls)) continue
    const whole = textOfClass(project, cls.name)
    for (const fn of handlers(project, file, cls))
      if (!harmless.test(`${cls.name} ${fn.name}`) && isUnasked(project, file, cls, fn, whole))
        report('missing-request-token', fn.at)
  }
}
