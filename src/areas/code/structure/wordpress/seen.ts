import type { Expr, FunctionDecl, Stmt } from '../../../../analysis/ast.ts'
import type { Project } from '../../../../analysis/project.ts'
import { calledName, visit } from '../../../../analysis/visit.ts'
import { literalText } from '../scripts.ts'
import type { Callback } from './hooks.ts'
import { asksForNonce, asksForRight } from './names.ts'
import { tokenName } from './tokens.ts'
import { voidToken } from './void-tokens.ts'
import type { Way } from './ways.ts'

/** What only somebody with the right to it may do. */
const changes =
  /^(?:update_option|delete_option|add_option|update_site_option|wp_delete_\w+|wp_update_user|wp_insert_user|wp_create_user|wp_insert_post|wp_update_post|(?:add|update|delete)_(?:user|post|term|comment)_meta|(?:update|delete)_metadata|wp_set_(?:object|post)_terms|wp_(?:insert|update)_(?:term|comment|attachment)|wp_(?:un)?trash_\w+|wp_set_comment_status|set_theme_mod|switch_theme|activate_plugins?|delete_plugins|install|upgrade|bulk_upgrade|update_network_option|delete_site_option|wp_set_password|wp_handle_upload|move_uploaded_file|file_put_contents|unlink|rename|rmdir|insert|update|delete|replace|set_role|add_role|add_cap|wp_set_auth_cookie|wp_set_current_user|import|export|update_status|payment_complete|wc_(?:update|delete|create|reduce)_\w+)$/
const database = new Set(['insert', 'update', 'delete', 'replace'])
/** How many functions below the entry point are looked into. */
const depth = 3

/** Asks for something else that only the right caller has. */
const asksOtherwise =
  /^(?:hash_equals|hash_hmac|wp_signon|wp_authenticate\w*|wp_check_password|check_password_reset_key|openssl_verify|php_sapi_name|password_verify|constructevent|\w*verify_?signature\w*|\w*(?:validat|verif|check)\w*_(?:token|key|signature|hash))$/
const superglobals = /^_(?:POST|GET|REQUEST)$/
const sent = /^_(?:POST|GET|REQUEST|FILES)$/

/** Of these, what no page does for a visitor; a row written or an account made may be what the page is for. */
const ofOwner =
  /^(?:update_option|delete_option|add_option|update_site_option|delete_site_option|wp_delete_\w+|wp_trash_\w+|unlink|rmdir|set_role|add_role|add_cap|set_theme_mod|switch_theme|activate_plugins?|delete_plugins|install|upgrade|bulk_upgrade)$/

const removes = /^(?:wp_delete_\w+|wp_trash_\w+|unlink|set_role|add_role|add_cap)$/

const givesRight = /^(?:set_role|add_role|add_cap)$/

/** All orders or accounts, and how they are handed out. */
const readsPeople = /^(?:wc_get_orders|get_users|wc_get_customers|wc_get_customer_list)$/
const handsOut = /^(?:fputcsv|readfile|wp_send_json|wp_send_json_success|json_encode|wp_json_encode)$/

/** Settings on which nothing hangs but whether a notice, a tour or the first page is shown once more: `delete_option('x_activation_redirect')`. */
const ofHint = /dismiss|notice|pointer|activation_?redirect|(?:^|_)(?:tour|welcome|review|rating|banner)(?:_|$)/i
const isHint = (node: Expr | Stmt): boolean =>
  node.kind === 'call' &&
  /^(?:update|delete|add)_(?:site_)?option$/.test(calledName(node)?.name ?? '') &&
  node.args[0] !== undefined &&
  ofHint.test(literalText(node.args[0].value)) &&
  !node.args.some(({ value }) => readsSent(value))

/** Names and addresses of everybody in a table: no condition narrows them. */
function listsPeople(node: Expr | Stmt): boolean {
  if (node.kind !== 'mcall' || calledName(node)?.name !== 'get_results' || !node.args[0]) return false
  const sql = literalText(node.args[0].value)
  return /^\s*SELECT\b[^()]*\b(?:\w+_)?e?mail\b[^]*?\bFROM\b/i.test(sql) && !/\bWHERE\b/i.test(sql)
}

/** Kinds of posts that belong to one customer each. */
const personalType =
  /(?:^|_)(?:subscription|order|shop_order|ticket|booking|appointment|reservation|return|refund|invoice|wishlist)s?$/
const isType = (expr: Expr) => expr.kind === 'lit' && personalType.test(String(expr.value))

const ofProduct =
  /^set_(?:(?:regular_|sale_)?price|stock_\w+|manage_stock|amount|discount_type|usage_limit\w*|catalog_visibility)$/

/** Of an order: whose it is, and the key that only he was sent. */
const knowsOwner = /^(?:get_user_id|get_customer_id|get_user|key_is_valid|get_order_key)$/

export interface Seen {
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
  /** Asks for it itself, not deep in what it calls. */
  rightHere: boolean
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
  /** Calls something that is called like work, whatever it does. */
  acts: boolean
  /** Takes away for good, or gives rights. */
  removes: boolean
  /** Is told whose account it acts on. */
  person: boolean
  /** Hands out a file to keep: `Content-Disposition: attachment`. */
  download: boolean
  /** Gives an account a right. */
  gives: boolean
  /** Writes over a post that is there: `wp_update_post(['ID' => …])`. */
  overwrites: boolean
}

const secretKey = /hash|key|secret|token|sign|pass(?:word|phrase)?$|auth/i

/** What was sent under the name of a secret: `$_GET['hash']`. */
const isSecret = (expr: Expr) =>
  expr.kind === 'index' &&
  expr.object.kind === 'var' &&
  superglobals.test(expr.object.name) &&
  expr.index?.kind === 'lit' &&
  secretKey.test(String(expr.index.value))

/** What every account may: `current_user_can('read')`. */
const hasEverybody = (node: Expr | Stmt): boolean =>
  node.kind === 'call' &&
  calledName(node)?.name === 'current_user_can' &&
  node.args[0]?.value.kind === 'lit' &&
  /^(?:read|exist|level_0)$/.test(String(node.args[0].value.value))

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
  rightHere: false,
  nonce: false,
  reads: false,
  otherwise: false,
  own: false,
  account: false,
  record: false,
  acts: false,
  removes: false,
  person: false,
  download: false,
  gives: false,
  overwrites: false,
})

/** A statement that writes, also as `$wpdb->prepare` is given it. */
function changesRows(statement: Expr | undefined): boolean {
  if (!statement) return false
  const prepared =
    calledName(statement)?.name === 'prepare' && 'args' in statement ? statement.args[0]?.value : undefined
  return /^\s*(?:UPDATE|DELETE|INSERT|REPLACE|TRUNCATE)\b/i.test(literalText(prepared ?? statement))
}

export const doesWork =
  /^prepare_items$|(?:^|_)(?:process|handle|delete|remove|save|update|insert|create|add(?!ress|_?on)|set(?!t|up)|import|reset|clear|activate|cancel|refund|toggle|enable|disable|approve|reject|purge|restore|publish|duplicate|install|change)/

/** The function of the same plug-in that is called: by its name, of a class, of this object or of one made before in the same function. */
function calledFunction(
  { project, objects }: Look,
  node: Expr | Stmt,
  called: { name: string; cls: string | undefined },
  cls: string | undefined,
  made: ReadonlyMap<string, string>,
): ReturnType<Project['findMethod']> {
  if (node.kind === 'call') return project.functions.get(called.name)
  if (node.kind === 'scall') {
    const owner =
      called.cls && !/^(?:self|static|parent)$/.test(called.cls) && (objects !== 'none' || cls) ? called.cls : cls
    return owner === undefined ? undefined : project.findMethod(owner, called.name)
  }
  if (node.kind !== 'mcall') return undefined
  const held = node.object.kind === 'var' ? node.object.name : undefined
  if (held === 'this') return cls === undefined ? undefined : project.findMethod(cls, called.name)
  // Of other objects what their name says that they change: whether one is asked what it knows says nothing about the request.
  if (!doesWork.test(called.name)) return undefined
  const owner = held === undefined ? undefined : made.get(held)
  if (owner !== undefined) return project.findMethod(owner, called.name)
  // Of one that is not followed (`X()->forms()->delete_entry()`) the only method of that name.
  const all = objects === 'all' ? (project.methods.get(called.name) ?? []) : []
  return all.length === 1 ? all[0] : undefined
}

/** Whether what objects of other classes do is looked into, too: of none, of those made in the same function, or of all that one method can be meant by. */
export type Followed = 'none' | 'made' | 'all'

interface Look {
  project: Project
  objects: Followed
  seen: Seen
  done: Set<FunctionDecl>
}

/** What a handler, or a part of it, does itself and through functions of the same plug-in. */
export function lookAt(project: Project, { fn, cls }: Callback, objects: Followed, parts: Way = fn.body ?? []): Seen {
  const seen = nothingSeen()
  lookInto({ project, objects, seen, done: new Set([fn]) }, parts, cls, depth, false)
  return seen
}

/** Functions that only find something out, and may note what they found. */
export const findsOut = /(?:^|_)(?:get|is|has|find|load|fetch|should|need|render|display|show|print)(?:_|[A-Z]|$)/
const personKey = /(?:^|[_-])(?:user|customer|member|author|vendor)[_-]?id$/i

const readsSent = (test: Expr): boolean => {
  let found = false
  visit(test, (node) => {
    if (node.kind === 'var' && superglobals.test(node.name)) found = true
  })
  return found
}

/** A part of a function that is called along the way, which the request leads to and which asks before it works: it protects nothing else. */
function asksForItself(
  look: Look,
  { test, yes }: Stmt & { kind: 'if' },
  cls: string | undefined,
  left: number,
): boolean {
  if (!readsSent(test)) return false
  const seen = nothingSeen()
  lookInto({ ...look, seen, done: new Set(look.done) }, [yes], cls, left, false)
  return seen.changes && (seen.nonce || seen.right)
}

function lookInto(look: Look, parts: Way, cls: string | undefined, left: number, quiet: boolean): void {
  const { project, objects, seen, done } = look
  let set = false
  const made = new Map<string, string>()
  const idleChecks = new Set<Expr | Stmt>()
  visit(parts, (node) => {
    if (node.kind === 'if' && left < depth && asksForItself(look, node, cls, left)) return false
    const idle = voidToken(node, parts)
    if (idle) idleChecks.add(idle)
    if (node.kind === 'echo') seen.out = true
    // Whoever knows the address that the order was made with.
    if (node.kind === 'bin' && /^[!=]==?$/.test(node.op) && [node.left, node.right].some(isBillingEmail))
      seen.own = true
    // `$_GET['hash'] !== $this->hash()`: whoever calls has been given it.
    if (node.kind === 'bin' && /^[!=]==?$/.test(node.op))
      if ([node.left, node.right].some(isSecret) && ![node.left, node.right].some(({ kind }) => kind === 'lit'))
        seen.otherwise = true
    if (node.kind === 'var' && sent.test(node.name) && left >= (objects === 'none' ? depth : depth - 1))
      seen.reads = true
    // `$post->post_type !== 'shop_subscription'`
    if (node.kind === 'bin' && /^[!=]==?$/.test(node.op) && [node.left, node.right].some(isType)) seen.record = true
    if (node.kind === 'prop' && node.name === 'post_author') seen.own = true
    if (node.kind === 'prop' && node.object.kind === 'var' && node.object.name === 'current_user') seen.own = true
    if (node.kind === 'index' && node.object.kind === 'var' && superglobals.test(node.object.name) && left === depth)
      if (node.index?.kind === 'lit' && personKey.test(String(node.index.value))) seen.person = true
    if (
      objects !== 'none' &&
      node.kind === 'assign' &&
      node.target.kind === 'var' &&
      node.value.kind === 'new' &&
      node.value.cls.kind === 'name'
    )
      made.set(node.target.name, node.value.cls.name)
    const called = calledName(node)
    if (!called) return undefined
    if (/^(?:add|update|delete)_user_meta$|^wp_update_user$/.test(called.name)) seen.account = true
    if (isHint(node)) return undefined
    if (ofOwner.test(called.name) && !quiet) seen.ofOwner = true
    if (removes.test(called.name) && !quiet) seen.removes = true
    if (node.kind !== 'call' && doesWork.test(called.name) && !quiet) seen.acts = true
    if (asksOtherwise.test(called.name)) seen.otherwise = true
    if (/^(?:wp_get_current_user|(?:\w+_)?get_current_user_id|\w+_loggedin_user_id)$/.test(called.name)) seen.own = true
    if (asksForRight.test(called.name) && !hasEverybody(node)) {
      seen.right = true
      if (left === depth) seen.rightHere = true
    }
    if (readsPeople.test(called.name) || listsPeople(node)) seen.people = true
    if (called.name === 'wc_get_order' && left === depth) seen.order = true
    if (knowsOwner.test(called.name)) seen.own = true
    if (handsOut.test(called.name)) seen.out = true
    if (givesRight.test(called.name)) seen.gives = true
    if (called.name === 'wp_update_post' && !quiet) seen.overwrites = true
    if (node.kind === 'call' && called.name === 'header' && node.args[0])
      if (/^content-disposition:\s*attachment/i.test(literalText(node.args[0].value))) seen.download = true
    if (asksForNonce.test(called.name) && !idleChecks.has(node)) {
      seen.nonce = true
      const args = 'args' in node ? node.args : []
      const name = args[called.name === 'wp_verify_nonce' ? 1 : 0]?.value
      const token = tokenName(name)
      if (token !== undefined) seen.nonces.add(token)
    }
    const onDatabase =
      node.kind === 'mcall' &&
      (node.object.kind === 'var' || node.object.kind === 'prop') &&
      node.object.name === 'wpdb'
    // A product or an order is written by its own methods.
    if (node.kind === 'mcall' && /^set_\w+$/.test(called.name)) set = true
    if (node.kind === 'mcall' && called.name === 'save' && set && !quiet) seen.changes = true
    if (
      /^get_(?:formatted_)?(?:billing|shipping)_(?!method|total|tax)|^get_address$|^get_customer_note$/.test(
        called.name,
      )
    )
      seen.shown = true
    if (node.kind === 'mcall' && ofProduct.test(called.name)) seen.ofProduct = true
    if (changes.test(called.name) && (!database.has(called.name) || onDatabase) && !quiet) seen.changes = true
    if (!quiet && onDatabase && called.name === 'query' && changesRows(node.args[0]?.value)) seen.changes = true
    const own = calledFunction(look, node, called, cls, made)
    // What an abstract class leaves open, its children do.
    const all =
      own?.fn.body === null && cls ? project.implementations(own.cls?.name ?? cls, own.fn.name) : own ? [own] : []
    for (const { fn, cls: of } of all) {
      if (done.has(fn) || left === 1) continue
      done.add(fn)
      lookInto(
        look,
        fn.body ?? [],
        of?.name ?? cls,
        left - 1,
        quiet || (findsOut.test(fn.name) && !doesWork.test(fn.name.toLowerCase())),
      )
    }
    return undefined
  })
}
