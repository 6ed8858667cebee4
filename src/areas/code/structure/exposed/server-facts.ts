import type { Expr, FunctionDecl, Stmt } from '../../../../analysis/ast.ts'
import type { SourceFile } from '../../../../analysis/project.ts'
import { calledName, visit } from '../../../../analysis/visit.ts'
import type { StructureCheck } from '../check.ts'
import { pathOfStaff, programOfStaff } from '../handlers.ts'
import { literalText } from '../scripts.ts'
import { readsRequest } from '../sent.ts'
import { functionsOf, scopeOf } from './scope.ts'
import { withOrigins } from './values.ts'
import { answersOf, asksCaller } from './visitors.ts'

/** Where code shows all settings of PHP to whoever asks for it in the address: what is gathered for a report is another matter. */
function showsSettings(fn: FunctionDecl, isAlone: boolean): number | undefined {
  let at: number | undefined
  let gathers = false
  const isCall = (node: Expr | Stmt) => node.kind === 'call' && calledName(node)?.name === 'phpinfo'
  visit(fn.body, (node) => {
    if (isAlone && isCall(node)) at ??= node.at
    if (node.kind === 'if' && readsRequest(node.test))
      visit(node.yes, (inner) => {
        if (isCall(inner)) at ??= inner.at
      })
    if (node.kind === 'call' && /^ob_(?:start|get_\w+)$/.test(calledName(node)?.name ?? '')) gathers = true
  })
  return gathers ? undefined : at
}

/** A page of a few lines that loads nothing which might send a visitor away. */
const isAlone = ({ parsed, source }: SourceFile) =>
  source.length < 400 && !parsed.isTemplate && !/\b(?:include|require)(?:_once)?\b|defined\s*\(/.test(source)

/** Settings that open something; what is meant for pages is none. */
const opens =
  /(?:^|_)(?:token|secret|passw(?:or)?d|passwd|pwd|(?:api|secure|private|cron|access|auth|secret)_?key)(?:$|_)/i
const ofPages =
  /public|publish|site_?key|captcha|maps|client_?(?:id|token)|nonce|csrf|expir|_(?:name|label|title|text|enabled|active|status|length)$/i
const constants =
  /^(?:_COOKIE_KEY_|_NEW_COOKIE_KEY_|_RIJNDAEL_KEY_|_DB_PASSWD_|DB_PASSWORD|(?:AUTH|SECURE_AUTH|LOGGED_IN|NONCE)_(?:KEY|SALT)|DB_PASS)$/
const reads = /^(?:get|get_option|getglobalvalue|config|env|getenv|getstoreconfig)$/
/** A secret that went through this does not come out. */
const hides =
  /^(?:hash\w*|md5|sha1|crypt|password_hash|substr|strlen|encrypt\w*|empty|isset|mask\w*|str_repeat|sign\w*|jwt\w*)$/

function isSecret(expr: Expr): boolean {
  let found = false
  visit(expr, (node) => {
    const called = calledName(node)
    if (called && hides.test(called.name)) return false
    if (node.kind === 'func' || node.kind === 'cond' || node.kind === 'isset' || node.kind === 'empty') return false
    if (node.kind === 'bin' && node.op !== '.' && node.op !== '??') return false
    if (node.kind === 'const' && constants.test(node.name)) found = true
    if (called && reads.test(called.name) && 'args' in node && node.args[0]) {
      const name = literalText(node.args[0].value)
      if (opens.test(name) && !ofPages.test(name)) found = true
    }
    return undefined
  })
  return found
}

/** What a visitor gets to read. */
function shown(node: Expr | Stmt): readonly Expr[] {
  if (node.kind === 'echo') return node.values
  if (node.kind === 'print') return [node.value]
  if (node.kind === 'exit') return node.value ? [node.value] : []
  const name = calledName(node)?.name ?? ''
  return 'args' in node &&
    /^(?:wp_send_json(?:_success)?|ajaxrender|ajaxdie|var_dump|print_r|setoutput|setbody|wp_die)$/.test(name)
    ? node.args.slice(0, 1).map(({ value }) => value)
    : []
}

/** PHP: a page that shows all settings of PHP (CWE-200), or answers whoever asks with a key or password of the shop's own (CWE-522). */
export const serverFacts: StructureCheck = (project, file, report) => {
  if (file.language !== 'php') return
  const isStaffs = pathOfStaff.test(`/${file.path}`) || programOfStaff.test(file.path)
  if (/\bphpinfo\s*\(/i.test(file.source) && !isStaffs) {
    for (const [index, { fn }] of functionsOf(file).entries()) {
      // The script itself comes first.
      const at = showsSettings(fn, index === 0 && isAlone(file))
      if (at !== undefined && !asksCaller([{ fn, file: file.id, cls: null, sent: new Set() }]))
        report('information-exposure', at)
    }
  }
  if (!/token|secret|passw|pwd|key/i.test(file.source)) return
  for (const answer of answersOf(project, file)) {
    let at: number | undefined
    for (const { fn, cls, file: of } of answer) {
      if (of !== file.id) continue
      const scope = scopeOf(project, { fn, cls })
      visit(fn.body, (node) => {
        for (const value of shown(node)) if (withOrigins(value, scope).some(isSecret)) at ??= node.at
      })
    }
    if (at !== undefined && !asksCaller(answer)) report('information-exposure', at)
  }
}
