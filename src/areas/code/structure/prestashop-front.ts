import type { ClassDecl, Expr, Stmt } from '../../../analysis/ast.ts'
import { calledName, visit } from '../../../analysis/visit.ts'
import type { StructureCheck } from './check.ts'
import { literalText } from './scripts.ts'
import { classesOf, textOfClass } from './shapes.ts'

/** Anything by which a page may know who calls it: a key, a signature, a signed-in customer. */
const asks =
  /hash_equals|hash_hmac|token|secure_?key|cron_?key|_KEY\b|secret|signature|api_?key|password|isLogged|customer->id|php_sapi_name|isCli|Tools::(?:encrypt|hash)|getRemoteAddr|\$auth\s*=\s*true|['"]key['"]/i

/** A statement that changes every row of a table, or throws it away. */
const sweeping = /^\s*(?:UPDATE\s(?!.*\bWHERE\b)|DELETE\s+FROM\s(?!.*\bWHERE\b)|TRUNCATE\b|DROP\b)/is
const ofSettings = /^(?:updatevalue|updateglobalvalue|deletebyname)$/
const ofStock = /^(?:setquantity|updatequantity)$/

/** Names, addresses and mail of all customers. */
const ofPeople = /\b(?:FROM|JOIN)\b[^;]*?(?:customer|address)\b/is
const personal = /email|firstname|lastname|address1|phone/i

/** True for a list of people that nothing but their dates or numbers narrows. */
function listsPeople(node: Expr | Stmt): boolean {
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
function changesShop(node: Expr | Stmt): boolean {
  const called = calledName(node)
  if (!called || (node.kind !== 'mcall' && node.kind !== 'scall')) return false
  if (ofSettings.test(called.name) && called.cls?.toLowerCase() === 'configuration') return true
  if (ofStock.test(called.name) && called.cls?.toLowerCase() === 'stockavailable') return true
  const [first] = node.args
  return /^(?:execute|query)$/.test(called.name) && first !== undefined && sweeping.test(literalText(first.value))
}

const isEntry = ({ name }: { name: string }) =>
  /^(?:init|initContent|postProcess|run|display|displayAjax\w*)$/.test(name)

/** Where what runs on request changes the shop, directly or through methods of the class. */
function changeIn(cls: ClassDecl): number | undefined {
  const open = cls.methods.filter(isEntry)
  const done = new Set(open)
  const places: number[] = []
  const look = (node: Expr | Stmt): void => {
    if (changesShop(node) || listsPeople(node)) places.push(node.at)
    const called = calledName(node)
    const own = called && cls.methods.find(({ name }) => name.toLowerCase() === called.name)
    if (own && !done.has(own)) {
      done.add(own)
      open.push(own)
    }
  }
  for (let fn = open.pop(); fn; fn = open.pop()) visit(fn.body, look)
  return places[0]
}

/** PrestaShop and thirty bees: pages of a module that change settings, stock or whole tables, or list the customers, for whoever calls them (CWE-862). */
export const prestashopFront: StructureCheck = (project, file, report) => {
  if (file.language !== 'php' || !/FrontController/.test(file.source)) return
  for (const cls of classesOf(file.parsed.body)) {
    if (!project.ancestry(cls.name).includes('modulefrontcontroller')) continue
    const at = changeIn(cls)
    if (at !== undefined && !asks.test(textOfClass(project, cls.name))) report('missing-authorisation', at)
  }
}
