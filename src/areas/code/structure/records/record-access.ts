import type { Expr } from '../../../../analysis/ast.ts'
import type { Project } from '../../../../analysis/project.ts'
import { calledName, visit } from '../../../../analysis/visit.ts'
import { knowsOwner } from './owner.ts'
import { modelMethod } from '../callees.ts'
import { isOwnedObject } from './owned-objects.ts'
import { literalText, oncePer } from '../scripts.ts'
import { type Reached, sentIn } from '../sent.ts'

/** Kinds of records that belong to one customer. */
export const personal =
  /(?:^|[_\\./]|[a-z](?=[A-Z])|customer|sales)(?:order|invoice|address|shipment|returns?|refund|rma|subscription|payment|ticket|quote|wishlist|parcel|reservation|prescription|purchase)(?:es|s)?(?:entity|record)?$/i
/** What a customer of a shop keeps there besides: his cards, claims, messages. */
const alsoPersonal =
  /^(?!.*(?:gift|promo|product|size))(?:.*[_\\./]|.*[a-z](?=[A-Z]))?(?:(?:saved|credit|payment|stored)?_?card|claim|complaint|booking|appointment|message|conversation|repair|offer_?request|mandate)s?(?:entity|record)?$/i
const isPersonal = (name: string) => personal.test(name) || alsoPersonal.test(name)
/** Of tables, names by which only a customer's rows are kept. */
const personalTable =
  /^(?!.*(?:product|plan|catalog|email|status|type|mail))(?:.*_)?(?:orders?|invoices?|address(?:es)?|returns?|subscriptions?|tickets?|messages?|downloads?|wish_?lists?|quotes?)$/i

/** The last name of what a method is called on. */
export const nameOf = (expr: Expr): string =>
  expr.kind === 'var'
    ? expr.name
    : expr.kind === 'prop' && typeof expr.name === 'string'
      ? expr.name
      : expr.kind === 'mcall'
        ? nameOf(expr.object)
        : expr.kind === 'scall' && /^get(?:resource)?(?:model|singleton)$/.test(calledName(expr)?.name ?? '')
          ? literalText(expr.args[0]?.value ?? expr)
          : expr.kind === 'name'
            ? expr.name
            : expr.kind === 'scall' && typeof expr.name === 'string'
              ? expr.name
              : ''

export const fetches =
  /^(?:get|getbyid|load|find|findorfail|findone|findbyid|findunique|findfirst|findbypk|deletebyid|getreferencebyid|loadbyincrementid|getbyincrementid)$/
const acts = /^(?:cancel|hold|unhold|notify|stop|pause|void|refund|deletebyid)$/
export const keeper = /(?:Repository(?:Interface)?|Factory|Service|Model|Dao|Mapper|Management(?:Interface)?)$/

/** Tables that the program reads elsewhere by whose their rows are. */
const ownedTables = (project: Project): ReadonlySet<string> => {
  const found = new Set<string>()
  const asked =
    /\b(?:FROM|UPDATE)\s+(?:['"]\s*\.\s*\w+\s*\.\s*['"])?[`{$\w>-]*?(\w+)[`}]?\s[^;]{0,200}?\bWHERE\b[^;]{0,120}?\b(?:id_customer|customer_id)[`]?\s*=/gis
  for (const { language, source } of project.files)
    if (language === 'php' && /id_customer|customer_id/i.test(source))
      for (const [, table = ''] of source.matchAll(asked)) found.add(table.toLowerCase())
  return found
}

const isOwned = (project: Project, table: string) =>
  personalTable.test(table) || oncePer(project, ownedTables).has(table.toLowerCase())

const byNumber = /(?:^|[\s.(])[`"]?(?:\w+_id|id_\w+|id)[`"]?\s*=\s*['"]?\s*(?:\?|:\w+|$)/i

type IsSent = (expr: Expr | undefined) => boolean

/** Parts of a text that is put together, from left to right. */
export const partsOf = (expr: Expr): Expr[] =>
  expr.kind === 'concat'
    ? expr.parts.flatMap(partsOf)
    : expr.kind === 'bin' && expr.op === '.'
      ? [...partsOf(expr.left), ...partsOf(expr.right)]
      : [expr]

/** True for a condition that finds a row by a number that was sent, put into it or given to it later. */
function asksForSent(parts: readonly Expr[], isSent: IsSent, given: boolean): boolean {
  const text = parts.map(literalText).join('')
  if (!byNumber.test(text.trim())) return false
  return parts.some((part) => part.kind !== 'lit' && isSent(part)) || (given && /=\s*(?:\?(?!\s*['"])|:\w+)/.test(text))
}

/** Table of a condition or a statement that finds a row by a number that was sent. */
function tableOf(node: Expr & { kind: 'mcall' }, name: string, isSent: IsSent, given: boolean): string | undefined {
  const [first, second, third] = node.args.map(({ value }) => value)
  if (first === undefined) return undefined
  const condition = name === 'delete' ? second : name === 'update' ? third : undefined
  if (condition) return asksForSent(partsOf(condition), isSent, false) ? literalText(first) : undefined
  if (!/^(?:getrow|executes|getvalue|execute|query|prepare|fetchrow|fetchall)$/.test(name)) return undefined
  const parts = partsOf(first)
  const where = parts.findIndex((part) => part.kind === 'lit' && /\bWHERE\b/i.test(String(part.value)))
  if (where < 0) return undefined
  const sql = parts.map(literalText).join('')
  const table = /^\s*(?:SELECT\b[^]*?\bFROM|UPDATE|DELETE\s+FROM)\s+[`"]?(?:\s*\?\s*)?[`"]?(\w+)/i.exec(sql)?.[1]
  // Placeholders are of a statement that is prepared.
  return table && asksForSent(parts.slice(where), isSent, given && name === 'prepare') ? table : undefined
}

/** `$sql->from('table')` of a builder whose conditions ask for the number. */
function builtOn(node: Expr & { kind: 'mcall' }, name: string, { fn }: Reached, isSent: IsSent): string | undefined {
  const [first] = node.args
  if (name !== 'from' || first?.value.kind !== 'lit' || node.object.kind !== 'var') return undefined
  let asked = false
  visit(fn.body, (item) => {
    const condition = item.kind === 'mcall' && item.name === 'where' ? item.args[0]?.value : undefined
    if (condition && asksForSent(partsOf(condition), isSent, false)) asked = true
  })
  return asked ? String(first.value.value) : undefined
}

/** A page for whoever has signed in. */
const asksSignIn = (project: Project, { fn, file }: Reached): boolean =>
  /->isLogged\(\)/.test(project.files[file]!.source.slice(fn.at, fn.end))

/** Where a function fetches or changes a record of one customer by nothing but a number that was sent. */
export function recordBySent(project: Project, from: Reached): number | undefined {
  const isSent = sentIn(from)
  let at: number | undefined
  let sent = from.sent.size > 0
  visit(from.fn.body, (node) => {
    if (at !== undefined) return
    if (node.kind === 'new' && node.cls.kind === 'name') {
      const { name } = node.cls
      if (isSent(node.args[0]?.value) && (isPersonal(name) || isOwnedObject(project, name))) at = node.at
      return
    }
    const called = node.kind === 'mcall' || node.kind === 'scall' ? calledName(node) : undefined
    if (!called || !(node.kind === 'mcall' || node.kind === 'scall') || node.args.length === 0) return
    const given = node.args[0]!.value
    if (node.kind === 'scall') {
      if (/^getcustomer(?:orders|addresses)/.test(called.name) && isSent(given)) at = node.at
      if (fetches.test(called.name) && called.cls && personal.test(called.cls) && isSent(given)) at = node.at
      return
    }
    sent ||= node.args.some(({ value }) => isSent(value))
    const keeps = nameOf(node.object)
    const kind = keeps.replace(keeper, '')
    // A customer himself, as a shop's own repository keeps him.
    if (called.name === 'getbyid' && /^customers?$/i.test(kind) && node.args.length === 1 && isSent(given)) at = node.at
    if ((fetches.test(called.name) || (kind !== keeps && acts.test(called.name))) && isPersonal(kind))
      if (node.args.length === 1 && isSent(given)) at = node.at
    // `$resource->load($order, $id)`
    if (called.name === 'load' && node.args.length === 2 && personal.test(nameOf(given)) && isSent(node.args[1]!.value))
      at = node.at
    // The shop's own model of OpenCart asks for nobody.
    if (keeps === 'model_checkout_order' && called.name === 'getorder' && isSent(given) && asksSignIn(project, from))
      at = node.at
    // `$this->model_account_parcel->getOrder($id)` of OpenCart: what its statement asks for besides the number.
    if (
      keeps.startsWith('model_') &&
      node.args.length === 1 &&
      !called.name.endsWith('s') &&
      personal.test(called.name.replace(/^(?:get|delete|load)/, '')) &&
      isSent(given)
    ) {
      const model = modelMethod(project, keeps, called.name)
      if (model && !knowsOwner.test(project.files[model.file]!.source.slice(model.fn.at, model.fn.end))) at = node.at
    }
    const table = tableOf(node, called.name, isSent, sent) ?? builtOn(node, called.name, from, isSent)
    if (table && isOwned(project, table)) at = node.at
  })
  return at
}
