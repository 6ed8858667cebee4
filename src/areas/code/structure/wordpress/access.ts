import type { Expr } from '../../../../analysis/ast.ts'
import type { Project, SourceFile } from '../../../../analysis/project.ts'
import { calledName, visit, type Visitable } from '../../../../analysis/visit.ts'
import type { StructureCheck } from '../check.ts'
import { oncePer } from '../scripts.ts'
import { type Door, doorsOf, everyAdminRequest, everyRequest, heartbeat, ofProfile } from './doors.ts'
import { type Callback, callbackOf, leaves, type Place, visitPlaces } from './hooks.ts'
import { doesWork, findsOut, lookAt, type Seen } from './seen.ts'
import { type Audience, audienceOf } from './tokens.ts'
import { type Way, waysOf } from './ways.ts'

/** Hides a hint: whoever does it for others does no harm. */
const ofNotice =
  /^(?!.*(?:clear|delete|reset)).*_log(?:_|$)|dismiss|ignore|notice|hide|banner|rate|review|feedback|pointer|tour|deactivat/i

type Entry = Omit<Door, 'by'>

/** The first fault of the ways through a handler. */
function judge(project: Project, entry: Entry): string | undefined {
  const { action, callback } = entry
  // With every request much is read and little is done for whoever asks; there only what stands in the handler's own class counts.
  // What a visitor may do is done by objects of the shop's pages, which ask otherwise.
  const objects =
    everyRequest.test(action) && !entry.asked
      ? 'none'
      : entry.open || action.startsWith('wc_ajax_') || everyRequest.test(action)
        ? 'made'
        : 'all'
  const look = (parts: Way) => {
    const seen = lookAt(project, callback, objects, parts)
    if (entry.guarded) seen.right = seen.rightHere = true
    if (entry.asked) seen.reads = true
    return seen
  }
  const works = (parts: Way) => look(parts).changes
  // Scripts that a page of the back office shows are a part of it.
  const ways = waysOf(project, callback.fn.body ?? [], works, action.startsWith('load-'))
  const faults = ways.map((way) => judgeWay(project, entry, look(way)))
  return faults.find((fault) => fault === 'missing-authorisation') ?? faults.find((fault) => fault !== undefined)
}

/** Whether whoever has an account, or any visitor, is given one of the tokens that are asked for. */
const isGiven = (project: Project, { nonces }: Seen, to: readonly Audience[]) =>
  [...nonces].some((name) => to.includes(audienceOf(project, name)))

/** Brings itself up to date: whoever makes staff do it does no harm. */
const ofVersion = /upgrad|updat|migrat|install|version|activation/i
const ofUpgrade = /upgrad|migrat|update_db|_update$/i
/** Of whoever asks, and for the time of his visit. */
const ofVisit = /session|cart|compare|wishlist|preview/i

const isSent = (node: Visitable): boolean => {
  let found = false
  visit(node, (part) => {
    if (part.kind === 'var' && /^_(?:GET|POST|REQUEST)$/.test(part.name)) found = true
  })
  return found
}

/** True where what is done is asked for by what was sent: `if (isset($_GET['drop'])) { … }`, `if (!isset($_GET['drop'])) return;`. */
function isMeant({ fn, cls }: Callback): boolean {
  if ([fn.name, cls ?? ''].some((name) => ofVersion.test(name) || ofVisit.test(name)) || findsOut.test(fn.name))
    return false
  let found = false
  visit(fn.body, (node) => {
    if (node.kind === 'switch' && isSent(node.subject)) found = true
    if (node.kind !== 'if' || !isSent(node.test)) return
    let denied = false
    visit(node.test, (part) => {
      if (
        (part.kind === 'un' && part.op === '!' && isSent(part.value) && part.value.kind !== 'empty') ||
        part.kind === 'empty'
      )
        denied = true
      if (part.kind === 'un' && part.op === '!' && part.value.kind === 'empty') return false
      return undefined
    })
    if (denied === leaves(node.yes)) found = true
  })
  return found
}

/** Files that only staff are given. */
const ofStaff = /export|csv|report|backup|log(?!o)|download/i

function judgeWay(project: Project, { action, callback, open }: Entry, seen: Seen): string | undefined {
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
  const isPage = everyRequest.test(action) && !everyAdminRequest.test(action)
  if (mayAnybody && seen.download && !isPage && ofStaff.test(callback.fn.name + action))
    seen.changes = seen.ofOwner = true
  if (ofProfile.test(action)) return seen.gives && seen.reads && !seen.right ? 'missing-authorisation' : undefined
  // Every account sends it, with a token that every page of the back office carries.
  if (heartbeat.test(action))
    return (seen.changes || seen.acts) && !seen.right && !seen.otherwise ? 'missing-authorisation' : undefined
  if (mayAnybody && seen.nonce && seen.acts && oncePer(project, forgetful).has(callback.fn))
    return 'missing-authorisation'
  const bare = !seen.nonce && !seen.right && mayAnybody
  if (
    bare &&
    !open &&
    /^(?:wp_ajax_(?!nopriv_)|admin_action_)/.test(action) &&
    doesWork.test(callback.fn.name.toLowerCase())
  )
    if (seen.acts && seen.reads && !ofVisit.test(callback.fn.name)) return 'missing-authorisation'
  if (!seen.changes) return undefined
  if (everyRequest.test(action)) {
    // Runs with any request, and for anybody: `admin_init` with those for admin-ajax.php, too.
    const asks = seen.right || seen.nonce || seen.otherwise
    if (seen.reads && !asks && seen.own && seen.account && !hint) return 'missing-request-token'
    const harmful = (seen.ofOwner || everyAdminRequest.test(action)) && !hint && !ofUpgrade.test(callback.fn.name)
    if (
      (seen.ofOwner || seen.overwrites) &&
      seen.rightHere &&
      !seen.nonce &&
      !seen.otherwise &&
      !hint &&
      isMeant(callback)
    )
      return 'missing-request-token'
    if (mayAnybody && seen.reads && seen.nonce && seen.ofOwner && isGiven(project, seen, ['visitors', 'accounts']))
      return 'missing-authorisation'
    return seen.reads && !asks && harmful ? 'missing-authorisation' : undefined
  }
  // A page of the back office: the menu asks for the right, nobody whether it was meant.
  if (action.startsWith('load-'))
    return seen.reads && !seen.nonce && !seen.otherwise ? 'missing-request-token' : undefined
  if (action === signedIn) return seen.right || seen.nonce || seen.own ? undefined : 'missing-authorisation'
  if (/^wp_ajax_nopriv_|^admin_post_nopriv_|^wc_ajax_/.test(action)) {
    // WooCommerce's own are for baskets and orders of whoever asks.
    if ((action.startsWith('wc_ajax_') || ofVisit.test(callback.fn.name)) && !seen.ofOwner) return undefined
    // A visitor has no account to change.
    if (seen.own && seen.account && !seen.ofOwner && !seen.nonce && !seen.right)
      return hint || !seen.reads ? undefined : 'missing-request-token'
    // Every visitor is given the same token.
    return seen.right || seen.otherwise || (seen.nonce && !(mayAnybody && seen.removes && seen.reads))
      ? undefined
      : 'missing-authorisation'
  }
  // What is kept of whoever asks is his own to change, if he means to.
  if (!seen.right && !seen.nonce && seen.own && seen.account && !seen.ofOwner)
    return hint || !seen.reads ? undefined : 'missing-request-token'
  if (hint && !seen.reads) return undefined
  if (!seen.right && !seen.nonce) return 'missing-authorisation'
  // The token says that he has seen a page, not whose record he names.
  if (!seen.right && !seen.own && !seen.otherwise && seen.reads && seen.record && seen.changes)
    return 'missing-authorisation'
  // A token of the shop's pages is no right to set prices or stock.
  if (!seen.right && !seen.otherwise && seen.ofProduct && seen.changes && seen.reads) return 'missing-authorisation'
  if (mayAnybody && (seen.ofOwner || (seen.overwrites && seen.reads)) && isGiven(project, seen, ['visitors']))
    return 'missing-authorisation'
  if (mayAnybody && seen.reads && !open && isGiven(project, seen, ['accounts'])) return 'missing-authorisation'
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
    const asks = [...group].map(({ callback }) => ({ callback, seen: lookAt(project, callback, 'all') }))
    const without = asks.filter(({ seen }) => !seen.right)
    if (asks.length - without.length >= 2) for (const { callback } of without) found.add(callback.fn)
  }
  return found
}

/** A part of a page that shows, or changes, any order whose number was sent; the page itself gives whoever sees it the token. */
function openOrder(project: Project, callback: Callback): boolean {
  const seen = lookAt(project, callback, 'none')
  if (!seen.order || !seen.reads || seen.own || seen.otherwise || seen.right) return false
  return seen.changes || (seen.shown && !seen.nonce)
}

const signedIn = 'whoever has signed in'
const anybody = 'wp_ajax_nopriv_'

/** What says nothing about who asks. */
const saysNothing =
  /^(?:is_user_logged_in|__|_e|esc_html__|rest_authorization_required_code|apply_filters|is_wp_error|get_param|get_params|defined|isset)$/

/** Whom a check of rights lets through: anybody, whoever has signed in, or it asks for more. */
function letsIn(place: Place, permission: Expr | undefined): string | undefined {
  if (permission === undefined || (permission.kind === 'lit' && permission.value === '__return_true')) return anybody
  if (permission.kind === 'lit' && permission.value === 'is_user_logged_in') return signedIn
  const body = callbackOf(place, permission)?.fn.body
  if (!body) return undefined
  let [asksMore, asksAccount, letsThrough] = [false, false, false]
  visit(body, (node) => {
    const called = calledName(node)
    if (called?.name === 'is_user_logged_in') asksAccount = true
    if ((called && !saysNothing.test(called.name)) || node.kind === 'bin') asksMore = true
    if (node.kind === 'return' && (node.value?.kind === 'lit' ? node.value.value === true : calledName(node.value!)))
      letsThrough = true
  })
  if (asksMore || !letsThrough) return undefined
  return asksAccount ? signedIn : anybody
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
  for (const door of doorsOf(project)) {
    if (door.by !== file.id) continue
    const rule = judge(project, door)
    if (rule) report(rule, door.callback.fn.at, door.callback.file)
  }
  if (!/register_rest_route|add_shortcode/.test(file.source)) return
  visitPlaces(project, file, (node, place) => {
    const called = node.kind === 'call' ? calledName(node) : undefined
    if (node.kind !== 'call' || !called) return
    const args = node.args.map(({ value }) => value)
    if (called.name === 'add_shortcode') {
      const callback = callbackOf(place, args[1])
      if (callback && openOrder(project, callback)) report('missing-authorisation', callback.fn.at, callback.file)
    } else if (called.name === 'register_rest_route') {
      for (const route of restRoutes(args[2])) {
        const open = openRoute(place, route)
        const callback = open && callbackOf(place, open.callback)
        if (
          callback &&
          judge(project, { action: open.action, callback, guarded: false, asked: false, open: open.action === anybody })
        )
          report('missing-authorisation', callback.fn.at, callback.file)
      }
    }
  })
}
