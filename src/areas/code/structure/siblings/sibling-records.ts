import type { Expr, FunctionDecl } from '../../../../analysis/ast.ts'
import type { Project, SourceFile } from '../../../../analysis/project.ts'
import { calledName, visit } from '../../../../analysis/visit.ts'
import type { StructureCheck } from '../check.ts'
import { pathOfStaff } from '../handlers.ts'
import { fetches, keeper, nameOf, personal } from '../records/record-access.ts'
import { classesOf } from '../shapes.ts'

const routeMark = /^(?:Get|Post|Put|Patch|Delete|Request)(?:Mapping)?$/
/** Whoever is signed in, as a method is told. */
const principal = /principal|Authentication\b|SecurityContext|currentUser|\b(?:req|request)\.user|getUser|session/i

const ofOwner = /owner|customer(?:Id|_id)|user(?:Id|_id)/i
const asksFirst = /PreAuthorize|PostAuthorize|Secured|RolesAllowed|Roles|UseGuards|Policies/

/**
 * Spring and Nest: a controller whose one method asks for the records of whoever is signed in, and whose other hands out any record
 * by its number (CWE-639).
 */
export const controllerRecords: StructureCheck = (_project, file, report) => {
  if (file.language === 'php' || !/@(?:Rest)?Controller\b/.test(file.source)) return
  // In Java the parameters tell who is signed in; in TypeScript what is done with them.
  const text = (fn: FunctionDecl) =>
    file.source.slice(file.language === 'java' ? fn.at : (fn.body?.[0]?.at ?? fn.at), fn.end)
  for (const cls of classesOf(file.parsed.body)) {
    if (!cls.annotations.some(({ name }) => /^(?:Rest)?Controller$/.test(name))) continue
    const routes = cls.methods.filter(({ annotations }) => annotations.some(({ name }) => routeMark.test(name)))
    if (!routes.some((fn) => principal.test(text(fn)))) continue
    for (const fn of routes) {
      if (fn.annotations.some(({ name }) => asksFirst.test(name)) || principal.test(text(fn)) || ofOwner.test(text(fn)))
        continue
      const at = fetchedBySibling(fn)
      if (at !== undefined) report('missing-authorisation', at)
    }
  }
}

/** Where a handler fetches a record of one customer by a parameter alone, or by what it took out of one (`params`, `id`). */
function fetchedBySibling(
  fn: FunctionDecl,
  taken: readonly string[] = [],
  isOwned = (kept: string) => personal.test(kept.replace(keeper, '')),
): number | undefined {
  const numbers = new Set([...fn.params.map(({ name }) => name), ...taken])
  let at: number | undefined
  visit(fn.body, (node) => {
    const called = node.kind === 'mcall' ? calledName(node) : undefined
    if (at !== undefined || !called || node.kind !== 'mcall' || !fetches.test(called.name)) return
    if (!isOwned(nameOf(node.object))) return
    let byNumber = false
    visit(node.args[0]?.value, (inner) => {
      if (inner.kind === 'var' && numbers.has(inner.name)) byNumber = true
    })
    if (byNumber && node.args.length === 1) at = node.at
  })
  return at
}

const verbs = /^(?:get|post|put|patch|delete)$/
/** Names of what stands before a handler and lets the staff through alone, or asks whose the record is. */
const letsStaff = /admin|role|permi|staff|owner|polic|authori[sz]|can[A-Z]|belongs/

interface Handler {
  fn: FunctionDecl
  verb: string
  path: string
  before: string
}

/** Handlers of a server, with their paths and the names of what stands before them. */
export function routesOf({ parsed }: SourceFile): Handler[] {
  const found: Handler[] = []
  visit(parsed.body, (node) => {
    const called = node.kind === 'mcall' ? calledName(node) : undefined
    if (!called || node.kind !== 'mcall' || !verbs.test(called.name)) return
    const [first, ...rest] = node.args.map(({ value }) => value)
    const last = rest.at(-1)
    if (first?.kind !== 'lit' || last?.kind !== 'func') return
    found.push({
      fn: last.fn,
      verb: called.name,
      path: String(first.value),
      before: rest.slice(0, -1).map(words).join(' '),
    })
  })
  return found
}

function words(expr: Expr): string {
  const found: string[] = []
  visit(expr, (node) => {
    if (node.kind === 'var' || node.kind === 'name') found.push(node.name)
    if (node.kind === 'prop' && typeof node.name === 'string') found.push(node.name)
    if (node.kind === 'lit') found.push(String(node.value))
    found.push(calledName(node)?.name ?? '')
  })
  return found.join(' ')
}

/**
 * Express, Fastify and their kin: of the handlers of one file some ask for the records of whoever is signed in, another hands out any
 * by its number (CWE-639).
 */
export const handlerRecords: StructureCheck = (_project, file, report) => {
  if (
    file.language !== 'js' ||
    pathOfStaff.test(file.path) ||
    !/\b(?:req|request|ctx)\.(?:user|auth|session)\b/.test(file.source)
  )
    return
  // Who may do what may be asked before all of them.
  if (/\.use\([^)]*(?:admin|role|permission|staff)/i.test(file.source)) return
  const routes = routesOf(file)
  const text = ({ fn }: { fn: FunctionDecl }) => file.source.slice(fn.at, fn.end)
  const own = /\b(?:req|request|ctx|state)\.(?:user|auth|session)\b/
  if (!routes.some((route) => own.test(text(route)))) return
  for (const route of routes) {
    if (pathOfStaff.test(`${route.path}/`) || letsStaff.test(route.before)) continue
    if (own.test(text(route)) || ofOwner.test(text(route)) || /role|isAdmin|token|signature|secret/i.test(text(route)))
      continue
    const at = fetchedBySibling(route.fn)
    if (at !== undefined) report('missing-authorisation', at)
  }
}

/** Shown to everybody, but changed or thrown away only by whoever wrote it. */
const written = /^(?:review|comment|rating|answer|testimonial)s?$/i

/** Where a handler changes or deletes what somebody wrote by nothing but its number. */
function takenAway(fn: FunctionDecl): number | undefined {
  let at: number | undefined
  visit(fn.body, (node) => {
    if (node.kind !== 'mcall' || !/^(?:delete|update|destroy|findbyidand\w+)$/.test(calledName(node)?.name ?? ''))
      return
    if (!written.test(nameOf(node.object))) return
    visit(node.args[0]?.value, (inner) => {
      if (inner.kind === 'var' && /^(?:params|id)$/.test(inner.name)) at ??= node.at
    })
  })
  return at
}

const nextHandler = /(?:^|\/)(?:app\/.*\[\w+\].*\/route|pages\/api\/.*\[\w+\][^/]*)\.[cm]?[jt]sx?$/
const signedIn = /\b(?:getServerSession|getSession|auth|getToken|currentUser|getUser|requireUser|verifySession)\s*\(/

/** Next.js: a handler of an address with a number in it asks whether somebody is signed in, and hands out any record (CWE-639). */
export const nextRecords: StructureCheck = (_project, file, report) => {
  if (file.language !== 'js' || !nextHandler.test(file.path) || pathOfStaff.test(file.path)) return
  visit(file.parsed.body, (node) => {
    const fn = node.kind === 'funcdecl' ? node.fn : node.kind === 'func' ? node.fn : undefined
    if (!fn) return
    const text = file.source.slice(fn.at, fn.end)
    if (
      !signedIn.test(text) ||
      /(?:session|user|auth|token)\w*\??\.(?!status\b)\w|role|admin|owner|(?:customer|user)_?id/i.test(text)
    )
      return
    const at = fetchedBySibling(fn, ['params', 'id']) ?? takenAway(fn)
    if (at !== undefined) report('missing-authorisation', at)
  })
}

const own = /\b(?:req|request|ctx|state)\.(?:user|auth|session)\b/

/** Handlers that a module exports for a router of another file: `exports.show = (req, res) => …`. */
function exported({ parsed }: SourceFile): { name: string; fn: FunctionDecl }[] {
  const found: { name: string; fn: FunctionDecl }[] = []
  for (const statement of parsed.body) {
    const value = statement.kind === 'expr' ? statement.value : undefined
    if (value?.kind === 'assign' && value.value.kind === 'func' && value.target.kind === 'prop')
      found.push({ name: String(value.target.name), fn: value.value.fn })
    if (statement.kind === 'funcdecl') found.push({ name: statement.fn.name, fn: statement.fn })
    if (statement.kind === 'declare' && statement.initial?.kind === 'func' && statement.target.kind === 'var')
      found.push({ name: statement.target.name, fn: statement.initial.fn })
  }
  return found.filter(({ fn }) => fn.params[0] && /^(?:req|request|ctx)$/.test(fn.params[0].name))
}

/** True where a router asks for more than a sign-in before it calls the handler, or looks its parameter up for its owner. */
function isAskedBefore(project: Project, file: SourceFile, name: string): boolean {
  const line = new RegExp(`\\.(?:get|post|put|patch|delete)\\([^;]*\\b\\w+\\.${name}\\b`)
  const module = file.path.slice(file.path.lastIndexOf('/') + 1).replace(/\.\w+$/, '')
  return project.files.some(({ language, source }) => {
    if (language !== 'js' || !source.includes(module) || !/\bRouter\b|\bapp\./.test(source)) return false
    return (
      /\.param\(/.test(source) ||
      letsStaff.test(line.exec(source)?.[0].replace(/['"`][^'"`]*['"`]/g, '') ?? '') ||
      /\.use\([^)]*(?:admin|role|permission|staff|owner)/i.test(source)
    )
  })
}

/**
 * Express: a controller that asks its model in one handler for what belongs to whoever is signed in, and in another takes any record by
 * its number (CWE-639).
 */
export const controllerModule: StructureCheck = (project, file, report) => {
  if (file.language !== 'js' || pathOfStaff.test(file.path) || !own.test(file.source)) return
  const all = exported(file)
  const text = (fn: FunctionDecl) => file.source.slice(fn.at, fn.end)
  const asked = all.filter(({ fn }) => own.test(text(fn)))
  if (asked.length === 0) return
  const isOwned = (kept: string) =>
    kept !== '' &&
    asked.some(({ fn }) => new RegExp(`\\b${kept}\\.\\w+\\([^;]*\\b(?:user|session|auth)\\b`).test(text(fn)))
  for (const { name, fn } of all) {
    if (own.test(text(fn)) || ofOwner.test(text(fn)) || /role|isAdmin|token|signature|secret/i.test(text(fn))) continue
    const at = fetchedBySibling(fn, [], isOwned)
    if (at !== undefined && !isAskedBefore(project, file, name)) report('missing-authorisation', at)
  }
}
