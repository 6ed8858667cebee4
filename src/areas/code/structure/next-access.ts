import type { SourceFile } from '../../../analysis/project.ts'
import { calledName, visit } from '../../../analysis/visit.ts'
import type { StructureCheck } from './check.ts'
import { ownCode } from './shapes.ts'

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

function changesSomething(file: SourceFile): number | undefined {
  let at: number | undefined
  visit(file.parsed.body, (node) => {
    const called = node.kind === 'mcall' ? calledName(node) : undefined
    if (called && changes.test(called.name)) at ??= node.at
  })
  return at
}

/** Next.js: route handlers and actions of the back office that change something and ask nobody (CWE-862). */
export const nextAccess: StructureCheck = (project, file, report) => {
  if (file.language !== 'js' || asks.test(ownCode(file.source))) return
  if (!isAction(file) && !routeOfStaff.test(file.path)) return
  if (!isAction(file) && /\/app\//.test(`/${file.path}`) && !/\b(?:POST|PUT|PATCH|DELETE)\b/.test(file.source)) return
  if (project.files.some(({ path, source }) => middleware.test(path) && /NextResponse|NextRequest|auth/i.test(source)))
    return
  const at = changesSomething(file)
  if (at !== undefined) report('missing-authorisation', at)
}
