import type { Expr, Stmt } from '../../../../analysis/ast.ts'
import { calledName, visit } from '../../../../analysis/visit.ts'
import type { StructureCheck } from '../check.ts'
import { textOfReach } from '../reach.ts'
import { literalText } from '../scripts.ts'
import { sentIn } from '../sent.ts'
import { scopeOf } from './scope.ts'
import { partsOfText } from './values.ts'
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

/** Leaves a name what it is, or takes its folders away. */
const carries = /^(?:basename|trim|urldecode|rawurldecode|strval|str_replace|sanitize_file_name|realpath|pathinfo)$/

const getter = /^(?:getvalue|getparam|getpost|input|query|route|get_param)$/
/** `$_GET`, `$this->request->get` */
const isRequest = (expr: Expr): boolean =>
  (expr.kind === 'var' && /^_(?:GET|POST|REQUEST)$/.test(expr.name)) ||
  (expr.kind === 'prop' && /^(?:get|post|request|query)$/.test(String(expr.name)))

/** True where a part of a path is what was sent: a row or a list that it chooses from is another matter. */
function isNamed(part: Expr, isSent: (expr: Expr) => boolean): boolean {
  if (part.kind === 'call' && carries.test(calledName(part)?.name ?? ''))
    return part.args.some(({ value }) => isNamed(value, isSent))
  // `$row['file']` was found by what was sent.
  if (part.kind === 'index') return isRequest(part.object)
  if (part.kind === 'mcall' || part.kind === 'scall' || part.kind === 'call')
    return getter.test(calledName(part)?.name ?? '')
  return part.kind === 'var' && isSent(part)
}

/** PHP: a page that hands any of the shop's files of a folder to whoever names it or its number (CWE-862, CWE-552). */
export const downloads: StructureCheck = (project, file, report) => {
  if (file.language !== 'php' || !/readfile|fpassthru|file_get_contents/i.test(file.source)) return
  for (const answer of answersOf(project, file)) {
    let at: number | undefined
    let isFile = false
    for (const from of answer) {
      const isSent = sentIn(from)
      const scope = scopeOf(project, from)
      visit(from.fn.body, (node) => {
        if (isAttachment(node)) isFile = true
        if (node.kind !== 'call' || !handsOut.test(calledName(node)?.name ?? '') || from.file !== file.id) return
        const path = node.args[0]?.value
        if (path && partsOfText(path, scope).some((part) => isNamed(part, isSent))) at ??= node.at
      })
    }
    if (at === undefined || !isFile) continue
    const text = textOfReach(project, answer)
    if (notForAll.test(`${file.path} ${text}`) && !free.test(text) && !asksCaller(answer))
      report('missing-authorisation', at)
  }
}
