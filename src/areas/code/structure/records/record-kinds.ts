import type { ClassDecl, Expr } from '../../../../analysis/ast.ts'
import type { Project } from '../../../../analysis/project.ts'
import { calledName, visit } from '../../../../analysis/visit.ts'
import { isOwnedKind, isPerson } from './owned-kinds.ts'
import { nameOf } from './record-access.ts'
import { literalText } from '../scripts.ts'
import type { Reached } from '../sent.ts'

/** Records of Java and JavaScript that are found or changed by nothing but a number. */

const keeper = /(?:Repository|Repo|Dao|DAO|Mapper|Service|Store|Model|Manager|Facade|Client|Gateway|Api)$/
const fetches =
  /^(?:(?:get|find|load|fetch|read|delete|remove|cancel|retrieve|show|lookup|pay|refund|update|close|archive|download|select)(?:one|first|unique|by)*(?:\w{0,12}?by)?(?:_?id|_?number|_?no|_?pk|orthrow|andupdate|anddelete|andremove|orfail|where)*|getreferencebyid|getone|deletebyid|findbyidand(?:update|delete|remove)|findone(?:by|orfail|and\w+)?|findbypk|findfirst(?:orthrow)?|findunique(?:orthrow)?|updateone|deleteone|updatemany|deletemany|destroy|softdelete|one|byid|ofid)$/
/** Conditions of a statement that say whose the rows are, or that nobody guesses. */
const byOwner =
  /customer|user|owner|buyer|account|member|client|e?mail|token|hash|secret|uuid|public_?id|session|tenant|key\b/i
const byNumber =
  /(?:\w+\.)?[`"]?(?:\w*_?(?:id|number|no)|id)[`"]?\s*(?:=|in\b)\s*(?:\?|:\w+|\$\d|#\{|\$\{| \?\s|['"]?\s*$)/i

/** Names by which the class of what keeps records may be told: that of a field or variable, and of its type. */
function namesFor(object: Expr, cls: ClassDecl | null, from: Reached): string[] {
  const name = nameOf(object)
  const types = [
    ...(cls?.properties.filter((item) => item.name === name).map(({ type }) => type) ?? []),
    ...(cls?.methods
      .find((fn) => fn.name === 'constructor')
      ?.params.filter((item) => item.name === name)
      .map((item) =>
        item.type === 'Repository' || item.type === 'Model' ? injected(item.annotations ?? []) : item.type,
      ) ?? []),
    ...from.fn.params.filter((item) => item.name === name).map(({ type }) => type),
  ]
  return [name, ...types.flatMap((type) => (type === null ? [] : [type.replace(/<.*$/, '')]))].map((item) =>
    item.replace(keeper, ''),
  )
}

const injected = (annotations: readonly { name: string; args: Record<string, Expr> }[]) => {
  const first = annotations.find(({ name }) => name.startsWith('Inject'))
  const given = first?.args['0']
  if (given?.kind === 'prop' && given.name === 'name') return nameOf(given.object)
  return given ? nameOf(given) || literalText(given) : null
}

/** Table or entity that a statement finds rows of by a number alone. */
export function numberedTable(sql: string): string | undefined {
  const [, table = ''] =
    /^\s*(?:select\b[^]*?\bfrom|update|delete\s+from|delete|from)\s+[`"]?(?:\w+\.)?(\w+)/i.exec(sql) ?? []
  const where = sql.search(/\bwhere\b/i)
  if (table === '' || where < 0) return undefined
  const condition = sql.slice(where)
  return byNumber.test(condition) && !byOwner.test(condition.replace(/\b(?:account|client)s?\./gi, ''))
    ? table
    : undefined
}

/** What of a record is wanted, or set: no condition. */
const noCondition = /^(?:select|include|attributes|relations|populate|projection|fields|data|order|orderBy|returning)$/

/** Fields that a lookup names besides the number: `{ where: { id, userId } }`. */
function namesOwner(args: readonly { value: Expr }[], isSent: (expr: Expr | undefined) => boolean): boolean {
  let found = false
  for (const { value } of args)
    visit(value, (node) => {
      if (node.kind !== 'array') return undefined
      const conditions = node.items.filter(({ key }) => key?.kind !== 'lit' || !noCondition.test(String(key.value)))
      for (const { key, value: given } of conditions) {
        if (key?.kind === 'lit' && byOwner.test(String(key.value)) && !isSent(given)) found = true
        found ||= namesOwner([{ value: given }], isSent)
      }
      return false
    })
  return found
}

const ofOwner =
  /^(?:findall|find|get|list|load|count)(?:all)?(?:\w{0,14}?)by(?:customer|user|owner|account|member)(?:_?id)?(?:and\w+|order\w+)?$/
const ownerKey = /^(?:customer|user|owner|account|member)(?:_?id)?$/i

/** Whose records are found is what was sent: `findByCustomerId(id)`, `{ where: { userId: req.query.user } }`. */
function ownerSent(
  node: Expr & { kind: 'mcall' | 'scall' },
  name: string,
  isSent: (expr: Expr | undefined) => boolean,
): boolean {
  if (ofOwner.test(name)) return node.args.length > 0 && isSent(node.args[0]!.value) && node.args.length < 3
  if (!/^find(?:all|many|one|first|unique)?$/.test(name)) return false
  let found = false
  visit(node.args[0]?.value, (inner) => {
    if (inner.kind !== 'array') return
    for (const { key, value } of inner.items)
      if (key?.kind === 'lit' && ownerKey.test(String(key.value)) && value.kind !== 'array' && isSent(value))
        found = true
  })
  return found
}

/** Where a function finds or changes a record of one customer by a number that was sent, and by nothing else. */
export function numberedRecord(
  project: Project,
  from: Reached,
  isSent: (expr: Expr | undefined) => boolean,
): number | undefined {
  const { fn, cls } = from
  let at: number | undefined
  let sent = from.sent.size > 0
  visit(fn.body, (node) => {
    if (at !== undefined) return
    const called = calledName(node)
    if (!called || (node.kind !== 'mcall' && node.kind !== 'call' && node.kind !== 'scall')) return
    sent ||= node.args.some(({ value }) => isSent(value))
    const [first, second] = node.args.map(({ value }) => value)
    for (const value of [first, second]) {
      const table = value && sent ? numberedTable(literalText(value)) : undefined
      if (table && isOwnedKind(project, table)) at = node.at
    }
    if (node.kind === 'call' || first === undefined) return
    if (
      ownerSent(node, called.name, isSent) &&
      namesFor(node.kind === 'scall' ? node.cls : node.object, cls, from).some((name) => isOwnedKind(project, name))
    )
      at = node.at
    if (!fetches.test(called.name)) return
    // `em.find(Invoice.class, number)`
    if (first.kind === 'lit' && second && isSent(second)) {
      if (isOwnedKind(project, String(first.value)) && node.args.length === 2) at = node.at
      return
    }
    if (!isSent(first) || namesOwner(node.args, isSent)) return
    if (node.args.length > 1 && node.args.slice(1).some(({ value }) => value.kind === 'var' && !isSent(value))) return
    const names = node.kind === 'scall' ? [called.cls ?? ''] : namesFor(node.object, cls, from)
    // A customer himself, where the address names him; what is sent along may name another for good reason.
    if (
      names.some(
        (name) =>
          isOwnedKind(project, name) || (first.kind === 'var' && from.sent.has(first.name) && isPerson.test(name)),
      )
    )
      at = node.at
  })
  return at
}
