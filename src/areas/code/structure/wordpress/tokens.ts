import type { Expr, FunctionDecl, Stmt } from '../../../../analysis/ast.ts'
import type { Project, SourceFile } from '../../../../analysis/project.ts'
import { calledName, visit } from '../../../../analysis/visit.ts'
import { literalText, nameOf, oncePer } from '../scripts.ts'
import { registrationsOf, visitPlaces } from './hooks.ts'

/** Who is given a token by a page that carries it: any visitor, whoever has an account, or staff. */
export type Audience = 'visitors' | 'accounts' | 'staff'

/** Pages of the shop. */
const forVisitors =
  /^(?:shortcode|wp_enqueue_scripts|wp_head|wp_footer|wp_print_(?:footer_)?scripts|the_content|template_redirect|comment_form\w*|login_\w+|register_form|woocommerce_(?:before|after|single|checkout|cart|account|review_order|thankyou|login_form|register_form|share|edit_account)_?\w*)$/
/** Hooks of every page of the back office, the profile of a mere customer or subscriber among them. */
const forAccounts =
  /^(?:admin_(?:enqueue_scripts|print_(?:footer_)?scripts|print_styles|head|footer|notices|bar_menu|init)|all_admin_notices|wp_before_admin_bar_render|in_admin_(?:header|footer)|show_user_profile|page:read)$/
/** Asks which page it is, or who looks at it. */
const asksWhere =
  /screen|current_user_can|user_can|is_super_admin|pagenow|\$hook|\$page|\$_(?:GET|REQUEST)|\bis_\w*(?:page|admin_user|setting)\w*\s*\(|post_type/i
const asksWho = /current_user_can|user_can|is_super_admin|\bis_admin\s*\(/i

/** What a token is for, as it is written: a fixed text, or the name of the constant or property that holds it. */
export function tokenName(node: Expr | undefined): string | undefined {
  if (node === undefined) return undefined
  if (node.kind === 'lit') return String(node.value)
  if (node.kind === 'const') return `=${node.name}`
  if (node.kind === 'cconst' || node.kind === 'sprop') return `=${node.name}`
  if (node.kind === 'prop' && typeof node.name === 'string') return `=${node.name}`
  // `wp_create_nonce(x_token_name())`
  if (node.kind === 'call' && node.args.length === 0) return `=${calledName(node)?.name ?? '?'}()`
  const text = literalText(node)
  return /^\w{4,}/.test(text) ? `${text.split(' ? ')[0]!}…` : undefined
}

type Site = FunctionDecl | SourceFile

interface Web {
  makers: Map<string, Set<Site>>
  /** Functions and scripts that call a name or include a file. */
  callers: Map<string, Set<Site>>
  hooks: Map<FunctionDecl, string[]>
}

const makes: Readonly<Record<string, number>> = { wp_create_nonce: 0, wp_nonce_field: 0, wp_nonce_url: 1 }

/** Name of the token that a call makes. */
function madeToken(node: Expr | Stmt): string | undefined {
  const called = node.kind === 'call' ? calledName(node)?.name : undefined
  return node.kind === 'call' && called !== undefined && Object.hasOwn(makes, called)
    ? tokenName(node.args[makes[called]!]?.value)
    : undefined
}

function webOf(project: Project): Web {
  const web: Web = { makers: new Map(), callers: new Map(), hooks: new Map() }
  const put = (map: Map<string, Set<Site>>, key: string, site: Site) => {
    const known = map.get(key)
    if (known) known.add(site)
    else map.set(key, new Set([site]))
  }
  for (const { hook, callback } of registrationsOf(project))
    web.hooks.set(callback.fn, [...(web.hooks.get(callback.fn) ?? []), hook])
  for (const file of project.files) {
    if (file.language !== 'php') continue
    visitPlaces(project, file, (node, { fn }) => {
      const site = fn ?? file
      // A closure that is hooked by itself.
      if (node.kind === 'func' && web.hooks.has(node.fn))
        visit(node.fn.body, (inner) => {
          const name = madeToken(inner)
          if (name !== undefined) put(web.makers, name, node.fn)
        })
      if (node.kind === 'include') put(web.callers, nameOf(literalText(node.value)), site)
      const called = calledName(node)
      if (!called) return
      put(web.callers, called.name, site)
      const name = madeToken(node)
      if (name !== undefined) put(web.makers, name, site)
    })
  }
  return web
}

const order: readonly Audience[] = ['staff', 'accounts', 'visitors']
const wider = (a: Audience, b: Audience): Audience => (order.indexOf(a) > order.indexOf(b) ? a : b)

/** How many functions above the one that makes the token are looked at. */
const depth = 4
/** A name that more functions call is not followed. */
const mostCallers = 12

/** Who is given the token of this name, as far as the plug-in's own code says; staff where it says nothing. */
export function audienceOf(project: Project, name: string): Audience {
  // WordPress gives it to whoever has an account: `admin-ajax.php?action=rest-nonce`.
  if (name === 'wp_rest') return 'accounts'
  const { makers, callers, hooks } = oncePer(project, webOf)
  let found: Audience = 'staff'
  const seen = new Set<Site>()
  const sourceOf = (site: Site): string => {
    if ('source' in site) return site.source
    const file = oncePer(project, filesOf).get(site)
    return file ? file.source.slice(file.source.indexOf('{', site.at), site.end) : ''
  }
  const follow = (sites: Iterable<Site>, left: number, where: boolean): void => {
    for (const site of sites) {
      if (seen.has(site)) continue
      seen.add(site)
      const source = sourceOf(site)
      if (asksWho.test(source)) continue
      const anyPage = where && !asksWhere.test(source)
      if (!('source' in site))
        for (const hook of hooks.get(site) ?? []) {
          if (forVisitors.test(hook)) found = wider(found, 'visitors')
          if (anyPage && forAccounts.test(hook)) found = wider(found, 'accounts')
        }
      const above = callers.get('source' in site ? nameOf(site.path) : site.name.toLowerCase())
      if (above && above.size <= mostCallers && left > 0) follow(above, left - 1, anyPage)
    }
  }
  follow(makers.get(name) ?? [], depth, true)
  return found
}

/** The file that each function stands in. */
function filesOf(project: Project): Map<FunctionDecl, SourceFile> {
  const found = new Map<FunctionDecl, SourceFile>()
  for (const file of project.files)
    if (file.language === 'php')
      visitPlaces(project, file, (node, { fn }) => {
        if (fn) found.set(fn, file)
        if (node.kind === 'func') found.set(node.fn, file)
      })
  return found
}
