import type { Expr, FunctionDecl, Stmt } from '../../../analysis/ast.ts'
import { madeFunction } from '../../../analysis/made-function.ts'
import type { Project, SourceFile } from '../../../analysis/project.ts'
import { calledName, type See, visit, type Visitable } from '../../../analysis/visit.ts'
import { once } from '../../../analysis/once.ts'

/** What a script does by itself when it is called, without the functions and classes that it declares. */
export function visitScript(body: Visitable, see: See): void {
  visit(body, (node) =>
    node.kind === 'funcdecl' || node.kind === 'classdecl' || node.kind === 'func' ? false : see(node),
  )
}

/** Literal text of an expression; what is computed leaves a question mark. */
export const literalText = (expr: Expr): string =>
  expr.kind === 'lit'
    ? String(expr.value)
    : expr.kind === 'concat'
      ? expr.parts.map(literalText).join('')
      : expr.kind === 'bin' && expr.op === '.'
        ? literalText(expr.left) + literalText(expr.right)
        : ' ? '

/** Name of a file without its folder. */
export const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)

/** True where a script includes the other file: by its name, or by its folder and a name that is chosen among several. */
export function includes({ parsed, source }: SourceFile, { path }: SourceFile): boolean {
  const name = nameOf(path)
  if (!source.includes(name)) return false
  const folder = nameOf(path.slice(0, -name.length - 1))
  return includedBy(parsed.body).some(
    (text) => nameOf(text) === name || (folder !== '' && text.includes(folder) && text.endsWith(' ? ')),
  )
}

/** What a script includes by itself, as texts. */
const includedBy = once((body: readonly Stmt[]): readonly string[] => {
  const found: string[] = []
  visitScript(body, (node) => {
    if (node.kind === 'include') found.push(literalText(node.value))
  })
  return found
})

/** Source without comments. */
export const codeOf = ({ source }: SourceFile): string => source.replace(/\/\*[\s\S]*?\*\/|(?:^|\s)(?:\/\/|#).*$/gm, '')

/** Lower-case names of the functions of the project that a script calls by itself. */
export function ownCalls(project: Project, { parsed }: SourceFile): Set<string> {
  const names = new Set<string>()
  visitScript(parsed.body, (node) => {
    const called = node.kind === 'call' ? calledName(node) : undefined
    if (called && project.functions.has(called.name)) names.add(called.name)
  })
  return names
}

/** Source of a function of the project. */
export function sourceOfFunction(project: Project, name: string): string {
  const own = project.functions.get(name)
  return own ? project.files[own.file]!.source.slice(own.fn.at, own.fn.end) : ''
}

/** What a script does when it is called, as a function. */
export const mainOf = ({ parsed, source }: SourceFile): FunctionDecl =>
  madeFunction({
    name: '',
    at: 0,
    end: source.length,
    params: [],
    body: parsed.body.filter(({ kind }) => kind !== 'classdecl' && kind !== 'funcdecl'),
  })

/** Where a script runs a statement of this kind by itself. */
export function statementIn({ parsed }: SourceFile, kind: RegExp): number | undefined {
  let at: number | undefined
  visitScript(parsed.body, (node) => {
    if (node.kind === 'mcall' || node.kind === 'call')
      for (const { value } of node.args) if (kind.test(literalText(value))) at ??= value.at
  })
  return at
}

const perProject = new WeakMap<Project, Map<unknown, unknown>>()

/** What is worked out once for a project. */
export function oncePer<T>(project: Project, make: (project: Project) => T): T {
  const known = perProject.get(project) ?? new Map<unknown, unknown>()
  perProject.set(project, known)
  if (!known.has(make)) known.set(make, make(project))
  return known.get(make) as T
}
