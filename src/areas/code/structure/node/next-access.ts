import type { FunctionDecl, Stmt } from '../../../../analysis/ast.ts'
import type { Project, SourceFile } from '../../../../analysis/project.ts'
import { calledName, visit } from '../../../../analysis/visit.ts'
import type { StructureCheck } from '../check.ts'
import { pathOfStaff } from '../handlers.ts'
import { decidesByIdentity } from '../identity.ts'
import { asksOwner } from './words.ts'
import { bodiesOf, reachOf } from '../reach.ts'
import { numberedRecord } from '../records/record-kinds.ts'
import { oncePer } from '../scripts.ts'
import { ownCode } from '../shapes.ts'
import { sentByVisitor } from '../visitor-sent.ts'

/** Words of code that asks who calls, in whatever way. */
const asks =
  /auth|login|logged|permission|\broles?\b|\.role\b|isAdmin|isStaff|req(?:uest)?\.user|jwt|token|api_?key|session|guard|protect|ensure|require[A-Z]\w*\(|with[A-Z]\w*\(|\bacl\b|hmac|signature|secret|cookies\(|currentUser/i
const routeOfStaff =
  /(?:^|\/)(?:app|pages)\/(?:[^/]+\/){0,3}?api\/(?:[^/]+\/){0,3}?(?:admin|back-?office|staff|internal|management|manage)\/(?:.+\/)?[^/]+\.[cm]?[jt]sx?$/i
/** Actions that a page of the staff calls: each is an address of its own. */
const actionOfStaff =
  /(?:^|\/)app\/(?:[^/]+\/){0,3}?(?:admin|back-?office|staff|internal|management|manage)\/(?:.+\/)?[^/]+\.[cm]?[jt]sx?$/i
const isAction = ({ path, source }: SourceFile) => actionOfStaff.test(path) && /^\s*['"]use server['"]/.test(source)
const middleware = /(?:^|\/)(?:middleware|proxy)\.[cm]?[jt]s$/
const changes =
  /^(?:create\w*|update\w*|delete\w*|upsert|insert\w*|save|remove|destroy|set|execute\w*|\$execute\w*|findbyidand\w+|findoneand\w+|query|run)$/

function changeOf(body: readonly Stmt[] | null): number | undefined {
  let at: number | undefined
  visit(body, (node) => {
    const called = node.kind === 'mcall' ? calledName(node) : undefined
    if (called && changes.test(called.name)) at ??= node.at
  })
  return at
}

const middlewares = (project: Project): readonly SourceFile[] =>
  project.files.filter(({ path, source }) => middleware.test(path) && /NextResponse|NextRequest|auth/i.test(source))

/** Address of a handler by the place of its file; undefined for actions, which have none of their own. */
function addressOf({ path }: SourceFile): string | undefined {
  const [, below] = /(?:^|\/)(?:app|pages)\/(.*?)(?:\/route)?\.[cm]?[jt]sx?$/.exec(path) ?? []
  return /(?:^|\/)route\.|(?:^|\/)pages\/api\//.test(path)
    ? `/${(below ?? '').replace(/\([^)]*\)\//g, '').replace(/\/index$/, '')}`
    : undefined
}

/** Patterns of Next.js that a list of texts makes plain: `/admin/:path*`. Anything else may mean any address. */
function matches(source: string, address: string): boolean {
  const list = /\bmatcher\s*:\s*(\[[^\]]*\]|['"][^'"]*['"])/.exec(source)?.[1]
  if (list === undefined) return true
  const patterns = [...list.matchAll(/['"]([^'"]*)['"]/g)].map(([, pattern = '']) => pattern)
  if (patterns.length === 0 || patterns.some((pattern) => /[(\\?+]/.test(pattern))) return true
  return patterns.some((pattern) => {
    const start = pattern.replace(/\/:\w+\*?.*$/, '')
    return address === start || (start !== pattern && address.startsWith(`${start}/`))
  })
}

/** Whether a middleware of the project stands before a file. */
const hasMiddleware = (project: Project, file: SourceFile): boolean => {
  const address = addressOf(file)
  return oncePer(project, middlewares).some(({ source }) => address === undefined || matches(source, address))
}

const door = /^(?:POST|PUT|PATCH|DELETE)$/
/** A guard of the staff that another handler of the file begins with. */
const asksStaff = /\b\w*(?:admin|staff|role|permission|employee|manager)\w*\s*\(|\.role\b|isAdmin|isStaff/i

/** Functions that a file offers to others, by their names. */
function offered({ parsed }: SourceFile): FunctionDecl[] {
  return parsed.body.flatMap((item) =>
    item.kind === 'funcdecl'
      ? [item.fn]
      : item.kind === 'declare' && item.initial?.kind === 'func' && item.target.kind === 'var'
        ? [{ ...item.initial.fn, name: item.target.name }]
        : [],
  )
}

/**
 * Next.js: of the handlers of one route, or of the actions of one file, some ask for the staff, another that changes something asks
 * for nobody (CWE-862); and actions that take any customer's record by its number (CWE-639).
 */
export const nextSiblings: StructureCheck = (project, file, report) => {
  if (file.language !== 'js') return
  const isRoute = /(?:^|\/)app\/.*\/route\.[cm]?[jt]sx?$/.test(file.path)
  const actions = /^\s*['"]use server['"]/.test(file.source)
  if (!isRoute && !actions) return
  const all = offered(file).map((fn) => {
    const reached = reachOf(project, { fn, file: file.id, cls: null })
    return { fn, reached, text: bodiesOf(project, reached) }
  })
  for (const one of all) {
    const { fn, reached, text } = one
    if (isRoute && !door.test(fn.name)) continue
    if (!asks.test(text)) {
      if (hasMiddleware(project, file)) continue
      const beside = all.some((other) => other !== one && asksStaff.test(other.text))
      const wrapped = new RegExp(`\\b\\w+\\(\\s*${fn.name}\\s*[,)]`).test(file.source)
      if (beside && !wrapped && reached.some((from) => changeOf(from.fn.body) !== undefined))
        report('missing-authorisation', fn.at)
    } else if (actions && !pathOfStaff.test(file.path) && !actionOfStaff.test(file.path) && !asksStaff.test(text)) {
      if (!reached.some((from) => numberedRecord(project, from, sentByVisitor(from)) !== undefined)) continue
      if (!asksOwner.test(text) && !decidesByIdentity(project, reached)) report('missing-authorisation', fn.at)
    }
  }
}

/** Next.js: route handlers and actions of the back office that change something and ask nobody (CWE-862). */
export const nextAccess: StructureCheck = (project, file, report) => {
  if (file.language !== 'js' || !(isAction(file) || routeOfStaff.test(file.path))) return
  if (asks.test(ownCode(file.source))) return
  if (!isAction(file) && /\/app\//.test(`/${file.path}`) && !/\b(?:POST|PUT|PATCH|DELETE)\b/.test(file.source)) return
  if (hasMiddleware(project, file)) return
  const at = changeOf(file.parsed.body)
  if (at !== undefined) report('missing-authorisation', at)
}
