import type { ClassDecl, FunctionDecl } from '../../../../analysis/ast.ts'
import type { Project, SourceFile } from '../../../../analysis/project.ts'
import { hasChange } from '../back-office-access.ts'
import type { StructureCheck } from '../check.ts'
import { reachOf, textOfReach } from '../reach.ts'
import { classesOf } from '../shapes.ts'

const backOffice = /(?:^|\\)(?:frameworkbundleadmincontroller|prestashopadmincontroller)$/
const mark = /(?:^|\\)AdminSecurity$/
/** Code that asks for a right by itself. */
const asks =
  /isGranted|denyAccess|is_granted|authorizationLevel|authorizationService|isAuthorizedOnTab|accessChecker|->can\(|hasPermission|checkAccess/i

/** An action of the back office: it answers, and nobody of the class itself calls it. */
const isAction = (fn: FunctionDecl) =>
  fn.visibility === 'public' &&
  fn.body !== null &&
  !fn.isStatic &&
  (fn.name.endsWith('Action') || (fn.returnType ?? '').endsWith('Response'))

const isMarked = (fn: FunctionDecl) =>
  fn.annotations.some(({ name }) => mark.test(name)) || /@AdminSecurity\b/.test(fn.doc)

/** Actions that change something and ask for no right, where others of the class do. */
function forgotten(project: Project, file: SourceFile, cls: ClassDecl): FunctionDecl[] {
  if (cls.annotations.some(({ name }) => mark.test(name) || /(?:^|\\)IsGranted$/.test(name))) return []
  const actions = cls.methods.filter(isAction)
  if (!actions.some(isMarked)) return []
  return actions.filter((fn) => {
    if (isMarked(fn) || fn.annotations.some(({ name }) => /(?:^|\\)IsGranted$/.test(name))) return false
    const reached = reachOf(project, { fn, file: file.id, cls })
    return reached.some((from) => hasChange(from.fn)) && !asks.test(textOfReach(project, reached))
  })
}

/** PrestaShop from 1.7 on: an action of the back office without the right that the actions beside it name (CWE-862). */
export const prestashopAdmin: StructureCheck = (project, file, report) => {
  if (file.language !== 'php' || !/AdminSecurity/.test(file.source)) return
  for (const cls of classesOf(file.parsed.body))
    if (project.ancestry(cls.name).some((name) => backOffice.test(name)))
      for (const fn of forgotten(project, file, cls)) report('missing-authorisation', fn.at)
}
