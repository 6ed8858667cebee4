import type { ClassDecl, FunctionDecl } from '../../../analysis/ast.ts'
import type { Project, SourceFile } from '../../../analysis/project.ts'
import { declaredRoutes } from './laravel/routes.ts'
import { oncePer } from './scripts.ts'
import { textOfClass } from './shapes.ts'

export const pathOfStaff =
  /(?:^|[/\\])(?:admin\w*|back-?office|backend|staff|manage\w*|install|cron|cli|console|command\w*|webhooks?)[/\\]/i

/** Addresses that are meant for the shop's own people. */
export const addressOfStaff =
  /^\/(?:[\w-]+\/){0,2}(?:admin\w*|back-?office|staff|internal|manage(?:ment)?|erp|warehouse)(?:\/|$)/i

/** Folders and classes of a program of its own for the staff. */
export const programOfStaff =
  /(?:^|[/\\.-])(?:admin\w*|back-?office|backend-admin|staff)(?:[/\\.-]|$)|Admin(?:istration)?\w*Controller|BackOffice/i

/** Lines of routes that lead to what is a customer's own, and controllers that a group leads there. */
const ownRoutes = (project: Project): string =>
  [
    ...project.files
      .filter(({ language, path }) => language === 'php' && /(?:^|\/)routes\//i.test(path))
      .flatMap(({ source }) => source.split('\n'))
      .filter((line) => /['"/](?:account|my|profile|customer|me)[/'"]/.test(line)),
    ...declaredRoutes(project)
      .filter(({ path }) => /(?:^|\/)(?:account|my|profile|customer|me)\//.test(path))
      .map(({ controller }) => controller),
  ].join('\n')

/** A class without its namespace or package. */
export const shortName = (name: string) => name.slice(Math.max(name.lastIndexOf('\\'), name.lastIndexOf('.')) + 1)

const isRoute = ({ annotations, doc }: FunctionDecl) =>
  annotations.some(({ name }) => /(?:^|\\)Route$/.test(name)) || /@Route\s*\(/.test(doc)

/** Methods of a class by which a visitor who is not of the staff is answered, of the shops and frameworks that are known here. */
export function handlers(project: Project, file: SourceFile, cls: ClassDecl): readonly FunctionDecl[] {
  if (pathOfStaff.test(file.path) || pathOfStaff.test(`${cls.name}\\`)) return []
  const open = cls.methods.filter(({ visibility, body, isStatic }) => visibility === 'public' && body && !isStatic)
  // What is called with something is no page but a part of one, or listens to others.
  if (/(?:^|\/)catalog\/controller\//.test(file.path)) return open.filter(({ params }) => params.length === 0)
  const ancestry = project.ancestry(cls.name)
  if (ancestry.some((name) => /^(?:module)?frontcontroller$/.test(name)))
    return open.filter(({ name }) => /^(?:init\w*|postProcess|run|display\w*)$/.test(name))
  if (ancestry.includes('mage_core_controller_front_action')) return open.filter(({ name }) => name.endsWith('Action'))
  if (
    cls.implements.some((name) => /Http\w+ActionInterface$/.test(name)) ||
    ancestry.some((name) =>
      /^magento\\(?:framework\\app\\action\\action|customer\\controller\\abstractaccount)$/.test(name),
    )
  )
    return open.filter(({ name }) => name === 'execute')
  // Services are called with what was sent, where their description leaves them open.
  if (project.openServices.size + project.shownServices.size > 0) {
    const offered = open.filter(({ name }) =>
      ancestry
        .map((type) => `${type}::${name}`.toLowerCase())
        .some((key) => project.openServices.has(key) || project.shownServices.has(key)),
    )
    if (offered.length > 0) return offered
  }
  if (cls.name.endsWith('Controller') && open.some(isRoute)) return open.filter(isRoute)
  if (cls.name.endsWith('Controller') && ancestry.some((name) => /(?:^|\\)controller$/.test(name))) {
    const whole = textOfClass(project, cls.name)
    const isOwn =
      /middleware\(\s*\[?\s*['"]auth['":]/.test(whole) || oncePer(project, ownRoutes).includes(shortName(cls.name))
    return isOwn && !/authorizeResource|middleware\([^)]*can:/.test(whole) ? open : []
  }
  return []
}
