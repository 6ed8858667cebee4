import type { Expr, Stmt } from '../../../analysis/ast.ts'
import type { Project, SourceFile } from '../../../analysis/project.ts'
import { visit } from '../../../analysis/visit.ts'
import type { StructureCheck } from './check.ts'
import { codeOf, includes, nameOf, oncePer, ownCalls, sourceOfFunction, visitScript } from './scripts.ts'

/** Tables of persons and of what they own. */
const ofPeople =
  /\b(?:FROM|JOIN|UPDATE|INTO)\s+[`"'{$\w.]*?(?:user|customer|account|member|employee|admin|order|invoice|address|payment)s?\w*/i
/** Pages that are there for whoever is not signed in, and doors of machines. */
const forAnybody =
  /(?:log_?in|log_?out|sign_?(?:in|up|out)|auth|regist|forgot|reset|recover|activat|confirm|callback|webhook|hook|notif|ipn|cron|install|setup|captcha|rss|feed|sitemap|search|checkout|cart|contact|newsletter|unsubscribe|track)/i
/** Anything else by which a script may know who calls it. */
const knowsOtherwise =
  /hash_equals|hash_hmac|password|passwd|PHP_AUTH|HTTP_AUTHORIZATION|api_?key|php_sapi_name|PHP_SAPI|\$argv|signature|secret/i
const asksWho = /user|admin|log_?in|logged|auth|role|customer|member|employee|right|permission/i
const leaves = /\b(?:exit|die)\b|header\s*\(\s*['"]location|redirect/i

/** Scripts that must call a function before it counts as the program's guard. */
const fewest = 3

/** Functions that scripts of the project call first to send away whoever is not signed in, by what they do. */
const guards = (project: Project): ReadonlySet<string> => {
  const callers = new Map<string, number>()
  for (const file of project.files)
    if (file.language === 'php')
      for (const name of ownCalls(project, file)) callers.set(name, (callers.get(name) ?? 0) + 1)
  const isGuard = (text: string) =>
    text.length < 3000 &&
    leaves.test(text) &&
    asksWho.test(text) &&
    /\bif\b[^]*(?:!|null|empty|isset)/.test(text) &&
    /session|logged|auth/i.test(text)
  return new Set(
    [...callers]
      .filter(([name, count]) => count >= fewest && isGuard(sourceOfFunction(project, name)))
      .map(([name]) => name),
  )
}

const callsOneOf = (project: Project, file: SourceFile, names: ReadonlySet<string>) =>
  [...ownCalls(project, file)].some((name) => names.has(name))

/** Every part of a condition joined by `and` asks who is signed in: there is no way around it. */
function asksAll(test: Expr): boolean {
  if (test.kind === 'bin' && /^(?:&&|and)$/i.test(test.op)) return asksAll(test.left) && asksAll(test.right)
  if (test.kind === 'bin' && /^(?:\|\||or)$/i.test(test.op)) return asksAll(test.left) || asksAll(test.right)
  let found = false
  visit(test, (node) => {
    const words =
      node.kind === 'lit' ? String(node.value) : node.kind === 'var' || node.kind === 'name' ? node.name : ''
    if (asksWho.test(words)) found = true
  })
  return found
}

const isEnd = (node: Expr | Stmt) => /^(?:exit|return|throw|throwx)$/.test(node.kind)

/** True where the script itself sends somebody away for who he is, whatever else holds. */
function refuses(file: SourceFile): boolean {
  let found = false
  visitScript(file.parsed.body, (node) => {
    if (node.kind !== 'if' || !asksAll(node.test)) return
    visit(node.yes, (inner) => {
      if (isEnd(inner)) found = true
    })
  })
  return found
}

const folderOf = ({ path }: SourceFile) => path.slice(0, path.lastIndexOf('/') + 1)

/** Where a script that is called by itself reads or writes rows of persons, and answers. */
function ofPersons({ parsed }: SourceFile): number | undefined {
  let at: number | undefined
  let loads = false
  let answers = false
  visitScript(parsed.body, (node) => {
    if (node.kind === 'lit' && typeof node.value === 'string' && ofPeople.test(node.value)) at ??= node.at
    if (node.kind === 'include') loads = true
    if (node.kind === 'echo' || node.kind === 'print' || node.kind === 'html') answers = true
  })
  return loads && answers ? at : undefined
}

/**
 * Plain PHP: a script that reads or writes what belongs to persons and lacks the guard that scripts beside it begin with (CWE-862).
 */
export const unguardedScript: StructureCheck = (project, file, report) => {
  if (file.language !== 'php' || !ofPeople.test(file.source) || forAnybody.test(nameOf(file.path))) return
  const at = ofPersons(file)
  if (at === undefined || knowsOtherwise.test(codeOf(file)) || refuses(file)) return
  const all = oncePer(project, guards)
  if (all.size === 0 || callsOneOf(project, file, all)) return
  const others = project.files.filter((other) => other !== file && other.language === 'php')
  if (!others.some((other) => folderOf(other) === folderOf(file) && callsOneOf(project, other, all))) return
  if (!others.some((other) => includes(other, file))) report('missing-authorisation', at)
}
