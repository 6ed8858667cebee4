import type { Expr, Stmt } from '../../../../analysis/ast.ts'
import type { Project, SourceFile } from '../../../../analysis/project.ts'
import { calledName, visit } from '../../../../analysis/visit.ts'
import type { StructureCheck } from '../check.ts'
import { listsPeople } from './front.ts'
import { reachOf } from '../reach.ts'
import { mainOf } from '../scripts.ts'
import type { Reached } from '../sent.ts'

const bootsShop = /(?:config\/config\.inc|\/init)\.php/
const guards =
  /^(?:gettoken|getadmintoken|getadmintokenlite|isloggedback|islogged|checktoken|isvalidtoken|hash_equals|encrypt|hash|isxmlhttprequest_token|checkaccess|access|ischeckedtoken|getsecurekey|isadmin|die_if_not_cli|php_sapi_name)$/
const guardNames = /token|^argv$|secure_?key|secret|api_?key|signature|php_sapi_name|PHP_SAPI|isCli|cron_?key|hash/i
const readsRequest = /^(?:getvalue|getallvalues|issubmit)$/
const changes =
  /^(?:insert|update|delete|execute|updatevalue|deletebyname|deleteselection|file_put_contents|unlink|move_uploaded_file|rename|fwrite|deletefile|deletedirectory|save|add|deleteimage|setcurrentstate|changeidorderstate|setquantity|updatequantity)$/
const queries = /^(?:executes|getrow|getvalue|query|executesql)$/
/** People and their orders, all of them; a condition on one customer is another matter. */
const ofPeople =
  /\bFROM\b[^]*_DB_PREFIX_[^]{0,6}(?:customer|address|orders|guest|emailsubscription|newsletter)\b(?![^]*\bid_(?:customer|guest|order|cart)\b\s*=)/i
const printed = /^(?:fputcsv|print_r|var_dump|json_encode|printf|implode)$/
const superglobals = /^(?:_GET|_POST|_REQUEST)$/

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

const folderOf = ({ path }: SourceFile) => path.slice(0, path.lastIndexOf('/') + 1)

/** What a script does when it is called by its address, with what it runs of its own module. */
const runBy = (project: Project, file: SourceFile): readonly Reached[] =>
  reachOf(project, { fn: mainOf(file), file: file.id, cls: null }).filter((from) =>
    project.files[from.file]!.path.startsWith(folderOf(file)),
  )

/**
 * PrestaShop and thirty bees: scripts of a module that anybody can call by their address and that change data on request, without
 * any token. Most of the module holes of the last years began so (CWE-862).
 */
export const prestashopAccess: StructureCheck = (project, file, report) => {
  if (file.language !== 'php' || !bootsShop.test(file.source)) return
  let guarded = false
  let reads = false
  let first: number | undefined
  let people: number | undefined
  let prints = false
  for (const from of runBy(project, file)) {
    const { source } = project.files[from.file]!
    // In a class of the module the place is where the script begins.
    const start = from.file === file.id ? undefined : 0
    visit(from.fn.body, (node) => {
      const called = calledName(node)
      if (called && guards.test(called.name)) guarded = true
      if (called && readsRequest.test(called.name)) reads = true
      if (node.kind === 'var' && superglobals.test(node.name)) reads = true
      if (guardNames.test(names(node)) || comparesWithSetting(node)) guarded = true
      if (listsPeople(node)) people ??= start ?? node.at
      if (
        from.fn.name === '' &&
        called &&
        queries.test(called.name) &&
        ofPeople.test(source.slice(node.at, node.at + 600).split(';')[0]!)
      )
        people ??= start ?? node.at
      if (node.kind === 'echo' || (called && printed.test(called.name))) prints = true
      const onObject = node.kind === 'mcall' || node.kind === 'scall' || node.kind === 'call'
      if (called && onObject && changes.test(called.name)) first ??= start ?? node.at
    })
  }
  if (guarded) return
  const at = reads ? first : undefined
  if (at !== undefined) report('missing-authorisation', at)
  // Lists of customers for whoever knows the address.
  else if (people !== undefined && prints) report('missing-authorisation', people)
}
