import type { Expr, Stmt } from '../../../../analysis/ast.ts'
import { calledName, type Visitable, visit } from '../../../../analysis/visit.ts'
import { literalText } from '../scripts.ts'
import { isNothing } from '../shapes.ts'
import { ends } from '../void-checks/refusals.ts'

/** A check of WordPress that leaves it to its caller to refuse: `wp_verify_nonce`, and `check_ajax_referer` where it is told not to. */
function onlyAnswers(node: Expr): boolean {
  const name = node.kind === 'call' ? calledName(node)?.name : undefined
  if (name === 'wp_verify_nonce') return true
  if (name !== 'check_ajax_referer' || node.kind !== 'call') return false
  const stops = node.args[2]?.value
  return stops !== undefined && isNothing(stops)
}

/** Keys of the request that an expression reads: `$_POST['nonce']`. */
function keysOf(expr: Expr): Set<string> {
  const keys = new Set<string>()
  visit(expr, (node) => {
    if (node.kind === 'index' && node.object.kind === 'var' && /^_(?:GET|POST|REQUEST)$/.test(node.object.name))
      if (node.index) keys.add(literalText(node.index))
  })
  return keys
}

const partsOfAnd = (test: Expr): Expr[] =>
  test.kind === 'bin' && /^(?:&&|and)$/i.test(test.op) ? [...partsOfAnd(test.left), ...partsOfAnd(test.right)] : [test]

/** The value that must have been sent for a part of a condition to hold: `isset($_POST['n'])`, `!empty($_POST['n'])`, `$_POST['n']`. */
function presentKeys(part: Expr): Set<string> {
  if (part.kind === 'isset') return keysOf(part)
  if (part.kind === 'un' && part.op === '!' && part.value.kind === 'empty') return keysOf(part.value)
  return part.kind === 'index' ? keysOf(part) : new Set()
}

const deniedCheck = (part: Expr): Expr | undefined =>
  part.kind === 'un' && part.op === '!' && onlyAnswers(part.value) ? part.value : undefined

/** Keys whose absence a body refuses: `if (!isset($_POST['n'])) wp_die();`. */
function demandedKeys(body: Visitable): Set<string> {
  const keys = new Set<string>()
  visit(body, (node) => {
    if (node.kind === 'un' && node.op === '!' && node.value.kind !== 'empty')
      for (const key of presentKeys(node.value)) keys.add(key)
    if (node.kind === 'empty') for (const key of keysOf(node)) keys.add(key)
    if (node.kind === 'un' && node.op === '!' && node.value.kind === 'empty') return false
    return undefined
  })
  return keys
}

/**
 * Checks of a token that hold nobody back: their answer is not taken (CWE-252), or they are only asked where a token was sent at all:
 * `if (isset($_POST['n']) && !wp_verify_nonce($_POST['n'], 'x')) wp_die();`.
 */
export function voidToken(node: Expr | Stmt, body: Visitable): Expr | undefined {
  if (node.kind === 'expr') return onlyAnswers(node.value) ? node.value : undefined
  if (node.kind !== 'if' || node.no !== null || !ends(node.yes)) return undefined
  const parts = partsOfAnd(node.test)
  const check = parts.map(deniedCheck).find((found) => found !== undefined)
  if (!check || parts.length < 2) return undefined
  const wanted = keysOf(check)
  const others = parts.filter((part) => deniedCheck(part) === undefined)
  const isOptional = others.every((part) => [...presentKeys(part)].some((key) => wanted.has(key)))
  return isOptional && ![...demandedKeys(body)].some((key) => wanted.has(key)) ? check : undefined
}
