import type { ClassDecl, FunctionDecl } from '../../../../analysis/ast.ts'
import type { Project, SourceFile } from '../../../../analysis/project.ts'
import { calledName, visit } from '../../../../analysis/visit.ts'
import type { StructureCheck } from '../check.ts'
import { recordIn } from './front.ts'
import { reachOf, textOfReach } from '../reach.ts'
import { sentIn, type Reached } from '../sent.ts'
import { classesOf } from '../shapes.ts'

/** Runs whenever a page of the shop is made, whoever asks for it. */
const ofEveryPage =
  /^(?:__construct|hook(?:display\w*|header|top|footer|home|(?:left|right)column|productfooter|actiondispatcher\w*|actionfrontcontroller\w*|actioncontrollerinit\w*|moduleroutes))$/i
/** Hooks of pages that only the staff sees. */
const ofStaff = /backoffice|admin|dashboard/i
/** Anything by which a hook may know that somebody of the staff calls it. */
const asks =
  /employee|token|hash|secure_?key|secret|signature|isLoggedBack|_PS_ADMIN_DIR_|controller_type|AdminController|php_sapi_name|api_?key/i
const ofModule = /^(?:\w+\\)*(?:payment|carrier|shipping|widget)?module(?:core|grid|graph)?$/

const settings = /^(?:updatevalue|updateglobalvalue)$/

/** Where a function keeps what was sent as a setting of the shop. */
function settingIn(from: Reached): number | undefined {
  const isSent = sentIn(from)
  let at: number | undefined
  visit(from.fn.body, (node) => {
    const called = node.kind === 'scall' ? calledName(node) : undefined
    if (called?.cls?.toLowerCase() !== 'configuration' || !settings.test(called.name)) return
    if (node.kind === 'scall' && node.args.slice(1).some(({ value }) => isSent(value))) at ??= node.at
  })
  return at
}

/** Where a hook, or what it runs, keeps what was sent: what the shop itself gives a hook was not. */
function keptBy(project: Project, file: SourceFile, cls: ClassDecl, fn: FunctionDecl): number | undefined {
  const reached = reachOf(project, { fn, file: file.id, cls })
  for (const from of reached) {
    const at = settingIn(from.fn === fn ? { ...from, sent: new Set() } : from) ?? recordIn(from.fn)
    if (at === undefined) continue
    return asks.test(textOfReach(project, reached)) ? undefined : from.file === file.id ? at : fn.at
  }
  return undefined
}

/** PrestaShop and thirty bees: a hook of every page, or the constructor, of a module saves settings that were sent with the request (CWE-862). */
export const prestashopHooks: StructureCheck = (project, file, report) => {
  if (file.language !== 'php' || !/function\s+(?:hook|__construct)/i.test(file.source)) return
  if (!/\bextends\s+\\?\w*Module\b/.test(file.source)) return
  for (const cls of classesOf(file.parsed.body)) {
    if (!project.ancestry(cls.name).some((name) => name !== cls.name.toLowerCase() && ofModule.test(name))) continue
    for (const fn of cls.methods) {
      if (!fn.body || !ofEveryPage.test(fn.name) || ofStaff.test(fn.name)) continue
      const at = keptBy(project, file, cls, fn)
      if (at !== undefined) report('missing-authorisation', at)
    }
  }
}
