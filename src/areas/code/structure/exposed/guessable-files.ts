import type { Project, SourceFile } from '../../../../analysis/project.ts'
import { visit } from '../../../../analysis/visit.ts'
import type { StructureCheck } from '../check.ts'
import { oncePer } from '../scripts.ts'
import { isNothing } from '../shapes.ts'
import { holdsPersonal } from './contents.ts'
import { destinationOf } from './destination.ts'
import { functionsOf, type Owned, type Scope, scopeOf } from './scope.ts'
import { withOrigins } from './values.ts'
import { writtenBy } from './written.ts'

/** Places that only run where somebody sets a switch of the code itself, which is off. */
function switchedOff({ fn }: Owned, scope: Scope): ReadonlySet<number> {
  const off = new Set<number>()
  visit(fn.body, (node) => {
    if (node.kind !== 'if') return
    const values = withOrigins(node.test, scope).slice(1)
    if (node.test.kind !== 'var' && node.test.kind !== 'sprop' && node.test.kind !== 'cconst') return
    if (values.length > 0 && values.every(isNothing)) visit(node.yes, (inner) => void off.add(inner.at))
  })
  return off
}

/** Runs once, before the shop has anybody's data. */
const ofInstaller = /(?:^|\/)(?:install|setup|upgrade|update)\w*\//i
const closes = /deny\s+from\s+all|require\s+all\s+denied/i

/** The program writes such a file itself. */
const closesFolders = (project: Project): boolean =>
  project.files.some(({ language, source }) => language === 'php' && /\.htaccess/.test(source) && closes.test(source))

/** True where a file of the web server closes the folder that is written to, or one above, or the program may do so. */
const isClosed = (project: Project, file: SourceFile, words: string): boolean => {
  const folder = words.slice(0, words.lastIndexOf('/') + 1)
  return (
    oncePer(project, closesFolders) ||
    project.settings.some(({ path, source }) => {
      const own = path.slice(0, path.lastIndexOf('/') + 1)
      return path.endsWith('.htaccess') && closes.test(source) && (own.endsWith(folder) || file.path.startsWith(own))
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
    const scope = scopeOf(project, owned)
    const off = switchedOff(owned, scope)
    for (const { at, path, contents } of written) {
      const { isServed, isGuessable, words } = destinationOf(path, scope)
      if (off.has(at) || !isServed || !isGuessable || isClosed(project, file, words)) continue
      const isLog = /log|debug|trace/i.test(words.slice(words.lastIndexOf('/') + 1))
      if (contents.some((content) => holdsPersonal(project, file, owned, content, isLog)))
        report('information-exposure', at)
    }
  }
}
