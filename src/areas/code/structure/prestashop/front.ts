import type { ClassDecl, Expr, FunctionDecl, Stmt } from '../../../../analysis/ast.ts'
import type { Project, SourceFile } from '../../../../analysis/project.ts'
import { calledName, visit } from '../../../../analysis/visit.ts'
import type { StructureCheck } from '../check.ts'
import { reachOf, textOfReach } from '../reach.ts'
import { literalText } from '../scripts.ts'
import { sentIn } from '../sent.ts'
import { classesOf, onlyTrue, textOfClass } from '../shapes.ts'

/** Anything by which a page may know who calls it: a key, a signature, a signed-in customer. */
export const asks =
  /hash_equals|hash_hmac|token|secure_?key|cron_?key|_KEY\b|secret|signature|api_?key|password|isLogged|customer->id|php_sapi_name|isCli|Tools::(?:encrypt|hash)|getRemoteAddr|\$auth\s*=\s*true|['"]key['"]/i

/** A statement that changes every row of a table, or throws it away. */
const sweeping = /^\s*(?:UPDATE\s(?!.*\bWHERE\b)|DELETE\s+FROM\s(?!.*\bWHERE\b)|TRUNCATE\b|DROP\b)/is
const ofSettings = /^(?:updatevalue|updateglobalvalue|deletebyname)$/
const ofStock = /^(?:setquantity|updatequantity)$/

/** Names, addresses and mail of all customers. */
const ofPeople = /\b(?:FROM|JOIN)\b[^;]*?(?:customer|address)\b/is
const personal = /email|firstname|lastname|address1|phone/i

/** True for a list of people that nothing but their dates or numbers narrows. */
export function listsPeople(node: Expr | Stmt): boolean {
  const called = node.kind === 'mcall' ? calledName(node) : undefined
  const [first] = called && /^(?:executes|query)$/.test(called.name) && node.kind === 'mcall' ? node.args : []
  const sql = first ? literalText(first.value) : ''
  return (
    ofPeople.test(sql) &&
    personal.test(sql) &&
    !/\bid_(?:customer|cart|order|guest)\s*=\s*(?:\?|['"(]| \? )/i.test(sql.replace(/\bON\b[^]*?(?=\bWHERE\b|$)/i, ''))
  )
}

/** True for what changes the shop as a whole, which no page of a visitor does. */
export function changesShop(node: Expr | Stmt): boolean {
  const called = calledName(node)
  if (!called || (node.kind !== 'mcall' && node.kind !== 'scall')) return false
  if (ofSettings.test(called.name) && called.cls?.toLowerCase() === 'configuration') return true
  if (ofStock.test(called.name) && called.cls?.toLowerCase() === 'stockavailable') return true
  const [first] = node.args
  return /^(?:execute|query)$/.test(called.name) && first !== undefined && sweeping.test(literalText(first.value))
}

/** Records that only the shop's own people make or change. */
const shopRecord =
  /^(?:Product|CartRule|SpecificPrice(?:Rule)?|Category|Combination|Carrier|Tax\w*|Employee|Profile|Supplier|Manufacturer|OrderState|Currency|Group|CMS|Hook|Module|Tab)$/
const keeps = /^(?:save|add|update|delete|softdelete)$/

/** Where a method keeps or throws away a record of the shop that holds, or is named by, what was sent. */
export function recordIn(fn: FunctionDecl): number | undefined {
  const isSent = sentIn({ fn, file: 0, cls: null, sent: new Set() })
  const made = new Map<string, boolean>()
  let at: number | undefined
  visit(fn.body, (node) => {
    if (
      node.kind === 'assign' &&
      node.target.kind === 'var' &&
      node.value.kind === 'new' &&
      node.value.cls.kind === 'name'
    )
      if (shopRecord.test(node.value.cls.name)) made.set(node.target.name, isSent(node.value.args[0]?.value))
    if (node.kind === 'assign' && node.target.kind === 'prop' && node.target.object.kind === 'var')
      if (made.has(node.target.object.name) && isSent(node.value)) made.set(node.target.object.name, true)
    if (node.kind === 'mcall' && keeps.test(calledName(node)?.name ?? '') && node.object.kind === 'var')
      if (made.get(node.object.name)) at ??= node.at
  })
  return at
}

const isEntry = ({ name }: { name: string }) =>
  /^(?:init|initContent|postProcess|run|display|displayAjax\w*)$/.test(name)

interface Change {
  /** In the class itself, or where its own entry leads to it. */
  at: number
  /** Of all that runs. */
  text: string
}

/** Where what runs on request changes the shop, directly, through methods of the class or through classes of the module. */
function changeIn(project: Project, file: SourceFile, cls: ClassDecl): Change | undefined {
  for (const entry of cls.methods.filter(isEntry)) {
    if (!entry.body) continue
    const reached = reachOf(project, { fn: entry, file: file.id, cls })
    for (const from of reached) {
      let at = recordIn(from.fn)
      visit(from.fn.body, (node) => {
        if (changesShop(node) || listsPeople(node)) at ??= node.at
      })
      if (at !== undefined) return { at: from.file === file.id ? at : entry.at, text: textOfReach(project, reached) }
    }
  }
  return undefined
}

/** PrestaShop and thirty bees: pages of a module that change settings, stock or whole tables, or list the customers, for whoever calls them (CWE-862). */
export const prestashopFront: StructureCheck = (project, file, report) => {
  if (file.language !== 'php' || !/FrontController|AdminController/.test(file.source)) return
  for (const cls of classesOf(file.parsed.body)) {
    // A page of the back office that lets every employee in, whatever his profile may do.
    const lets = cls.methods.find(({ name }) => /^(?:checkAccess|viewAccess|access)$/.test(name))
    if (lets && onlyTrue(lets.body) && project.ancestry(cls.name).some((name) => name.endsWith('admincontroller')))
      if (changeIn(project, file, cls)) report('missing-authorisation', lets.at)
    if (!project.ancestry(cls.name).includes('modulefrontcontroller')) continue
    const change = changeIn(project, file, cls)
    if (change && !asks.test(textOfClass(project, cls.name)) && !asks.test(change.text))
      report('missing-authorisation', change.at)
  }
}
