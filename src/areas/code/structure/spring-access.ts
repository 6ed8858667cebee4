import type { Annotation, ClassDecl, Expr, FunctionDecl } from '../../../analysis/ast.ts'
import type { Project } from '../../../analysis/project.ts'
import type { StructureCheck } from './check.ts'

const configures = /\bauthorize(?:Http)?(?:Requests|Exchange)\s*\(/
const matcher = /\b(?:request|ant|mvc|path)Matchers\(([^()]*)\)\s*\.\s*(\w+)/g
const anyOther = /\bany(?:Request|Exchange)\(\)\s*\.\s*(\w+)/g
/** Paths that are meant for the shop's own people. */
const ofStaff = /^\/(?:[\w-]+\/){0,2}(?:admin|back-?office|staff|internal|management|manage)(?:\/|$)/i
/** Records of one customer by their number. */
const ofCustomer =
  /\/(?:orders?|invoices?|addresses|payments?|customers?|accounts?|subscriptions?|wish-?lists?|returns?|refunds?|reservations?)\/\{\w+\}/i
/** A record fetched or taken away by nothing but its number. */
const byNumber = /\.(?:findById|getReferenceById|getOne|getById|deleteById)\(\s*\w+\s*\)/
/** Anything by which a controller may know whose record it is. */
const knowsWho =
  /Principal|Authenticat|SecurityContext|[cC]urrentUser|HttpSession|getSession|token|hash|signature|secret|owner|[uU]serId|[cC]ustomer(?:Id|Email)|@(?:PreAuthorize|Secured|RolesAllowed)/
const changes = /^(?:Post|Put|Patch|Delete)Mapping$/
const asks = /^(?:PreAuthorize|PostAuthorize|Secured|RolesAllowed|RequiresRoles|RequiresPermissions|DenyAll)$/

function pathsOf(annotations: readonly Annotation[], name: RegExp): string[] {
  const texts = (expr: Expr | undefined): string[] =>
    expr?.kind === 'lit'
      ? [String(expr.value ?? '')]
      : expr?.kind === 'array'
        ? expr.items.flatMap(({ value }) => texts(value))
        : []
  const own = annotations.filter((item) => name.test(item.name))
  const found = own.flatMap(({ args }) => texts(args['value'] ?? args['path']))
  return found.length === 0 ? [''] : found
}

const isOpen = (annotations: readonly Annotation[]) => !annotations.some(({ name }) => asks.test(name))

function openPaths(cls: ClassDecl, source: string): string[] {
  if (!cls.annotations.some(({ name }) => /^(?:Rest)?Controller$/.test(name)) || !isOpen(cls.annotations)) return []
  const changing = (fn: FunctionDecl) => fn.annotations.some(({ name }) => changes.test(name)) && isOpen(fn.annotations)
  return pathsOf(cls.annotations, /^RequestMapping$/).flatMap((base) =>
    cls.methods
      .filter(changing)
      .flatMap((fn) => pathsOf(fn.annotations, changes))
      .map((rest) => `/${base}/${rest}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1'))
      .filter(
        (path) => ofStaff.test(path) || (ofCustomer.test(path) && byNumber.test(source) && !knowsWho.test(source)),
      ),
  )
}

/** Paths of the staff, or of one customer, that change something, as controllers without annotations of their own offer them. */
function staffPaths(project: Project): string[] {
  const found: string[] = []
  for (const { decl, file } of project.classes.values()) found.push(...openPaths(decl, project.files[file]!.source))
  return found
}

/** Ant patterns: `**` any rest, `*` a part, `{x}` too. */
function covers(pattern: string, path: string): boolean {
  const parts = pattern.split('/')
  const given = path.split('/')
  for (let i = 0; i < parts.length; i++) {
    if (parts[i] === '**') return true
    if (i >= given.length) return false
    if (parts[i] !== '*' && !parts[i]!.startsWith('{') && !given[i]!.startsWith('{') && parts[i] !== given[i])
      return false
  }
  return parts.length === given.length
}

/** Spring Security: a chain that lets everybody through to what is meant for the staff or for one customer (CWE-862). */
export const springAccess: StructureCheck = (project, file, report) => {
  if (file.language !== 'java' || !configures.test(file.source)) return
  // Several chains share the work, or the project has a gate of its own.
  const gates = project.files.filter(
    ({ source, language, id }) =>
      language === 'java' &&
      ((id !== file.id && configures.test(source)) ||
        /\bHandlerInterceptor\b|\bOncePerRequestFilter\b|\bFilterRegistrationBean\b/.test(source)),
  )
  if (gates.length > 0 || (file.source.match(/\bsecurityMatcher/g)?.length ?? 0) > 0) return
  const rules = [...file.source.matchAll(matcher)].map((match) => ({
    at: match.index,
    patterns: [...match[1]!.matchAll(/"([^"]*)"/g)].map(([, text = '']) => text),
    // A matcher that is more than texts may mean anything.
    whole: /^\s*(?:"[^"]*"\s*,?\s*)*$/.test(match[1]!),
    open: match[2] === 'permitAll',
  }))
  if (rules.some(({ whole }) => !whole)) return
  const last = [...file.source.matchAll(anyOther)].at(-1)
  const reported = new Set<number>()
  for (const path of staffPaths(project)) {
    const rule = rules.find(({ patterns }) => patterns.some((pattern) => covers(pattern, path)))
    const at = rule ? (rule.open ? rule.at : undefined) : last?.[1] === 'permitAll' ? last.index : undefined
    if (at !== undefined && !reported.has(at)) report('missing-authorisation', at)
    if (at !== undefined) reported.add(at)
  }
}
