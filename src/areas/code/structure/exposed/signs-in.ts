import type { Expr, Stmt } from '../../../../analysis/ast.ts'
import { calledName, visit } from '../../../../analysis/visit.ts'
import type { StructureCheck } from '../check.ts'
import { textOfReach } from '../reach.ts'
import { literalText } from '../scripts.ts'
import { sentIn } from '../sent.ts'
import { scopeOf } from './scope.ts'
import { withOrigins } from './values.ts'
import { answersOf } from './visitors.ts'

const signsIn =
  /^(?:wp_set_auth_cookie|updatecustomer|loginbyid|loginusingid|setcustomer(?:data)?asloggedin|setcustomerasloggedin)$/
/** By any of these a program may know that it is he, or has just made the account. */
const knows =
  /passw|token|hash|signature|nonce|secret|verif|\botp\b|oauth|openid|authenticate|secure_?key|_KEY\b|api_?key|wp_(?:insert|create)_user|wp_signon|register|isLogged|current_user_can|->add\(|->save\(|createAccount/i

/** Whom a call, or a field of the visitor's cookie, signs in. */
function signedIn(node: Expr | Stmt): Expr | undefined {
  const called = calledName(node)
  if (called && 'args' in node) {
    const [first, , third] = node.args.map(({ value }) => value)
    if (signsIn.test(called.name)) return first
    if (called.name === 'login' && called.cls?.endsWith('Auth')) return first
    // OpenCart: the third says that no password is asked for.
    if (called.name === 'login' && third?.kind === 'lit' && third.value === true) return first
  }
  if (node.kind === 'assign' && node.target.kind === 'prop' && node.target.name === 'id_customer') {
    const { object } = node.target
    const holder = object.kind === 'var' ? object.name : object.kind === 'prop' ? String(object.name) : ''
    if (holder === 'cookie') return node.value
  }
  if (node.kind === 'assign' && node.target.kind === 'index' && node.target.index)
    if (/session/i.test(rootOf(node.target.object)) && literalText(node.target.index) === 'customer_id')
      return node.value
  return undefined
}

function rootOf(expr: Expr): string {
  if (expr.kind === 'prop') return `${rootOf(expr.object)}.${String(expr.name)}`
  return expr.kind === 'var' ? expr.name : ''
}

/** PHP: a page that signs a visitor in as whomever he names, and asks for nothing that only that customer knows (CWE-287, CWE-639). */
export const signsInAnybody: StructureCheck = (project, file, report) => {
  if (file.language !== 'php' || !/auth_cookie|updateCustomer|login|logged|id_customer|customer_id/i.test(file.source))
    return
  const done = new Set<number>()
  for (const answer of answersOf(project, file)) {
    let at: number | undefined
    for (const from of answer) {
      if (from.file !== file.id) continue
      const isSent = sentIn(from)
      const scope = scopeOf(project, from)
      const isMarked = /->logged\s*=/.test(file.source)
      visit(from.fn.body, (node) => {
        const whom = signedIn(node)
        if (!whom || (node.kind === 'assign' && node.target.kind === 'prop' && !isMarked)) return
        if (withOrigins(whom, scope).some(isSent)) at ??= node.at
      })
    }
    if (at === undefined || done.has(at) || knows.test(textOfReach(project, answer))) continue
    done.add(at)
    report('missing-authorisation', at)
  }
}
