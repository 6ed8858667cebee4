import type { Argument, ClassDecl, Expr, FunctionDecl, Parameter, Stmt } from '../../../analysis/ast.ts'
import type { Project } from '../../../analysis/project.ts'
import { calledName, visit } from '../../../analysis/visit.ts'
import { calls } from './callees.ts'
import { nameOf } from './records/record-access.ts'
import type { Reached } from './sent.ts'

/** Whether code decides by who is signed in: what it does with him, not that it names him. For Java, JavaScript and TypeScript. */

/** Parameters by which a framework hands over who is signed in. */
const identityType =
  /^(?:Principal|Authentication|Jwt|\w*Token|\w*UserDetails|OidcUser|OAuth2User|HttpSession|SecurityContext)$/
const identityMark =
  /^(?:Login|Current|Auth|Logged|Signed|Session|Token|Jwt)\w*$|^(?:Get|Req)?(?:User|Customer|Account|Member)(?:Id|Info)?$/
/** Calls that tell who is signed in. */
const identityCall =
  /^(?:getuserprincipal|getremoteuser|getprincipal|getauthentication|getserversession|getsession|getcallerprincipal|(?:get|require|load|fetch|find)?_?session_?(?:user|customer)\w*)$|(?:current|signed_?in|logged_?in|authenticated)_?(?:user|customer|account|member|principal|person|client|shopper)/
/** Names of objects and classes that hold him. */
const identityHolder =
  /^(?:current|logged_?in|signed_?in|authenticated|auth)_?(?:user|customer|account|member|principal|facade|context|info)\w*$|^current$|^(?:user|customer|security|auth|session|identity)_?(?:context|holder|provider|session|facade|utils?)(?:holder|utils?)?$|^(?:auth|identity|security|session)_?service$|^stputil$|^session(?:user|customer|bean|data)$/i
/** Fields of a request that hold him. */
const identityField = /^(?:user|auth|session|customer|account|currentuser|userid|customerid|principal|member)$/i
const requestName = /^(?:req|request|ctx|context|state|locals|res|reply|c)$/i
/** What is kept of the visit, not of who makes it. */
const ofVisit = /cart|basket|locale|lang|currency|csrf|flash|message|error|return|redirect|step|checkout/i
/** Somewhere to find persons: what is asked there by who is signed in is himself again. */
const people = /user|customer|account|member|principal|profile|client|person|identity/i
/** Calls that only show or note him. */
const notes =
  /^(?:log|trace|debug|info|warn|error|println|print|format|printf|addattribute|addobject|addflashattribute|put|setattribute|assign|render|json|send|view|status|audit\w*|track\w*|record\w*|publish\w*|emit|notify\w*|setcreatedby|setupdatedby|setmodifiedby|set\w*by|requirenonnull|notnull|string|boolean|isnull|nonnull|touch\w*|valueof|create\w*|insert\w*|build|save\w*|push|append|charge|next)$/
const loggers = /log|audit|metric|event|tracker|history|publisher|console/i
const compares =
  /^(?:equals|equalsignorecase|compareto|contains|includes|some|has|is|isequal|eq|startswith|endswith|indexof|every)$/

const isIdentityParameter = ({ name, type, annotations }: Parameter) =>
  (annotations ?? []).some((mark) => identityMark.test(mark.name)) ||
  (type !== null && identityType.test(type.replace(/<.*$/, '').replace(/^.*\./, '')) && !/csrf|xsrf/i.test(name))

const isNothing = (expr: Expr) =>
  expr.kind === 'lit' &&
  (expr.value === null || typeof expr.value !== 'string' || /^(?:anonymous\w*|)$/i.test(expr.value))

/** Whether an expression is, or holds, who is signed in. */
function identityIn(names: ReadonlySet<string>): (expr: Expr | undefined | null) => boolean {
  return (expr) => {
    let found = false
    visit(expr, (node) => {
      if (found) return false
      if (node.kind === 'func') return false
      if (node.kind === 'var' && names.has(node.name)) found = true
      // `req.session.cart` is of the visit.
      if (node.kind === 'prop' && nameOf(node.object) === 'session' && ofVisit.test(String(node.name))) return false
      if (node.kind === 'prop' && typeof node.name === 'string' && identityField.test(node.name))
        if (requestName.test(nameOf(node.object))) found = true
      const called = calledName(node)
      if (!called) return node.kind === 'new' ? false : undefined
      if (identityCall.test(called.name)) found = true
      if (node.kind === 'mcall' && node.args.length === 0 && identityHolder.test(nameOf(node.object))) found = true
      if (node.kind === 'scall' && identityHolder.test(called.cls ?? '')) found = true
      if (/^getattribute$/.test(called.name) && node.kind === 'mcall') {
        const [key] = node.args
        if (/session/i.test(wordsOf(node.object)) && key?.value.kind === 'lit')
          found = !ofVisit.test(String(key.value.value))
      }
      if (found || isCarrier(node, called.name)) return undefined
      // What a call makes of him is another thing; what it is called on is still he.
      if (node.kind === 'mcall') found = identityIn(names)(node.object)
      return false
    })
    return found
  }
}

/** Calls that give back who is signed in when they are given him: conversions, and lookups among persons. */
function isCarrier(node: Expr | Stmt, name: string): boolean {
  if (node.kind === 'mcall' && people.test(nameOf(node.object)) && node.args.length < 2) return true
  return /^(?:valueof|parse\w*|string|number|tostring|of(?:nullable)?|get|orelse\w*|map|fromstring|objectid|trim|lowercase|tolowercase|equals|requirenonnull)$/.test(
    name,
  )
}

function wordsOf(expr: Expr): string {
  const words: string[] = []
  visit(expr, (node) => {
    if (node.kind === 'var') words.push(node.name)
    words.push(calledName(node)?.name ?? '')
  })
  return words.join(' ')
}

/** Names that are bound to a pattern or a variable. */
function boundNames(target: Expr): string[] {
  const names: string[] = []
  visit(target, (node) => {
    if (node.kind === 'var') names.push(node.name)
  })
  return names
}

const setsOwner = /^set_?(?:customer|user|owner|member|account|buyer)/

/** Names of a function that hold who is signed in, on from those of its parameters and of the fields of its class. */
function namesIn(fn: FunctionDecl, given: ReadonlySet<string>, cls?: ClassDecl | null): Set<string> {
  const names = new Set(given)
  for (const { name, type } of cls?.properties ?? []) if (type !== null && identityHolder.test(type)) names.add(name)
  for (const param of fn.params) if (isIdentityParameter(param)) names.add(param.name)
  const bind = (target: Expr, value: Expr | null) => {
    if (value === null) return
    const isIdentity = identityIn(names)
    if (target.kind === 'var' && isIdentity(value) && isHimself(value, isIdentity)) names.add(target.name)
    // `const { user } = req`
    if (target.kind === 'array' && value.kind === 'var' && requestName.test(value.name))
      for (const { key, value: part } of target.items)
        if (key?.kind === 'lit' && identityField.test(String(key.value)))
          for (const name of boundNames(part)) names.add(name)
    if (target.kind === 'array' && isIdentity(value)) for (const name of boundNames(target)) names.add(name)
  }
  visit(fn.body, (node) => {
    if (node.kind === 'declare') bind(node.target, node.initial)
    if (node.kind === 'assign') bind(node.target, node.value)
    // `record.setOwner(user)`: what is found by the record afterwards is found by him.
    if (node.kind === 'mcall' && node.object.kind === 'var' && setsOwner.test(calledName(node)?.name ?? ''))
      if (node.args.some(({ value }) => identityIn(names)(value))) names.add(node.object.name)
  })
  return names
}

/** Names by which a function holds who is signed in. */
export const namesOfIdentity = (fn: FunctionDecl): ReadonlySet<string> => namesIn(fn, new Set())

/** Tells in a function whether an expression is, or holds, who is signed in. */
export const holdsIdentity = (fn: FunctionDecl, cls: ClassDecl | null): IsIdentity =>
  identityIn(namesIn(fn, new Set(), cls))

type IsIdentity = (expr: Expr | undefined | null) => boolean

/** True for who is signed in himself, and for what is found among persons by him alone; what is found elsewhere by him is his. */
function isHimself(value: Expr, isIdentity: IsIdentity): boolean {
  let himself = true
  visit(value, (node) => {
    if (node.kind === 'func') return false
    if (node.kind === 'mcall' && node.args.length > 0 && node.args.some(({ value: given }) => isIdentity(given)))
      if (!people.test(nameOf(node.object)) || node.args.length > 1) himself = false
    return undefined
  })
  return himself
}

/** True where a call decides something by who is signed in, as far as its name and arguments tell. */
function decidesBy(node: Expr | Stmt, isIdentity: IsIdentity): boolean {
  if (node.kind === 'bin' && /^(?:[=!]==?|<>|in|instanceof)$/.test(node.op)) {
    const [left, right] = [isIdentity(node.left), isIdentity(node.right)]
    if (node.op === 'instanceof' || left === right) return false
    return !isNothing(left ? node.right : node.left)
  }
  if (node.kind === 'mcall') {
    const { name } = calledName(node) ?? { name: '' }
    if (compares.test(name) && node.args.length > 0) {
      const given = node.args.some(({ value }) => isIdentity(value))
      return given !== isIdentity(node.object) && !node.args.some(({ value }) => isNothing(value))
    }
    // `user.orders().find(id)`, `user.owns(order)`
    const first = node.args[0]?.value
    if (isIdentity(node.object) && first && first.kind !== 'func' && first.kind !== 'lit' && !notes.test(name))
      return true
  }
  return false
}

const noted = (node: Expr & { kind: 'mcall' | 'call' | 'scall' }): boolean => {
  const { name, cls } = calledName(node) ?? { name: '' }
  return notes.test(name) || loggers.test(node.kind === 'mcall' ? nameOf(node.object) : (cls ?? ''))
}

const withIdentity = (args: readonly Argument[], isIdentity: IsIdentity) => args.some(({ value }) => isIdentity(value))

interface Step {
  from: Reached
  names: ReadonlySet<string>
}

/** Functions looked at for one handler, at most. */
const most = 60

/** True where a handler, or what it runs, lets its work depend on who is signed in. */
export function decidesByIdentity(project: Project, reached: readonly Reached[]): boolean {
  const open: Step[] = reached.map((from) => ({ from, names: new Set<string>() }))
  const done = new Map<FunctionDecl, number>()
  for (let i = 0; i < open.length && i < most; i++) {
    const { from, names } = open[i]!
    const held = namesIn(from.fn, names, from.cls)
    if (done.get(from.fn) === held.size) continue
    done.set(from.fn, held.size)
    const isIdentity = identityIn(held)
    let decides = false
    visit(from.fn.body, (node) => {
      if (decides) return false
      if (decidesBy(node, isIdentity)) decides = true
      if (node.kind === 'new' && withIdentity(node.args, isIdentity))
        decides ||= !/exception|error|event|dto|response|view|model|log|row|result/i.test(nameOf(node.cls))
      if (node.kind !== 'mcall' && node.kind !== 'call' && node.kind !== 'scall') return undefined
      if (!withIdentity(node.args, isIdentity) || noted(node)) return undefined
      const own = calls(project, node, from).filter(({ fn }) => fn.body)
      for (const info of own) {
        const given = info.fn.params.filter((_, at) => isIdentity(node.args[at]?.value)).map(({ name }) => name)
        open.push({ from: { ...info, sent: new Set() }, names: new Set(given) })
      }
      const himself = node.kind === 'mcall' && people.test(nameOf(node.object)) && node.args.length === 1
      if (own.length === 0 && !himself && !(node.kind === 'mcall' && compares.test(calledName(node)?.name ?? '')))
        decides = true
      return undefined
    })
    if (decides) return true
  }
  return false
}
