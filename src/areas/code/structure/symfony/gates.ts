import { parse } from 'yaml'
import type { ClassDecl, FunctionDecl } from '../../../../analysis/ast.ts'
import type { Project } from '../../../../analysis/project.ts'
import { literalText, oncePer } from '../scripts.ts'
import { attributeArgument } from '../shapes.ts'

/** Who may pass to a path of Symfony, as `security.yaml` says; unknown where there is none. */
export type SymfonyPass = 'open' | 'signed' | 'staff' | 'unknown'

interface Rule {
  path: RegExp
  methods: string[]
  pass: SymfonyPass
}
interface YamlRoute {
  path: string
  methods: string[]
}

type Mapping = Record<string, unknown>
const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const listOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.map(String) : value === undefined || value === null ? [] : String(value).split(/[|,]/)

/** Settings in YAML, by their paths; what cannot be read says nothing. */
function documents(project: Project): { path: string; content: Mapping }[] {
  return project.settings.flatMap(({ path, source }) => {
    if (!/\.ya?ml$/.test(path)) return []
    try {
      const content: unknown = parse(source, { logLevel: 'silent' })
      return isMapping(content) ? [{ path, content }] : []
    } catch {
      return []
    }
  })
}
const documentsOnce = (project: Project) => oncePer(project, documents)

function pattern(text: unknown): RegExp | undefined {
  try {
    return new RegExp(String(text))
  } catch {
    return undefined
  }
}

/** Roles that every customer has, or everybody. */
const passOfRoles = (roles: readonly string[], allows: string): SymfonyPass =>
  roles.length === 0 && allows === ''
    ? 'open'
    : roles.some((role) => /^(?:PUBLIC_ACCESS|IS_AUTHENTICATED_ANONYMOUSLY)$/.test(role.trim()))
      ? 'open'
      : allows === '' &&
          roles.every((role) => /^\s*(?:ROLE_(?:USER|CUSTOMER|MEMBER)|IS_AUTHENTICATED\w*)\s*$/.test(role))
        ? 'signed'
        : 'staff'

function ruleOf(item: unknown): Rule[] {
  if (!isMapping(item)) return []
  const path = pattern(item['path'] ?? '')
  // Beside a path there may be addresses, hosts and names of routes that nobody sees from here.
  const narrowed = ['ips', 'host', 'route', 'request_matcher'].some((key) => item[key] !== undefined)
  const pass = narrowed ? 'unknown' : passOfRoles(listOf(item['roles'] ?? item['role']), String(item['allow_if'] ?? ''))
  return path ? [{ path, methods: listOf(item['methods']).map((name) => name.toUpperCase()), pass }] : []
}

const rules = (project: Project): readonly Rule[] | undefined => {
  const settings = documentsOnce(project).flatMap(({ content }) =>
    isMapping(content['security']) && isMapping(content['security']['firewalls']) ? [content['security']] : [],
  )
  if (settings.length === 0) return undefined
  return settings.flatMap((security) => {
    const off = Object.values(security['firewalls'] as Mapping).flatMap((wall) =>
      isMapping(wall) && wall['security'] === false && wall['pattern'] !== undefined
        ? ruleOf({ path: wall['pattern'] })
        : [],
    )
    const listed = Array.isArray(security['access_control']) ? security['access_control'].flatMap(ruleOf) : []
    return [...off, ...listed]
  })
}

/** A listener of the project's own that lets only some pass: nobody sees from a path whether it stands before it. */
export const hasListener = (project: Project): boolean =>
  project.files.some(
    ({ language, source }) =>
      language === 'php' &&
      /EventSubscriberInterface|AsEventListener|kernel\.(?:request|controller)/.test(source) &&
      /RequestEvent|ControllerEvent/.test(source) &&
      /AccessDenied|isGranted|getUser\(|RedirectResponse|HTTP_FORBIDDEN/.test(source),
  )

export function symfonyPass(project: Project, path: string, methods: readonly string[]): SymfonyPass {
  const known = oncePer(project, rules)
  if (known === undefined || oncePer(project, hasListener)) return 'unknown'
  const sample = path.replace(/\{[^}]*\}/g, '1')
  const rule = known.find(
    (item) =>
      item.path.test(sample) && (item.methods.length === 0 || methods.every((name) => item.methods.includes(name))),
  )
  return rule?.pass ?? 'open'
}

/** Routes that are written in YAML, by `class::method` in lower case. */
const yamlRoutes = (project: Project): ReadonlyMap<string, YamlRoute> => {
  const found = new Map<string, YamlRoute>()
  for (const { content } of documentsOnce(project))
    for (const route of Object.values(content)) {
      if (!isMapping(route) || typeof route['path'] !== 'string') continue
      const defaults = isMapping(route['defaults']) ? route['defaults'] : {}
      const controller = String(route['controller'] ?? defaults['_controller'] ?? '').replace(/^\\/, '')
      const name = controller.includes('::') ? controller : `${controller}::__invoke`
      if (controller !== '')
        found.set(name.toLowerCase(), {
          path: route['path'],
          methods: listOf(route['methods']).map((item) => item.toUpperCase()),
        })
    }
  return found
}

/** Prefixes that YAML sets before the routes of a folder of controllers. */
const prefixes = (project: Project): readonly { folder: string; prefix: string }[] =>
  documentsOnce(project).flatMap(({ content }) =>
    Object.values(content).flatMap((route) => {
      if (!isMapping(route) || typeof route['prefix'] !== 'string') return []
      const resource = isMapping(route['resource']) ? route['resource']['path'] : route['resource']
      return typeof resource === 'string' && /controller/i.test(resource)
        ? [{ folder: resource.replace(/^(?:\.\.?\/)+/, '').replace(/\/?\*?$/, ''), prefix: route['prefix'] }]
        : []
    }),
  )

/** Path and methods of an action, out of its attribute, of a comment, or of YAML; undefined for what is no action. */
export function symfonyRoute(project: Project, path: string, cls: ClassDecl, fn: FunctionDecl): YamlRoute | undefined {
  const described = oncePer(project, yamlRoutes).get(`${cls.name}::${fn.name}`.toLowerCase())
  if (described) return described
  const marks = fn.annotations.filter(({ name }) => /(?:^|\\)Route$/.test(name))
  const written = /@Route\(\s*(?:path\s*=\s*)?"([^"]*)"/.exec(fn.doc)?.[1]
  if (marks.length === 0 && written === undefined) return undefined
  const textAt = (annotations: typeof marks, ...keys: string[]) => {
    const [first] = attributeArgument(annotations, 'Route', ...keys)
    return first?.kind === 'lit' ? literalText(first) : ''
  }
  const methods = attributeArgument(marks, 'Route', 'methods').flatMap((expr) =>
    expr.kind === 'array' ? expr.items.map(({ value }) => literalText(value)) : [literalText(expr)],
  )
  const [, inDoc = ''] = /@Route\([^]*?methods\s*=\s*\{([^}]*)\}/.exec(fn.doc) ?? []
  const before = oncePer(project, prefixes).find(({ folder }) => path.includes(folder))?.prefix ?? ''
  const base = textAt(cls.annotations, '0', 'value', 'path')
  const own = written ?? textAt(marks, '0', 'value', 'path')
  return {
    path: `${before}/${base}/${own}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1'),
    methods: [...methods, ...[...inDoc.matchAll(/\w+/g)].map(([name]) => name)].map((name) => name.toUpperCase()),
  }
}
