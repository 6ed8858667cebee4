import { calledName, visit } from '../../../analysis/visit.ts'
import type { Project } from '../../../analysis/project.ts'
import type { StructureCheck } from './check.ts'
import { classesOf } from './shapes.ts'

const ofShop = /(?:^|\/)catalog\/controller\//
/** Tables that no page of the shop writes for a visitor. */
const guarded =
  /(?:UPDATE|INSERT\s+INTO|DELETE\s+FROM|REPLACE\s+INTO|TRUNCATE(?:\s+TABLE)?)\s+`?["'\s.]*DB_PREFIX\s*\.\s*["'`]*(product(?:_description|_discount|_special|_option_value|_to_\w+)?|setting|user|user_group|coupon|customer_group|category(?:_description)?|manufacturer|extension|event|api|currency|tax_rate|modification)\b(?!\s*`?\s*SET\s+viewed)/i
const asksFor =
  /isLogged|hasPermission|api_id|api_token|user_token|hash_equals|hash_hmac|secret|signature|token|_key\b|['"](?:key|hash|password)['"]|php_sapi_name|REMOTE_ADDR/i
const reads = /->request->(?:post|get|request|files)\b|php:\/\/input/

const plain = (name: string) => name.replace(/[\\_]/g, '').toLowerCase()

/** Text of a method of the model that a controller loaded: `$this->model_a_b->set()`. */
function modelText(project: Project, property: string, method: string): string {
  const wanted = plain(property.replace(/^model_/, ''))
  const found = project.methods
    .get(method.toLowerCase())
    ?.find(({ cls }) => cls !== null && plain(cls.name).endsWith(wanted))
  return found ? project.files[found.file]!.source.slice(found.fn.at, found.fn.end) : ''
}

/** OpenCart: pages of the shop that write prices, settings or users on request and ask nobody who he is (CWE-862). */
export const opencartAccess: StructureCheck = (project, file, report) => {
  if (file.language !== 'php' || !ofShop.test(file.path)) return
  for (const cls of classesOf(file.parsed.body))
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
            guarded.test(modelText(project, node.object.name, called.name))
          )
            writes = true
      })
      if (writes) report('missing-authorisation', fn.at)
    }
}
