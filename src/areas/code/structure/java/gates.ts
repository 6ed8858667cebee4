import type { Project, SourceFile } from '../../../../analysis/project.ts'
import { covers, type JavaDoor, quoted, textsOf, webXmls } from './doors.ts'
import { gates } from './filters.ts'
import { oncePer } from '../scripts.ts'
import { classesOf } from '../shapes.ts'

/** Who may pass: anybody, whoever is signed in, the staff; or nobody can tell. */
export type Pass = 'open' | 'signed' | 'staff' | 'unknown'

interface Rule {
  patterns: string[]
  verb: string
  pass: Pass
}
interface Chain {
  /** Paths that the chain is for; null: all; empty: nobody can tell. */
  scope: string[] | null
  rules: Rule[]
  rest: Pass
}

const configures = /\bauthorize(?:Http)?(?:Requests|Exchange)\s*\(/
const matcher =
  /\b(?:request|ant|mvc|path|server|regex)Matchers\(((?:[^()]|\([^()]*\))*)\)\s*\.\s*(\w+)\s*(?:\(((?:[^()]|\([^()]*\))*)\))?/g
const anyOther = /\bany(?:Request|Exchange)\(\)\s*\.\s*(\w+)\s*(?:\(((?:[^()]|\([^()]*\))*)\))?/g
/** Roles that every customer of a shop has. */
const ofCustomers = /CUSTOMER|USER|MEMBER|BUYER|SHOPPER|CLIENT|isAuthenticated|authenticated/

const passOf = (name: string, args = ''): Pass => {
  if (/^(?:permitAll|anonymous)$/.test(name)) return 'open'
  if (/authenticated$|^rememberMe$/i.test(name)) return 'signed'
  if (/^(?:hasRole|hasAnyRole|hasAuthority|hasAnyAuthority|access|denyAll|hasIpAddress)$/.test(name))
    return ofCustomers.test(args) ? 'signed' : 'staff'
  return 'unknown'
}

function chainOf(text: string): Chain {
  const scopes = [
    ...text.matchAll(
      /\b(?:securityMatchers?|antMatcher|mvcMatcher|requestMatcher|regexMatcher)\(((?:[^()]|\([^()]*\))*)\)/g,
    ),
  ].map(([, args = '']) => args)
  const scope = scopes.some((args) => args.includes('+')) ? [] : scopes.flatMap(quoted)
  const rules = [...text.matchAll(matcher)]
    .filter(([, , name = '']) => !/^(?:and|csrf)$/.test(name))
    .map(([, args = '', name = '', given = '']) => {
      const patterns = args.includes('+') ? [] : quoted(args).filter((pattern) => pattern.startsWith('/'))
      // A matcher that is no text may mean anything.
      return {
        patterns,
        verb: /HttpMethod\.(\w+)/.exec(args)?.[1] ?? '',
        pass: patterns.length === 0 ? ('unknown' as const) : passOf(name, given),
      }
    })
  const last = [...text.matchAll(anyOther)].at(-1)
  return { scope: scopes.length > 0 ? scope : null, rules, rest: last ? passOf(last[1]!, last[2]) : 'unknown' }
}

/** Chains of Spring Security, those for some paths first. */
const chains = (project: Project): readonly Chain[] => {
  const found: Chain[] = []
  for (const file of project.files) {
    if (file.language !== 'java' || !configures.test(file.source)) continue
    for (const cls of classesOf(file.parsed.body))
      for (const fn of cls.methods) {
        const text = file.source.slice(fn.at, fn.end)
        if (configures.test(text)) found.push(chainOf(text))
      }
  }
  for (const { source } of project.settings) {
    const rules = [...source.matchAll(/<(?:\w+:)?intercept-url\b([^>]*)>/g)].map(([, attributes = '']) => ({
      patterns: [/pattern="([^"]*)"/.exec(attributes)?.[1] ?? ''],
      verb: /method="([^"]*)"/.exec(attributes)?.[1] ?? '',
      pass: passOf(/permitAll|ANONYMOUS/i.test(attributes) ? 'permitAll' : 'access', attributes),
    }))
    if (rules.length > 0) found.push({ scope: null, rules, rest: 'open' })
  }
  return found.sort((a, b) => Number(a.scope === null) - Number(b.scope === null))
}

/** Paths that Spring Security does not look at. */
const ignored = (project: Project): readonly string[] =>
  project.files
    .filter(({ language, source }) => language === 'java' && /\.ignoring\(\)/.test(source))
    .flatMap(({ source }) =>
      [...source.matchAll(/\.ignoring\(\)((?:\s*\.\s*\w+\((?:[^()]|\([^()]*\))*\))+)/g)].flatMap(([, rest = '']) =>
        quoted(rest),
      ),
    )

/** Whether `web.xml` demands a role for a path: `<security-constraint>` with methods it is limited to. */
function constrained(project: Project, path: string, verbs: readonly string[]): boolean {
  return webXmls(project).some((xml) =>
    [...xml.matchAll(/<security-constraint>([^]*?)<\/security-constraint>/g)].some(([, part = '']) => {
      if (!/<auth-constraint/.test(part)) return false
      const patterns = [...part.matchAll(/<url-pattern>\s*([^<]*?)\s*</g)].map(([, pattern = '']) => pattern)
      const methods = [...part.matchAll(/<http-method>\s*([^<]*?)\s*</g)].map(([, method = '']) => method)
      return (
        patterns.some((pattern) => covers(pattern, path, true)) &&
        (methods.length === 0 || verbs.every((verb) => methods.includes(verb)))
      )
    }),
  )
}

/** Annotations that ask for more than a sign-in, and those that ask for one. */
export function passOfMarks({ marks, fn }: JavaDoor): Pass | undefined {
  // What a method says of itself counts, not what its class says of all.
  if (fn.annotations.some(({ name }) => name === 'PermitAll')) return 'open'
  const asking = marks.filter(({ name }) =>
    /^(?:PreAuthorize|PostAuthorize|PostFilter|Secured|RolesAllowed|Requires\w+|DenyAll|ServletSecurity|Authenticated|SaCheck\w+|LoginRequired|AdminOnly|\w*(?:Admin|Staff|Permission|Role|Auth)\w*)$/.test(
      name,
    ),
  )
  if (asking.length === 0) return undefined
  return asking.some(({ name, args }) => {
    const texts = Object.values(args).flatMap(textsOf).join(' ')
    return (
      !/^RequiresAuthentication$|^Authenticated$|^LoginRequired$/.test(name) &&
      (texts === '' ||
        /[#@]|returnObject|filterObject/.test(texts) ||
        !ofCustomers.test(texts) ||
        /ADMIN|STAFF|MANAGER/i.test(texts))
    )
  })
    ? 'staff'
    : 'signed'
}

/** True where the project says somewhere which of its paths are guarded: what is not named there is open. */
const isWhole = (project: Project) =>
  webXmls(project).length > 0 ||
  oncePer(project, chains).length > 0 ||
  oncePer(project, gates).some(({ patterns }) => patterns !== null)

/** True where anything stands before doors, as far as this knows. */
export const hasGates = (project: Project): boolean => isWhole(project) || oncePer(project, gates).length > 0

/** Who passes to a door by one of its paths, as far as chains, filters, descriptions and annotations tell. */
export function passTo(project: Project, door: JavaDoor, path: string): Pass {
  if (oncePer(project, ignored).some((pattern) => covers(pattern, path))) return 'open'
  const marked = passOfMarks(door)
  if (marked === 'staff') return marked
  if (constrained(project, path, door.verbs)) return 'staff'
  const authenticates = oncePer(project, chains).length > 0
  for (const { patterns, except } of oncePer(project, gates)) {
    if (except.some((pattern) => covers(pattern, path, true))) continue
    // Beside a chain, a filter without paths of its own is what finds out who calls.
    if (patterns === null ? !authenticates : patterns.some((pattern) => covers(pattern, path, true))) return 'unknown'
  }
  const all = oncePer(project, chains)
  // Chains of several programs in one tree: nobody can tell whose a door is.
  if (all.some(({ scope }) => scope?.length === 0) || all.filter(({ scope }) => scope === null).length > 1)
    return 'unknown'
  const chain = all.find(({ scope }) => scope === null || scope.some((pattern) => covers(pattern, path)))
  if (!chain) return marked ?? (isWhole(project) ? 'open' : 'unknown')
  const rule = chain.rules.find(
    ({ patterns, verb, pass }) =>
      pass === 'unknown' ||
      ((verb === '' || door.verbs.length === 0 || door.verbs.includes(verb)) &&
        patterns.some((pattern) => covers(pattern, path))),
  )
  const pass = rule ? rule.pass : chain.rest
  return pass === 'open' && marked ? marked : pass
}

/** True where the project tells its own people from customers anywhere: by a rule of a chain or by an annotation. */
export const knowsStaff = (project: Project): boolean =>
  oncePer(project, chains).some(({ rules }) => rules.some(({ pass }) => pass === 'staff')) ||
  oncePer(project, marksStaff)
const marksStaff = (project: Project) =>
  project.files.some(
    ({ language, source }) =>
      language === 'java' &&
      /@(?:PreAuthorize|Secured|RolesAllowed)\([^)]*(?:ADMIN|STAFF|MANAGER|CLERK|EMPLOYEE|EDITOR|BACK_?OFFICE)|isUserInRole\(/i.test(
        source,
      ),
  )

/** True where the project knows of customers who sign in. */
export const knowsCustomers = (project: Project): boolean =>
  oncePer(project, asksWho) || oncePer(project, chains).length > 0
const asksWho = (project: Project) =>
  project.files.some(
    ({ language, source }) =>
      language === 'java' &&
      /\bPrincipal\b|\bAuthentication\b|SecurityContext\b|AuthenticationPrincipal|SecurityContextHolder|getUserPrincipal|getRemoteUser|CurrentUser|ession\(?\)?\.getAttribute\("(?!cart|basket|lang|locale)/.test(
        source,
      ),
  )

/** Whether the check of the token is switched off for a path of a shop whose customers sign in by a form or a session. */
export function csrfSwitches(file: SourceFile): { at: number; except: string[] | null }[] {
  if (file.language !== 'java' || !configures.test(file.source)) return []
  return [
    ...file.source.matchAll(
      /\bcsrf\s*\(\s*(?:AbstractHttpConfigurer::disable|CsrfConfigurer::disable|ServerHttpSecurity\.CsrfSpec::disable|(\w+)\s*->\s*\1\s*\.\s*disable\(\))|\bcsrf\(\)\s*\.\s*disable\(\)|\bignoringRequestMatchers\(((?:[^()]|\([^()]*\))*)\)|\bignoringAntMatchers\(((?:[^()]|\([^()]*\))*)\)/g,
    ),
  ].map((match) => {
    const except = match[2] ?? match[3]
    return { at: match.index, except: except === undefined ? null : quoted(except) }
  })
}
