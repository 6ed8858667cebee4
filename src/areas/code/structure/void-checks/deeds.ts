import type { Expr, FunctionDecl, Stmt } from '../../../../analysis/ast.ts'
import type { FunctionInfo, Project } from '../../../../analysis/project.ts'
import { calledName, visit } from '../../../../analysis/visit.ts'
import { calls } from '../callees.ts'
import { nameOf } from '../records/record-access.ts'
import type { Reached } from '../sent.ts'

/** What changes something for good, by the names that programs have for it. */
const changes =
  /^(?:save\w*|delete\w*|remove\w*|destroy\w*|update\w*|insert\w*|upsert\w*|persist|truncate|soft_?delete|del|transfer\w*|refund\w*|approve\w*|cancel\w*|unlink|file_put_contents|move_uploaded_file|rename|wp_(?:delete|update|insert|trash)_\w+|(?:add|update|delete)_(?:option|user_meta|post_meta|term_meta)|payment_complete|executeupdate|findbyidand\w+|findoneand\w+|bulk\w+|edit(?:setting)\w*|add(?:order)?history|setcurrentstate|set(?:status|state|price|stock|roles?|quantity|password|email)\w*|grant\w*|revoke\w*)$/
const statement = /^\s*(?:DELETE\s+FROM|UPDATE\s+\S+\s+SET|INSERT\s+INTO|REPLACE\s+INTO|TRUNCATE)\b/i
/** What is kept of the visit, of the answer or in memory. */
const ofVisit =
  /session|cookie|cache|log|flash|res$|response|reply|header|view|request|^req$|params|query|^map$|Map$|^set$|^list$|errors?$|message|attempt|visit|counter|token|throttle|limiter|crypto|hmac|hash|digest|cipher|verif|sign(?:er|ature)|^(?:mac|md\d?|sha\d*|sig)$|cart|quote|basket|^\$?(?:data|json|result|args|options|config)$/i

/** Name of the object that a chain of calls begins with, or of the function that makes it: `createHmac(…).update(…)`. */
function holderOf(expr: Expr): string {
  let first = expr
  while (first.kind === 'mcall') first = first.object
  return first.kind === 'call' ? (calledName(first)?.name ?? '') : nameOf(expr)
}

/** True for what changes something by itself, as its name or its statement tells. */
export function isDeed(node: Expr | Stmt): boolean {
  if (node.kind === 'lit') return typeof node.value === 'string' && statement.test(node.value)
  const called = calledName(node)
  // What Doctrine has been told of is written.
  if (node.kind === 'mcall' && called?.name === 'flush') return /^(?:em|\w*manager)$/i.test(holderOf(node.object))
  if (!called || !changes.test(called.name)) return false
  if (node.kind === 'mcall') return !ofVisit.test(holderOf(node.object))
  return node.kind === 'scall' ? !ofVisit.test(called.cls ?? '') : /_|^unlink$|^rename$/.test(called.name)
}

/** Where code changes something, itself or by a function of the project that it calls. */
export function deedIn(project: Project, code: Expr | Stmt, from: Reached, depth = 2): number | undefined {
  let at: number | undefined
  visit(code, (node) => {
    if (at !== undefined || node.kind === 'funcdecl' || node.kind === 'classdecl') return false
    if (isDeed(node) || letsThrough(node, from.fn)) at = node.at
    else if (depth > 0 && (node.kind === 'call' || node.kind === 'mcall' || node.kind === 'scall'))
      for (const info of calls(project, node, from))
        if (at === undefined && info.fn !== from.fn && doesDeed(project, info, depth - 1)) at = node.at
    return undefined
  })
  return at
}

/** For each function, whether it changes something, by how many calls deep was looked. */
const doers = new WeakMap<FunctionDecl, boolean[]>()

function doesDeed(project: Project, { fn, file, cls }: FunctionInfo, depth: number): boolean {
  const known = doers.get(fn) ?? []
  doers.set(fn, known)
  return (known[depth] ??= (fn.body ?? []).some(
    (item) => deedIn(project, item, { fn, file, cls, sent: new Set() }, depth) !== undefined,
  ))
}

/** Methods by whose answer a framework lets a request through. */
const gate = /^(?:preHandle|canActivate|canLoad|beforeAction|isAuthorized|_isAllowed|checkAccess|authorize)$/

/** What stands before others lets the request go on to them. */
export function letsThrough(node: Expr | Stmt, { name, params }: FunctionDecl): boolean {
  if (node.kind === 'return') return gate.test(name) && node.value?.kind === 'lit' && node.value.value === true
  const given = (expr: Expr, names: RegExp) =>
    expr.kind === 'var' && names.test(expr.name) && params.some((item) => item.name === expr.name)
  if (node.kind === 'call')
    return (
      given(node.callee, /^next$/) && !node.args.some(({ value }) => value.kind !== 'var' || /err/i.test(value.name))
    )
  if (node.kind !== 'mcall') return false
  const called = calledName(node)?.name ?? ''
  if (called === 'dofilter' || called === 'filter') return given(node.object, /chain$/i)
  if (called === 'handle' || called === '__invoke') return given(node.object, /^(?:next|handler|delegate)$|handler$/i)
  return called === 'proceed' && given(node.object, /^(?:pjp|joinPoint|point|invocation|chain)$/i)
}
