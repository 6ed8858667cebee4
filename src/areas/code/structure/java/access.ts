import type { Project, SourceFile } from '../../../../analysis/project.ts'
import { calledName, visit } from '../../../../analysis/visit.ts'
import type { StructureCheck } from '../check.ts'
import { addressOfStaff, programOfStaff } from '../handlers.ts'
import { oncePer } from '../scripts.ts'
import { decidesByIdentity, holdsIdentity } from '../identity.ts'
import { doorsIn, javaDoors, type JavaDoor } from './doors.ts'
import { csrfSwitches, hasGates, knowsCustomers, knowsStaff, passOfMarks, passTo, type Pass } from './gates.ts'
import { covers } from './doors.ts'
import { sentByVisitor } from '../visitor-sent.ts'
import { bodiesOf, reachOf } from '../reach.ts'
import { nameOf } from '../records/record-access.ts'
import { numberedRecord } from '../records/record-kinds.ts'

/** Paths of a back office that come before a sign-in. */
const beforeSignIn =
  /log-?(?:in|out)|sign-?(?:in|out)|password|forgot|reset|health|ping|css|static|asset|error|captcha|actuator\/health/i
/** What only the shop's own people make, change or take away. */
const ofShop =
  /\/(?:products?|categor(?:y|ies)|prices?|price-?lists?|stocks?|inventor(?:y|ies)|coupons?|vouchers?|discounts?|promotions?|settings?|tax-?rates?|shipping-?(?:methods?|rates?)|suppliers?|employees)(?:\/\{\w+\})?(?:\/(?:price|stock|status|quantity|publish|image)s?)?$/i
/** Code that asks who calls, in whatever way. */
const asks =
  /isUserInRole|getRemoteUser|getUserPrincipal|hasRole|hasAuthority|hasPermission|isAdmin|isStaff|isEmployee|checkAdmin|requireAdmin|require\w*(?:Role|Login|User|Staff)|assert\w*(?:Role|Admin|Access|Owner)|authori[sz]|[aA]ccess(?:Guard|Control|Check)|[pP]ermission|getAttribute\("(?:admin|staff|clerk|employee|user|operator|role)|token|hmac|signature|secret|api_?key|MessageDigest\.isEqual|Cookie/i
/** Words by which a call names a check of whose a record is. */
const asksOwner =
  /own(?:er|s|edBy)|belongs|[pP]ermission|[pP]olic|authori[sz]|allowed|can(?:View|Access|Edit|See|Read)|assert\w*(?:Access|Owner)|check\w*(?:Access|Owner)|ensure\w*(?:Access|Own|Owner)|hasRole|isAdmin|isUserInRole|token|hash|signature|secret|hmac|@PostAuthorize|@PreAuthorize\([^)]*[#@]|@PostFilter|@Filter|@Where/
const changes =
  /^(?:save\w*|delete\w*|remove\w*|update\w*|insert\w*|persist|merge|set[a-z]\w*|create\w*|publish|approve|cancel|refund|execute(?:update)?|change\w*|mark\w*|add\w*|upload\w*|import\w*|reset\w*|grant\w*|assign\w*|apply\w*|adjust\w*|transferto|write|put)$/
/** Lists that hold more than one may know. */
const shows = /^(?:find\w*|list\w*|all|export\w*|query\w*|executequery|get\w*|load\w*)$/
const ofPeople = /customer|order|user|account|invoice|sale|revenue|subscriber|employee|email/i

const reached = (project: Project, { fn, file, cls }: JavaDoor) => reachOf(project, { fn, file, cls })

/** Whether a door does what the staff alone may do, or lists what only they may see. */
function works(project: Project, door: JavaDoor): boolean {
  // What is put, patched or deleted changes something, whatever it is called.
  let found = door.verbs.length > 0 && door.verbs.every((verb) => /^(?:PUT|PATCH|DELETE)$/.test(verb))
  const reads = door.verbs.length > 0 && door.verbs.every((verb) => verb === 'GET')
  visit(door.fn.body, (node) => {
    const called = node.kind === 'mcall' || node.kind === 'call' ? calledName(node) : undefined
    if (!called) return
    if (!reads && changes.test(called.name)) found = true
    if (reads && /^(?:delete|remove|update|save|approve|refund)/.test(called.name)) found = true
    if (shows.test(called.name) && ofPeople.test(project.files[door.file]!.source.slice(door.fn.at, door.fn.end)))
      found = true
  })
  return found
}

/** The path of a door that somebody passes to who must not. */
function wrongPath(project: Project, door: JavaDoor): string | undefined {
  const writes = !door.verbs.includes('GET') && door.verbs.length > 0
  return door.paths.find((path) => {
    const forStaff = addressOfStaff.test(path) && !beforeSignIn.test(path)
    if (writes && isForgotten(project, door, path)) return true
    if (!forStaff && !(writes && ofShop.test(path) && knowsStaff(project))) return false
    const pass = passTo(project, door, path)
    return (
      pass === 'open' ||
      (pass === 'unknown' &&
        forStaff &&
        !hasGates(project) &&
        passOfMarks(door) === undefined &&
        // A servlet has nothing before it but what the project itself says.
        ((door.isServlet && writes) || oncePer(project, asksInDoors))) ||
      (pass === 'signed' && isForCustomers(project, forStaff))
    )
  })
}

/** Doors of the staff ask for themselves, so nothing stands before all of them. */
const asksInDoors = (project: Project): boolean =>
  javaDoors(project).some(
    (door) =>
      door.paths.some((path) => addressOfStaff.test(path) && !beforeSignIn.test(path)) &&
      /isUserInRole|getAttribute\("(?:admin|staff|clerk|employee|user|operator|role)|getRole\(|isAdmin/i.test(
        bodiesOf(project, reached(project, door)),
      ),
  )

/** Methods beside it that change the same are for the staff, by their annotations, and this one asks for nothing. */
function isForgotten(project: Project, door: JavaDoor, path: string): boolean {
  if (
    door.isServlet ||
    passOfMarks(door) !== undefined ||
    !(ofShop.test(path) || (addressOfStaff.test(path) && !beforeSignIn.test(path))) ||
    passTo(project, door, path) === 'staff'
  )
    return false
  return javaDoors(project).some(
    (other) =>
      other.cls === door.cls && other.fn !== door.fn && !other.verbs.includes('GET') && passOfMarks(other) === 'staff',
  )
}

/** A sign-in is enough where the project tells its staff from others, and customers sign in as well. */
const isForCustomers = (project: Project, forStaff: boolean) =>
  forStaff && knowsStaff(project) && oncePer(project, customersSignIn)
const customersSignIn = (project: Project): boolean =>
  project.files.some(
    ({ language, source }) =>
      language === 'java' && /["'(](?:ROLE_)?CUSTOMER\b|"\/(?:account|my|profile|checkout)\b/.test(source),
  )

/** Java: work of the staff that anybody, or any customer, can call: Spring, JAX-RS, servlets (CWE-862). */
const staffWork = (project: Project, file: SourceFile, report: (rule: string, at: number) => void) => {
  const reported = new Set<string>()
  for (const door of doorsIn(project, file)) {
    if (reported.has(door.cls.name) || wrongPath(project, door) === undefined || !works(project, door)) continue
    const all = reached(project, door)
    if (asks.test(bodiesOf(project, all)) || decidesByIdentity(project, all)) continue
    reported.add(door.cls.name)
    report('missing-authorisation', door.fn.at)
  }
}

const ofHook = /hook|callback|\bipn\b|notif|webhook/i
const marksPaid =
  /(?:mark|set|book|confirm|complete)\w*(?:[pP]aid|[rR]efunded|[pP]ayment)|[sS]tatus[\w.]*\(?\s*[=(]?\s*(?:\w+\.)?"?(?:PAID|REFUNDED|COMPLETED|paid|refunded|completed)/
const verifies =
  /hmac|verif|signature|secret|constructEvent|isEqual|digest|getRemoteAddr|api_?key|authorization|\.equals\(\s*\w*(?:token|key)|\bretrieve\w*\(|getPayment\w*\(|fetchPayment/i

/** Java: what a payment service would report is believed of anybody (CWE-306). */
function paymentHook(project: Project, door: JavaDoor): boolean {
  if (!door.paths.some((path) => ofHook.test(path)) && !ofHook.test(door.fn.name)) return false
  const text = bodiesOf(project, reached(project, door))
  return (
    marksPaid.test(text) && !verifies.test(text) && door.paths.every((path) => passTo(project, door, path) !== 'staff')
  )
}

/** Paths at which nobody but the staff arrives. */
const isStaffs = (project: Project, door: JavaDoor) =>
  programOfStaff.test(`${project.files[door.file]!.path} ${door.cls.name}`) ||
  door.paths.every((path) => addressOfStaff.test(path) || /\/private\//.test(path)) ||
  door.paths.some((path): boolean => passTo(project, door, path) === ('staff' satisfies Pass))

/** Java: a record of any customer by its number, and nothing on the way decides by who asks (CWE-639). */
function foreignRecord(project: Project, door: JavaDoor): boolean {
  if (isStaffs(project, door) || door.paths.some((path) => ofHook.test(path))) return false
  const all = reached(project, door)
  const at = all.some((from) => numberedRecord(project, from, sentByVisitor(from)) !== undefined)
  return at && !asksOwner.test(bodiesOf(project, all)) && !decidesByIdentity(project, all)
}

export const javaAccess: StructureCheck = (project, file, report) => {
  const doors = doorsIn(project, file)
  if (doors.length === 0) return
  staffWork(project, file, report)
  for (const door of doors) {
    if (changedByLink(project, door)) report('missing-request-token', door.fn.at)
    if (paymentHook(project, door)) report('missing-authorisation', door.fn.at)
    else if ((knowsCustomers(project) || passOfMarks(door) === 'signed') && foreignRecord(project, door))
      report('missing-authorisation', door.fn.at)
  }
}

/** A door by which a form of a browser changes something for whoever is signed in. */
const isForm = (project: Project, door: JavaDoor) =>
  door.verbs.some((verb) => verb === 'POST') &&
  !door.fn.params.some(({ annotations }) => (annotations ?? []).some(({ name }) => name === 'RequestBody')) &&
  project.files[door.file]!.source.includes('@Controller') &&
  !ofHook.test(door.paths.join(' '))

const ofVisit = /log-?out|confirm|verif|token|activat|unsubscribe|callback|cart|basket|locale|currency/i
const changesAccount =
  /^(?:delete|remove|disable|enable|change|cancel|update|close|set(?:default|email|password)|unlink|revoke|anonymi[sz]e)/

/** Java: a link changes the account of whoever is signed in (CWE-352). */
function changedByLink(project: Project, door: JavaDoor): boolean {
  if (door.verbs.length !== 1 || door.verbs[0] !== 'GET' || door.paths.some((path) => ofVisit.test(path))) return false
  if (!/redirect:|sendRedirect|RedirectView/.test(project.files[door.file]!.source.slice(door.fn.at, door.fn.end)))
    return false
  const isHim = holdsIdentity(door.fn, door.cls)
  let found = false
  visit(door.fn.body, (node) => {
    const called = node.kind === 'mcall' ? calledName(node) : undefined
    if (
      called &&
      node.kind === 'mcall' &&
      changesAccount.test(called.name) &&
      !/session|model|cookie|cache/i.test(nameOf(node.object))
    )
      if (node.args.some(({ value }) => isHim(value))) found = true
  })
  return found && !/token|nonce|csrf/i.test(bodiesOf(project, reached(project, door)))
}

/** Spring Security: the check of forms' tokens is switched off where customers sign in by a session (CWE-352). */
export const springToken: StructureCheck = (project, file, report) => {
  for (const { at, except } of csrfSwitches(file)) {
    if (
      /STATELESS|httpBasic|oauth2ResourceServer|NEVER/.test(file.source) ||
      !/formLogin|oauth2Login|rememberMe|loginPage|form-login/.test(file.source)
    )
      continue
    const forms = javaDoors(project).filter((door) => isForm(project, door))
    // Only the settings are here: a sign-in by a form has forms behind it.
    const unseen = except === null && javaDoors(project).length === 0
    if (
      unseen ||
      forms.some(
        (door) => except === null || door.paths.some((path) => except.some((pattern) => covers(pattern, path))),
      )
    )
      report('missing-request-token', at)
  }
}
