import type { FunctionDecl } from '../../../analysis/ast.ts'
import { calledName, visit } from '../../../analysis/visit.ts'
import type { StructureCheck } from './check.ts'
import { attributeArgument, classesOf, isLiteral, itemOf, onlyTrue } from './shapes.ts'

/** What changes something for good, by the names that repositories and records have for it. */
const changes =
  /^(?:save|delete|remove|update|upsert|insert|insertmultiple|insertonduplicate|create|truncate|persist|unlink|transition|reindexall|clean\w*|flush\w*|mass\w+|import\w*|saveconfig|(?:delete|save|update)by\w+|(?:delete|remove|save)(?:attribute|config|file|all|list|multiple))$/

function hasChange(fn: FunctionDecl): boolean {
  let found = false
  visit(fn.body, (node) => {
    const called = calledName(node)
    if (called && node.kind !== 'call' && changes.test(called.name)) found = true
  })
  return found
}

const proves = /hash_equals|hash_hmac|signature|verify|secret|token|api_?key|isGranted|denyAccess/i

/** Actions of the back office that ask for no right: Magento's `_isAllowed` that says yes, Shopware's routes without sign-in (CWE-862). */
export const backOfficeAccess: StructureCheck = (_project, file, report) => {
  if (file.language !== 'php' || !/_isAllowed|auth_required/.test(file.source)) return
  for (const cls of classesOf(file.parsed.body)) {
    const allowed = cls.methods.find((fn) => fn.name === '_isAllowed')
    const actions = cls.methods.filter((fn) => fn.name === 'execute' || fn.name.endsWith('Action'))
    if (allowed && onlyTrue(allowed.body) && actions.some(hasChange)) report('missing-authorisation', allowed.at)
    const open = (annotations: FunctionDecl['annotations']) =>
      attributeArgument(annotations, 'Route', 'defaults').some((defaults) =>
        isLiteral(itemOf(defaults, 'auth_required'), false),
      )
    const whole = open(cls.annotations)
    for (const fn of cls.methods)
      if ((whole || open(fn.annotations)) && hasChange(fn) && !proves.test(file.source.slice(fn.at, fn.end)))
        report('missing-authorisation', fn.at)
  }
}
