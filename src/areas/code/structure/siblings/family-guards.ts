import type { ClassDecl, FunctionDecl } from '../../../../analysis/ast.ts'
import type { Project, SourceFile } from '../../../../analysis/project.ts'
import { visit } from '../../../../analysis/visit.ts'
import type { StructureCheck } from '../check.ts'
import { asksRight, isChange, mayAsk } from './guard-words.ts'
import { shortName } from '../handlers.ts'
import { oncePer } from '../scripts.ts'
import { classesOf } from '../shapes.ts'
import {
  answers,
  askedToken,
  callsOf,
  doesForGood,
  type Handler,
  handlersOf,
  isOdd,
  isTokenHole,
  ofView,
} from './sibling-guards.ts'

interface Family {
  asking: number
  /** Classes in which a handler asks. */
  classes: number
  odd: { cls: ClassDecl; file: SourceFile; item: Handler }[]
}

/** Handlers that must ask before the rest of a family counts as forgotten, and classes that they must stand in. */
const least = { asking: 5, classes: 3 }

/** Verbs of a state that something is put into. */
const setsState =
  /^(?:action_?)?(?:mark|accept|reject|decline|(?:un)?lock|(?:un)?block|close|reopen|ship|archive|grant|ban)/i

const isNamedChange = ({ fn: { name } }: Handler) =>
  (doesForGood.test(name) || setsState.test(name)) && !ofView.test(name)

/** Handlers of a program that change something, by the class that theirs inherits from. */
const families = (project: Project): ReadonlyMap<string, Family> => {
  const found = new Map<string, Family>()
  for (const file of project.files)
    if (file.language === 'php')
      for (const cls of classesOf(file.parsed.body)) {
        if (!cls.extends || !(answers.test(cls.name) || answers.test(file.path))) continue
        const key = shortName(cls.extends).toLowerCase()
        const family = found.get(key) ?? { asking: 0, classes: 0, odd: [] }
        found.set(key, family)
        const handlers = handlersOf(project, file, cls)
        const asking = handlers.filter((item) => askedToken(project, item))
        family.asking += asking.length
        if (asking.length > 0) family.classes++
        else
          for (const item of handlers)
            if (isNamedChange(item) && isOdd(item) && isTokenHole(file, cls, item)) family.odd.push({ cls, file, item })
      }
  return found
}

/** Method that another class of the project has under the same name and this one replaces. */
function replaced(project: Project, cls: ClassDecl, fn: FunctionDecl) {
  for (const ancestor of project.ancestry(cls.name)) {
    const info = project.findClass(ancestor)
    if (!info || info.decl === cls) continue
    const found = info.decl.methods.find(({ name, body }) => body && name.toLowerCase() === fn.name.toLowerCase())
    if (found) return found
  }
  return undefined
}

/** Leaves the asking to the method that it takes the place of. */
function callsParent(fn: FunctionDecl): boolean {
  let found = false
  visit(fn.body, (node) => {
    if (node.kind === 'scall' && node.cls.kind === 'name' && node.cls.name === 'parent') found = true
  })
  return found
}

const asksAccess = (name: string) => asksRight.test(name) || name === 'access'

/**
 * What a family of classes asks for: a class whose handlers compare no token where those of its sisters do (CWE-352), and a method
 * that takes the place of one that asks for a right, and does not (CWE-862).
 */
export const familyGuards: StructureCheck = (project, file, report) => {
  if (file.language !== 'php') return
  for (const cls of classesOf(file.parsed.body)) {
    if (!cls.extends) continue
    for (const fn of cls.methods) {
      if (!fn.body || fn.visibility === 'private' || fn.name.startsWith('__')) continue
      const own = callsOf(fn)
      if (![...own].some(isChange) || [...own].some((name) => asksAccess(name) || mayAsk.test(name))) continue
      if (callsParent(fn)) continue
      const before = replaced(project, cls, fn)
      if (before && [...callsOf(before)].some(asksAccess)) report('missing-authorisation', fn.at)
    }
    const family = oncePer(project, families).get(shortName(cls.extends).toLowerCase())
    if (!family || family.asking < least.asking || family.classes < least.classes) continue
    if (family.odd.length > family.asking / 2) continue
    for (const odd of family.odd)
      if (odd.cls === cls && odd.file === file) report('missing-request-token', odd.item.fn.at)
  }
}
