import type { ClassDecl, FunctionDecl } from '../../../analysis/ast.ts'
import type { Project, SourceFile } from '../../../analysis/project.ts'
import type { StructureCheck } from './check.ts'
import { handlers } from './handlers.ts'
import { knowsOwner, withoutSignIn } from './owner.ts'
import { reachOf, textOfReach } from './reach.ts'
import { recordBySent } from './record-access.ts'
import { classesOf } from './shapes.ts'

/** Where a handler, or what it runs, takes a record by a number that was sent, with nothing on the way that knows the owner. */
function foreignRecord(project: Project, file: SourceFile, cls: ClassDecl, fn: FunctionDecl): Hit | undefined {
  const reached = reachOf(project, { fn, file: file.id, cls })
  for (const from of reached) {
    const at = recordBySent(project, from)
    if (at === undefined) continue
    const text = withoutSignIn(textOfReach(project, reached))
    return knowsOwner.test(text) ? undefined : { file: from.file, at }
  }
  return undefined
}

interface Hit {
  file: number
  at: number
}

/**
 * Pages and services for customers that show or change a record of one of them by its number alone (CWE-639): PrestaShop, Magento 1
 * and 2, OpenCart, Symfony, Laravel.
 */
export const foreignRecords: StructureCheck = (project, file, report) => {
  if (file.language !== 'php' || !/class\s/.test(file.source)) return
  for (const cls of classesOf(file.parsed.body))
    for (const fn of handlers(project, file, cls)) {
      // Called by a payment service or a carrier, which no session names.
      if (/callback|ipn|notif/i.test(fn.name)) continue
      const hit = foreignRecord(project, file, cls, fn)
      // The place of the record, where the handler itself names it.
      if (hit) report('missing-authorisation', hit.file === file.id ? hit.at : fn.at)
    }
}
