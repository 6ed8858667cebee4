import type { FunctionDecl } from '../../../../analysis/ast.ts'
import { calledName, visit } from '../../../../analysis/visit.ts'
import type { StructureCheck } from '../check.ts'
import { attributeArgument, classesOf, textOfClass } from '../shapes.ts'

/** Paths of what belongs to one customer, with a number in them. */
const ofCustomer = /(?:^|\/)(?:account|my|me|customer|profile)(?:\/|-)(?:.*\/)?\{\w*(?:id|number|token)?\w*\}/i
/** Anything by which a page may know whose the record is. */
const knowsWho =
  /getUser\(|CurrentUser|customerContext|CustomerContext|getCustomer\(|->customer\b|isGranted|denyAccess|IsGranted|#\[Security|Voter|security|token|hash_equals|owner|session|SameCustomer|user\b/i
const byNumber = /^(?:find|findoneby|findonebyid|findorfail|getbyid|load)$/

/** True where a record is fetched by nothing but the number of the address. */
function fetchesByNumber(fn: FunctionDecl): boolean {
  const names = new Set(fn.params.map(({ name }) => name))
  let found = false
  visit(fn.body, (node) => {
    const called = node.kind === 'mcall' ? calledName(node) : undefined
    const [first, ...rest] = node.kind === 'mcall' ? node.args : []
    if (!called || !byNumber.test(called.name) || !first || rest.length > 0) return
    const { value } = first
    if (value.kind === 'var') found ||= names.has(value.name)
    else if (value.kind === 'array' && value.items.length === 1) found ||= value.items[0]!.value.kind === 'var'
  })
  return found
}

/** Symfony, Sylius: pages of a customer's account that show or change any record whose number is named (CWE-639). */
export const ownRecords: StructureCheck = (project, file, report) => {
  if (file.language !== 'php' || !/#\[Route\b/.test(file.source)) return
  for (const cls of classesOf(file.parsed.body)) {
    const base = attributeArgument(cls.annotations, 'Route', '0', 'value', 'path')
    const prefix = base[0]?.kind === 'lit' ? String(base[0].value) : ''
    for (const fn of cls.methods) {
      const [own] = attributeArgument(fn.annotations, 'Route', '0', 'value', 'path')
      if (own?.kind !== 'lit' || !ofCustomer.test(`${prefix}/${String(own.value)}`)) continue
      if (fetchesByNumber(fn) && !knowsWho.test(textOfClass(project, cls.name).replace(/^use .*$/gm, '')))
        report('missing-authorisation', fn.at)
    }
  }
}
