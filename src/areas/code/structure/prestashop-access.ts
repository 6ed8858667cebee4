import type { Expr, Stmt } from '../../../analysis/ast.ts'
import { calledName, visit } from '../../../analysis/visit.ts'
import type { StructureCheck } from './check.ts'

const bootsShop = /(?:config\/config\.inc|\/init)\.php/
const guards =
  /^(?:gettoken|getadmintoken|getadmintokenlite|isloggedback|islogged|checktoken|isvalidtoken|hash_equals|encrypt|hash|isxmlhttprequest_token|checkaccess|access|ischeckedtoken|getsecurekey|isadmin|die_if_not_cli)$/
const guardNames = /token|secure_?key|secret|api_?key|signature|php_sapi_name|PHP_SAPI|isCli|cron_?key|hash/i
const readsRequest = /^(?:getvalue|getallvalues|issubmit)$/
const changes =
  /^(?:insert|update|delete|execute|updatevalue|deletebyname|deleteselection|file_put_contents|unlink|move_uploaded_file|rename|fwrite|deletefile|deletedirectory|save|add|deleteimage|setcurrentstate|changeidorderstate|setquantity|updatequantity)$/
const queries = /^(?:executes|getrow|getvalue|query|executesql)$/
/** People and their orders, all of them; a condition on one customer is another matter. */
const ofPeople =
  /\bFROM\b[^]*_DB_PREFIX_[^]{0,6}(?:customer|address|orders|guest|emailsubscription|newsletter)\b(?![^]*\bid_(?:customer|guest|order|cart)\b\s*=)/i
const printed = /^(?:fputcsv|print_r|var_dump|json_encode|printf|implode)$/
const superglobals = /^(?:_GET|_POST|_REQUEST)$/

/** Statements outside functions and classes: what runs when the file is called by its address. */
const topLevel = (body: readonly Stmt[]) => body.filter(({ kind }) => kind !== 'classdecl' && kind !== 'funcdecl')

function names(node: Expr | Stmt): string {
  if (node.kind === 'lit') return String(node.value)
  if (node.kind === 'var' || node.kind === 'const') return node.name
  if (node.kind === 'prop') return typeof node.name === 'string' ? node.name : ''
  return ''
}

const isSetting = (node: Expr) => node.kind === 'scall' && calledName(node)?.cls?.toLowerCase() === 'configuration'

/** `Tools::getValue('key') !== Configuration::get('…')`: only who knows the setting goes on. */
const comparesWithSetting = (node: Expr | Stmt) =>
  node.kind === 'bin' && /^[!=]==?$/.test(node.op) && (isSetting(node.left) || isSetting(node.right))

/**
 * PrestaShop and thirty bees: scripts of a module that anybody can call by their address and that change data on request, without
 * any token. Most of the module holes of the last years began so (CWE-862).
 */
export const prestashopAccess: StructureCheck = (_project, file, report) => {
  if (file.language !== 'php' || !bootsShop.test(file.source)) return
  const body = topLevel(file.parsed.body)
  let guarded = false
  let reads = false
  let first: number | undefined
  let people: number | undefined
  let prints = false
  visit(body, (node) => {
    const called = calledName(node)
    if (called && guards.test(called.name)) guarded = true
    if (called && readsRequest.test(called.name)) reads = true
    if (node.kind === 'var' && superglobals.test(node.name)) reads = true
    if (guardNames.test(names(node)) || comparesWithSetting(node)) guarded = true
    if (called && queries.test(called.name) && ofPeople.test(file.source.slice(node.at, node.at + 600).split(';')[0]!))
      people ??= node.at
    if (node.kind === 'echo' || (called && printed.test(called.name))) prints = true
    const onObject = node.kind === 'mcall' || node.kind === 'scall' || node.kind === 'call'
    if (called && onObject && changes.test(called.name) && first === undefined) first = node.at
  })
  if (guarded) return
  const at = reads ? first : undefined
  if (at !== undefined) report('missing-authorisation', at)
  // Lists of customers for whoever knows the address.
  else if (people !== undefined && prints) report('missing-authorisation', people)
}
