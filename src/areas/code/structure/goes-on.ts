import type { Expr, Stmt } from '../../../analysis/ast.ts'
import type { Project, SourceFile } from '../../../analysis/project.ts'
import { calledName, visit } from '../../../analysis/visit.ts'
import type { StructureCheck } from './check.ts'

/** Words of a condition that asks who is signed in. */
const whoIsIt = /admin|login|logged|auth|user|staff|employee|role|customer|member|account/i
const changes =
  /\b(?:INSERT\s+INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM|REPLACE\s+INTO|TRUNCATE)\b|\b(?:unlink|move_uploaded_file|file_put_contents|rename)\s*\(|->(?:delete|save|update|insert)\s*\(/i

/** True for conditions that hold for whoever is not signed in. */
function isRefusal(test: Expr): boolean {
  if (test.kind === 'bin' && (test.op === '||' || test.op === '&&'))
    return isRefusal(test.left) || isRefusal(test.right)
  let asksSession = false
  visit(test, (node) => {
    if (node.kind === 'var' && node.name === '_SESSION') asksSession = true
    const called = calledName(node)
    if (
      called &&
      /^(?:is_?logged\w*|is_?admin\w*|is_?auth\w*|check_?(?:login|admin|auth)\w*|has_?(?:role|permission)\w*)$/.test(
        called.name,
      )
    )
      asksSession = true
  })
  if (!asksSession || !whoIsIt.test(wordsOf(test))) return false
  if (test.kind === 'un') return test.op === '!'
  if (test.kind === 'bin') return test.op === '!=' || test.op === '!==' || isEmpty(test.right)
  return test.kind === 'empty'
}

const isEmpty = (expr: Expr) => expr.kind === 'lit' && !expr.value

function wordsOf(node: Expr): string {
  const words: string[] = []
  visit(node, (item) => {
    if (item.kind === 'lit') words.push(String(item.value))
    else if (item.kind === 'var') words.push(item.name.replace('_SESSION', ''))
    else words.push(calledName(item)?.name ?? '')
  })
  return words.join(' ')
}

const ends = (node: Expr | Stmt): boolean =>
  node.kind === 'exit' || node.kind === 'return' || node.kind === 'throw' || node.kind === 'throwx'

/** Where a branch only sends the visitor away: a header, and nothing that ends the script. */
function sendsOn(project: Project, body: Stmt): number | undefined {
  let at: number | undefined
  let over = false
  let others = 0
  visit(body, (node) => {
    if (ends(node)) over = true
    const called = calledName(node)
    if (!called) return
    if (
      called.name === 'header' &&
      node.kind === 'call' &&
      node.args[0]?.value.kind === 'lit' &&
      /^location:/i.test(String(node.args[0].value.value))
    )
      at ??= node.at
    else if (
      !/^(?:header|http_response_code|session_write_close|session_destroy|setflash|addflash|flash|urlencode|sprintf)$/.test(
        called.name,
      )
    ) {
      others++
      // A function of the project's own may end it.
      const own = project.functions.get(called.name)
      if (!own || /\b(?:exit|die)\b/.test(project.files[own.file]!.source.slice(own.fn.at, own.fn.end))) over = true
    }
  })
  return over || others > 2 ? undefined : at
}

/** What runs behind a place of a script: the rest of it, and whatever includes it. */
function runsBehind(project: Project, file: SourceFile, from: number): boolean {
  if (changes.test(file.source.slice(from))) return true
  const name = file.path.slice(file.path.lastIndexOf('/') + 1)
  const included = new RegExp(`\\b(?:require|include)(?:_once)?\\b[^;\\n]*['"/]${name.replace(/[.+]/g, '\\$&')}['"]`)
  return project.files.some(
    ({ id, language, source }) => id !== file.id && language === 'php' && included.test(source) && changes.test(source),
  )
}

/** Who is not signed in is sent to another page, but the script goes on and does its work all the same (CWE-698, CWE-862). */
export const goesOn: StructureCheck = (project, file, report) => {
  if (file.language !== 'php' || !/header\s*\(\s*['"]location:/i.test(file.source)) return
  const look = (body: readonly Stmt[]) => {
    for (const statement of body) {
      if (statement.kind === 'block') look(statement.body)
      if (statement.kind !== 'if' || statement.no || !isRefusal(statement.test)) continue
      const at = sendsOn(project, statement.yes)
      if (at !== undefined && runsBehind(project, file, at)) report('missing-authorisation', at)
    }
  }
  look(file.parsed.body)
}
