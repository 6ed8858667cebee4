import type { Native } from '../machine.ts'
import type { Project } from '../project.ts'
import { smartyEscape } from '../templates/generated.ts'

const made = /\b(?:new|extends)\s+\\?(?:Smarty\\)?Smarty(?:BC)?\b/
/** Settings that speak of escaping, and shops that bring theirs. */
const set =
  /escape_html|setEscapeHtml|default_modifiers|setDefaultModifiers|autoload_filters|loadFilter|registerFilter|_PS_VERSION_|_TB_VERSION_/

const known = new WeakMap<Project, boolean>()

/** True where the project makes its own Smarty and leaves it as it comes: nothing is escaped by itself. */
function isBare(project: Project): boolean {
  const before = known.get(project)
  if (before !== undefined) return before
  const sources = project.files.filter(({ language }) => language === 'php').map(({ source }) => source)
  const found = sources.some((source) => made.test(source)) && !sources.some((source) => set.test(source))
  known.set(project, found)
  return found
}

const escaped: Native = (machine, call) => (isBare(machine.project) ? call.args[0] : undefined)

export const smartyNatives: readonly (readonly [string, Native])[] = [[smartyEscape, escaped]]
