import type { FunctionDecl } from '../../../analysis/ast.ts'
import { calledName, visit } from '../../../analysis/visit.ts'
import type { StructureCheck } from './check.ts'
import { nameOf } from './records/record-access.ts'
import { attributeArgument, classesOf, isLiteral, itemOf, onlyTrue } from './shapes.ts'

/** What changes something for good, by the names that repositories and records have for it. */
const changes =
  /^(?:save|delete|remove|update|upsert|insert|insertmultiple|insertonduplicate|create|truncate|persist|unlink|transition|reindexall|clean\w*|flush\w*|mass\w+|import\w*|saveconfig|(?:delete|save|update)by\w+|(?:delete|remove|save)(?:attribute|config|file|all|list|multiple))$/

export function hasChange(fn: FunctionDecl): boolean {
  let found = false
  visit(fn.body, (node) => {
    const called = calledName(node)
    if (called && node.kind !== 'call' && changes.test(called.name)) found = true
    // `$this->systemConfig->set('X.config.y', $value)`
    if (node.kind === 'mcall' && called?.name === 'set' && /config|settings?$/i.test(nameOf(node.object))) found = true
  })
  return found
}

/** What the shop itself decides: prices, stock, settings, rights. */
const ofShop =
  /price|stock|\bqty\b|quantity|discount|coupon|special|\bcost\b|commission|tax_?rate|credit|config|setting|role|permission|inventory|catalog|product/i

const proves = /hash_equals|hash_hmac|signature|verify|secret|token|api_?key|isGranted|denyAccess/i

/** … or a cart, an order or a customer that only its owner knows the key of. */
const asksService = new RegExp(`${proves.source}|masked|cartId|quoteId|customerId|email|isAllowed`, 'i')

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

/** Magento 2: services that anybody may call by the web and that write what only the shop decides (CWE-862). */
export const openServiceAccess: StructureCheck = (project, file, report) => {
  if (file.language !== 'php' || project.openServices.size === 0) return
  for (const cls of classesOf(file.parsed.body)) {
    const offers = project.ancestry(cls.name)
    for (const fn of cls.methods) {
      if (!fn.body || !offers.some((name) => project.openServices.has(`${name}::${fn.name}`.toLowerCase()))) continue
      const text = file.source.slice(fn.at, fn.end)
      // A row thrown away by its number is nobody's whom nothing names.
      const isShopWork = ofShop.test(text) || /^(?:delete|remove)/i.test(fn.name)
      if (hasChange(fn) && isShopWork && !asksService.test(text)) report('missing-authorisation', fn.at)
    }
  }
}
