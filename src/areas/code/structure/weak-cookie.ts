import type { Expr, FunctionDecl, Stmt } from '../../../analysis/ast.ts'
import { calledName, visit } from '../../../analysis/visit.ts'
import type { StructureCheck } from './check.ts'
import { visitScript } from './scripts.ts'
import { declarationsIn } from './shapes.ts'

/** Cookies by which their owner is known. */
const knowsOwner = /^(?!.*[cx]srf).*(?:sess|auth|token|log_?in|remember|^sid$|user_?key)/i
const setters = /^(?:setcookie|setrawcookie|cookie|session_id)$/
const clock = /^(?:time|microtime|hrtime|now|gettime|date|uniqid)$/
/** What makes other letters of the same number. */
const shapes =
  /^(?:md5|sha1|hash|crc32|base64_encode|bin2hex|dechex|strval|intval|string|tostring|number_format|str_pad|strrev|substr|sprintf|urlencode|createhash|update|digest|from)$/

/** Places that are counted up somewhere: `$_SESSION['n']++`, `$last += 1`, by their text. */
function counters(body: readonly Stmt[]): Set<string> {
  const found = new Set<string>()
  visit(body, (node) => {
    if (node.kind === 'incdec' && node.op === '++') found.add(placeName(node.target))
    if (node.kind === 'assign' && node.op === '+=' && node.value.kind === 'lit') found.add(placeName(node.target))
  })
  return found
}

/** Name of a place that can hold a number. */
function placeName(node: Expr): string {
  if (node.kind === 'var') return node.name
  if (node.kind === 'index' && node.index?.kind === 'lit')
    return `${placeName(node.object)}[${String(node.index.value)}]`
  if (node.kind === 'prop' && typeof node.name === 'string') return `${placeName(node.object)}.${node.name}`
  return ''
}

/** Bodies whose variables are their own: that of the file, and of each function. */
function scopes(body: readonly Stmt[]): (readonly Stmt[])[] {
  const found = [body]
  const of = (fn: FunctionDecl) => {
    if (fn.body) found.push(fn.body)
  }
  for (const item of declarationsIn(body))
    if (item.kind === 'classdecl') item.cls.methods.forEach(of)
    else of(item.fn)
  return found
}

type Given = (name: string, before: number) => Expr | undefined

/** What the places of a body were last given before an offset. */
function givenIn(body: readonly Stmt[]): Given {
  const given: { name: string; at: number; value: Expr }[] = []
  visitScript(body, (node) => {
    if (node.kind === 'assign' && node.op === '=')
      given.push({ name: placeName(node.target), at: node.at, value: node.value })
    if (node.kind === 'declare' && node.initial)
      given.push({ name: placeName(node.target), at: node.at, value: node.initial })
  })
  return (name, before) => given.findLast((item) => item.name === name && item.at < before)?.value
}

/** True where a value can be foretold: made of the clock or a counter, and of nothing else but constants. */
function isForetold(value: Expr, counted: ReadonlySet<string>, given: Given, depth = 0): boolean {
  let foretold = false
  let other = false
  visit(value, (node) => {
    const called = calledName(node)
    if (called) {
      if (clock.test(called.name)) foretold = true
      else if (!shapes.test(called.name)) other = true
      return called.name !== 'date'
    }
    if (node.kind !== 'var' && node.kind !== 'index' && node.kind !== 'prop') return undefined
    const name = placeName(node)
    if (/^(?:Date|Buffer|crypto)$/.test(name)) return false
    const last = given(name, node.at)
    if (counted.has(name) || (last && depth < 3 && isForetold(last, counted, given, depth + 1))) foretold = true
    else other = true
    return false
  })
  return foretold && !other
}

/** PHP and JavaScript: a cookie that stands for somebody, made of nothing but a number counted up or the time (CWE-330, CWE-340). */
export const weakCookie: StructureCheck = (_project, file, report) => {
  if (file.language === 'java' || !/setcookie|setrawcookie|session_id|\.cookie\(/i.test(file.source)) return
  let counted: ReadonlySet<string> | undefined
  for (const body of scopes(file.parsed.body)) {
    let given: Given | undefined
    visitScript(body, (node) => {
      const called = node.kind === 'call' || node.kind === 'mcall' ? calledName(node) : undefined
      if (!called || !setters.test(called.name) || !('args' in node)) return
      const [first, second] = node.args
      const isSession = called.name === 'session_id'
      const value = isSession ? first?.value : second?.value
      const isKnown = isSession || (first?.value.kind === 'lit' && knowsOwner.test(String(first.value.value)))
      if (!isKnown || !value) return
      counted ??= counters(file.parsed.body)
      given ??= givenIn(body)
      if (isForetold(value, counted, given)) report('weak-token', node.at)
    })
  }
}
