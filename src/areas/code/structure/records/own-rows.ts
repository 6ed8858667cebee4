import type { Project, SourceFile } from '../../../../analysis/project.ts'
import type { StructureCheck } from '../check.ts'
import { pathOfStaff } from '../handlers.ts'
import { codeOf, includes, literalText, oncePer, visitScript } from '../scripts.ts'

/** A statement about rows of a table, found by their number. */
const byNumber =
  /^\s*(?:SELECT\b.*?\bFROM|UPDATE|DELETE\s+FROM)\s+[`"]?(\w+)[`"]?\s.*?\bWHERE\s+[`"]?(?:\w+\.)?(?:\w+_)?id[`"]?\s*=/is
/** Columns that say whose a row is. */
const owner =
  /\b(?:user|customer|client|member|account|buyer|owner)_?(?:id|no|number)\b|\bowner\b|\be?mail\b|token|hash|secret/i
const ofOwner =
  /\bFROM\s+[`"]?(\w+)[`"]?\s[^;]*?\bWHERE\b[^;]*?\b(?:user|customer|client|member|account|buyer)_?id\b[`"]?\s*=/gis
/** Of a customer by its name. */
const isOwnersTable =
  /^(?:\w+_)?(?:address(?:es)?|(?:customer_)?orders?|invoices?|wish_?lists?|(?:saved|credit|payment)_?cards?|tickets?)$/i
/** That somebody is signed in, without who he is. */
const isSignedIn = /(?:isset|empty)\s*\(\s*\$_SESSION\s*\[[^\]]*\]\s*\)|!\s*\$_SESSION\s*\[[^\]]*\]/g
/** `hash_equals($_SESSION['csrf'] ?? '', $_POST['csrf'] ?? '')`, and what is said where it differs. */
const ofForm =
  /\bhash_equals\s*\((?=[^;{]*csrf)|\$_(?:SESSION|POST|GET|REQUEST)\s*\[\s*['"]\w*(?:csrf|xsrf|nonce|form_?token)\w*['"]\s*\]|\b(?:exit|die)\s*\(\s*['"][^'"$]*['"]\s*\)/gi
const guard = /\b(?:require|include)(?:_once)?\b[^;]*(?:auth|login|session|guard|secur)/i
const knowsWho = /\$_SESSION\s*\[|current_?user|user_?id|customer_?id|\brole|is_?admin|token|signature|hash/i

/** Tables that the program reads elsewhere by whose their rows are. */
const ownedTables = (project: Project): ReadonlySet<string> => {
  const found = new Set<string>()
  for (const { language, source } of project.files)
    if (language === 'php' && /WHERE/i.test(source))
      for (const [, table = ''] of source.matchAll(ofOwner)) found.add(table.toLowerCase())
  return found
}

/** Doors of machines, and pages that are there before there is anybody to ask. */
const forOthers = /hook|callback|ipn|notif|cron|track|install|login|register|reset|search|export|import|feed|confirm/i

/** A script that answers anybody by its address: what it loads asks nobody, and the program has customers who sign in. */
function isOpen(project: Project, file: SourceFile, code: string): boolean {
  if (forOthers.test(file.path) || /php_sapi_name|argv|PHP_SAPI|secret|hmac|password/i.test(code)) return false
  if (!/\becho\b|json_encode|print/.test(code)) return false
  const loaded = project.files.filter((other) => other !== file && other.language === 'php' && includes(file, other))
  if (loaded.length === 0 || loaded.some((other) => /\b(?:exit|die|throw)\b|header\s*\(/i.test(codeOf(other))))
    return false
  if (project.files.some((other) => other !== file && other.language === 'php' && includes(other, file))) return false
  return project.files.some(
    ({ language, source }) =>
      language === 'php' && /\$_SESSION\s*\[\s*['"]\w*(?:customer|user|member|client)/i.test(source),
  )
}

/**
 * Plain PHP: a script for whoever has signed in shows or changes a row by the number that was sent, of a table whose rows belong to
 * somebody, as other scripts of the program know (CWE-639).
 */
export const ownRows: StructureCheck = (project, file, report) => {
  if (file.language !== 'php' || pathOfStaff.test(`/${file.path}`) || !/\$_(?:GET|POST|REQUEST)\b/.test(file.source))
    return
  if (!/\bWHERE\b/i.test(file.source)) return
  const code = codeOf(file)
  const rest = code.replace(isSignedIn, '')
  // Whether the form was the shop's own says nothing of whose the row is.
  if (knowsWho.test(rest.replace(ofForm, ''))) return
  // Nothing asks who calls, and nobody's session is looked at in what it loads.
  if (rest === code && !guard.test(code) && !isOpen(project, file, code)) return
  visitScript(file.parsed.body, (node) => {
    if (node.kind !== 'lit' && node.kind !== 'concat' && !(node.kind === 'bin' && node.op === '.')) return
    const sql = literalText(node)
    const table = byNumber.exec(sql)?.[1]
    if (
      table &&
      !owner.test(sql.slice(sql.search(/\bWHERE\b/i))) &&
      (oncePer(project, ownedTables).has(table.toLowerCase()) || isOwnersTable.test(table))
    )
      report('missing-authorisation', node.at)
    return false
  })
}
