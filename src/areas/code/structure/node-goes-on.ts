import type { Expr, FunctionDecl, Stmt } from '../../../analysis/ast.ts'
import type { Project, SourceFile } from '../../../analysis/project.ts'
import { visit } from '../../../analysis/visit.ts'
import type { StructureCheck } from './check.ts'
import { functionOf } from './node-routes.ts'

const answers403 = /\.(?:status|sendStatus|code|writeHead)\(\s*40[13]\b/
const ends = /^(?:return|throw|throwx|exit|continue|break)$/
const changes =
  /\.(?:set|update\w*|insert\w*|delete\w*|destroy|remove\w*|save|create\w*|upsert|findByIdAnd\w+|findOneAnd\w+)\s*\(|\b(?:DELETE\s+FROM|UPDATE\s+\w+\s+SET|INSERT\s+INTO)\b/

const textOf = ({ source }: SourceFile, { at }: { at: number }, end: number) => source.slice(at, end)

function isOver(branch: Stmt): boolean {
  let over = false
  visit(branch, (node) => {
    if (node.kind === 'func') return false
    if (ends.test(node.kind)) over = true
    return undefined
  })
  return over
}

/** An answer 403 or 401 in a branch that ends nothing. */
const onlyAnswers = (file: SourceFile, item: Stmt, end: number): boolean =>
  item.kind === 'if' && item.no === null && !isOver(item.yes) && answers403.test(textOf(file, item.yes, end))

const stepsOf = (fn: FunctionDecl): readonly Stmt[] => {
  const body = fn.body ?? []
  return body.length === 1 && body[0]?.kind === 'block' ? body[0].body : body
}

/** A check that is given the answer, refuses with it, and tells its caller nothing. */
function refusesOnly(project: Project, file: SourceFile, call: Expr): boolean {
  const bare = call.kind === 'await' ? call.value : call
  if (bare.kind !== 'call') return false
  const info = functionOf(project, file, bare.callee)
  if (!info?.fn.body || bare.args.length > info.fn.params.length) return false
  if (!bare.args.some(({ value }) => value.kind === 'var' && /^(?:res|response|reply)$/.test(value.name))) return false
  const text = project.files[info.file]!.source.slice(info.fn.at, info.fn.end)
  // With `next` it is no check that is called, but one that goes on by itself.
  return answers403.test(text) && !/\bthrow\b|\bnext\b|process\.exit/.test(text)
}

/** Where a function refuses and goes on to change something, or to let the next one do so. */
function goesOnIn(project: Project, file: SourceFile, fn: FunctionDecl): number | undefined {
  const steps = stepsOf(fn)
  for (const [i, item] of steps.entries()) {
    const after = steps[i + 1]
    if (!after) return undefined
    const refused =
      onlyAnswers(file, item, after.at) || (item.kind === 'expr' && refusesOnly(project, file, item.value))
    const rest = file.source.slice(after.at, fn.end)
    if (!refused || /^\s*(?:if\s*\(\s*!?res\.(?:headersSent|writableEnded)|return\b)/.test(rest)) continue
    if (/\bnext\s*\(\s*\)/.test(rest) || changes.test(rest)) return item.at
  }
  return undefined
}

/** Express and its kin: who may not is answered 403, but the handler goes on and does its work all the same (CWE-862). */
export const nodeGoesOn: StructureCheck = (project, file, report) => {
  if (file.language !== 'js' || file.parsed.isTemplate || !/\b40[13]\b/.test(file.source)) {
    // The check may stand in another file.
    if (file.language !== 'js' || !/\b(?:res|response|reply)\b\s*\)\s*;?\s*$/m.test(file.source)) return
  }
  visit(file.parsed.body, (node) => {
    const fn = node.kind === 'func' || node.kind === 'funcdecl' ? node.fn : undefined
    if (!fn?.params.some(({ name }) => /^(?:res|response|reply)$/.test(name))) return
    const at = goesOnIn(project, file, fn)
    if (at !== undefined) report('missing-authorisation', at)
  })
}
