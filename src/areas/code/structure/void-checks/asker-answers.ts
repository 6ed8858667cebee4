import type { Expr, FunctionDecl, Stmt } from '../../../../analysis/ast.ts'
import type { Project } from '../../../../analysis/project.ts'
import { calledName, visit } from '../../../../analysis/visit.ts'
import { asked, type Locals, localsOf, ofRole, refuses } from './asked.ts'
import { bodiesIn } from './bodies.ts'
import type { StructureCheck } from '../check.ts'
import { deedIn } from './deeds.ts'
import { pathOfStaff } from '../handlers.ts'
import { ends, endsRefusing } from './refusals.ts'
import { literalText } from '../scripts.ts'
import type { Reached } from '../sent.ts'
import { isText } from '../shapes.ts'

/** A check that the asker answers himself is none: what he is, whose a record is, or the claims of a token that nobody verified. */

const superglobals = /^_(?:GET|POST|REQUEST|COOKIE)$/
const partOfRequest = /^(?:body|query|params|headers|cookies)$/
const requestName = /^(?:_?req|_?request|ctx|c|event)$/i
const readers = /^(?:getvalue|getparameter|getparam|getpost|getheader|input|formdata|parsebody)$/
const carriers =
  /^(?:number|string|parseint|parsefloat|intval|strval|trim|strtolower|tolowercase|boolean|parse|json_decode|valueof|parselong|tostring|get|json|param|query|header)$/

/** True where an expression is a part of the request, as it came. */
function isSaid(expr: Expr | undefined, locals: Locals, depth = 0): boolean {
  if (expr === undefined || depth > 4) return false
  switch (expr.kind) {
    case 'var':
      return (
        superglobals.test(expr.name) || (locals.get(expr.name) ?? []).some((value) => isSaid(value, locals, depth + 1))
      )
    case 'await':
    case 'cast':
      return isSaid(expr.value, locals, depth)
    case 'bin':
      return /^(?:\?\?|\|\|)$/.test(expr.op) && isSaid(expr.left, locals, depth)
    case 'index':
      return isSaid(expr.object, locals, depth)
    case 'prop':
      return (partOfRequest.test(String(expr.name)) && isRequest(expr.object)) || isSaid(expr.object, locals, depth)
    case 'call':
    case 'mcall':
    case 'scall': {
      const name = calledName(expr)?.name ?? ''
      if (name === 'file_get_contents') return expr.args.some(({ value }) => literalText(value) === 'php://input')
      if (readers.test(name)) return true
      if (!carriers.test(name)) return false
      if (expr.kind === 'mcall' && (isRequestFor(name, expr.object) || isSaid(expr.object, locals, depth))) return true
      return expr.args.some(({ value }) => isSaid(value, locals, depth))
    }
    default:
      return false
  }
}

/** `c.get('user')` of Hono gives what a middleware kept. */
const isRequestFor = (name: string, object: Expr) =>
  isRequest(object) && !(name === 'get' && object.kind === 'var' && object.name === 'c')

/** `req`, `ctx.request`, `c.req`. */
const isRequest = (expr: Expr): boolean =>
  (expr.kind === 'var' && requestName.test(expr.name)) ||
  (expr.kind === 'prop' && /^(?:req|request)$/.test(String(expr.name)) && isRequest(expr.object)) ||
  (expr.kind === 'prop' && expr.name === 'request' && expr.object.kind === 'var' && expr.object.name === 'this')

/** The last name of a place: of a field, a key, a parameter that is asked for, or of what a variable was given. */
function keyOf(expr: Expr, locals: Locals, depth = 0): string {
  if (expr.kind === 'cast' || expr.kind === 'await') return keyOf(expr.value, locals, depth)
  if (expr.kind === 'bin') return keyOf(expr.left, locals, depth)
  if (expr.kind === 'prop') return typeof expr.name === 'string' ? expr.name : ''
  if (expr.kind === 'index') return expr.index ? literalText(expr.index) : ''
  if ((expr.kind === 'mcall' || expr.kind === 'call' || expr.kind === 'scall') && expr.args[0]) {
    const { value } = expr.args[0]
    return value.kind === 'lit' ? String(value.value).replace(/^x-/i, '') : keyOf(value, locals, depth)
  }
  if (expr.kind === 'mcall') return String(expr.name)
  if (expr.kind !== 'var' || depth > 2) return ''
  const given = locals.get(expr.name) ?? []
  return ofRole.test(expr.name)
    ? expr.name
    : (given.map((value) => keyOf(value, locals, depth + 1)).find((key) => key !== '') ?? '')
}

/** Both sides of what a condition refuses for being unlike. */
function unlike(test: Expr): [Expr, Expr][] {
  const found: [Expr, Expr][] = []
  visit(test, (node) => {
    if (node.kind === 'func') return false
    if (node.kind === 'bin' && /^!==?$/.test(node.op)) found.push([node.left, node.right], [node.right, node.left])
    if (node.kind === 'un' && node.op === '!' && node.value.kind === 'mcall' && node.value.args[0])
      if (/^equals(?:ignorecase)?$/.test(calledName(node.value)?.name ?? ''))
        found.push([node.value.object, node.value.args[0].value], [node.value.args[0].value, node.value.object])
    return undefined
  })
  return found
}

/** Whose a record is, by the name of its field. */
const ofOwner = /^(?:get)?(?:id_?)?(?:customer|user|owner|account|member|author|buyer)(?:_?id)?$/i

const decodes = /^(?:jwt_?decode|decode_?jwt)$/
/** Claims of a token whose signature nobody looked at. */
function isDecoded(expr: Expr, locals: Locals, depth = 0): boolean {
  let found = false
  visit(expr, (node) => {
    if (found || node.kind === 'func') return false
    const called = calledName(node)
    if (called && decodes.test(called.name)) found = true
    if (called?.name === 'decode' && 'args' in node && node.args.length < 3) {
      const holder = called.cls ?? (node.kind === 'mcall' && node.object.kind === 'var' ? node.object.name : '')
      // Of PHP `JWT::decode($token, $key)` verifies.
      if (/^(?:jwt|jsonwebtoken|jose|JWT)$/.test(holder) && (node.args.length === 1 || isOptions(node.args[1]!.value)))
        found = true
    }
    if (called && /^(?:parse|json_decode)$/.test(called.name) && 'args' in node)
      if (node.args.some(({ value }) => isBase64(value) && ofToken(value, locals))) found = true
    if (node.kind === 'var' && depth < 2)
      for (const value of locals.get(node.name) ?? []) found ||= isDecoded(value, locals, depth + 1)
    return undefined
  })
  return found
}
const isOptions = (expr: Expr) => expr.kind === 'array' && expr.isObject
function isBase64(expr: Expr): boolean {
  let found = false
  visit(expr, (node) => {
    const name = calledName(node)?.name
    if (name === 'atob' || name === 'base64_decode' || name === 'geturldecoder') found = true
    if (
      name === 'from' &&
      'args' in node &&
      literalText(node.args[1]?.value ?? node.args[0]!.value).startsWith('base64')
    )
      found = true
  })
  return found
}

/** Of what the caller sends to say who he is. */
function ofToken(expr: Expr, locals: Locals, depth = 0): boolean {
  let found = false
  visit(expr, (node) => {
    const words =
      node.kind === 'lit'
        ? String(node.value)
        : node.kind === 'var'
          ? node.name
          : node.kind === 'prop'
            ? String(node.name)
            : ''
    if (/token|authorization|jwt|bearer|cookie/i.test(words)) found = true
    if (node.kind === 'var' && depth < 3)
      for (const value of locals.get(node.name) ?? []) found ||= ofToken(value, locals, depth + 1)
  })
  return found
}

const verifies =
  /verif|hash_hmac|hash_equals|createHmac|timingSafeEqual|password|introspect|passport|session|signature|secret|api_?key/i
/** Anything besides by which code may know who asks. */
const knowsOtherwise =
  /token|hash|secret|signature|password|passwd|session|(?<![\w])auth|cookie|e?mail|secure_?key|api_?key/i

/** Where a check of one function is answered by who asks. */
function answeredIn(project: Project, from: Reached): number[] {
  const file = project.files[from.file]!
  const { body } = from.fn
  let read: Locals | undefined
  const text = file.source.slice(from.fn.at, from.fn.end)
  const found: number[] = []
  const isRole = (test: Expr, locals: Locals) =>
    unlike(test).some(([left, right]) => isText(right) && isSaid(left, locals) && ofRole.test(keyOf(left, locals)))
  const isOwner = (test: Expr, locals: Locals) =>
    unlike(test).some(
      ([left, right]) =>
        ofOwner.test(lastName(left)) && !isSaid(left, locals) && isSaid(right, locals) && right.kind !== 'lit',
    )
  visit(body, (node) => {
    if (node.kind === 'func' || node.kind === 'funcdecl' || node.kind === 'classdecl') return false
    if (node.kind !== 'if' || !refuses(node.test) || !ends(node.yes)) return undefined
    const locals = (read ??= localsOf(body))
    const isSure = endsRefusing(node.yes) || /\b40[13]\b/.test(file.source.slice(node.yes.at, endOf(node.yes, from.fn)))
    if (isSure && isRole(node.test, locals) && !verifies.test(text)) found.push(node.at)
    else if (isOwner(node.test, locals) && !knowsOtherwise.test(text) && !knowsCaller(body!, locals))
      found.push(node.at)
    else if (isSure && isDecoded(node.test, locals) && !/verif|hash_hmac|createHmac|timingSafeEqual/i.test(file.source))
      found.push(node.at)
    return undefined
  })
  return found
}

const lastName = (expr: Expr): string =>
  expr.kind === 'prop' || expr.kind === 'mcall'
    ? String(expr.name)
    : expr.kind === 'index' && expr.index
      ? literalText(expr.index)
      : expr.kind === 'cast'
        ? lastName(expr.value)
        : ''

const endOf = (branch: Stmt, { end }: FunctionDecl) => {
  const last = branch.kind === 'block' ? branch.body.at(-1) : branch
  return Math.min(end, (last?.at ?? branch.at) + 120)
}

/** The function knows who is signed in, whatever it does with it. */
function knowsCaller(body: readonly Stmt[], locals: Locals): boolean {
  let found = false
  visit(body, (node) => {
    if (found) return false
    if (
      node.kind === 'mcall' ||
      node.kind === 'scall' ||
      node.kind === 'call' ||
      node.kind === 'prop' ||
      node.kind === 'index'
    )
      if (asked(node, locals).kinds.size > 0) found = true
    return undefined
  })
  return found
}

/** The only question who calls, or whose a record is, is answered by the caller himself (CWE-807, CWE-639, CWE-347). */
export const askerAnswers: StructureCheck = (project, file, report) => {
  if (file.parsed.isTemplate) return
  for (const from of bodiesIn(file)) {
    const own = answeredIn(project, from)
    if (own.length === 0 || (pathOfStaff.test(`/${file.path}`) && file.language !== 'php')) continue
    if (from.fn.body!.some((item) => deedIn(project, item, from) !== undefined))
      report('missing-authorisation', own[0]!)
  }
}
