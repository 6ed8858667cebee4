import type { Expr, Stmt } from '../../../../analysis/ast.ts'
import { calledName, visit, type Visitable } from '../../../../analysis/visit.ts'
import { literalText } from '../scripts.ts'
import { isNothing, isText } from '../shapes.ts'

/** What code asks of whoever calls it: that he has signed in, what he may do, a key of the shop's, the token of a form. */
export type Question = 'signed' | 'right' | 'key' | 'token'

/** Words for what somebody is or may do. */
export const ofRole =
  /(?:^|[_-]|[a-z](?=[A-Z]))(?:roles?|groups?|level|rank|position|department|permissions?|privileges?|scopes?|admin\w*|staff|employee|clerk|manager|operator|owner|supervisor|user_?type)(?:_?(?:id|name))?$|^is_?(?:admin|staff|employee|manager|owner)$/i
const ofPerson =
  /^(?:\w+_)?(?:user|customer|account|member|client|shopper|principal|identity|person|uid)(?:_?(?:id|name|email|no))?$|^(?:is_?)?(?:logged_?in|log_?in|auth\w*|signed_?in)$/i

const asksRight =
  /^(?:is_?granted|is_?user_?in_?role|has_?(?:any_?|all_?)?(?:role|permission|authority|right|privilege|capability|access|scope)s?(?:_?to|_?for)?|(?:current_)?user_can|user_has_cap|is_?(?:super_?)?(?:admin|staff|employee)(?:istrator|_?user)?|can|cannot|is_?allowed)$/
const asksSignIn = /^(?:is_?(?:user_?)?(?:logged|signed)(?:_?in)?|is_?authenticated|is_?guest)$/
const asksToken =
  /^(?:wp_verify_nonce|is_?csrf_?token_?valid|_?validate_?form_?key|is_?token_?valid|(?:validate|verify|check)_?csrf(?:_?token)?)$/
const asksKey = /^(?:hash_equals|timingsafeequal)$/
/** `Gate::allows`, `Auth::check`. */
const ofGate = /^(?:allows|denies|check|any|none|inspect)$/

/** Answers a question and does nothing besides, whoever asks it. */
export function questionOfCall(node: Expr | Stmt): Question | undefined {
  const called = calledName(node)
  if (!called) return undefined
  const { name, cls } = called
  const gate = cls ?? (node.kind === 'mcall' && node.object.kind === 'var' ? node.object.name : '')
  if (/(?:^|\\)Gate$/.test(gate) && ofGate.test(name)) return 'right'
  if (/(?:^|\\)Auth$/.test(gate) && /^(?:check|guest)$/.test(name)) return 'signed'
  if (asksToken.test(name)) return 'token'
  if (asksKey.test(name)) return 'key'
  if (asksSignIn.test(name)) return 'signed'
  // `is_admin()` of WordPress asks which page it is; as a function of its own it may be anybody's.
  if (!asksRight.test(name) || (node.kind === 'call' && name === 'is_admin')) return undefined
  if (/^(?:can|cannot|is_?allowed)$/.test(name) && !('args' in node && node.args.length > 0)) return undefined
  return 'right'
}

/** What the names of a function were given, as far as it says. */
export type Locals = ReadonlyMap<string, readonly Expr[]>

/** A name that is given more values than this says nothing of who calls. */
const mostValues = 40

/** Values of the variables of a body, without those of functions within it. */
export function localsOf(body: Visitable): Locals {
  const found = new Map<string, Expr[]>()
  const keep = (name: string, value: Expr) => {
    const values = found.get(name)
    if (values === undefined) found.set(name, [value])
    else if (values.length < mostValues) values.push(value)
  }
  const bind = (target: Expr, value: Expr | null) => {
    if (value)
      visit(target, (node) => {
        if (node.kind === 'var') keep(node.name, value)
      })
  }
  visit(body, (node) => {
    if (node.kind === 'func' || node.kind === 'funcdecl' || node.kind === 'classdecl') return false
    if (node.kind === 'declare') bind(node.target, node.initial)
    if (node.kind === 'assign' && (node.target.kind === 'var' || node.target.kind === 'array'))
      bind(node.target, node.value)
    return undefined
  })
  return found
}

const holdsSession = /^(?:_SESSION|session|httpsession|sess)$/i
const requestName = /^(?:_?req|_?request|ctx|context|state|locals|c|auth|this)$/i
const tellsWho =
  /^(?:getuserprincipal|getremoteuser|getserversession|getprincipal|getauthentication|wp_get_current_user|getuser|user|currentuser|getcurrentuser|getidentity|auth)$/

/** Name of the key under which a session or a request keeps who is signed in: `$_SESSION['role']`, `req.user.role`, `getAttribute("admin")`. */
function keyOfCaller(node: Expr | Stmt, locals: Locals, depth: number): string | undefined {
  if (node.kind === 'index' && node.object.kind === 'var' && holdsSession.test(node.object.name))
    return node.index ? literalText(node.index) : undefined
  if (node.kind === 'index' && node.index?.kind === 'lit' && isCaller(node.object, locals, depth))
    return String(node.index.value)
  if (node.kind === 'prop' && typeof node.name === 'string') {
    const { object } = node
    const holder = object.kind === 'var' ? object.name : object.kind === 'prop' ? String(object.name) : ''
    if (holdsSession.test(holder)) return node.name
    if (requestName.test(holder) && /^(?:user|auth|currentUser|customer|account|principal)$/.test(node.name))
      return node.name
    if (isCaller(object, locals, depth)) return node.name
  }
  if (node.kind === 'mcall' && /^(?:getattribute|get)$/.test(calledName(node)?.name ?? '')) {
    const key = node.args[0] ? literalText(node.args[0].value) : ''
    const text = node.object.kind === 'mcall' ? String(node.object.name) : 'name' in node.object ? node.object.name : ''
    if (/session$/i.test(String(text)) || (key === 'identity' && /request/i.test(String(text)))) return key
    if (isCaller(node.object, locals, depth)) return key
  }
  return undefined
}

/** True where an expression stands for whoever calls. */
function isCaller(expr: Expr, locals: Locals, depth = 0): boolean {
  if (depth > 3) return false
  if (expr.kind === 'await' || expr.kind === 'cast') return isCaller(expr.value, locals, depth)
  if (expr.kind === 'var') {
    const given = locals.get(expr.name)
    return given !== undefined && given.some((value) => isCaller(value, locals, depth + 1))
  }
  // `const { user } = context.switchToHttp().getRequest()`
  if (/^(?:mcall|scall|call)$/.test(expr.kind)) {
    const name = calledName(expr)?.name ?? ''
    if (tellsWho.test(name)) return true
    if (name === 'getrequest' && expr.kind === 'mcall') return true
  }
  const key = keyOfCaller(expr, locals, depth + 1)
  return key !== undefined && (ofPerson.test(key) || ofRole.test(key))
}

const setting = /(?:^|[_-]|[a-z](?=[A-Z]))(?:key|token|secret|password|passwd|apikey)$/i
const settings = /^(?:configuration|config|settings?|options?|get_option|getenv|env|parameters?|process)$/i

/** A key that the shop keeps: `Configuration::get('X_KEY')`, `process.env.HOOK_SECRET`, `get_option('my_token')`. */
function isKept(expr: Expr, locals: Locals): boolean {
  let kept = false
  visit(expr, (node) => {
    const called = calledName(node)
    if (called && 'args' in node && node.args[0] && setting.test(literalText(node.args[0].value)))
      if (settings.test(called.cls ?? '') || settings.test(called.name) || called.name === 'get') kept = true
    if (node.kind === 'prop' && typeof node.name === 'string' && setting.test(node.name))
      if (node.object.kind === 'prop' && node.object.name === 'env') kept = true
    if (node.kind === 'var')
      for (const value of locals.get(node.name) ?? []) kept ||= value !== expr && isKept(value, new Map())
  })
  return kept
}

export interface Asked {
  kinds: Set<Question>
  /** It is about whoever calls, not about another object that may be asked the same. */
  ofCaller: boolean
}

/** What a condition asks of whoever calls. */
export function asked(test: Expr, locals: Locals, depth = 0): Asked {
  const found: Asked = { kinds: new Set(), ofCaller: false }
  const add = (kind: Question, ofCaller = true) => {
    found.kinds.add(kind)
    found.ofCaller ||= ofCaller
  }
  const compares = (left: Expr, right: Expr) => {
    if (isText(right) && isCaller(left, locals)) add('right')
    if (isKept(right, locals) && left.kind !== 'lit') add('key')
  }
  visit(test, (node) => {
    if (node.kind === 'func') return false
    const kind = questionOfCall(node)
    if (kind)
      add(
        kind,
        !/^has|^is_?allowed$|^is_?(?:admin|staff|employee)/.test(calledName(node)!.name) ||
          node.kind !== 'mcall' ||
          isCaller(node.object, locals),
      )
    if (node.kind === 'bin' && /^[=!]==?$/.test(node.op)) {
      compares(unwrapped(node.left), unwrapped(node.right))
      compares(unwrapped(node.right), unwrapped(node.left))
    }
    if (node.kind === 'mcall' && /^equals(?:ignorecase)?$/.test(calledName(node)?.name ?? '') && node.args[0]) {
      compares(node.object, node.args[0].value)
      compares(node.args[0].value, node.object)
    }
    const key = keyOfCaller(node, locals, 0)
    if (key !== undefined) {
      if (ofRole.test(key)) add('right')
      else if (ofPerson.test(key)) add('signed')
    }
    if (/^(?:mcall|scall|call)$/.test(node.kind) && tellsWho.test(calledName(node)?.name ?? '')) add('signed')
    if (node.kind === 'var' && depth < 2)
      for (const value of locals.get(node.name) ?? []) {
        if (value.kind === 'func') continue
        const inner = asked(value, locals, depth + 1)
        for (const kind of inner.kinds) add(kind, inner.ofCaller)
      }
    return undefined
  })
  return found
}

/** `$_SESSION['role'] ?? ''`, `(string) $x`: what is compared. */
const unwrapped = (expr: Expr): Expr =>
  expr.kind === 'bin' && /^(?:\?\?|\|\|)$/.test(expr.op)
    ? unwrapped(expr.left)
    : expr.kind === 'cast' || expr.kind === 'await'
      ? unwrapped(expr.value)
      : expr

/** True for a condition that holds for whoever is not, may not or does not know. */
export function refuses(test: Expr): boolean {
  if (test.kind === 'bin' && /^(?:\|\||&&|or|and)$/i.test(test.op)) return refuses(test.left) || refuses(test.right)
  if (test.kind === 'bin') return /^!==?$/.test(test.op) || (/^===?$/.test(test.op) && isNothing(test.right))
  if (test.kind === 'un') return test.op === '!'
  if (test.kind === 'call' || test.kind === 'mcall' || test.kind === 'scall')
    return /^(?:cannot|denies|is_?guest|guest|none)$/.test(calledName(test)?.name ?? '')
  return test.kind === 'empty'
}
