import type { Expr } from '../../../analysis/ast.ts'
import type { Project, SourceFile } from '../../../analysis/project.ts'
import type { StructureCheck } from './check.ts'
import { codeOf, includes, literalText, oncePer, ownCalls, sourceOfFunction, visitScript } from './scripts.ts'

const changes = /^\s*(?:UPDATE|DELETE\s+FROM|INSERT\s+INTO|REPLACE\s+INTO)\s/i
/** Books about what happens: nothing is done in somebody's name by writing there. */
const ofRecord = /^\s*(?:INSERT|REPLACE)\s+INTO\s+\S*(?:log|histor|visit|stat|audit|cache|event|view)/i
const asksForToken =
  /(?:check|verif|valid|require|assert|compare|protect|test|is)\w*(?:csrf|xsrf|token|nonce)|(?:csrf|xsrf|token|nonce)\w*(?:check|verif|valid)/i
const reads = /^_(?:GET|POST|REQUEST)$/
/** Words by which a script speaks of whoever has signed in. */
const signedIn =
  /\$_SESSION\s*\[|\bcurrent_?user|\blogged_?(?:in_?)?user|\bget_?user_?id\s*\(|CurrentUser\s*\(|LoggedIn\w*\s*\(/i
/** Anything that a foreign page cannot send along, or that says where the request came from. */
const knowsIntention =
  /csrf|xsrf|token|nonce|captcha|HTTP_REFERER|HTTP_ORIGIN|HTTP_X_REQUESTED_WITH|hash_equals|hash_hmac|password_verify|php:\/\/input|secret|signature/i

/** Functions of the project that compare what was sent with what the session holds, by name and by what they do. */
const tokenChecks = (project: Project): ReadonlySet<string> => {
  const found = new Set<string>()
  for (const name of project.functions.keys())
    if (asksForToken.test(name) && /[!=]==?|hash_equals|strcmp/.test(sourceOfFunction(project, name))) found.add(name)
  return found
}

/** Scripts that ask for the token. */
const askingFiles = (project: Project): ReadonlySet<SourceFile> => {
  const checks = oncePer(project, tokenChecks)
  if (checks.size === 0) return new Set()
  return new Set(
    project.files.filter(
      (file) => file.language === 'php' && [...ownCalls(project, file)].some((name) => checks.has(name)),
    ),
  )
}

/** Where a script writes to the database what the request asks for; statements are found in variables, too. */
function changeIn(file: SourceFile): number | undefined {
  let at: number | undefined
  let sent = false
  visitScript(file.parsed.body, (node) => {
    if (node.kind === 'var' && reads.test(node.name)) sent = true
    const text =
      node.kind === 'assign'
        ? node.value
        : isCall(node)
          ? node.args.find(({ value }) => begins(value))?.value
          : undefined
    if (text && begins(text)) at ??= text.at
  })
  return sent ? at : undefined
}

const isCall = (node: { kind: string }): node is Extract<Expr, { kind: 'call' | 'mcall' }> =>
  node.kind === 'call' || node.kind === 'mcall'
const begins = (expr: Expr): boolean => {
  const text = literalText(expr)
  return changes.test(text) && !ofRecord.test(text)
}

/**
 * Plain PHP: a script that changes what belongs to whoever is signed in without the token that the same program asks for elsewhere
 * (CWE-352).
 */
export const requestToken: StructureCheck = (project, file, report) => {
  if (file.language !== 'php' || !/\b(?:UPDATE|DELETE|INSERT|REPLACE)\b/i.test(file.source)) return
  const asking = oncePer(project, askingFiles)
  if (asking.size === 0 || asking.has(file)) return
  const code = codeOf(file)
  if (!signedIn.test(code) || knowsIntention.test(code)) return
  const at = changeIn(file)
  if (at === undefined) return
  if (![...asking].some((other) => includes(other, file) || includes(file, other))) report('missing-request-token', at)
}
