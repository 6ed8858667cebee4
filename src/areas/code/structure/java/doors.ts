import type { Annotation, ClassDecl, Expr, FunctionDecl } from '../../../../analysis/ast.ts'
import type { Project, SourceFile } from '../../../../analysis/project.ts'
import { oncePer } from '../scripts.ts'

/** A method of Java by which the web is answered. */
export interface JavaDoor {
  fn: FunctionDecl
  cls: ClassDecl
  file: number
  /** As the framework writes them: `/orders/{id}`, `/admin/*`. */
  paths: string[]
  /** Upper case; empty: any. */
  verbs: string[]
  /** Annotations of the method and of its class. */
  marks: Annotation[]
  isServlet: boolean
}

const mapping = /^(Get|Post|Put|Patch|Delete|Request)Mapping$/
const ofRest = /^(?:GET|POST|PUT|PATCH|DELETE)$/

/** Texts of an expression of an annotation. */
export const textsOf = (expr: Expr | undefined): string[] =>
  expr?.kind === 'lit'
    ? [String(expr.value ?? '')]
    : expr?.kind === 'array'
      ? expr.items.flatMap(({ value }) => textsOf(value))
      : expr?.kind === 'prop' && typeof expr.name === 'string'
        ? [expr.name]
        : expr?.kind === 'cconst'
          ? [expr.name]
          : []

/** Texts between quotation marks. */
export const quoted = (text: string) => [...text.matchAll(/"([^"]*)"/g)].map(([, inner = '']) => inner)

const pathsOf = (annotations: readonly Annotation[], name: RegExp): string[] => {
  const found = annotations
    .filter((item) => name.test(item.name))
    .flatMap(({ args }) => textsOf(args['value'] ?? args['path'] ?? args['urlPatterns']))
  return found.length === 0 ? [''] : found
}

/** Path put together of that of a class and of a method. */
const joined = (base: string, rest: string) => `/${base}/${rest}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1')

function springDoors(cls: ClassDecl, file: number): JavaDoor[] {
  if (!cls.annotations.some(({ name }) => /^(?:Rest)?Controller$|^Path$/.test(name))) return []
  const found: JavaDoor[] = []
  for (const fn of cls.methods) {
    const mark = fn.annotations.find(({ name }) => mapping.test(name) || ofRest.test(name))
    if (!mark || !fn.body) continue
    const [, kind = ''] = mapping.exec(mark.name) ?? []
    const verbs = kind === 'Request' ? textsOf(mark.args['method']) : [kind === '' ? mark.name : kind.toUpperCase()]
    const own = kind === '' ? pathsOf(fn.annotations, /^Path$/) : pathsOf(fn.annotations, mapping)
    const paths = pathsOf(cls.annotations, /^RequestMapping$|^Path$/).flatMap((base) =>
      own.map((rest) => joined(base, rest)),
    )
    found.push({ fn, cls, file, paths, verbs, marks: [...cls.annotations, ...fn.annotations], isServlet: false })
  }
  return found
}

/** Patterns under which `web.xml` offers a class. */
export function mappedIn(xml: string, cls: string): string[] {
  const text = (part: string, tag: string) =>
    [...part.matchAll(new RegExp(`<(?:\\w+:)?${tag}>\\s*([^<]*?)\\s*</`, 'g'))].map(([, value = '']) => value)
  const parts = (tag: string) =>
    [...xml.matchAll(new RegExp(`<(?:\\w+:)?${tag}>([^]*?)</(?:\\w+:)?${tag}>`, 'g'))].map(([, part = '']) => part)
  const names = new Set(
    [...parts('servlet'), ...parts('filter')].flatMap((part) =>
      [...text(part, 'servlet-class'), ...text(part, 'filter-class')].includes(cls)
        ? [...text(part, 'servlet-name'), ...text(part, 'filter-name')]
        : [],
    ),
  )
  return [...parts('servlet-mapping'), ...parts('filter-mapping')]
    .filter((part) => [...text(part, 'servlet-name'), ...text(part, 'filter-name')].some((name) => names.has(name)))
    .flatMap((part) => text(part, 'url-pattern'))
}

const readWebXmls = (project: Project): readonly string[] =>
  project.settings
    .filter(({ path }) => /(?:^|\/)web\.xml$/i.test(path))
    .map(({ source }) => source.replace(/<!--[^]*?-->/g, ''))

/** Descriptions of the program's web doors (`web.xml`), without comments. */
export const webXmls = (project: Project): readonly string[] => oncePer(project, readWebXmls)

const verbOf: Record<string, string> = { doget: 'GET', dopost: 'POST', doput: 'PUT', dodelete: 'DELETE' }

function servletDoors(project: Project, cls: ClassDecl, file: number): JavaDoor[] {
  if (!project.ancestry(cls.name).some((name) => /(?:^|\.)httpservlet$/.test(name))) return []
  const marked = pathsOf(cls.annotations, /^WebServlet$/).filter((path) => path !== '')
  const paths = [...marked, ...webXmls(project).flatMap((xml) => mappedIn(xml, cls.name))]
  if (paths.length === 0) return []
  return cls.methods
    .filter(({ name, body }) => body && verbOf[name.toLowerCase()] !== undefined)
    .map((fn) => ({
      fn,
      cls,
      file,
      paths,
      verbs: [verbOf[fn.name.toLowerCase()]!],
      marks: cls.annotations,
      isServlet: true,
    }))
}

/** Every door of the project's Java. */
const all = (project: Project): readonly JavaDoor[] =>
  [...project.classes.values()].flatMap(({ decl, file }) =>
    project.files[file]!.language === 'java' ? [...springDoors(decl, file), ...servletDoors(project, decl, file)] : [],
  )

export const javaDoors = (project: Project): readonly JavaDoor[] => oncePer(project, all)
const byFile = (project: Project) => Map.groupBy(javaDoors(project), ({ file }) => file)

/** Doors that a file offers. */
export const doorsIn = (project: Project, file: SourceFile): JavaDoor[] =>
  file.language === 'java' && /Controller|HttpServlet|Servlet\b|@Path\b/.test(file.source)
    ? (oncePer(project, byFile).get(file.id) ?? [])
    : []

/** Ant patterns and patterns of servlets: `**` any rest, `*` a part, `{x}` too; `/*` at the end of a servlet's pattern takes all below. */
export function covers(pattern: string, path: string, isServlet = false): boolean {
  const parts = pattern.split('/')
  const given = path.split('/')
  for (let i = 0; i < parts.length; i++) {
    if (parts[i] === '**' || (isServlet && parts[i] === '*' && i === parts.length - 1)) return true
    if (i >= given.length) return false
    if (parts[i] !== '*' && !parts[i]!.startsWith('{') && !given[i]!.startsWith('{') && parts[i] !== given[i])
      return false
  }
  return parts.length === given.length
}
