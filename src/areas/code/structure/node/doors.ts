import type { FunctionDecl } from '../../../../analysis/ast.ts'
import type { Project, SourceFile } from '../../../../analysis/project.ts'
import { calledName, visit } from '../../../../analysis/visit.ts'
import type { StructureCheck } from '../check.ts'
import { classesOf, ownCode } from '../shapes.ts'
import { routesOf } from '../siblings/sibling-records.ts'

/** Words of code that asks who calls, in whatever way. */
const asks =
  /auth|login|logged|permission|\broles?\b|isAdmin|isStaff|req(?:uest)?\.user|jwt|token|api_?key|guard|protect|ensure|require[A-Z]\w*\b|\bacl\b|hmac|signature|secret|verif|timingSafeEqual|constructEvent|only[A-Z]\w*\b|addHook|preHandler|onRequest/i
const textOf = ({ source }: SourceFile, fn: FunctionDecl) => source.slice(fn.at, fn.end)

/** Files of the project that load this one. */
function loadersOf(project: Project, { path }: SourceFile): SourceFile[] {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '')
  const loads = new RegExp(`(?:require\\(|from\\s)\\s*['"][^'"]*/${name.replace(/[.+[\]]/g, '\\$&')}(?:\\.\\w+)?['"]`)
  return project.files.filter((file) => file.language === 'js' && file.path !== path && loads.test(file.source))
}

const ofHook = /hook|callback|\bipn\b|notif/i
const marksPaid =
  /(?:mark|set|book|confirm|complete)\w*(?:paid|refunded|payment)|\b(?:state|status)['"]?\s*[:=]\s*['"](?:paid|refunded|completed)['"]/i
const takesOrder =
  /\b(?:body|data|event|payload|notice|notification|message)\b[\w.?]*\.(?:(?:client_?)?reference(?:_?id)?|order|invoice|cart)(?:Number|Ref)?\b|\b(?:body|data|event|payload)\b[^;]*\border_?id|\border_?id\b[^;]*\b(?:body|data|event|payload)\b/i

/** Node: what a payment service would report is believed of anybody: an order is marked as paid without a look at a signature (CWE-306). */
export const paymentHook: StructureCheck = (project, file, report) => {
  if (file.language !== 'js' || !marksPaid.test(file.source) || asks.test(ownCode(file.source))) return
  for (const { fn, path } of routesOf(file)) {
    const text = textOf(file, fn)
    if (!ofHook.test(`${file.path} ${path}`) || !marksPaid.test(text) || !takesOrder.test(text)) continue
    if (!loadersOf(project, file).some(({ source }) => /hmac|signature|verif|secret/i.test(source)))
      report('missing-authorisation', fn.at)
  }
}

const changes = /\.(?:set|update\w*|insert\w*|delete\w*|destroy|remove\w*|save|create\w*|upsert)\s*\(/

const staffKey =
  /^(?:POST|PUT|PATCH|DELETE) \/(?:[\w-]+\/){0,2}(?:admin|back-?office|staff|internal|manage(?:ment)?)(?:\/|$)/i

/** Node's own server: a table of routes with a changing one of the staff, and nothing in the file asks who calls (CWE-862). */
export const routeTable: StructureCheck = (_project, file, report) => {
  if (file.language !== 'js' || !/createServer\s*\(/.test(file.source) || asks.test(ownCode(file.source))) return
  visit(file.parsed.body, (node) => {
    if (node.kind !== 'array') return
    for (const { key, value } of node.items)
      if (
        key?.kind === 'lit' &&
        staffKey.test(String(key.value)) &&
        value.kind === 'func' &&
        changesRows(file, value.fn)
      )
        report('missing-authorisation', value.at)
  })
}

const changesRows = (file: SourceFile, fn: FunctionDecl) =>
  changes.test(textOf(file, fn)) || /\b(?:DELETE\s+FROM|UPDATE|INSERT\s+INTO)\b/.test(textOf(file, fn))

const storeRoute = /(?:^|\/)src\/api\/(store\/.+)\/route\.[jt]s$/
const staffFlow =
  /^(?:create|update|delete|batch)(?:price\w*|product\w*|inventor\w*|promotion\w*|campaign\w*|stock\w*|shippingoption\w*|taxr\w*|region\w*|users?|saleschannel\w*|apikeys?)workflow$/

/** What only the owner of an order, or the staff, changes. */
const ofOrders =
  /^(?:update|delete|cancel|softdelete|archive|complete)(?:orders?|returns?|customers?|customeraddress(?:es)?|claims?|exchanges?)$/
const byNumber = ({ source }: SourceFile) => /\b(?:req|request)\.(?:params|query|body|validatedBody)\b/.test(source)

/** Medusa: a route of the store, open to everybody, that runs a workflow of the staff or changes orders by their numbers (CWE-862, CWE-639). */
export const medusaAccess: StructureCheck = (project, file, report) => {
  const [, path] = storeRoute.exec(file.path) ?? []
  if (path === undefined || file.language !== 'js' || asks.test(ownCode(file.source))) return
  const guarded = project.files.some(
    ({ path: other, source }) => /(?:^|\/)api\/middlewares\.[jt]s$/.test(other) && covers(source, `/${path}`),
  )
  if (guarded) return
  visit(file.parsed.body, (node) => {
    const name = calledName(node)?.name ?? ''
    if (node.kind === 'call' && staffFlow.test(name)) report('missing-authorisation', node.at)
    if (node.kind === 'mcall' && ofOrders.test(name) && byNumber(file)) report('missing-authorisation', node.at)
  })
}

/** True where a middleware asks for who calls on a path that begins so. */
const covers = (source: string, path: string) =>
  [...source.matchAll(/matcher:\s*(?:['"]([^'"*]*)|\/)[^]*?\}/g)].some(
    ([rule, start]) => (start === undefined || path.startsWith(start)) && /authenticate|middlewares/.test(rule),
  )

/** Vendure: of the shop's API, what anybody may call and what takes any order by its number (CWE-639). */
export const vendureAccess: StructureCheck = (project, file, report) => {
  if (file.language !== 'js' || !/@Resolver\b/.test(file.source) || !/Permission\.Public/.test(file.source)) return
  for (const cls of classesOf(file.parsed.body)) {
    const offered = new RegExp(`shopApiExtensions[^]*?resolvers:\\s*\\[[^\\]]*\\b${cls.name}\\b`)
    if (!project.files.some(({ language, source }) => language === 'js' && offered.test(source))) continue
    for (const fn of cls.methods) {
      const text = textOf(file, fn)
      const before = file.source.slice(Math.max(0, fn.at - 200), fn.at)
      if (!/Permission\.Public/.test(text) && !/@Allow\(Permission\.Public\)[^}]*$/.test(before)) continue
      if (/\borders?\w*\.(?:find\w*|update\w*|transition\w*|cancel\w*)\([^)]*\bargs\.\w*[iI]d\b/.test(text))
        if (!/activeUser|activeOrder|getActive|code|email|token|customer/i.test(text))
          report('missing-authorisation', fn.at)
    }
  }
}

const travels = /sameSite:\s*['"]none['"]/i
const knowsIntention = /csrf|csurf|xsrf|lusca|\btokens?\b|checkToken|sec-fetch|headers?\.origin|['"]origin['"]/i
const setsSecrets = /\.(?:set|update|change|save)\w*(?:e?mail|password|address|phone)\w*\s*\(|\.update\w*\(/i

const checksTokens = /\.use\(\s*(?:csurf|csrf|lusca|doubleCsrf|\w*csrf\w*)\b/i

/** True where an application hands requests to the router of a file before it checks tokens. */
function isMountedBefore({ source }: SourceFile, { path }: SourceFile): boolean {
  const file = path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '')
  const loaded = new RegExp(
    `\\b(\\w+)\\s*(?:=\\s*require\\(|from\\s)\\s*['"][^'"]*/${file.replace(/[.+[\]]/g, '\\$&')}(?:\\.\\w+)?['"]`,
  )
  const name = loaded.exec(source)?.[1]
  const check = checksTokens.exec(source)?.index
  if (name === undefined || check === undefined) return false
  const mounts = [...source.matchAll(new RegExp(`\\.use\\([^;]*\\b${name}\\b`, 'g'))]
  return mounts.length > 0 && mounts.every((mount) => mount.index < check && !/csrf/i.test(mount[0]))
}

/** Express: the session's cookie is sent from foreign pages, too, and a form of the account asks for no token (CWE-352). */
export const travellingSession: StructureCheck = (project, file, report) => {
  if (file.language !== 'js' || !/req\.session\.\w+/.test(file.source) || !/\.post\(/.test(file.source)) return
  if (knowsIntention.test(file.source)) return
  const apps = project.files.filter(
    ({ language, source }) => language === 'js' && /session\(/.test(source) && travels.test(source),
  )
  const late = (app: SourceFile) => !knowsIntention.test(app.source) || isMountedBefore(app, file)
  if (apps.length === 0 || !apps.every((app) => /urlencoded/.test(app.source) && late(app))) return
  for (const { fn, verb } of routesOf(file)) {
    const text = textOf(file, fn)
    if (verb === 'post' && /req\.session\./.test(text) && /req\.body/.test(text) && setsSecrets.test(text))
      report('missing-request-token', fn.at)
  }
}
