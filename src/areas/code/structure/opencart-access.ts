import { calledName, visit } from '../../../analysis/visit.ts'
import type { Project } from '../../../analysis/project.ts'
import type { StructureCheck } from './check.ts'
import type { ClassDecl, FunctionDecl } from '../../../analysis/ast.ts'
import type { SourceFile } from '../../../analysis/project.ts'
import { modelMethod } from './callees.ts'
import { reachOf, textOfReach } from './reach.ts'
import { nameOf } from './records/record-access.ts'
import { sentIn } from './sent.ts'
import { classesOf, textOfClass } from './shapes.ts'

const ofShop = /(?:^|\/)catalog\/controller\//
/** Tables that no page of the shop writes for a visitor. */
const guarded =
  /(?:UPDATE|INSERT\s+INTO|DELETE\s+FROM|REPLACE\s+INTO|TRUNCATE(?:\s+TABLE)?)\s+`?["'\s.]*DB_PREFIX\s*\.\s*["'`]*(product(?:_description|_discount|_special|_option_value|_to_\w+)?|setting|user|user_group|coupon|customer_group|category(?:_description)?|manufacturer|extension|event|api|currency|tax_rate|modification)\b(?!\s*`?\s*SET\s+viewed)/i
const asksFor =
  /isLogged|hasPermission|api_id|api_token|user_token|hash_equals|hash_hmac|secret|signature|token|_key\b|['"](?:key|hash|password)['"]|php_sapi_name|REMOTE_ADDR/i
const reads = /->request->(?:post|get|request|files)\b|php:\/\/input/

/** Text of a method of the model that a controller loaded. */
function modelText(project: Project, property: string, method: string): string {
  const found = modelMethod(project, property, method)
  return found ? project.files[found.file]!.source.slice(found.fn.at, found.fn.end) : ''
}

/** Anything by which an answer to a payment service or a carrier may know that it was them. */
const knowsCaller =
  /isLogged|customer->getId|api_id|hash|secret|signature|token|_key\b|curl|verif|password|md5|sha\d|Authorization|HTTP_|session->data\[['"]order_id|getTransaction|base64/i

/** Where a page of the shop writes into the history of an order whose number was sent. */
function orderState(project: Project, file: SourceFile, cls: ClassDecl, fn: FunctionDecl): number | undefined {
  if (fn.params.length > 0) return undefined
  const reached = reachOf(project, { fn, file: file.id, cls }).filter((item) => item.cls === cls)
  let at: number | undefined
  for (const from of reached) {
    const isSent = sentIn(from)
    visit(from.fn.body, (node) => {
      if (
        node.kind === 'mcall' &&
        /^add(?:order)?history$/.test(calledName(node)?.name ?? '') &&
        nameOf(node.object).endsWith('order')
      )
        if (isSent(node.args[0]?.value)) at ??= node.at
    })
  }
  return at !== undefined && !knowsCaller.test(textOfReach(project, reached)) ? at : undefined
}

/** Calls of a model that change what the back office keeps. */
const ofModel = /^(?:add|edit|delete|save|replace|update|import|remove|set|clear)[A-Z]\w*$/
/** Pages before anybody has signed in, and of what is one's own. */
const withoutRight = /(?:^|\/)(?:common|startup|event|mail|cron|install|user\/profile)\//

/** A right that is asked only to be shown: what a page may offer says nothing of what it does. */
const shown = /\$data\s*\[[^\]]*\]\s*=\s*!?\s*\$this->user->hasPermission\([^)]*\)\s*;/g

/** Where a page of the back office changes something for whoever has signed in there, whatever rights he has. */
function withoutPermission(project: Project, file: SourceFile, cls: ClassDecl): number | undefined {
  const [, below] = /(?:^|\/)admin\/controller\/(.*)$/.exec(file.path) ?? []
  if (below === undefined || withoutRight.test(`/${below}`)) return undefined
  let at: number | undefined
  for (const fn of cls.methods)
    if (
      fn.visibility === 'public' &&
      fn.params.length === 0 &&
      /->request->post\b/.test(file.source.slice(fn.at, fn.end))
    )
      visit(fn.body, (node) => {
        if (node.kind !== 'mcall' || typeof node.name !== 'string' || !ofModel.test(node.name)) return
        if (node.object.kind === 'prop' && String(node.object.name).startsWith('model_')) at ??= fn.at
      })
  return at !== undefined && !/hasPermission/.test(textOfClass(project, cls.name).replace(shown, '')) ? at : undefined
}

/** OpenCart: pages of the back office that ask for no right, and pages of the shop that write prices, settings or users on request and ask nobody who he is (CWE-862). */
export const opencartAccess: StructureCheck = (project, file, report) => {
  if (file.language !== 'php' || !/(?:^|\/)(?:catalog|admin)\/controller\//.test(file.path)) return
  for (const cls of classesOf(file.parsed.body)) {
    const open = withoutPermission(project, file, cls)
    if (open !== undefined) report('missing-authorisation', open)
    if (!ofShop.test(file.path)) continue
    for (const fn of cls.methods) {
      const text = file.source.slice(fn.at, fn.end)
      if (fn.visibility !== 'public' || !reads.test(text) || asksFor.test(text)) continue
      let writes = guarded.test(text)
      visit(fn.body, (node) => {
        const called = calledName(node)
        if (called && node.kind === 'mcall' && node.object.kind === 'prop' && typeof node.object.name === 'string')
          if (/^delete(?:order|customer|product|coupon)$/.test(called.name) && node.object.name.startsWith('model_'))
            writes = true
          else if (
            node.object.name.startsWith('model_') &&
            // What a payment service says of an order is looked at below.
            !called.name.endsWith('history') &&
            guarded.test(modelText(project, node.object.name, called.name))
          )
            writes = true
      })
      if (writes || orderState(project, file, cls, fn) !== undefined) report('missing-authorisation', fn.at)
    }
  }
}
