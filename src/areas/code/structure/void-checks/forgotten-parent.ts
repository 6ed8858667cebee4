import type { ClassDecl, FunctionDecl } from '../../../../analysis/ast.ts'
import type { Project } from '../../../../analysis/project.ts'
import { calledName, visit } from '../../../../analysis/visit.ts'
import { asked, localsOf, refuses } from './asked.ts'
import type { StructureCheck } from '../check.ts'
import { deedIn } from './deeds.ts'
import { endsRefusing, ends } from './refusals.ts'
import { classesOf } from '../shapes.ts'

/** Runs before every page of a class. */
const before =
  /^(?:__construct|_?init(?:ialize|Controller)?|before(?:Filter|Action|Execute\w*)?|_?preDispatch|startup|boot|dispatch|prepare)$/i
/** Pages that are there for whoever has not signed in. */
const forAnybody =
  /log_?(?:in|out)|sign_?(?:in|up|out)|auth|password|forgot|reset|regist|public|error|install|api|webhook|callback/i

/** A method asks who calls and ends what must not go on. */
function guards({ body }: FunctionDecl): boolean {
  const locals = localsOf(body)
  let found = false
  visit(body, (node) => {
    if (node.kind === 'func') return false
    if (node.kind !== 'if' || !refuses(node.test)) return undefined
    const { kinds } = asked(node.test, locals)
    if (kinds.has('right') || kinds.has('signed')) found ||= endsRefusing(node.yes) || ends(node.yes)
    return undefined
  })
  return found
}

/** Calls the method of the parent, or anything that may ask in its place. */
function asksItself({ name, body }: FunctionDecl): boolean {
  let found = false
  visit(body, (node) => {
    const called = calledName(node)
    // `parent` is known here by the name that it stands for.
    if (called && node.kind === 'scall' && called.name === name.toLowerCase()) found = true
    if (
      called &&
      /require|check|ensure|assert|guard|auth|allow|deny|access|login|log_?in|permission|middleware|init/i.test(
        called.name,
      )
    )
      found = true
  })
  return found || guards({ body } as FunctionDecl)
}

/** The nearest method of this name that a class inherits from the project. */
function inherited(project: Project, cls: ClassDecl, name: string): FunctionDecl | undefined {
  for (const ancestor of project.ancestry(cls.name)) {
    const found = project.findClass(ancestor)?.decl
    const own = found === cls ? undefined : found?.methods.find((fn) => fn.name.toLowerCase() === name.toLowerCase())
    if (own) return own
  }
  return undefined
}

/** PHP: a class replaces what its parent asks before every page, and calls it no more (CWE-862). */
export const forgottenParent: StructureCheck = (project, file, report) => {
  if (file.language !== 'php') return
  for (const cls of classesOf(file.parsed.body)) {
    if (cls.extends === null || forAnybody.test(cls.name)) continue
    for (const fn of cls.methods) {
      if (!before.test(fn.name) || !fn.body || asksItself(fn)) continue
      const parent = inherited(project, cls, fn.name)
      if (!parent || !guards(parent)) continue
      const works = cls.methods.some(
        (other) =>
          other !== fn &&
          other.visibility === 'public' &&
          other.body?.some(
            (item) => deedIn(project, item, { fn: other, file: file.id, cls, sent: new Set() }) !== undefined,
          ),
      )
      if (works) report('missing-authorisation', fn.at)
    }
  }
}
