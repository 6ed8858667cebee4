import type { Expr, Stmt } from '../../../../analysis/ast.ts'
import type { Project } from '../../../../analysis/project.ts'
import { calledName, visit } from '../../../../analysis/visit.ts'
import { calls } from '../callees.ts'
import { literalText } from '../scripts.ts'
import type { Reached } from '../sent.ts'

/** What a branch does that ends nothing: it only tells somebody, or notes it. */
export interface Telling {
  /** Tells the visitor himself that he may not: 401, 403, or another page. */
  isRefusal: boolean
  /** What it changes, which code behind it may look at. */
  touched: ReadonlySet<string>
}

export const isEnd = ({ kind }: Expr | Stmt): boolean =>
  /^(?:exit|return|throw|throwx|break|continue|yield)$/.test(kind)

const notes =
  /^(?:log\w*|add_?log|error_log|syslog|warn(?:ing)?|info|debug|notice|error|trace|critical|alert|print\w*|echo|write|add_?(?:flash|error|message|warning)\w*|set_?(?:flash\w*|error\w*|message\w*)|flash|flashdata|wc_add_notice|with\w*|push|add|append)$/
/** Makes what is told, or the answer that tells it. */
const makes =
  /^(?:__|_e|_x|esc_html\w*|esc_attr\w*|sprintf|format|t|l|trans|translate|lang|gettext|get\w*|url\w*|rawurlencode|link|route|generate\w*|site_url|home_url|admin_url|wp_login_url|date|time|now|json_encode|stringify|string|tostring|valueof|concat|session\w*|logger|request|response|switchtohttp|header|headers|addheader|setheader|sethttpresponsecode|setcontenttype|setbody|set|type|json|send|end|body|render|h|of|build|isset|empty|htmlspecialchars|strtolower|trim|implode|join|date_default_timezone_set|nocache_headers)$/
const tellsStatus =
  /^(?:http_response_code|status_header|set_?status(?:_?code)?|setresponsecode|sendstatus|status|code|writehead|senderror|sethttpresponsecode)$/
const sendsOn = /^(?:_redirect|wp_redirect|wp_safe_redirect|sendredirect)$/
const refused = /\b40[13]\b|FORBIDDEN|UNAUTHORI[SZ]ED/i
const toPage = /^\s*location:/i

const argumentsText = (node: Expr | Stmt): string =>
  'args' in node
    ? node.args
        .map(({ value }) => {
          let text = literalText(value)
          visit(value, (item) => {
            if (item.kind === 'prop' || item.kind === 'cconst' || item.kind === 'sprop') text += ` ${String(item.name)}`
            if (item.kind === 'var' || item.kind === 'const') text += ` ${item.name}`
          })
          return text
        })
        .join(' ')
    : ''

/** Names by which code behind a branch may know what it did: places it writes, and what it calls to keep something. */
function namesOf(place: Expr): string[] {
  const names: string[] = []
  visit(place, (node) => {
    if (node.kind === 'var' && !/^(?:this|ctx|c)$/.test(node.name)) names.push(node.name)
    if (node.kind === 'prop' && typeof node.name === 'string') names.push(node.name)
    const called = calledName(node)
    if (called) names.push(called.name)
  })
  return names
}

/** `res`, `response`, `reply`: the answer itself, whose state nobody keeps besides. */
const answer = /^(?:res|response|reply|resp|ctx|c|h)$/

/** Ends the whole request, or goes where nobody can see from here. */
function mayEnd(project: Project, node: Expr | Stmt, from: Reached): boolean {
  const own = calls(project, node, from).filter(({ fn }) => fn.body)
  if (own.length === 0) return true
  return own.some(({ fn, file }) =>
    /\b(?:exit|die|throw|abort|halt|wp_die|redirect|send(?:Json|Response)?|deny|forbid|stop|end)\b/i.test(
      project.files[file]!.source.slice(fn.at, fn.end),
    ),
  )
}

/** What a branch tells; undefined where it ends something, or may, or does anything else. `returns`: going back to the caller is no end. */
export function tells(project: Project, branch: Stmt, from: Reached, returns = false): Telling | undefined {
  const isJs = project.files[from.file]!.language === 'js'
  const touched = new Set<string>()
  let isRefusal = false
  let tellsAny = false
  let over = false
  visit(branch, (node) => {
    if (over || node.kind === 'func') return false
    if (isEnd(node) && !(returns && node.kind === 'return')) over = true
    if (/^(?:include|eval|shell|new|while|foreach|for|try)$/.test(node.kind))
      over ||= node.kind !== 'new' || !isMessage(node)
    if (node.kind === 'echo' || node.kind === 'print' || node.kind === 'html') tellsAny = true
    if (node.kind === 'assign') {
      for (const name of namesOf(node.target)) touched.add(name)
      const status = node.target.kind === 'prop' && /^status(?:Code)?$/.test(String(node.target.name))
      if (status && node.value.kind === 'lit' && /^40[13]$/.test(String(node.value.value))) isRefusal = true
      if (/error|warning|denied|forbidden|message/i.test([...namesOf(node.target), literalKey(node.target)].join(' ')))
        tellsAny = true
    }
    const called = calledName(node)
    if (!called) return undefined
    const { name } = called
    const object = node.kind === 'mcall' ? namesOf(node.object) : []
    const text = argumentsText(node)
    if (tellsStatus.test(name) || name === 'header') {
      if (refused.test(text) || (name === 'header' && toPage.test(text))) isRefusal = true
      touched.add(name)
    } else if (sendsOn.test(name) || (isJs && name === 'redirect' && object.some((item) => answer.test(item))))
      isRefusal = true
    else if (isJs && name === 'next' && 'args' in node && node.args.length > 0) isRefusal = true
    else if (notes.test(name)) tellsAny = true
    else if (!makes.test(name) && mayEnd(project, node, from)) over = true
    if (node.kind === 'mcall' && !/log|console|flash|session/i.test(object.join(' ')))
      for (const item of object) touched.add(item)
    return undefined
  })
  return over || !(isRefusal || tellsAny) ? undefined : { isRefusal, touched }
}

const literalKey = (expr: Expr): string => (expr.kind === 'index' && expr.index ? literalText(expr.index) : '')
const isMessage = (node: Expr | Stmt) =>
  node.kind === 'new' && node.cls.kind === 'name' && /Error|Exception|Message|URL|Date/.test(node.cls.name)

/** True where a branch ends by refusing: 401, 403, an exception or a page that says so. */
export function endsRefusing(branch: Stmt): boolean {
  let over = false
  let says = false
  visit(branch, (node) => {
    if (node.kind === 'func') return false
    if (isEnd(node) || endsByName.test(calledName(node)?.name ?? '')) over = true
    const words =
      node.kind === 'lit'
        ? String(node.value)
        : node.kind === 'name' || node.kind === 'const' || node.kind === 'var'
          ? node.name
          : node.kind === 'prop' || node.kind === 'cconst' || node.kind === 'sprop'
            ? String(node.name)
            : (calledName(node)?.name ?? '')
    if (/\b40[13]\b|forbid|denied|deny|unauthori[sz]|not.allowed|permission/i.test(words)) says = true
    return undefined
  })
  return over && says
}

/** Frameworks' words for an end that throws. */
export const endsByName =
  /^(?:abort(?:_if|_unless)?|throw|wp_die|wp_send_json(?:_error|_success)?|deny\w*|forbid\w*|halt|notfound|unauthorized|exit|die|createaccessdeniedexception)$/

/** True where a branch ends for sure or as far as anybody can tell. */
export function ends(branch: Stmt): boolean {
  let over = false
  visit(branch, (node) => {
    if (node.kind === 'func') return false
    if (isEnd(node) || endsByName.test(calledName(node)?.name ?? '')) over = true
    return undefined
  })
  return over
}
