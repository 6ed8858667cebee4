import type { Project, SourceFile } from '../../../../analysis/project.ts'
import { calledName, type Visitable } from '../../../../analysis/visit.ts'
import type { StructureCheck } from '../check.ts'
import { pathOfStaff } from '../handlers.ts'
import { knowsOwner, withoutSignIn } from './owner.ts'
import { bodiesOf, reachOf, textOfReach } from '../reach.ts'
import { recordBySent } from './record-access.ts'
import { codeOf, includes, literalText, mainOf, visitScript } from '../scripts.ts'
import { sentIn } from '../sent.ts'

const isScript = ({ language, source, parsed }: SourceFile) =>
  language === 'php' && !parsed.isTemplate && /\$_(?:GET|POST|REQUEST|SESSION)\b/.test(source)

/** Files that a script includes, as far as they are of the project. */
const included = (project: Project, file: SourceFile, depth = 2): SourceFile[] =>
  project.files.flatMap((other) => {
    if (other === file || other.language !== 'php' || !includes(file, other)) return []
    return [other, ...(depth > 1 ? included(project, other, depth - 1) : [])]
  })

/** Plain PHP: a script for whoever has signed in takes a record of anybody by its number, through classes of the program (CWE-639). */
export const scriptRecords: StructureCheck = (project, file, report) => {
  if (!isScript(file) || pathOfStaff.test(`/${file.path}`)) return
  const code = codeOf(file)
  if (withoutSignIn(code) === code) return
  const reached = reachOf(project, { fn: mainOf(file), file: file.id, cls: null })
  if (!/\$_SESSION\b/.test(file.source + textOfReach(project, reached))) return
  if (reached.length === 1 || !reached.some((from) => recordBySent(project, from) !== undefined)) return
  // A parameter that nobody uses says nothing.
  if (knowsOwner.test(withoutSignIn(bodiesOf(project, reached)))) return
  let at: number | undefined
  const isSent = sentIn(reached[0])
  visitScript(file.parsed.body, (node) => {
    if (node.kind === 'mcall' || node.kind === 'scall' || node.kind === 'call')
      if (node.args.some(({ value }) => isSent(value)) && calledName(node)) at = node.at
  })
  if (at !== undefined) report('missing-authorisation', at)
}

const ofSecrets =
  /^\s*UPDATE\s+[`"]?\w*(?:user|customer|client|member|account)s?[`"]?\s+SET\b[^]*?\b(?:e?mail|password|passwd|pwd|phone|address\w*|iban)\b/i
const knowsIntention =
  /csrf|xsrf|token|nonce|captcha|HTTP_REFERER|HTTP_ORIGIN|HTTP_X_|SEC_FETCH|hash_equals|hash_hmac|password_verify|php:\/\/input|secret|signature|samesite|old_?pass|current_?pass/i

/** Where a script hands who is signed in to a function or class of the program that sets his mail address or the like. */
function calledSecret(project: Project, file: SourceFile): { at: number; text: string } | undefined {
  const reached = reachOf(project, { fn: mainOf(file), file: file.id, cls: null })
  const [, ...others] = reached
  if (!others.some(({ fn }) => setsSecret(fn.body))) return undefined
  let at: number | undefined
  visitScript(file.parsed.body, (node) => {
    if (node.kind !== 'mcall' && node.kind !== 'scall' && node.kind !== 'call') return
    if (node.args.some(({ value }) => holdsSession(value))) at ??= node.at
  })
  return at === undefined ? undefined : { at, text: textOfReach(project, others) }
}

function setsSecret(body: Visitable): boolean {
  let found = false
  visitScript(body, (node) => {
    if (node.kind === 'mcall' || node.kind === 'call')
      for (const { value } of node.args) if (ofSecrets.test(literalText(value))) found = true
  })
  return found
}

function holdsSession(value: Visitable): boolean {
  let found = false
  visitScript(value, (node) => {
    if (node.kind === 'var' && node.name === '_SESSION') found = true
  })
  return found
}

/** What a file does when it is loaded, without the functions and classes that it declares. */
function mainText(file: SourceFile): string {
  let text = file.source
  for (const item of file.parsed.body) {
    const span = item.kind === 'funcdecl' ? item.fn : item.kind === 'classdecl' ? item.cls : undefined
    if (span && 'end' in span) text = text.replace(file.source.slice(span.at, span.end), ' ')
  }
  return text.replace(/\/\*[\s\S]*?\*\/|(?:^|\s)(?:\/\/|#).*$/gm, '')
}

/**
 * Plain PHP: mail address, password or the like of whoever has signed in is set to what was sent, and neither the script nor what it
 * includes knows of a token (CWE-352).
 */
export const scriptToken: StructureCheck = (project, file, report) => {
  if (!isScript(file) || !/\$_SESSION\b/.test(file.source)) return
  const code = codeOf(file)
  if (knowsIntention.test(code) || !/\$_SESSION\s*\[/.test(code.replace(/(?:isset|empty)\s*\([^)]*\)/g, ''))) return
  let at: number | undefined
  let reads = false
  visitScript(file.parsed.body, (node) => {
    if (node.kind === 'var' && /^_(?:GET|POST|REQUEST)$/.test(node.name)) reads = true
    if (node.kind === 'mcall' || node.kind === 'call')
      for (const { value } of node.args) if (ofSecrets.test(literalText(value))) at ??= value.at
  })
  if (!reads) return
  const below = at === undefined ? calledSecret(project, file) : undefined
  const place = at ?? below?.at
  if (place === undefined || (below && knowsIntention.test(below.text))) return
  // A function that another page may call says nothing of this one.
  const known = (other: SourceFile) => knowsIntention.test(at === undefined ? mainText(other) : codeOf(other))
  if (!included(project, file).some(known)) report('missing-request-token', place)
}
