import type { ClassDecl, Expr, Stmt } from '../../../analysis/ast.ts'
import type { Project, SourceFile } from '../../../analysis/project.ts'
import { calledName, visit } from '../../../analysis/visit.ts'
import type { StructureCheck } from './check.ts'
import { handlers, pathOfStaff } from './handlers.ts'
import { reachOf, textOfReach } from './reach.ts'
import { nameOf } from './records/record-access.ts'
import { type Reached, sentIn } from './sent.ts'
import { classesOf } from './shapes.ts'

/** Keepers of what only the shop decides. */
const ofShop = /stock|inventory|price(?!alert)|product(?!alert)|coupon|sales_?rule|config|setting/i
const writes =
  /^(?:save|update|delete|set)(?!session|cookie|visitor)(?:\w*stock\w*|\w*price\w*|byid|bysku|config|item\w*|value)?$/
/** … and proves who calls, in whatever way. */
const proves =
  /hash_equals|hash_hmac|signature|secret|token|_key\b|api_?key|isAllowed|password|Authorization|hasPermission|isAdmin|php_sapi_name|HTTP_X_/i

/** Everybody who has an account or an order, at once. */
const people = /(?:newsletter\/subscriber|customer\/(?:customer|address)|sales\/order)(?:_collection)?['"]/
const download = /_prepareDownloadResponse|fputcsv|Content-Disposition|text\/csv|exportCsv/i
/** Narrowed to one of them. */
const narrowed = /customer_?id|getCustomer\b|loadBy|email['"]\s*,|->load\(/i

const isWrite = (node: Expr | Stmt, isSent: (expr: Expr) => boolean) =>
  node.kind === 'mcall' &&
  writes.test(calledName(node)?.name ?? '') &&
  ofShop.test(nameOf(node.object)) &&
  node.args.some(({ value }) => isSent(value))

/** Where a page of the shop does what only its staff may do. */
function work(project: Project, file: SourceFile, cls: ClassDecl): number[] {
  return handlers(project, file, cls).flatMap((fn) => {
    const reached = reachOf(project, { fn, file: file.id, cls })
    const text = textOfReach(project, reached)
    if (proves.test(text)) return []
    const lists = people.test(text) && download.test(text) && !narrowed.test(text)
    return lists || reached.some(changesShop) ? [fn.at] : []
  })
}

function changesShop(from: Reached): boolean {
  const isSent = sentIn(from)
  let found = false
  visit(from.fn.body, (node) => {
    if (isWrite(node, isSent)) found = true
  })
  return found
}

/** Magento 1 and 2: pages of the shop that write stock, prices or settings, or hand out all customers, and ask nobody (CWE-862). */
export const shopWork: StructureCheck = (project, file, report) => {
  if (file.language !== 'php' || !/Front_Action|Magento\\Framework\\App\\Action/.test(file.source)) return
  for (const cls of classesOf(file.parsed.body))
    for (const at of work(project, file, cls)) report('missing-authorisation', at)
}

/** GraphQL of Magento 2: whose data is shown is what the question says, and nobody looks at who asks (CWE-639). */
export const resolverOwner: StructureCheck = (project, file, report) => {
  if (file.language !== 'php' || !/\bResolverInterface\b/.test(file.source)) return
  for (const cls of classesOf(file.parsed.body)) {
    const fn = cls.methods.find(({ name }) => name === 'resolve')
    if (!fn?.body || !cls.implements.some((name) => name.endsWith('ResolverInterface')) || pathOfStaff.test(file.path))
      continue
    const text = textOfReach(project, reachOf(project, { fn, file: file.id, cls })).replace(/^resolve\s*\([^)]*\)/, '')
    if (
      /\$args\s*\[[^\];]*['"](?:customer|user|order|invoice|address)_?[iI]d['"]\s*\]/.test(text) &&
      !/\$context\b|token|hash|mask/i.test(text)
    )
      report('missing-authorisation', fn.at)
  }
}
