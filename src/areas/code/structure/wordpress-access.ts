import type { Expr, FunctionDecl, Stmt } from '../../../analysis/ast.ts'
import type { Project, SourceFile } from '../../../analysis/project.ts'
import { calledName, visit } from '../../../analysis/visit.ts'
import type { StructureCheck } from './check.ts'

/** What only somebody with the right to it may do. */
const changes =
  /^(?:update_option|delete_option|add_option|update_site_option|wp_delete_\w+|wp_update_user|wp_insert_user|wp_create_user|wp_insert_post|wp_update_post|update_(?:user|post|term)_meta|delete_(?:user|post|term)_meta|wp_set_password|wp_handle_upload|move_uploaded_file|file_put_contents|unlink|insert|update|delete|replace|set_role|add_role|add_cap|wp_set_auth_cookie|wp_set_current_user|import|export|update_status|payment_complete|wc_(?:update|delete|create|reduce)_\w+)$/
const database = new Set(['insert', 'update', 'delete', 'replace'])
const asksForRight =
  /^(?:current_user_can|user_can|is_super_admin|current_user_can_for_blog|author_can|wc_current_user_has_role)$/
const asksForNonce =
  /^(?:check_ajax_referer|wp_verify_nonce|check_admin_referer|verify_nonce|verify_request|validate_nonce)$/
const depth = 3

/** Asks for something else that only the right caller has. */
const asksOtherwise =
  /^(?:hash_equals|hash_hmac|openssl_verify|php_sapi_name|password_verify|constructevent|\w*verify_?signature\w*)$/
const superglobals = /^_(?:POST|GET|REQUEST)$/

/** Of these, what no page does for a visitor; a row written or an account made may be what the page is for. */
const ofOwner =
  /^(?:update_option|delete_option|add_option|update_site_option|wp_delete_\w+|unlink|set_role|add_role|add_cap)$/

/** All orders or accounts, and how they are handed out. */
const readsPeople = /^(?:wc_get_orders|get_users|wc_get_customers|wc_get_customer_list)$/
const handsOut = /^(?:fputcsv|readfile|wp_send_json|wp_send_json_success|json_encode|wp_json_encode)$/

/** Kinds of posts that belong to one customer each. */
const personalType =
  /(?:^|_)(?:subscription|order|shop_order|ticket|booking|appointment|reservation|return|refund|invoice|wishlist)s?$/
const isType = (expr: Expr) => expr.kind === 'lit' && personalType.test(String(expr.value))

const ofProduct =
  /^set_(?:(?:regular_|sale_)?price|stock_\w+|manage_stock|amount|discount_type|usage_limit\w*|catalog_visibility)$/

/** Of an order: whose it is, and the key that only he was sent. */
const knowsOwner = /^(?:get_user_id|get_customer_id|get_user|key_is_valid|get_order_key)$/

interface Seen {
  people: boolean
  /** Fetches an order by its number. */
  order: boolean
  /** Sets what only the shop decides of a product or a coupon. */
  ofProduct: boolean
  /** Takes names and addresses out of an order. */
  shown: boolean
  out: boolean
  /** Names of the tokens that are asked for. */
  nonces: Set<string>
  changes: boolean
  ofOwner: boolean
  right: boolean
  nonce: boolean
  /** Looks at what was sent, and so acts for whoever sends it. */
  reads: boolean
  otherwise: boolean
  /** Asks who is signed in: what it changes may be his own. */
  own: boolean
  /** Changes what is kept of whoever has signed in. */
  account: boolean
  /** Takes a post of a kind that each belong to one customer. */
  record: boolean
}

const isBillingEmail = (expr: Expr) => calledName(expr)?.name === 'get_billing_email'

const nothingSeen = (): Seen => ({
  people: false,
  order: false,
  ofProduct: false,
  shown: false,
  out: false,
  nonces: new Set(),
  changes: false,
  ofOwner: false,
  right: false,
  nonce: false,
  reads: false,
  otherwise: false,
  own: false,
  account: false,
  record: false,
})

/** What a function does itself and through functions of the same plug-in. */
function lookInto(
  project: Project,
  fn: FunctionDecl,
  cls: string | undefined,
  seen: Seen,
  left: number,
  done: Set<FunctionDecl>,
): void {
  if (done.has(fn) || left === 0) return
  done.add(fn)
  let set = false
  visit(fn.body, (node) => {
    if (node.kind === 'echo') seen.out = true
    // Whoever knows the address that the order was made with.
    if (node.kind === 'bin' && /^[!=]==?$/.test(node.op) && [node.left, node.right].some(isBillingEmail))
      seen.own = true
    if (node.kind === 'var' && superglobals.test(node.name) && left === depth) seen.reads = true
    // `$post->post_type !== 'shop_subscription'`
    if (node.kind === 'bin' && /^[!=]==?$/.test(node.op) && [node.left, node.right].some(isType)) seen.record = true
    if (node.kind === 'prop' && node.name === 'post_author') seen.own = true
    const called = calledName(node)
    if (!called) return
    if (/^(?:update|delete)_user_meta$|^wp_update_user$/.test(called.name)) seen.account = true
    if (ofOwner.test(called.name)) seen.ofOwner = true
    if (asksOtherwise.test(called.name)) seen.otherwise = true
    if (/^(?:get_current_user_id|wp_get_current_user)$/.test(called.name)) seen.own = true
    if (asksForRight.test(called.name)) seen.right = true
    if (readsPeople.test(called.name)) seen.people = true
    if (called.name === 'wc_get_order' && left === depth) seen.order = true
    if (knowsOwner.test(called.name)) seen.own = true
    if (handsOut.test(called.name)) seen.out = true
    if (asksForNonce.test(called.name)) {
      seen.nonce = true
      const args = 'args' in node ? node.args : []
      const name = args[called.name === 'wp_verify_nonce' ? 1 : 0]?.value
      if (name?.kind === 'lit') seen.nonces.add(String(name.value))
    }
    const onDatabase = node.kind === 'mcall' && node.object.kind === 'var' && node.object.name === 'wpdb'
    // A product or an order is written by its own methods.
    if (node.kind === 'mcall' && /^set_\w+$/.test(called.name)) set = true
    if (node.kind === 'mcall' && called.name === 'save' && set) seen.changes = true
    if (
      /^get_(?:formatted_)?(?:billing|shipping)_(?!method|total|tax)|^get_address$|^get_customer_note$/.test(
        called.name,
      )
    )
      seen.shown = true
    if (node.kind === 'mcall' && ofProduct.test(called.name)) seen.ofProduct = true
    if (changes.test(called.name) && (!database.has(called.name) || onDatabase)) seen.changes = true
    const own =
      node.kind === 'call'
        ? project.functions.get(called.name)
        : cls !== undefined &&
            (node.kind === 'scall' ||
              (node.kind === 'mcall' && node.object.kind === 'var' && node.object.name === 'this'))
          ? project.findMethod(
              called.cls && !/^(?:self|static|parent)$/.test(called.cls) ? called.cls : cls,
              called.name,
            )
          : undefined
    // What an abstract class leaves open, its children do.
    const all =
      own?.fn.body === null && cls ? project.implementations(own.cls?.name ?? cls, own.fn.name) : own ? [own] : []
    for (const item of all) lookInto(project, item.fn, item.cls?.name ?? cls, seen, left - 1, done)
  })
}

/** The function behind a callback as WordPress takes it: a name, `[$this, 'name']`, `'Class::name'`, a closure. */
function callbackOf(
  project: Project,
  node: Expr | undefined,
  cls: string | undefined,
): { fn: FunctionDecl; cls: string | undefined } | undefined {
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

/** True where a page of the shop gives the token to whoever looks at it: it says no more than that he has seen the page. */
function isHandedToVisitors(project: Project, name: string): boolean {
  const quoted = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const made = new RegExp(`\\bwp_create_nonce\\(\\s*['"]${quoted}['"]`)
  return project.files.some(
    ({ language, source }) =>
      language === 'php' &&
      made.test(source) &&
      /add_action\(\s*['"](?:wp_enqueue_scripts|wp_head|wp_footer)['"]|add_shortcode\(/.test(source) &&
      !/['"](?:admin_enqueue_scripts|admin_footer|admin_head)['"]/.test(source),
  )
}

function judge(
  project: Project,
  action: string,
  callback: { fn: FunctionDecl; cls: string | undefined },
): string | undefined {
  const seen = nothingSeen()
  lookInto(project, callback.fn, callback.cls, seen, depth, new Set())
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
    return seen.reads && !asks && (seen.ofOwner || action === 'admin_init') ? 'missing-authorisation' : undefined
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
  return seen.nonce ? undefined : 'missing-request-token'
}

/** A part of a page that shows any order whose number stands in the address. */
function showsOrder(project: Project, { fn, cls }: { fn: FunctionDecl; cls: string | undefined }): boolean {
  const seen = nothingSeen()
  lookInto(project, fn, cls, seen, depth, new Set())
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
