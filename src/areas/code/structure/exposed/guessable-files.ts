import type { ClassDecl, Expr, FunctionDecl } from '../../../../analysis/ast.ts'
import type { Project, SourceFile } from '../../../../analysis/project.ts'
import { calledName, visit } from '../../../../analysis/visit.ts'
import { callsIn } from '../callees.ts'
import type { StructureCheck } from '../check.ts'
import { mainOf } from '../scripts.ts'
import { declarationsIn, isNothing } from '../shapes.ts'
import { type Locals, localsOf } from '../void-checks/asked.ts'
import { destinationOf } from './destination.ts'
import { isPersonal } from './personal.ts'
import { withOrigins } from './values.ts'
import { writtenBy } from './written.ts'

interface Owned {
  fn: FunctionDecl
  cls: ClassDecl | null
}

const functionsOf = (file: SourceFile): Owned[] => [
  { fn: mainOf(file), cls: null },
  ...declarationsIn(file.parsed.body).flatMap((item): Owned[] =>
    item.kind === 'classdecl' ? item.cls.methods.map((fn) => ({ fn, cls: item.cls })) : [{ fn: item.fn, cls: null }],
  ),
]

/** What a loop goes through stands for what it hands out. */
function namesOf(fn: FunctionDecl): Locals {
  const names = new Map(localsOf(fn.body))
  visit(fn.body, (node) => {
    if (node.kind === 'foreach' && node.value?.kind === 'var')
      names.set(node.value.name, [...(names.get(node.value.name) ?? []), node.subject])
  })
  return names
}

/** True where somebody hands a function of this name something personal in the place of a parameter that is written. */
function isHandedPersonal(project: Project, file: SourceFile, { fn, cls }: Owned, place: number): boolean {
  const name = fn.name.toLowerCase()
  const others = project.files.filter(
    ({ id, language, source }) =>
      id !== file.id && language === 'php' && cls !== null && source.includes(fn.name) && source.includes(cls.name),
  )
  return [file, ...others].flatMap(functionsOf).some((caller) => {
    const handed = callsIn(caller.fn).filter((node) => calledName(node)?.name === name && node.args[place])
    if (handed.length === 0) return false
    const locals = namesOf(caller.fn)
    return handed.some((node) => withOrigins(node.args[place]!.value, locals, caller.cls).some(isPersonal))
  })
}

/** True where what is written is personal, by itself or by what callers hand over. */
function writesPersonal(project: Project, file: SourceFile, owned: Owned, locals: Locals, content: Expr): boolean {
  const all = withOrigins(content, locals, owned.cls)
  if (all.some(isPersonal)) return true
  const places = new Set<number>()
  for (const expr of all)
    visit(expr, (node) => {
      const place = node.kind === 'var' ? owned.fn.params.findIndex(({ name }) => name === node.name) : -1
      if (place >= 0) places.add(place)
    })
  return owned.fn.name !== '' && [...places].some((place) => isHandedPersonal(project, file, owned, place))
}

/** Places that only run where somebody sets a switch of the code itself, which is off. */
function switchedOff({ fn, cls }: Owned, locals: Locals): ReadonlySet<number> {
  const off = new Set<number>()
  visit(fn.body, (node) => {
    if (node.kind !== 'if') return
    const values = withOrigins(node.test, locals, cls).slice(1)
    if (node.test.kind !== 'var' && node.test.kind !== 'sprop' && node.test.kind !== 'cconst') return
    if (values.length > 0 && values.every(isNothing)) visit(node.yes, (inner) => void off.add(inner.at))
  })
  return off
}

/** Runs once, before the shop has anybody's data. */
const ofInstaller = /(?:^|\/)(?:install|setup|upgrade|update)\w*\//i
const closes = /deny\s+from\s+all|require\s+all\s+denied/i

/** True where a file of the web server closes the folder that is written to, or one above, or the program writes such a file. */
const isClosed = (project: Project, file: SourceFile, words: string): boolean => {
  const folder = words.slice(0, words.lastIndexOf('/') + 1)
  return (
    /\.htaccess/.test(file.source) ||
    project.settings.some(({ path, source }) => {
      const name = path.slice(path.lastIndexOf('/') + 1)
      const own = path.slice(0, path.lastIndexOf('/') + 1)
      return name === '.htaccess' && closes.test(source) && (own.endsWith(folder) || file.path.startsWith(own))
    })
  )
}

/**
 * PHP: what concerns people, or opens something, is written to a file among those of the shop, under a name that can be guessed
 * (CWE-532, CWE-538).
 */
export const guessableFiles: StructureCheck = (project, file, report) => {
  if (file.language !== 'php' || !/file_put_contents|error_log|\bfopen\s*\(/i.test(file.source)) return
  if (ofInstaller.test(file.path)) return
  for (const owned of functionsOf(file)) {
    const written = writtenBy(owned.fn)
    if (written.length === 0) continue
    const locals = namesOf(owned.fn)
    const off = switchedOff(owned, locals)
    for (const { at, path, contents } of written) {
      const { isServed, isGuessable, words } = destinationOf(path, locals, owned.cls)
      if (off.has(at) || !isServed || !isGuessable || isClosed(project, file, words)) continue
      if (contents.some((content) => writesPersonal(project, file, owned, locals, content)))
        report('information-exposure', at)
    }
  }
}
