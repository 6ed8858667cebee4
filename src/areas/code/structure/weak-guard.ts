import type { Expr, Stmt } from '../../../analysis/ast.ts'
import type { Project, SourceFile } from '../../../analysis/project.ts'
import { calledName, visit } from '../../../analysis/visit.ts'
import type { StructureCheck } from './check.ts'
import { withoutSignIn } from './records/owner.ts'
import { codeOf, includes, literalText, oncePer, statementIn } from './scripts.ts'

const changes = /^\s*(?:DELETE\s+FROM|UPDATE\s[^]*?\sSET|INSERT\s+INTO|REPLACE\s+INTO|TRUNCATE)\s/i
const ofStaff = /(?:^|\/)(?:admin\w*|back-?office|backend|staff|manage\w*)\//i
/** Asks for more than that somebody has signed in. */
const asksForRole =
  /\brole|is_?admin|is_?staff|['"](?:admin\w*|staff\w*|employee\w*)['"]|permission|hasRight|can\w*\(|authori[sz]e|level|rank|group/i
const who =
  /^(?:is_?)?(?:role|admin|staff|user_?(?:type|level|role|group)|level|rights?|permissions?|group|access|logged_?in|auth(?:enticated)?)$/i
const isEnd = (node: Expr | Stmt) => /^(?:exit|return|throw|throwx)$/.test(node.kind)

/** What a condition reads of a visitor's cookies about who he is: `$_COOKIE['role']`, `req.cookies.isAdmin`. */
function trustsCookie(test: Expr): boolean {
  let found = false
  visit(test, (node) => {
    const isCookies =
      (node.kind === 'index' && node.object.kind === 'var' && node.object.name === '_COOKIE') ||
      (node.kind === 'prop' && node.object.kind === 'prop' && node.object.name === 'cookies')
    if (!isCookies) return
    const key = node.kind === 'index' ? node.index : null
    const name = node.kind === 'prop' && typeof node.name === 'string' ? node.name : key ? literalText(key) : ''
    if (who.test(name)) found = true
  })
  return found
}

const roleInSession = /\$_SESSION\s*\[\s*['"]\w*(?:role|admin|staff|level|type|group)\w*['"]\s*\]/i

/** Scripts of the staff that ask for a role of whoever is signed in. */
const staffThatAsks = (project: Project): readonly SourceFile[] =>
  project.files.filter(
    (file) => file.language === 'php' && ofStaff.test(`/${file.path}`) && roleInSession.test(codeOf(file)),
  )

/** Plain PHP: a script of the staff that is content with any sign-in where those beside it ask for a role (CWE-863). */
function anySignIn(project: Project, file: SourceFile): number | undefined {
  if (
    !ofStaff.test(`/${file.path}`) ||
    !/\$_SESSION\b/.test(file.source) ||
    !/\$_(?:GET|POST|REQUEST)\b/.test(file.source)
  )
    return undefined
  const code = codeOf(file)
  const rest = withoutSignIn(code)
  if (rest === code || asksForRole.test(rest)) return undefined
  const asking = oncePer(project, staffThatAsks)
  if (asking.length === 0 || asking.some((other) => includes(file, other))) return undefined
  // What it signed in as may be the staff's own session.
  if (/\$_SESSION\s*\[\s*['"]\w*(?:admin|staff|employee|operator)/i.test(code)) return undefined
  return statementIn(file, changes)
}

/** Where who somebody is stands in his own cookie, and whoever does not say so is sent away (CWE-565). */
function saysHimself({ parsed }: SourceFile): number | undefined {
  let at: number | undefined
  visit(parsed.body, (node) => {
    if (node.kind !== 'if' || !trustsCookie(node.test)) return
    visit([node.yes, node.no], (inner) => {
      if (isEnd(inner)) at ??= node.at
      // `return res.status(403)…` without a word of it.
      if (calledName(inner)?.name === 'sendstatus') at ??= node.at
    })
  })
  return at
}

/** Checks of rights that let the wrong ones through: any sign-in, or what a visitor's cookie says of him. */
export const weakGuard: StructureCheck = (project, file, report) => {
  if (file.language === 'java' || file.parsed.isTemplate) return
  if (/\$_COOKIE\b|\.cookies\b/.test(file.source)) {
    const at = saysHimself(file)
    if (at !== undefined) report('missing-authorisation', at)
  }
  if (file.language !== 'php') return
  const at = anySignIn(project, file)
  if (at !== undefined) report('missing-authorisation', at)
}
