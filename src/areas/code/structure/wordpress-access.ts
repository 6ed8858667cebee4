import type { Expr, Stmt } from '../../../analysis/ast.ts'
import type { Project, SourceFile } from '../../../analysis/project.ts'
import { calledName, visit } from '../../../analysis/visit.ts'
import type { StructureCheck } from './check.ts'
import { isHandedToAccounts, isHandedToVisitors } from './wordpress-tokens.ts'
import { type Callback, lookAt } from './wordpress-seen.ts'

/** The function behind a callback as WordPress takes it: a name, `[$this, 'name']`, `'Class::name'`, a closure. */
function callbackOf(project: Project, node: Expr | undefined, cls: string | undefined): Callback | undefined {
  if (node?.kind === 'func') return { fn: node.fn, cls }
  if (node?.kind === 'lit' && typeof node.value === 'string') {
    const [owner, method] = node.value.split('::')
    const own =
      method === undefined ? project.functions.get(node.value.toLowerCase()) : project.findMethod(owner!, method)
    return own && { fn: own.fn, cls: own.cls?.name }
  }
  if (node?.kind !== 'array' || node.items.length !== 2) return undefined
  const [owner, method] = node.items.map((item) => item.value)
  if (method?.kind !== 'lit' || typeof method.value !== 'string') return undefined
  const name =
    owner?.kind === 'var' && owner.name === 'this'
      ? cls
      : owner?.kind === 'lit'
        ? String(owner.value)
        : owner?.kind === 'cconst' && owner.cls.kind === 'name'
          ? owner.cls.name
          : owner?.kind === 'const' && /^__CLASS__$/i.test(owner.name)
            ? cls
            : undefined
  const own =
    name === undefined
      ? undefined
      : project.findMethod(/^(?:self|static)$/.test(name) ? (cls ?? '') : name, method.value)
  return own && { fn: own.fn, cls: own.cls?.name }
}

/** The text that an action's name starts with; a name built from parts is judged by its beginning. */
function actionName(node: Expr | undefined): string {
  if (node?.kind === 'lit') return String(node.value)
  if (node?.kind === 'concat' && node.parts[0]?.kind === 'lit') return String(node.parts[0].value)
  if (node?.kind === 'bin' && node.op === '.') return actionName(node.left)
  return ''
}

/** Functions that add a page to the back office, with the place of the function that shows it. */
const menus: Readonly<Record<string, number>> = {
  add_menu_page: 4,
  add_submenu_page: 5,
  add_options_page: 4,
  add_management_page: 4,
  add_theme_page: 4,
  add_plugins_page: 4,
  add_users_page: 4,
  add_dashboard_page: 4,
}

const everyRequest = /^(?:admin_init|init|wp_loaded|template_redirect|parse_request|plugins_loaded|wp)$/

/** Hides a hint: whoever does it for others does no harm. */
const ofNotice = /dismiss|notice|hide|banner|rate|review|feedback|pointer|tour|deactivat/i

function judge(project: Project, action: string, callback: Callback): string | undefined {
  // With every request much is read and little is done for whoever asks; there only what stands in the handler's own class counts.
  const seen = lookAt(project, callback, !everyRequest.test(action))
  // Lists of customers and orders are as much the shop's own as what it writes.
  // A route answers with what it gives back, to what the request holds.
  const answers = seen.shown && (action === signedIn || action === anybody)
  if (seen.order && (answers || (seen.reads && seen.out)) && !seen.own && !seen.otherwise && !seen.nonce) {
    seen.people = true
    seen.out = true
  }
  if (seen.people && seen.out) seen.changes = seen.ofOwner = true
  if (!seen.changes) return undefined
  if (everyRequest.test(action)) {
    // Runs with any request, and for anybody: `admin_init` with those for admin-ajax.php, too.
    const asks = seen.right || seen.nonce || seen.otherwise
    if (seen.reads && !asks && seen.own && seen.account) return 'missing-request-token'
    const harmful = (seen.ofOwner || action === 'admin_init') && !ofNotice.test(callback.fn.name)
    return seen.reads && !asks && harmful ? 'missing-authorisation' : undefined
  }
  // A page of the back office: the menu asks for the right, nobody whether it was meant.
  if (action.startsWith('load-'))
    return seen.reads && !seen.nonce && !seen.otherwise ? 'missing-request-token' : undefined
  if (action === signedIn) return seen.right || seen.nonce || seen.own ? undefined : 'missing-authorisation'
  if (/^wp_ajax_nopriv_|^admin_post_nopriv_/.test(action))
    return seen.right || seen.nonce ? undefined : 'missing-authorisation'
  if (!seen.right && !seen.nonce) return 'missing-authorisation'
  // The token says that he has seen a page, not whose record he names.
  if (!seen.right && !seen.own && !seen.otherwise && seen.reads && seen.record && seen.changes)
    return 'missing-authorisation'
  // A token of the shop's pages is no right to set prices or stock.
  if (!seen.right && !seen.otherwise && seen.ofProduct && seen.changes && seen.reads) return 'missing-authorisation'
  if (!seen.right && seen.ofOwner && [...seen.nonces].some((name) => isHandedToVisitors(project, name)))
    return 'missing-authorisation'
  if (!seen.right && !seen.own && !seen.otherwise && seen.changes && seen.reads && !ofNotice.test(callback.fn.name))
    if ([...seen.nonces].some((name) => isHandedToAccounts(project, name))) return 'missing-authorisation'
  return seen.nonce ? undefined : 'missing-request-token'
}

/** A part of a page that shows any order whose number stands in the address. */
function showsOrder(project: Project, callback: Callback): boolean {
  const seen = lookAt(project, callback, false)
  return seen.order && seen.reads && seen.shown && !seen.own && !seen.otherwise && !seen.nonce && !seen.right
}

const signedIn = 'whoever has signed in'
const anybody = 'wp_ajax_nopriv_'

/** What a callback gives in every case, where it only gives one thing. */
function onlyResult(body: readonly Stmt[] | null): Expr | undefined {
  const [only, ...rest] = body?.filter((item) => item.kind !== 'nop') ?? []
  return rest.length === 0 && only?.kind === 'return' ? (only.value ?? undefined) : undefined
}

/** Whom a check of rights lets through: anybody, whoever has signed in, or it asks for more. */
function letsIn(project: Project, permission: Expr | undefined, cls: string | undefined): string | undefined {
  if (permission === undefined || (permission.kind === 'lit' && permission.value === '__return_true')) return anybody
  if (permission.kind === 'lit' && permission.value === 'is_user_logged_in') return signedIn
  const result = onlyResult(callbackOf(project, permission, cls)?.fn.body ?? null)
  if (result?.kind === 'lit' && result.value === true) return anybody
  return result && calledName(result)?.name === 'is_user_logged_in' ? signedIn : undefined
}

/** A route of the REST interface, and whom it lets in that it should not. */
function openRoute(
  project: Project,
  node: Expr | undefined,
  cls: string | undefined,
): { callback: Expr | undefined; action: string } | undefined {
  if (node?.kind !== 'array') return undefined
  const item = (name: string) => node.items.find(({ key }) => key?.kind === 'lit' && key.value === name)?.value
  const action = letsIn(project, item('permission_callback'), cls)
  return action === undefined ? undefined : { callback: item('callback'), action }
}

function restRoutes(options: Expr | undefined): Expr[] {
  if (options?.kind !== 'array') return []
  const nested = options.items
    .filter(({ key, value }) => key === null && value.kind === 'array')
    .map(({ value }) => value)
  return nested.length > 0 ? nested : [options]
}

/** WordPress: entry points that change something without asking who calls (CWE-862) or whether he meant to (CWE-352). */
export const wordpressAccess: StructureCheck = (project, file: SourceFile, report) => {
  if (!/wp_ajax_|admin_post_|register_rest_route|add_action|add_shortcode|add_\w+_page/.test(file.source)) return
  const look = (body: readonly Stmt[] | null, cls: string | undefined) =>
    visit(body, (node) => {
      if (node.kind === 'classdecl') {
        for (const method of node.cls.methods) look(method.body, node.cls.name)
        return false
      }
      const called = calledName(node)
      if (node.kind !== 'call' || !called) return undefined
      const args = node.args.map(({ value }) => value)
      if (called.name === 'add_action') {
        const action = actionName(args[0])
        const callback =
          /^(?:wp_ajax_|admin_post_|load-)/.test(action) || everyRequest.test(action)
            ? callbackOf(project, args[1], cls)
            : undefined
        const rule = callback && judge(project, action, callback)
        if (rule) report(rule, callback.fn.at)
      } else if (Object.hasOwn(menus, called.name)) {
        const callback = callbackOf(project, args[menus[called.name]!], cls)
        const rule = callback && judge(project, 'load-', callback)
        if (rule) report(rule, callback.fn.at)
      } else if (called.name === 'add_shortcode') {
        const callback = callbackOf(project, args[1], cls)
        if (callback && showsOrder(project, callback)) report('missing-authorisation', callback.fn.at)
      } else if (called.name === 'register_rest_route') {
        for (const route of restRoutes(args[2])) {
          const open = openRoute(project, route, cls)
          const callback = open && callbackOf(project, open.callback, cls)
          if (callback && judge(project, open.action, callback)) report('missing-authorisation', callback.fn.at)
        }
      }
      return undefined
    })
  look(file.parsed.body, undefined)
}
