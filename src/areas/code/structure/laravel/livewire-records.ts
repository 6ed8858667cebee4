import type { ClassDecl, Expr } from '../../../../analysis/ast.ts'
import type { Project } from '../../../../analysis/project.ts'
import { calledName, visit } from '../../../../analysis/visit.ts'
import type { StructureCheck } from '../check.ts'
import { pathOfStaff, shortName } from '../handlers.ts'
import { isOwnedKind } from '../records/owned-kinds.ts'
import { knowsOwner, withoutSignIn } from '../records/owner.ts'
import { classesOf, textOfClass } from '../shapes.ts'

const byNumber = /^(?:find|findorfail|wherekey|destroy)$/

/** Properties that the page sends back with every request: public ones that are not locked. */
const sentBack = ({ properties }: ClassDecl): ReadonlySet<string> =>
  new Set(
    properties
      .filter(
        ({ isPublic, isStatic, annotations }) =>
          isPublic && !isStatic && !annotations.some(({ name }) => name.endsWith('Locked')),
      )
      .map(({ name }) => name),
  )

/** Where a method takes a record of one customer by a property or a parameter, both of which the page sends. */
function taken(project: Project, cls: ClassDecl): number | undefined {
  const properties = sentBack(cls)
  let at: number | undefined
  for (const fn of cls.methods) {
    if (fn.visibility !== 'public' || /^(?:mount|boot\w*|hydrate\w*)$/.test(fn.name)) continue
    const params = new Set(fn.params.map(({ name }) => name))
    const isSent = (expr: Expr | undefined) =>
      (expr?.kind === 'prop' &&
        expr.object.kind === 'var' &&
        expr.object.name === 'this' &&
        properties.has(String(expr.name))) ||
      (expr?.kind === 'var' && params.has(expr.name))
    visit(fn.body, (node) => {
      const called = node.kind === 'scall' ? calledName(node) : undefined
      if (called?.cls && node.kind === 'scall' && byNumber.test(called.name) && isSent(node.args[0]?.value))
        if (isOwnedKind(project, shortName(called.cls))) at ??= node.at
    })
  }
  return at
}

/** Livewire: a component takes any customer's record by a number that the page sends back (CWE-639). */
export const livewireRecords: StructureCheck = (project, file, report) => {
  if (file.language !== 'php' || !/Livewire/.test(file.source) || pathOfStaff.test(file.path)) return
  for (const cls of classesOf(file.parsed.body)) {
    if (!project.ancestry(cls.name).some((name) => /(?:^|\\)component$/.test(name))) continue
    const at = taken(project, cls)
    if (at !== undefined && !knowsOwner.test(withoutSignIn(textOfClass(project, cls.name))))
      report('missing-authorisation', at)
  }
}
