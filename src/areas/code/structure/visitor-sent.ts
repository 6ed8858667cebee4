import type { Expr } from '../../../analysis/ast.ts'
import { calledName, visit } from '../../../analysis/visit.ts'
import { namesOfIdentity } from './identity.ts'
import type { Reached } from './sent.ts'

const reads = /^(?:getparameter|getpathinfo|getparametervalues|getpathparameter|pathvariable|queryparam)$/
const isRequest = (expr: Expr) =>
  expr.kind === 'prop' &&
  /^(?:params|query|body)$/.test(String(expr.name)) &&
  !/^this$/.test(expr.object.kind === 'var' ? expr.object.name : '')

/** What a server hands to a handler: only parts of it were sent. */
const ofServer =
  /^_?(?:req|request|res|response|reply|ctx|context|next|c|session|model|done|httpRequest|servletRequest)$/

/** Tells for a function of Java or JavaScript what in it the visitor sent, without who is signed in. */
export function sentByVisitor({ fn, sent }: Reached): (expr: Expr | undefined) => boolean {
  const himself = namesOfIdentity(fn)
  const names = new Set([...sent].filter((name) => !himself.has(name) && !ofServer.test(name)))
  const isSent = (expr: Expr | undefined): boolean => {
    let found = false
    visit(expr, (node) => {
      if (node.kind === 'func') return false
      if (node.kind === 'var' && names.has(node.name)) found = true
      if (isRequest(node as Expr) || reads.test(calledName(node)?.name ?? '')) found = true
      return undefined
    })
    return found
  }
  const bind = (target: Expr, value: Expr | null) => {
    if (value === null || !carries(value) || !isSent(value)) return
    visit(target, (node) => {
      if (node.kind === 'var' && !himself.has(node.name)) names.add(node.name)
    })
  }
  visit(fn.body, (node) => {
    if (node.kind === 'declare') bind(node.target, node.initial)
    if (node.kind === 'assign') bind(node.target, node.value)
  })
  return isSent
}

/** True for what only carries a value on: numbers and texts made of it, parts of it, and no record found by it. */
function carries(expr: Expr): boolean {
  let plain = true
  visit(expr, (node) => {
    const called = calledName(node)
    if (
      called &&
      !/^(?:parse\w*|valueof|tostring|trim|number|string|fromstring|longvalue|intvalue|get\w*|\w*id|of|substring|split|join)$/.test(
        called.name,
      )
    )
      if (!reads.test(called.name)) plain = false
  })
  return plain
}
