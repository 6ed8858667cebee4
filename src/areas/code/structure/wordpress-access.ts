import type { Expr, Stmt } from '../../../analysis/ast.ts'
import type { Project, SourceFile } from '../../../analysis/project.ts'
import { calledName } from '../../../analysis/visit.ts'
import type { StructureCheck } from './check.ts'
import { oncePer } from './scripts.ts'
import {
  type Callback,
  callbackOf,
  type Door,
  doorsOf,
  everyRequest,
  type Place,
  visitPlaces,
} from './wordpress-doors.ts'
import { isHandedToAccounts, isHandedToVisitors } from './wordpress-tokens.ts'
import { lookAt, type Seen } from './wordpress-seen.ts'
import { type Way, waysOf } from './wordpress-ways.ts'

/** Hides a hint: whoever does it for others does no harm. */
const ofNotice = /dismiss|notice|hide|banner|rate|review|feedback|pointer|tour|deactivat/i

/** The first fault of the ways through a handler. */
function judge(project: Project, action: string, callback: Callback): string | undefined {
  // With every request much is read and little is done for whoever asks; there only what stands in the handler's own class counts.
  const objects = !everyRequest.test(action)
  const look = (parts: Way) => lookAt(project, callback, objects, parts)
  const works = (parts: Way) => look(parts).changes
  // Scripts that a page of the back office shows are a part of it.
  const ways = waysOf(project, callback.fn.body ?? [], works, action.startsWith('load-'))
  const faults = ways.map((way) => judgeWay(project, action, callback, look(way)))
  return faults.find((fault) => fault === 'missing-authorisation') ?? faults.find((fault) => fault !== undefined)
}

function judgeWay(project: Project, action: string, callback: Callback, seen: Seen): string | undefined {
  // Lists of customers and orders are as much the shop's own as what it writes.
  // A route answers with what it gives back, to what the request holds.
  const answers = seen.shown && (action === signedIn || action === anybody)
  if (seen.order && (answers || (seen.reads && seen.out)) && !seen.own && !seen.otherwise && !seen.nonce) {
    seen.people = true
    seen.out = true
  }
  if (seen.people && seen.out) seen.changes = seen.ofOwner = true
  const hint = ofNotice.test(callback.fn.name)
  const mayAnybody = !seen.right && !seen.own && !seen.otherwise && !hint
  if (mayAnybody && seen.nonce && seen.acts && oncePer(project, forgetful).has(callback.fn))
    return 'missing-authorisation'
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
    // Every visitor is given the same token.
    return seen.right || (seen.nonce && !(mayAnybody && seen.removes && seen.reads))
      ? undefined
      : 'missing-authorisation'
  // What is kept of whoever asks is his own to change, if he means to.
  if (!seen.right && !seen.nonce && seen.own && seen.account && !seen.ofOwner)
    return hint ? undefined : 'missing-request-token'
  if (!seen.right && !seen.nonce) return 'missing-authorisation'
  // The token says that he has seen a page, not whose record he names.
  if (!seen.right && !seen.own && !seen.otherwise && seen.reads && seen.record && seen.changes)
    return 'missing-authorisation'
  // A token of the shop's pages is no right to set prices or stock.
  if (!seen.right && !seen.otherwise && seen.ofProduct && seen.changes && seen.reads) return 'missing-authorisation'
  if (mayAnybody && seen.ofOwner && [...seen.nonces].some((name) => isHandedToVisitors(project, name)))
    return 'missing-authorisation'
  if (mayAnybody && seen.reads)
    if ([...seen.nonces].some((name) => isHandedToAccounts(project, name))) return 'missing-authorisation'
  // A token says that he has seen a page, not that he may do this, to whomever he names.
  if (mayAnybody && seen.reads && (seen.person || oncePer(project, forgetful).has(callback.fn)))
    return 'missing-authorisation'
  return seen.nonce || hint ? undefined : 'missing-request-token'
}

/** Handlers for whoever has signed in that ask for a token alone, where others of their class or file ask for a right as well. */
function forgetful(project: Project): ReadonlySet<unknown> {
  const doors = doorsOf(project).filter(({ action }) => /^(?:wp_ajax_|admin_post_)/.test(action))
  const open = new Set(doors.filter(({ action }) => /_nopriv_/.test(action)).map(({ callback }) => callback.fn))
  const groups = new Map<unknown, Set<Door>>()
  for (const door of doors) {
    if (open.has(door.callback.fn)) continue
    const key = door.callback.cls ?? door.callback.file
    groups.set(key, (groups.get(key) ?? new Set()).add(door))
  }
  const found = new Set<unknown>()
  for (const group of groups.values()) {
    const asks = [...group].map(({ callback }) => ({ callback, seen: lookAt(project, callback, true) }))
    const without = asks.filter(({ seen }) => !seen.right)
    if (asks.length - without.length >= 2) for (const { callback } of without) found.add(callback.fn)
  }
  return found
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
function letsIn(place: Place, permission: Expr | undefined): string | undefined {
  if (permission === undefined || (permission.kind === 'lit' && permission.value === '__return_true')) return anybody
  if (permission.kind === 'lit' && permission.value === 'is_user_logged_in') return signedIn
  const result = onlyResult(callbackOf(place, permission)?.fn.body ?? null)
  if (result?.kind === 'lit' && result.value === true) return anybody
  return result && calledName(result)?.name === 'is_user_logged_in' ? signedIn : undefined
}

/** A route of the REST interface, and whom it lets in that it should not. */
function openRoute(place: Place, node: Expr | undefined): { callback: Expr | undefined; action: string } | undefined {
  if (node?.kind !== 'array') return undefined
  const item = (name: string) => node.items.find(({ key }) => key?.kind === 'lit' && key.value === name)?.value
  const action = letsIn(place, item('permission_callback'))
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
  if (file.language !== 'php') return
  for (const { action, callback, by } of doorsOf(project)) {
    if (by !== file.id) continue
    const rule = judge(project, action, callback)
    if (rule) report(rule, callback.fn.at, callback.file)
  }
  if (!/register_rest_route|add_shortcode/.test(file.source)) return
  visitPlaces(project, file, (node, place) => {
    const called = node.kind === 'call' ? calledName(node) : undefined
    if (node.kind !== 'call' || !called) return
    const args = node.args.map(({ value }) => value)
    if (called.name === 'add_shortcode') {
      const callback = callbackOf(place, args[1])
      if (callback && showsOrder(project, callback)) report('missing-authorisation', callback.fn.at, callback.file)
    } else if (called.name === 'register_rest_route') {
      for (const route of restRoutes(args[2])) {
        const open = openRoute(place, route)
        const callback = open && callbackOf(place, open.callback)
        if (callback && judge(project, open.action, callback))
          report('missing-authorisation', callback.fn.at, callback.file)
      }
    }
  })
}
