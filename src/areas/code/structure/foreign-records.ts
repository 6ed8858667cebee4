import type { ClassDecl, Expr, FunctionDecl } from '../../../analysis/ast.ts'
import type { Project, SourceFile } from '../../../analysis/project.ts'
import { calledName, visit } from '../../../analysis/visit.ts'
import type { StructureCheck } from './check.ts'
import { oncePer } from './scripts.ts'
import { classesOf, textOfClass } from './shapes.ts'

/** Kinds of records that belong to one customer. */
export const personal =
  /(?:^|[_\\.]|[a-z](?=[A-Z])|customer|sales)(?:order|invoice|address|shipment|returns?|refund|rma|subscription|payment|ticket|quote|wishlist|parcel|reservation|prescription)(?:es|s)?(?:entity|record)?$/i
/** Anything by which code may know whose a record is, or that only its owner has. */
const knowsWho =
  /customer_?(?:id|key)|customerEmail\(\w|getCustomer\b(?!Email)|customer->(?:id\b|getId)|\bcustomer_?id|secure_?key|order_?key|token|hash|signature|secret|getUser\b|->user\(|\bauth\(\)|Auth::|user_?id|owner|authori[sz]e|polic(?:y|ies)|Gate|\bcan\(|canView|isAllowed|hasPermission|current_?user|isGuest|password/i
export const pathOfStaff =
  /(?:^|[/\\])(?:admin\w*|back-?office|backend|staff|manage\w*|install|cron|cli|console|command\w*|webhooks?)[/\\]/i

const textOf = (project: Project, file: number, fn: FunctionDecl) => project.files[file]!.source.slice(fn.at, fn.end)

/** Text of a method and of those of its own class that it calls. */
function around(file: SourceFile, cls: ClassDecl, fn: FunctionDecl): string {
  let text = file.source.slice(fn.at, fn.end)
  visit(fn.body, (node) => {
    const called = node.kind === 'mcall' || node.kind === 'scall' ? calledName(node) : undefined
    const own = called && cls.methods.find(({ name }) => name.toLowerCase() === called.name)
    if (own && own !== fn) text += file.source.slice(own.at, own.end)
  })
  return text
}

/** True where an expression reads the request: a call or field by which frameworks give it. */
function readsRequest(expr: Expr): boolean {
  let found = false
  visit(expr, (node) => {
    if (node.kind === 'var' && /^_(?:GET|POST|REQUEST)$/.test(node.name)) found = true
    if (node.kind === 'prop' && node.name === 'request') found = true
    if (/^(?:getvalue|getparam|getpost|input|query|route)$/.test(calledName(node)?.name ?? '')) found = true
  })
  return found
}

/** True for what the request or the address says: a parameter of the handler, or what was read of the request, here or before. */
function isSent(expr: Expr | undefined, fn: FunctionDecl): boolean {
  if (expr === undefined) return false
  const names = new Set<string>()
  visit(expr, (node) => {
    if (node.kind === 'var') names.add(node.name)
  })
  let found = readsRequest(expr) || fn.params.some(({ name }) => names.has(name))
  visit(fn.body, (node) => {
    if (node.kind === 'assign' && node.target.kind === 'var' && names.has(node.target.name) && readsRequest(node.value))
      found = true
  })
  return found
}

/** The last name of what a method is called on. */
export const nameOf = (expr: Expr): string =>
  expr.kind === 'var'
    ? expr.name
    : expr.kind === 'prop' && typeof expr.name === 'string'
      ? expr.name
      : expr.kind === 'mcall'
        ? nameOf(expr.object)
        : expr.kind === 'name'
          ? expr.name
          : ''

export const fetches =
  /^(?:get|getbyid|load|find|findorfail|findone|findbyid|findunique|findfirst|findbypk|deletebyid|getreferencebyid)$/
export const keeper = /(?:Repository(?:Interface)?|Factory|Service|Model|Dao|Mapper)$/

/** Where a handler fetches a record of one customer by nothing but a number that was sent. */
function fetched(project: Project, fn: FunctionDecl): number | undefined {
  let at: number | undefined
  visit(fn.body, (node) => {
    if (at !== undefined) return
    if (node.kind === 'new' && node.cls.kind === 'name' && personal.test(node.cls.name)) {
      if (isSent(node.args[0]?.value, fn)) at = node.at
      return
    }
    const called = node.kind === 'mcall' || node.kind === 'scall' ? calledName(node) : undefined
    if (!called || !(node.kind === 'mcall' || node.kind === 'scall') || node.args.length === 0) return
    const given = node.args[0]!.value
    if (node.kind === 'scall') {
      if (fetches.test(called.name) && called.cls && personal.test(called.cls) && isSent(given, fn)) at = node.at
      return
    }
    const keeps = nameOf(node.object)
    if (
      fetches.test(called.name) &&
      personal.test(keeps.replace(keeper, '')) &&
      node.args.length === 1 &&
      isSent(given, fn)
    )
      at = node.at
    // `$this->model_account_parcel->getOrder($id)` of OpenCart: what its statement asks for besides the number.
    if (
      keeps.startsWith('model_') &&
      node.args.length === 1 &&
      !called.name.endsWith('s') &&
      personal.test(called.name.replace(/^(?:get|delete|load)/, '')) &&
      isSent(given, fn)
    ) {
      const model = modelMethod(project, keeps, called.name)
      if (model && !knowsWho.test(model)) at = node.at
    }
  })
  return at
}

const plain = (name: string) => name.replace(/[\\_]/g, '').toLowerCase()
const modelMethod = (project: Project, property: string, method: string): string | undefined => {
  const wanted = plain(property.replace(/^model_/, ''))
  const found = project.methods.get(method)?.find(({ cls }) => cls !== null && plain(cls.name).endsWith(wanted))
  return found && textOf(project, found.file, found.fn)
}

/** Lines of routes that lead to what is a customer's own. */
const ownRoutes = (project: Project): string =>
  project.files
    .filter(({ language, path }) => language === 'php' && /(?:^|\/)routes\//.test(path))
    .flatMap(({ source }) => source.split('\n'))
    .filter((line) => /['"/](?:account|my|profile|customer|me)[/'"]/.test(line))
    .join('\n')

const shortName = (name: string) => name.slice(Math.max(name.lastIndexOf('\\'), name.lastIndexOf('.')) + 1)

/** Methods of a class by which a visitor who is not of the staff is answered. */
function handlers(project: Project, file: SourceFile, cls: ClassDecl): readonly FunctionDecl[] {
  if (pathOfStaff.test(file.path) || pathOfStaff.test(`${cls.name}\\`)) return []
  const open = cls.methods.filter(({ visibility, body, isStatic }) => visibility === 'public' && body && !isStatic)
  // What is called with something is no page but a part of one, or listens to others.
  if (/(?:^|\/)catalog\/controller\//.test(file.path)) return open.filter(({ params }) => params.length === 0)
  const ancestry = project.ancestry(cls.name)
  if (ancestry.some((name) => /^(?:module)?frontcontroller$/.test(name)))
    return open.filter(({ name }) => /^(?:init\w*|postProcess|run|display\w*)$/.test(name))
  if (
    cls.implements.some((name) => /Http\w+ActionInterface$/.test(name)) ||
    ancestry.some((name) => /^magento\\framework\\app\\action\\action$/.test(name))
  )
    return open.filter(({ name }) => name === 'execute')
  if (cls.name.endsWith('Controller') && ancestry.some((name) => /(?:^|\\)controller$/.test(name))) {
    const whole = textOfClass(project, cls.name)
    const isOwn =
      /middleware\(\s*\[?\s*['"]auth['":]/.test(whole) || oncePer(project, ownRoutes).includes(shortName(cls.name))
    return isOwn && !/authorizeResource|middleware\([^)]*can:/.test(whole) ? open : []
  }
  return []
}

/**
 * Pages and services for customers that show or change a record of one of them by its number alone (CWE-639): PrestaShop, Magento 2,
 * OpenCart, Laravel.
 */
export const foreignRecords: StructureCheck = (project, file, report) => {
  if (file.language !== 'php' || !/class\s/.test(file.source)) return
  for (const cls of classesOf(file.parsed.body))
    for (const fn of handlers(project, file, cls)) {
      const at = fetched(project, fn)
      if (at !== undefined && !knowsWho.test(around(file, cls, fn))) report('missing-authorisation', at)
    }
}
