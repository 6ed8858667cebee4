import type { Expr } from '../../../../analysis/ast.ts'
import type { Project, SourceFile } from '../../../../analysis/project.ts'
import { calledName, visit } from '../../../../analysis/visit.ts'
import { handlers, pathOfStaff, programOfStaff } from '../handlers.ts'
import { reachOf } from '../reach.ts'
import { mainOf } from '../scripts.ts'
import type { Reached } from '../sent.ts'
import { classesOf } from '../shapes.ts'
import { asksRight, comparesToken } from '../siblings/guard-words.ts'
import { doorsOf } from '../wordpress/doors.ts'

/** What runs when a visitor calls an address. */
export type Answer = readonly Reached[]

const bootsShop = /(?:config\/config\.inc|\/init|wp-load|wp-blog-header|app\/Mage)\.php/
/** OpenCart: only the back office is let in there, by what runs before each request. */
const ofBackOffice = /(?:^|\/)catalog\/controller\/api\//
const folderOf = ({ path }: SourceFile) => path.slice(0, path.lastIndexOf('/') + 1)

/** What a file answers to visitors who are not of the staff: scripts with an address of their own, pages, actions of WordPress. */
export function answersOf(project: Project, file: SourceFile): readonly Answer[] {
  if (pathOfStaff.test(file.path) || programOfStaff.test(file.path) || ofBackOffice.test(file.path)) return []
  const found: Answer[] = []
  if (bootsShop.test(file.source))
    found.push(
      reachOf(project, { fn: mainOf(file), file: file.id, cls: null }).filter((from) =>
        project.files[from.file]!.path.startsWith(folderOf(file)),
      ),
    )
  for (const cls of classesOf(file.parsed.body))
    for (const fn of handlers(project, file, cls)) found.push(reachOf(project, { fn, file: file.id, cls }))
  for (const { callback, open, guarded } of doorsOf(project))
    if (open && !guarded && callback.file === file.id) {
      const cls = callback.cls === undefined ? null : (project.findClass(callback.cls)?.decl ?? null)
      found.push(reachOf(project, { fn: callback.fn, file: file.id, cls }))
    }
  return found
}

const who =
  /token|nonce|secret|signature|password|passwd|hash|secure_?key|api_?key|cron_?key|_KEY\b|^key$|logged|is_?admin|current_user|user_can|is_?guest|auth|employee|permission|customer->|id_customer|sapi|^argv$|remote_?addr/i
const guards =
  /^(?:wp_verify_nonce|check_ajax_referer|check_admin_referer|current_user_can|is_user_logged_in|auth_redirect|islogged\w*|hash_equals)$/

/** Words that a condition is made of. */
function wordsOf(test: Expr): string[] {
  const words: string[] = []
  visit(test, (node) => {
    if (node.kind === 'var' || node.kind === 'const' || node.kind === 'cconst') words.push(node.name)
    if (node.kind === 'lit') words.push(String(node.value))
    if (node.kind === 'prop' && typeof node.name === 'string') words.push(node.name)
    words.push(calledName(node)?.name ?? '')
  })
  return words
}

/** True where anything that runs asks, in a condition or by a guard, who calls or whether he knows a key. */
export function asksCaller(answer: Answer): boolean {
  let asks = false
  for (const { fn } of answer)
    visit(fn.body, (node) => {
      if ((node.kind === 'if' || node.kind === 'cond') && wordsOf(node.test).some((word) => who.test(word))) asks = true
      const name = calledName(node)?.name
      if (name !== undefined && (guards.test(name) || comparesToken.test(name) || asksRight.test(name))) asks = true
      return !asks
    })
  return asks
}
