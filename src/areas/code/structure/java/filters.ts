import type { ClassDecl } from '../../../../analysis/ast.ts'
import type { Project, SourceFile } from '../../../../analysis/project.ts'
import { quoted, textsOf, webXmls } from './doors.ts'
import { oncePer } from '../scripts.ts'
import { classesOf } from '../shapes.ts'

/** Classes that stand before others: filters and interceptors that refuse somebody. */
const isGate = ({ language, source }: SourceFile) =>
  language === 'java' &&
  /\bHandlerInterceptor\w*\b|\bOncePerRequestFilter\b|\bGenericFilterBean\b|\bimplements\s+[\w,\s]*\b(?:Filter|ContainerRequestFilter|WebFilter)\b|\bextends\s+HttpFilter\b|@Aspect\b/.test(
    source,
  ) &&
  /SC_(?:FORBIDDEN|UNAUTHORIZED)|sendError|sendRedirect|FORBIDDEN|UNAUTHORIZED|AccessDenied|setStatus\(40[13]\)|abortWith|return false|throw new/.test(
    source,
  )

export interface Gate {
  /** Null: all, or nobody can tell. */
  patterns: string[] | null
  /** Paths that it lets through all the same. */
  except: string[]
}

/** Statements that say for which paths filters and interceptors are there: one for each interceptor, the whole file for a filter. */
const registrations = (project: Project): readonly string[] =>
  project.files
    .filter(
      ({ language, source }) =>
        language === 'java' && /addPathPatterns|excludePathPatterns|UrlPatterns|addInterceptor\(/.test(source),
    )
    .flatMap(({ source }) =>
      source.includes('addInterceptor(') ? source.split(/(?=\baddInterceptor\()/).slice(1) : [source],
    )

const isGateClass = ({ extends: parent, implements: offers, annotations }: ClassDecl) =>
  [parent ?? '', ...offers].some((name) => /Interceptor\w*$|Filter(?:Bean)?$/.test(name)) ||
  annotations.some(({ name }) => name === 'Aspect')

const added = /(?:addPathPatterns|(?:add|set)UrlPatterns)\(((?:[^()]|\([^()]*\))*)\)/g
const taken = /excludePathPatterns\(((?:[^()]|\([^()]*\))*)\)/g
const named = (parts: readonly string[], call: RegExp) =>
  parts.flatMap((part) => [...part.matchAll(call)].flatMap(([, args = '']) => quoted(args)))

/** A class that stands before others, with the paths that any registration, annotation or description gives it. */
function gateOf(project: Project, cls: ClassDecl): Gate {
  const simple = cls.name.slice(cls.name.lastIndexOf('.') + 1)
  const called = new RegExp(`\\b${simple}\\b|\\b${simple[0]!.toLowerCase()}${simple.slice(1)}\\b`)
  const own = oncePer(project, registrations)
    // Of an interceptor its own statement, which the next one does not belong to.
    .map((part) => (part.startsWith('addInterceptor') ? part.split(';')[0]! : part))
    .filter((part) => called.test(part))
  const marked = cls.annotations
    .filter(({ name }) => name === 'WebFilter')
    .flatMap(({ args }) => textsOf(args['value'] ?? args['urlPatterns']))
  const described = webXmls(project).flatMap((xml) => filterPatterns(xml, cls.name))
  const patterns = [...named(own, added), ...marked, ...described]
  return { patterns: patterns.length > 0 ? patterns : null, except: named(own, taken) }
}

/** Interceptors that are written where they are registered. */
const inPlace = (project: Project): Gate[] =>
  oncePer(project, registrations)
    .filter((part) => /^addInterceptor\(\s*new\s+\w*HandlerInterceptor\w*\s*\(\s*\)\s*\{/.test(part))
    .map((part) => {
      const patterns = named([part], added)
      return { patterns: patterns.length > 0 ? patterns : null, except: named([part], taken) }
    })

/** Filters and interceptors of the project. */
export const gates = (project: Project): readonly Gate[] => [
  ...inPlace(project),
  ...project.files.filter(isGate).flatMap((file) =>
    classesOf(file.parsed.body)
      .filter(isGateClass)
      .map((cls) => gateOf(project, cls)),
  ),
]

function filterPatterns(xml: string, cls: string): string[] {
  const own = [...xml.matchAll(/<filter>([^]*?)<\/filter>/g)].find(([, part = '']) => part.includes(`>${cls}<`))
  const name = /<filter-name>\s*([^<]*?)\s*</.exec(own?.[1] ?? '')?.[1]
  if (name === undefined) return []
  return [...xml.matchAll(/<filter-mapping>([^]*?)<\/filter-mapping>/g)]
    .filter(([, part = '']) => part.includes(`>${name}<`))
    .flatMap(([, part = '']) => [...part.matchAll(/<url-pattern>\s*([^<]*?)\s*</g)].map(([, pattern = '']) => pattern))
}
