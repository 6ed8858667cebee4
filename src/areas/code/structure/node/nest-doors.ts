import type { Annotation, ClassDecl, Expr, FunctionDecl } from '../../../../analysis/ast.ts'
import type { Project, SourceFile } from '../../../../analysis/project.ts'
import { visit } from '../../../../analysis/visit.ts'
import type { NodeGuard } from './guards.ts'
import { oncePer } from '../scripts.ts'
import { classesOf } from '../shapes.ts'

/** A method of a controller or resolver of Nest by which somebody outside is answered. */
export interface NestDoor {
  fn: FunctionDecl
  cls: ClassDecl
  path: string
  /** True for what changes something by its verb: POST, PUT, PATCH, DELETE, mutations. */
  writes: boolean
  /** Name of the decorator of its verb. */
  verb: string
  guard: NodeGuard
}

const verbMark = /^(?:Get|Post|Put|Patch|Delete|All|Query|Mutation)$/
/** Decorators of classes and methods that let only some through. */
const guardMark = /guard|auth|role|permission|polic|access|abilit|scope|acl|allow/i
const ofStaff = /role|admin|staff|permission|polic|abilit|scope|\bacl|owner|manager/i
const lifted = /^(?:Public|SkipAuth|NoAuth|IsPublic|AllowAnonymous|AllowUnauthorized\w*|Unprotected|Anonymous)$/
/** Middleware of a module: nobody sees from a controller which paths it stands before. */
const middleware = /implements\s+NestMiddleware|\.forRoutes\s*\(/
const global = /\bAPP_GUARD\b|useGlobalGuards\s*\(/

const isGlobal = (project: Project): boolean =>
  project.files.some(({ language, source }) => language === 'js' && global.test(source))
const hasMiddleware = (project: Project): boolean =>
  project.files.some(({ language, source }) => language === 'js' && middleware.test(source))
/** True where controllers name roles or rights somewhere: the project tells its staff from customers. */
const usesRoles = (project: Project): boolean =>
  project.files.some(
    ({ language, source }) =>
      language === 'js' &&
      /@(?:Roles?|RequireRoles?|Permissions?|RequirePermissions?|CheckPolicies|HasRoles?|Auth)\(\s*[^)\s]/.test(source),
  )
/** A guard for roles, that no module sets for all, tells the staff from customers, too. */
const hasRoleGuard = (project: Project): boolean =>
  !oncePer(project, isGlobal) &&
  project.files.some(
    ({ language, source }) =>
      language === 'js' && /\bclass\s+(?:Roles?|Admin|Staff|Permissions?)\w*Guard\b/.test(source),
  )
export const knowsRoles = (project: Project): boolean => oncePer(project, usesRoles) || oncePer(project, hasRoleGuard)
/** True where anything of Nest is guarded. */
const usesGuards = (project: Project): boolean =>
  project.files.some(
    ({ language, source }) => language === 'js' && /@UseGuards\(|\bAPP_GUARD\b|useGlobalGuards/.test(source),
  )
export const knowsNestGuards = (project: Project): boolean => oncePer(project, usesGuards)

/** A mark that only notes who may, in a project that has nothing to read it: no guard stands anywhere. */
const marksOnly = (project: Project): boolean =>
  project.files.some(({ language, source }) => language === 'js' && /\bSetMetadata\s*\(/.test(source)) &&
  !project.files.some(
    ({ language, source }) =>
      language === 'js' &&
      /\bCanActivate\b|UseGuards|APP_GUARD|useGlobalGuards|\bReflector\b|applyDecorators/.test(source),
  )

const wordsOf = ({ name, args }: Annotation): string => {
  const found = [name]
  for (const expr of Object.values(args))
    visit(expr, (node) => {
      if (node.kind === 'var' || node.kind === 'name') found.push(node.name)
      if (node.kind === 'lit') found.push(String(node.value))
      if (node.kind === 'prop' && typeof node.name === 'string') found.push(node.name)
    })
  return found.join(' ')
}

function guardOf(project: Project, marks: readonly Annotation[], own: readonly Annotation[]): NodeGuard {
  if (oncePer(project, marksOnly)) return 'none'
  const asking = marks.filter(({ name }) => guardMark.test(name) && !lifted.test(name))
  const words = asking.map(wordsOf).join(' ')
  if (ofStaff.test(words)) return 'staff'
  if (own.some(({ name }) => lifted.test(name))) return 'none'
  if (asking.length > 0)
    return marks.some(({ name }) => lifted.test(name)) && !own.some((mark) => asking.includes(mark)) ? 'none' : 'signed'
  if (marks.some(({ name }) => lifted.test(name))) return 'none'
  return oncePer(project, isGlobal) ? 'signed' : 'none'
}

const pathText = (expr: Expr | undefined): string =>
  expr?.kind === 'lit'
    ? String(expr.value)
    : expr?.kind === 'array'
      ? pathText((expr.items.find(({ key }) => key?.kind === 'lit' && key.value === 'path') ?? expr.items[0])?.value)
      : ''

/** Doors of a file; none where a middleware may stand before them. */
export function nestDoors(project: Project, file: SourceFile): NestDoor[] {
  if (file.language !== 'js' || !/@(?:Controller|Resolver)\b/.test(file.source) || oncePer(project, hasMiddleware))
    return []
  return classesOf(file.parsed.body).flatMap((cls) => {
    const base = cls.annotations.find(({ name }) => /^(?:Controller|Resolver)$/.test(name))
    if (!base) return []
    const inherited = project.ancestry(cls.name).flatMap((name) => project.findClass(name)?.decl.annotations ?? [])
    return cls.methods.flatMap((fn) => {
      const mark = fn.annotations.find(({ name }) => verbMark.test(name))
      if (!mark || !fn.body) return []
      const prefix = base.name === 'Resolver' ? '' : pathText(base.args['0'])
      const path = `/${prefix}/${base.name === 'Resolver' ? fn.name : pathText(mark.args['0'])}`.replace(/\/+/g, '/')
      const guard = guardOf(project, [...cls.annotations, ...inherited, ...fn.annotations], fn.annotations)
      return [{ fn, cls, path, writes: !/^(?:Get|Query)$/.test(mark.name), verb: mark.name, guard }]
    })
  })
}
