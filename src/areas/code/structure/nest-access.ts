import type { Annotation, ClassDecl, Expr, FunctionDecl } from '../../../analysis/ast.ts'
import type { Project, SourceFile } from '../../../analysis/project.ts'
import { calledName, visit } from '../../../analysis/visit.ts'
import type { StructureCheck } from './check.ts'
import { classesOf, ownCode } from './shapes.ts'

/** Paths that are meant for the shop's own people. */
const ofStaff = /^\/(?:[\w-]+\/){0,2}(?:admin|back-?office|staff|internal|management|manage)(?:\/|$)/i
/** Words of code that asks who calls, in whatever way. */
const asks =
  /auth|login|logged|permission|\broles?\b|\.role\b|isAdmin|isStaff|req(?:uest)?\.user|jwt|token|api_?key|session|guard|protect|ensure|require[A-Z]\w*\(|with[A-Z]\w*\(|\bacl\b|hmac|signature|secret|cookies\(|currentUser/i
const changingMark = /^(?:Post|Put|Patch|Delete)$/
const guardMark = /guard|auth|role|permission|polic|access|abilit|scope/i
/** Guards of a whole application: nobody sees from a controller whether one stands before it. */
const forAll = /\bAPP_GUARD\b|useGlobalGuards\s*\(|implements\s+NestMiddleware|\.forRoutes\s*\(/

const known = new WeakMap<Project, boolean>()
function isGuardedAsAWhole(project: Project): boolean {
  let found = known.get(project)
  if (found === undefined)
    known.set(project, (found = project.files.some(({ language, source }) => language === 'js' && forAll.test(source))))
  return found
}

function pathIn(annotations: readonly Annotation[], name: RegExp): string[] {
  const text = (expr: Expr | undefined): string =>
    expr?.kind === 'lit'
      ? String(expr.value)
      : expr?.kind === 'array'
        ? text(expr.items.find(({ key }) => key?.kind === 'lit' && key.value === 'path')?.value)
        : ''
  return annotations.filter((item) => name.test(item.name)).map(({ args }) => text(args['0']))
}

const guarded = (annotations: readonly Annotation[]) => annotations.some(({ name }) => guardMark.test(name))

function openMethods(cls: ClassDecl, source: string): FunctionDecl[] {
  const [base] = pathIn(cls.annotations, /^Controller$/)
  if (base === undefined || guarded(cls.annotations)) return []
  return cls.methods.filter((fn) => {
    const [own] = pathIn(fn.annotations, changingMark)
    if (own === undefined || guarded(fn.annotations)) return false
    if (!ofStaff.test(`/${base}/${own}`.replace(/\/+/g, '/'))) return false
    return (
      !asks.test(source.slice(fn.at, fn.end)) &&
      !fn.params.some(({ annotations }) => annotations && guarded(annotations))
    )
  })
}

/** Nest: controllers of the staff's paths that change something with no guard before them (CWE-862). */
export const nestAccess: StructureCheck = (project, file, report) => {
  if (file.language !== 'js' || !/@Controller\b/.test(file.source) || isGuardedAsAWhole(project)) return
  for (const cls of classesOf(file.parsed.body))
    for (const fn of openMethods(cls, file.source)) report('missing-authorisation', fn.at)
}

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
