import type { Annotation, ClassDecl, Expr, FunctionDecl } from '../../../../analysis/ast.ts'
import type { Project, SourceFile } from '../../../../analysis/project.ts'
import { calledName, visit } from '../../../../analysis/visit.ts'
import { hasChange } from '../back-office-access.ts'
import type { StructureCheck } from '../check.ts'
import { knowsOwner, withoutSignIn } from '../records/owner.ts'
import { reachOf, textOfReach } from '../reach.ts'
import { nameOf } from '../records/record-access.ts'
import { literalText, oncePer } from '../scripts.ts'
import type { Reached } from '../sent.ts'
import { attributeArgument, classesOf, itemOf } from '../shapes.ts'

/** Repositories of what belongs to one customer. */
const ofCustomer =
  /^(?:\w*_?)?(?:order|order_?(?:transaction|delivery|address|line_?item|customer)|customer_?(?:address|payment_?\w*|wishlist)|document|newsletter_?recipient|wishlist|returns?|ticket|subscription|quote|offer|offer_?request|quote_?request|rma|claim|booking|appointment|credit_?card|saved_?card|reservation|repair)(?:_?Repository)$/i
const reads = /^(?:search|searchids|delete|update|upsert|aggregate)$/
/** Ways to a record that only its owner has, besides those of every shop. */
const alsoOwner = /deepLink|guestOrder|CustomerEntity|customerId|getCustomerId|contextToken/i

/** Scopes and demands of a route: of its class and of its method, the latter first. */
function defaultOf(cls: ClassDecl, fn: FunctionDecl, name: string): Expr | undefined {
  const of = (annotations: readonly Annotation[]) =>
    attributeArgument(annotations, 'Route', 'defaults').flatMap((defaults) => itemOf(defaults, name) ?? [])
  return of(fn.annotations)[0] ?? of(cls.annotations)[0]
}

/** Older versions have it in a comment: `@RouteScope(scopes={"api"})`, of the method or before the class. */
const inComment = (text: string): string[] | undefined => {
  const written = /@RouteScope\(\s*scopes\s*=\s*\{([^}]*)\}/.exec(text)?.[1]
  return written === undefined ? undefined : [...written.matchAll(/[\w-]+/g)].map(([name]) => name)
}

function scopesOf(file: SourceFile, cls: ClassDecl, fn: FunctionDecl): string[] {
  const scope = defaultOf(cls, fn, '_routeScope')
  if (scope?.kind === 'array') return scope.items.map(({ value }) => literalText(value))
  return inComment(fn.doc) ?? inComment(file.source.slice(Math.max(0, cls.at - 300), cls.at)) ?? []
}

const isRoute = ({ annotations, doc }: FunctionDecl) =>
  annotations.some(({ name }) => /(?:^|\\)Route$/.test(name)) || /@Route\s*\(/.test(doc)

/** Where a function asks a repository of customers' records, whatever its criteria are. */
function asksRecords({ fn }: Reached): number | undefined {
  let at: number | undefined
  visit(fn.body, (node) => {
    if (node.kind === 'mcall' && reads.test(calledName(node)?.name ?? '') && ofCustomer.test(nameOf(node.object)))
      at ??= node.at
  })
  return at
}

const ofShop =
  /product|price|stock|promotion|tax|rule|payment_?method|shipping_?method|sales_?channel|system_?config|user|acl/i

/** Routes of the administration that ask for a right are there beside those that ask for none. */
const usesRights = (project: Project) =>
  project.files.some(({ language, source }) => language === 'php' && /['"]_acl['"]\s*=>|@Acl\(/.test(source))

/**
 * Shopware: routes of the shop that take orders, addresses or documents whosever they are (CWE-639), and routes of the administration
 * without a right where others of the plug-in name one (CWE-862).
 */
export const shopwareAccess: StructureCheck = (project: Project, file: SourceFile, report) => {
  if (file.language !== 'php' || !/_routeScope|@RouteScope/.test(file.source)) return
  for (const cls of classesOf(file.parsed.body))
    for (const fn of cls.methods) {
      if (!fn.body || !isRoute(fn)) continue
      const scopes = scopesOf(file, cls, fn)
      const reached = reachOf(project, { fn, file: file.id, cls })
      const text = withoutSignIn(textOfReach(project, reached)).replace(/SalesChannelContext \$\w+|contextToken/g, '')
      if (scopes.some((scope) => /^(?:storefront|store-api)$/.test(scope))) {
        if (reached.some((from) => asksRecords(from) !== undefined) && !knowsOwner.test(text) && !alsoOwner.test(text))
          report('missing-authorisation', fn.at)
      } else if (scopes.includes('api') && oncePer(project, usesRights)) {
        const asked =
          defaultOf(cls, fn, '_acl') !== undefined ||
          /@Acl\s*\(|LoginRequired/.test(fn.doc) ||
          /isAllowed|->can\(|AclPrivilege|MissingPrivilege|hmac|signature/i.test(text)
        if (!asked && hasChange(fn) && ofShop.test(text)) report('missing-authorisation', fn.at)
      }
    }
}
