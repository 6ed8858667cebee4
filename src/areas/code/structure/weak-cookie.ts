import type { Expr, Stmt } from '../../../analysis/ast.ts'
import { calledName, visit } from '../../../analysis/visit.ts'
import type { StructureCheck } from './check.ts'

/** Cookies by which their owner is known. */
const knowsOwner = /sess|auth|token|log_?in|remember|^sid$|user_?key/i
const setters = /^(?:setcookie|setrawcookie|cookie|session_id)$/
const clock = /^(?:time|microtime|hrtime|now|gettime|date|uniqid)$/
/** What makes other letters of the same number. */
const shapes =
  /^(?:md5|sha1|hash|crc32|base64_encode|bin2hex|dechex|strval|intval|string|tostring|number_format|str_pad|strrev|substr|sprintf|urlencode|createhash|update|digest|from)$/

/** Places that are counted up somewhere: `$_SESSION['n']++`, `$last += 1`, by their text. */
function counters(body: readonly Stmt[], text: (node: Expr) => string): Set<string> {
  const found = new Set<string>()
  visit(body, (node) => {
    if (node.kind === 'incdec' && node.op === '++') found.add(text(node.target))
    if (node.kind === 'assign' && node.op === '+=' && node.value.kind === 'lit') found.add(text(node.target))
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

/** PHP and JavaScript: a cookie that stands for somebody, made of nothing but a number counted up or the time (CWE-330, CWE-340). */
export const weakCookie: StructureCheck = (_project, file, report) => {
  if (file.language === 'java' || !/setcookie|setrawcookie|session_id|\.cookie\(/i.test(file.source)) return
  const counted = counters(file.parsed.body, placeName)
  const given: { name: string; at: number; value: Expr }[] = []
  visit(file.parsed.body, (node) => {
    if (node.kind === 'assign' && node.op === '=')
      given.push({ name: placeName(node.target), at: node.at, value: node.value })
    if (node.kind === 'declare' && node.initial)
      given.push({ name: placeName(node.target), at: node.at, value: node.initial })
  })
  /** True where the value can be foretold: made of the clock or a counter, and of nothing else but constants. */
  const isForetold = (value: Expr, depth: number): boolean => {
    let foretold = false
    let other = false
    const look = (node: Expr | Stmt): boolean | void => {
      const called = calledName(node)
      if (called) {
        if (clock.test(called.name)) foretold = true
        else if (!shapes.test(called.name)) other = true
        return called.name !== 'date'
      }
      if (node.kind !== 'var' && node.kind !== 'index' && node.kind !== 'prop') return undefined
      const name = placeName(node)
      if (counted.has(name)) {
        foretold = true
        return false
      }
      if (/^(?:Date|Buffer|crypto|Math)$/.test(name)) return false
      const last = given.filter((item) => item.name === name && item.at < node.at).at(-1)
      if (last && depth < 3 && isForetold(last.value, depth + 1)) foretold = true
      else other = true
      return false
    }
    visit(value, look)
    return foretold && !other
  }
  visit(file.parsed.body, (node) => {
    const called = node.kind === 'call' || node.kind === 'mcall' ? calledName(node) : undefined
    if (!called || !setters.test(called.name) || !('args' in node)) return
    const [first, second] = node.args
    const value = called.name === 'session_id' ? first?.value : second?.value
    const isKnown =
      called.name === 'session_id' || (first?.value.kind === 'lit' && knowsOwner.test(String(first.value.value)))
    if (isKnown && value && isForetold(value, 0)) report('weak-token', node.at)
  })
}
