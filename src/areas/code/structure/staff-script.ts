import type { Expr, Stmt } from '../../../analysis/ast.ts'
import type { Project, SourceFile } from '../../../analysis/project.ts'
import { calledName, visit } from '../../../analysis/visit.ts'
import type { StructureCheck } from './check.ts'
import { includes, literalText, nameOf, oncePer, sourceOfFunction, statementIn, visitScript } from './scripts.ts'

/** Folders of what the shop's own people or its machines call. */
const ofStaff = /(?:^|\/)(?:admin\w*|back-?office|backend|staff|cron\w*|tasks|jobs)\//i
const signIn = /log_?in|log_?out|auth|forgot|reset|install|setup|config|^_?(?:inc|db|header|footer|functions?)\b/i
const changes = /^\s*(?:DELETE\s+FROM|UPDATE\s[^]*?\sSET|INSERT\s+INTO|REPLACE\s+INTO|TRUNCATE|DROP)\s/i
/** Words by which a condition asks who calls. */
const who =
  /_SESSION|_SERVER|SAPI|argv|argc|cli\b|key|token|hash|auth|log_?(?:in|ged)|admin|user|staff|employee|role|secret|signature|right|permission|perm|access|session|defined/i
const guardCall =
  /require|check|ensure|auth|log_?in|guard|admin|protect|verif|session|secur|allow|restrict|permission|access|role/i
const isEnd = (node: Expr | Stmt) => /^(?:exit|return|throw|throwx)$/.test(node.kind)

/** Whether making an object of a class may send somebody away: not where its constructor, or that it has none, says otherwise. */
function mayAsk(project: Project, name: string): boolean {
  if (/^\\?(?:PDO|mysqli|DateTime\w*|SplFileInfo)$/i.test(name)) return false
  const info = project.findClass(name)
  const made = info && project.findMethod(name, '__construct')
  if (!made?.fn.body) return !info || info.decl.extends !== null
  const source = project.files[made.file]!.source.slice(made.fn.at, made.fn.end)
  return /\$this->\w+\s*\(|parent::|self::|_SESSION|exit|die|header|redirect/i.test(source)
}

/** True where a file, while it is loaded, sends somebody away for who he is, or calls what may. */
function asks(project: Project, { parsed }: SourceFile): boolean {
  let found = false
  visitScript(parsed.body, (node) => {
    const called = calledName(node)
    if (called && guardCall.test(called.name) && called.name !== 'session_start') found = true
    if (node.kind === 'new' || (node.kind === 'scall' && guardCall.test(called?.cls ?? ''))) {
      // An object of the program may ask in its constructor.
      if (node.kind !== 'new' || node.cls.kind !== 'name' || mayAsk(project, node.cls.name)) found = true
    }
    if (node.kind !== 'if') return
    const words: string[] = []
    visit(node.test, (item) => {
      if (item.kind === 'var' || item.kind === 'const') words.push(item.name)
      if (item.kind === 'lit') words.push(String(item.value))
      words.push(calledName(item)?.name ?? '')
    })
    if (who.test(words.join(' '))) visit([node.yes, node.no], (item) => void (found ||= isEnd(item)))
  })
  return found
}

/** Files that a script loads, over two steps; undefined where one of them is not of the project. */
function loaded(project: Project, file: SourceFile, depth = 3): SourceFile[] | undefined {
  let count = 0
  visitScript(file.parsed.body, (node) => {
    if (node.kind === 'include') count++
  })
  const found = project.files.filter((other) => other !== file && other.language === 'php' && includes(file, other))
  if (found.length < count) return undefined
  if (depth === 0) return found
  const below = found.map((other) => loaded(project, other, depth - 1))
  return below.some((files) => files === undefined) ? undefined : [...found, ...below.flatMap((files) => files ?? [])]
}

/** A file asks while it is loaded, or one that it loads. */
const asksBelow = (project: Project, file: SourceFile, depth = 3): boolean =>
  asks(project, file) ||
  (depth > 0 &&
    project.files.some(
      (other) =>
        other !== file && other.language === 'php' && includes(file, other) && asksBelow(project, other, depth - 1),
    ))

/** Where a script changes rows, by itself or by a function of the program, before it loads the guard that stands in a file of its own. */
function actsFirst(project: Project, file: SourceFile): number | undefined {
  let at: number | undefined
  let guarded = false
  visitScript(file.parsed.body, (node) => {
    if (guarded) return false
    if (node.kind === 'include' && at === undefined) {
      const text = nameOf(literalText(node.value))
      const others = project.files.filter((other) => other.language === 'php' && nameOf(other.path) === text)
      // What is not of the project may be the guard.
      if (others.length === 0 || others.some((other) => asksBelow(project, other))) guarded = true
    }
    if (node.kind !== 'mcall' && node.kind !== 'call') return undefined
    const called = node.kind === 'call' ? calledName(node)?.name : undefined
    const own = called === undefined ? '' : sourceOfFunction(project, called)
    const sends = node.args.some(({ value }) => changes.test(literalText(value)))
    if (sends || /['"`]\s*(?:DELETE\s+FROM|UPDATE\s+\S+\s+SET|INSERT\s+INTO)\s/i.test(own)) at ??= node.at
    return undefined
  })
  return guarded ? undefined : at
}

/** Files that speak of the session: one of them may be a guard. */
const ofSession = (project: Project): readonly SourceFile[] =>
  project.files.filter(({ language, source }) => language === 'php' && /\$_SESSION\b/.test(source))

/** Loads a guard after all. */
const loadsGuard = (project: Project, file: SourceFile): boolean =>
  oncePer(project, ofSession).some((other) => other !== file && includes(file, other) && asks(project, other))

/** Plain PHP: a script of the staff does its work first and loads the guard behind it (CWE-862, CWE-696). */
export const guardBehind: StructureCheck = (project, file, report) => {
  if (file.language !== 'php' || !ofStaff.test(`/${file.path}`) || signIn.test(nameOf(file.path))) return
  if (!/\$_(?:GET|POST|REQUEST)\b/.test(file.source) || asks(project, file) || !loadsGuard(project, file)) return
  const at = actsFirst(project, file)
  if (at !== undefined) report('missing-authorisation', at)
}

/** Names and addresses of all customers or orders; a condition narrows them. */
const ofPeople =
  /^\s*SELECT\b(?=[^]*?\b\w*e?mail\b)[^]*?\bFROM\s+[`"]?\w*(?:user|customer|client|member|order|account)s?\b(?![^]*\bWHERE\b)/i
const handsOut = /\bfputcsv\s*\(|text\/csv|json_encode\s*\(/i

/** Where a script changes rows for what was sent, or hands out everybody's names and addresses. */
function workOf(file: SourceFile): number | undefined {
  const { source } = file
  if (/\b(?:DELETE|UPDATE|INSERT|REPLACE|TRUNCATE|DROP)\b/i.test(source) && /\$_(?:GET|POST|REQUEST)\b/.test(source)) {
    const at = statementIn(file, changes)
    if (at !== undefined) return at
  }
  return /\bSELECT\b/i.test(source) && handsOut.test(source) ? statementIn(file, ofPeople) : undefined
}

/**
 * Plain PHP: a script in a folder of the staff, or of the scheduler, that changes rows or hands out everybody's addresses for whoever
 * calls it: neither it nor what it loads asks who that is (CWE-862).
 */
export const staffScript: StructureCheck = (project, file, report) => {
  if (file.language !== 'php' || file.parsed.isTemplate || !ofStaff.test(file.path) || signIn.test(nameOf(file.path)))
    return
  const at = workOf(file)
  if (at === undefined || asks(project, file)) return
  const all = loaded(project, file)
  if (!all || all.length === 0 || all.some((other) => asks(project, other))) return
  if (!project.files.some((other) => other !== file && other.language === 'php' && includes(other, file)))
    report('missing-authorisation', at)
}
