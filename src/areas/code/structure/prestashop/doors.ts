import type { ClassDecl, Expr, Stmt } from '../../../../analysis/ast.ts'
import type { Project, SourceFile } from '../../../../analysis/project.ts'
import { calledName, visit } from '../../../../analysis/visit.ts'
import type { StructureCheck } from '../check.ts'
import { handlers } from '../handlers.ts'
import { knowsOwner, withoutSignIn } from '../records/owner.ts'
import { asks } from './front.ts'
import { reachOf, textOfReach } from '../reach.ts'
import { partsOf } from '../records/record-access.ts'
import { literalText } from '../scripts.ts'
import { type Reached, sentIn } from '../sent.ts'
import { classesOf, itemOf, textOfClass } from '../shapes.ts'

type IsSent = (expr: Expr | undefined) => boolean

const ofCustomer = /\bid_customer`?\s*=\s*['"]?$/
const rows = /^(?:insert|update|delete|execute|executes|getrow|getvalue|query)$/

/** True for a condition that names the customer who was sent. */
const namesCustomer = (expr: Expr, isSent: IsSent): boolean =>
  partsOf(expr).some((part, at, all) => {
    const before = all[at - 1]
    return part.kind !== 'lit' && isSent(part) && before?.kind === 'lit' && ofCustomer.test(String(before.value))
  })

/** Where rows of the customer whose number was sent are written or read. */
function rowsOfSent(node: Expr | Stmt, isSent: IsSent): boolean {
  if (node.kind === 'assign' && node.target.kind === 'prop' && node.target.name === 'id_customer')
    return node.target.object.kind === 'var' && node.target.object.name !== 'this' && isSent(node.value)
  if (node.kind !== 'mcall' || !rows.test(calledName(node)?.name ?? '')) return false
  return node.args.some(({ value }) => {
    const item = itemOf(value, 'id_customer')
    return (item !== undefined && isSent(item)) || namesCustomer(value, isSent)
  })
}

/** Where a row is thrown away by a number that was sent. */
function throwsAway(project: Project, node: Expr | Stmt, isSent: IsSent): boolean {
  if (node.kind !== 'mcall') return false
  const name = calledName(node)?.name ?? ''
  const [first, second] = node.args.map(({ value }) => value)
  if (name === 'delete' && second) return partsOf(second).some((part) => part.kind !== 'lit' && isSent(part))
  if (name === 'execute' && first && /^\s*DELETE\b/i.test(literalText(first)))
    return partsOf(first).some((part) => part.kind !== 'lit' && isSent(part))
  // `(new Review($id))->delete()`
  return (
    name === 'delete' &&
    node.object.kind === 'new' &&
    isKept(project, node.object) &&
    isSent(node.object.args[0]?.value)
  )
}

const isKept = (project: Project, { cls }: Expr & { kind: 'new' }): boolean =>
  cls.kind === 'name' && project.ancestry(cls.name).some((name) => name.endsWith('objectmodel'))

/** Where an object that was found by a number that was sent is deleted. */
function deletesObject(project: Project, { fn }: Reached, isSent: IsSent): number | undefined {
  const found = new Set<string>()
  let at: number | undefined
  visit(fn.body, (node) => {
    if (node.kind === 'assign' && node.target.kind === 'var' && node.value.kind === 'new')
      if (isKept(project, node.value) && isSent(node.value.args[0]?.value)) found.add(node.target.name)
    if (node.kind === 'mcall' && /^(?:delete|softdelete|togglestatus)$/.test(calledName(node)?.name ?? ''))
      if (node.object.kind === 'var' && found.has(node.object.name)) at ??= node.at
  })
  return at
}

/** What belongs to a visitor without a name, or is asked for by what only he knows. */
const ofVisitor = /cart|guest|cookie|session|e?mail|subscri|wishlist|compare|customer/i
const setsState = /^(?:changeidorderstate|setcurrentstate)$/
const readsNotice = /php:\/\/input|Tools::get(?:All)?Values?\(|\$_(?:POST|GET|REQUEST)\b/
/** Anything by which a notice of a payment service may be known as its own. */
const verifies =
  /verif|openssl|md5|sha\d|sha1|curl|client|api|retriev|fetch\w*\(|getPayment|checksum|certificate|sdk|gateway|context->(?:cart|customer)|getStatus\(|file_get_contents\((?!\s*['"]php)/i
/** Copied, not compared. */
const copiedKey = /(?<![=!]=\s*)\$\w+->secure_key\b(?=\s*[,;)\]])/g

/** Where a module's page does for a visitor what only a customer, the shop or its payment service may. */
function openWork(project: Project, file: SourceFile, cls: ClassDecl, reached: readonly Reached[]): number | undefined {
  const text = textOfReach(project, reached)
  const whole = `${textOfClass(project, cls.name)}\n${text}`
  const knows = knowsOwner.test(withoutSignIn(text)) || /_KEY\b|['"]key['"]|php_sapi_name|getRemoteAddr/.test(text)
  const asked = asks.test(whole) || ofVisitor.test(text)
  const notice = readsNotice.test(text) && !verifies.test(text) && !asks.test(text.replace(copiedKey, ' '))
  for (const from of reached) {
    const isSent = sentIn(from)
    let at = asked ? undefined : deletesObject(project, from, isSent)
    visit(from.fn.body, (node) => {
      if (at !== undefined) return
      if (!knows && rowsOfSent(node, isSent)) at = node.at
      if (!asked && throwsAway(project, node, isSent)) at = node.at
      if (notice && node.kind === 'mcall' && setsState.test(calledName(node)?.name ?? '')) at = node.at
    })
    if (at !== undefined) return from.file === file.id ? at : reached[0]?.fn.at
  }
  return undefined
}

const folderOf = (path: string) => path.replace(/\/controllers\/.*$/, '/')

/**
 * PrestaShop and thirty bees: pages of a module that work on rows of the customer whose number was sent (CWE-639), throw away
 * anything by its number for every visitor, or believe of anybody that an order is paid (CWE-862).
 */
export const prestashopDoors: StructureCheck = (project, file, report) => {
  if (file.language !== 'php' || !/FrontController/.test(file.source)) return
  for (const cls of classesOf(file.parsed.body)) {
    if (!project.ancestry(cls.name).includes('modulefrontcontroller')) continue
    const done = new Set<number>()
    for (const fn of handlers(project, file, cls)) {
      // What the shop itself does for every page says nothing of this one.
      const reached = reachOf(project, { fn, file: file.id, cls }).filter((from) =>
        project.files[from.file]!.path.startsWith(folderOf(file.path)),
      )
      const at = openWork(project, file, cls, reached)
      if (at !== undefined && !done.has(at)) report('missing-authorisation', at)
      if (at !== undefined) done.add(at)
    }
  }
}
