import type { Expr, Stmt } from '../../../../analysis/ast.ts'
import { calledName, visit } from '../../../../analysis/visit.ts'
import type { StructureCheck } from '../check.ts'
import { textOfReach } from '../reach.ts'
import { literalText } from '../scripts.ts'
import { sentIn } from '../sent.ts'
import { localsOf } from '../void-checks/asked.ts'
import { withOrigins } from './values.ts'
import { answersOf, asksCaller } from './visitors.ts'

const handsOut = /^(?:readfile|fpassthru|file_get_contents|fopen|x_sendfile)$/
/** What only the shop's people, or one customer, should have. */
const notForAll = /export|invoice|backup|\blogs?\b|customer|order|report|upload|document|delivery|label|import|csv/i
/** Files that customers have bought or that products show: asked for by what only a buyer was sent, or free. */
const free = /attachment_?id|id_attachment|catalog|brochure|product_?file|sitemap|feed|image|img|logo/i

const isAttachment = (node: Expr | Stmt): boolean =>
  node.kind === 'call' &&
  calledName(node)?.name === 'header' &&
  node.args[0] !== undefined &&
  /^content-disposition:\s*attachment|^content-type:\s*(?:application\/(?!json)|text\/csv)/i.test(
    literalText(node.args[0].value),
  )

/** PHP: a page that hands any of the shop's files of a folder to whoever names it or its number (CWE-862, CWE-552). */
export const downloads: StructureCheck = (project, file, report) => {
  if (file.language !== 'php' || !/readfile|fpassthru|file_get_contents/i.test(file.source)) return
  for (const answer of answersOf(project, file)) {
    let at: number | undefined
    let isFile = false
    for (const from of answer) {
      const isSent = sentIn(from)
      const locals = localsOf(from.fn.body)
      visit(from.fn.body, (node) => {
        if (isAttachment(node)) isFile = true
        if (node.kind !== 'call' || !handsOut.test(calledName(node)?.name ?? '') || from.file !== file.id) return
        const path = node.args[0]?.value
        if (path && withOrigins(path, locals, from.cls).some(isSent)) at ??= node.at
      })
    }
    if (at === undefined || !isFile) continue
    const text = textOfReach(project, answer)
    if (notForAll.test(`${file.path} ${text}`) && !free.test(text) && !asksCaller(answer))
      report('missing-authorisation', at)
  }
}
