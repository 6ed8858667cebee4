import type { Expr } from '../../../../analysis/ast.ts'
import { calledName, visit } from '../../../../analysis/visit.ts'
import { literalText } from '../scripts.ts'
import type { Scope } from './scope.ts'
import { withOrigins } from './values.ts'

/** Names under which programs keep what concerns a person, or opens something. */
const personal =
  /^(?:\w+_)?(?:e_?mails?|phone(?:_?(?:number|mobile))?|mobile|first_?name|last_?name|full_?name|surname|address_?[12]?|street\d?|postcode|zip_?code|birth\w*|iban|card_?number|card_?no|pan|cvv|cvc|passw(?:or)?d|passwd|pwd|secret|api_?key|access_?token|auth_?token|private_?key|credentials?)$/i
const ofPeople =
  /\bSELECT\b[^]*?(?:e-?mail|phone|name|address|\*)[^]*?\bFROM\b[^]*?(?:customers?|users?|address(?:es)?|orders?|subscribers?|newsletter\w*)\b/i
/** Records of people as frameworks give them. */
const peopleCall =
  /^(?:get_users|getcustomers|wc_get_orders|wc_get_customer\w*|getcustomercollection|getordercollection)$/
const personalCall =
  /^get_?\w*(?:e_?mail|phone|telephone|first_?name|last_?name|street|postcode|iban|card_?number|passwd|password)$/
const wholeRequest = /^_(?:POST|GET|REQUEST)$/
const showsAll = /^(?:print_r|var_export|json_encode|wp_json_encode|serialize|http_build_query|implode|getallheaders)$/

/** What shops keep of people, send to services and get from them. */
const ofBusiness =
  /(?:response|request|payload|params|order|customer|result|post|values|payment|notif\w*|transaction|user(?:_?(?:info|data))?|data|body)$/i

/** True where a whole object of the shop's business is turned into text: nobody has chosen which fields are harmless. */
export function dumpsObject(expr: Expr, scope: Scope): boolean {
  let found = false
  visit(expr, (node) => {
    if (!('args' in node) || !showsAll.test(calledName(node)?.name ?? '')) return
    for (const { value } of node.args.slice(0, 1)) {
      const name = value.kind === 'var' ? value.name : value.kind === 'prop' ? String(value.name) : ''
      if (ofBusiness.test(name) && !withOrigins(value, scope).some(({ kind }) => kind === 'array')) found = true
    }
  })
  return found
}

/** `$_POST`, `$this->request->post` */
const isWholeRequest = (expr: Expr): boolean =>
  (expr.kind === 'var' && wholeRequest.test(expr.name)) ||
  (expr.kind === 'prop' &&
    /^(?:get|post|request)$/.test(String(expr.name)) &&
    expr.object.kind === 'prop' &&
    expr.object.name === 'request')

/** True where what is written holds what was sent as a whole, or fields that are personal or secret. */
export function isPersonal(expr: Expr): boolean {
  let found = false
  visit(expr, (node) => {
    const called = calledName(node)
    if (called && 'args' in node) {
      if (peopleCall.test(called.name)) found = true
      if (personalCall.test(called.name)) found = true
      if (showsAll.test(called.name) && node.args.some(({ value }) => isWholeRequest(value))) found = true
      if (called.name === 'file_get_contents' && node.args[0] && literalText(node.args[0].value) === 'php://input')
        found = true
      if (called.name === 'getallvalues') found = true
      // What is asked of a password says nothing of it.
      if (/^(?:password_verify|password_hash|hash\w*|md5|sha1|strlen|count|isset)$/.test(called.name)) return false
    }
    if (node.kind === 'lit' && typeof node.value === 'string' && ofPeople.test(node.value)) found = true
    if (node.kind === 'concat' || (node.kind === 'bin' && node.op === '.'))
      if (ofPeople.test(literalText(node))) found = true
    if (node.kind === 'prop' && typeof node.name === 'string' && personal.test(node.name)) found = true
    if (node.kind === 'index' && node.index?.kind === 'lit' && personal.test(String(node.index.value))) found = true
    return node.kind !== 'isset' && node.kind !== 'empty'
  })
  return found
}
