import type { Expr } from '../../../../analysis/ast.ts'
import type { Project, SourceFile } from '../../../../analysis/project.ts'
import { calledName, visit } from '../../../../analysis/visit.ts'
import { callsIn } from '../callees.ts'
import { dumpsObject, isPersonal } from './personal.ts'
import { functionsOf, type Owned, type Scope, scopeOf } from './scope.ts'
import { withOrigins } from './values.ts'

/** So many callers up from what writes. */
const deepest = 3

/** Files that may call a function: its own, and those that name it and its class. */
const callersOf = (project: Project, file: SourceFile, { fn, cls }: Owned): readonly SourceFile[] =>
  project.files.filter(
    ({ id, language, source }) =>
      id === file.id || (language === 'php' && source.includes(fn.name) && (!cls || source.includes(cls.name))),
  )

/** True where what is written concerns people or opens something, by itself or by what callers hand over; `isLog`: whole objects count as well. */
export function holdsPersonal(
  project: Project,
  file: SourceFile,
  owned: Owned,
  content: Expr,
  isLog: boolean,
  depth = 0,
): boolean {
  const scope: Scope = scopeOf(project, owned)
  const all = withOrigins(content, scope)
  if (all.some((expr) => isPersonal(expr) || (isLog && dumpsObject(expr, scope)))) return true
  if (owned.fn.name === '' || depth === deepest) return false
  const places = new Set<number>()
  for (const expr of all)
    visit(expr, (node) => {
      const place = node.kind === 'var' ? owned.fn.params.findIndex(({ name }) => name === node.name) : -1
      if (place >= 0) places.add(place)
    })
  if (places.size === 0) return false
  const name = owned.fn.name.toLowerCase()
  return callersOf(project, file, owned).some((from) =>
    functionsOf(from).some(
      (caller) =>
        caller.fn !== owned.fn &&
        callsIn(caller.fn).some(
          (node) =>
            calledName(node)?.name === name &&
            [...places].some(
              (place) =>
                node.args[place] !== undefined &&
                holdsPersonal(project, from, caller, node.args[place].value, isLog, depth + 1),
            ),
        ),
    ),
  )
}
