import type { FunctionDecl } from '../../../analysis/ast.ts'
import type { Project } from '../../../analysis/project.ts'
import { calledName, visit } from '../../../analysis/visit.ts'
import { hasChange } from './back-office-access.ts'
import type { StructureCheck } from './check.ts'
import { reachOf, textOfReach } from './reach.ts'
import { oncePer } from './scripts.ts'
import { classesOf } from './shapes.ts'
import { symfonyRoute } from './symfony/gates.ts'

/** What an action takes away for good, by its name. */
const takesAway = /delete|remove|flush|clear|purge|reset|revoke|truncate|empty|drop/i
/** Anything by which an action may know that the page was meant to send this. */
const knowsIntention =
  /csrf|token|nonce|createForm|handleRequest|isSubmitted|isMethod\(|getMethod\(|isXmlHttpRequest|signature|hash_equals|Uri_?Signer/i

/** Other actions of the program compare tokens, so the framework does not do it by itself. */
const comparesTokens = (project: Project): boolean =>
  project.files.some(
    ({ language, source }) => language === 'php' && /isCsrfTokenValid|CsrfTokenManager|IsCsrfTokenValid/.test(source),
  )

function erases(fn: FunctionDecl): boolean {
  let found = hasChange(fn)
  visit(fn.body, (node) => {
    if (/^(?:file_put_contents|unlink|rmdir|ftruncate)$/.test(calledName(node)?.name ?? '')) found = true
  })
  return found
}

/** Symfony: an action that takes something away answers to a link, which any foreign page may hold (CWE-352). */
export const changesByLink: StructureCheck = (project, file, report) => {
  if (file.language !== 'php' || !/Route\b/.test(file.source)) return
  for (const cls of classesOf(file.parsed.body))
    for (const fn of cls.methods) {
      if (!fn.body || !takesAway.test(fn.name) || !erases(fn)) continue
      const route = symfonyRoute(project, file.path, cls, fn)
      if (!route || route.methods.length !== 1 || route.methods[0] !== 'GET') continue
      if (/^\/?api\b/.test(route.path) || !oncePer(project, comparesTokens)) continue
      if (!knowsIntention.test(textOfReach(project, reachOf(project, { fn, file: file.id, cls }))))
        report('missing-request-token', fn.at)
    }
}
