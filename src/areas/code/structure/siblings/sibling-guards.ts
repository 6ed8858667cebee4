import type { ClassDecl, FunctionDecl } from '../../../../analysis/ast.ts'
import type { Project, SourceFile } from '../../../../analysis/project.ts'
import { calledName } from '../../../../analysis/visit.ts'
import { callsIn } from '../callees.ts'
import type { StructureCheck } from '../check.ts'
import { asksRight, comparesToken, forAnybody, isChange, mayAsk } from './guard-words.ts'
import { once } from '../../../../analysis/once.ts'
import { reachOf } from '../reach.ts'
import { oncePer } from '../scripts.ts'
import { classesOf } from '../shapes.ts'

const plumbing = /^(?:__|_?(?:pre|post)?dispatch|on[A-Z]|get[A-Z]|is[A-Z]|has[A-Z]|before[A-Z]|after[A-Z]|set[A-Z])/
const readsRequest =
  /\$_(?:GET|POST|REQUEST)\b|[rR]equest\b|getParam\(|->input\b|->post\(|->param\(|\$this->(?:get|post)\(/
/** A class that answers requests, by its name or where it lies. */
export const answers = /controller|action|ajax|resolver|endpoint|dashboard|single_?page|backend/i
/** What a visitor gathers before he buys: a foreign page gains nothing by changing it. */
const ofVisit = /cart|basket|compare|checkout|onepage|multishipping/i
/** An action that does for good what its name says; one that only asks, shows or keeps a view of one's own is left out. */
export const doesForGood =
  /(?:save|delete|remove|destroy|update|create|add|edit|insert|upload|import|move|clear|toggle|enable|disable|approve|cancel|refund|assign|apply|store|publish|restore|install|merge|transition)/i
export const ofView =
  /info|config|column|grid|filter|copy|dialog|modal|form|count|check|favou?rite|session|note|draft|read|seen|step/i

export interface Handler {
  fn: FunctionDecl
  /** Names of all that it calls, itself and by what it calls. */
  calls: ReadonlySet<string>
}

/** Names of all that a function calls itself. */
export const callsOf = once((fn: FunctionDecl): ReadonlySet<string> => {
  const names = new Set<string>()
  for (const node of callsIn(fn)) {
    const called = calledName(node)
    if (called) names.add(called.name)
  }
  return names
})

/** Changes by itself, or is called so and leaves it to others. */
const changesSomething = ({ fn, calls }: Handler) =>
  [...(isChange(fn.name.toLowerCase()) ? calls : callsOf(fn))].some(isChange)

/** Methods of the project's own request that compare a token before they give what was sent. */
const ownReaders = (project: Project): ReadonlySet<string> => {
  const found = new Set<string>()
  for (const { source, parsed, language } of project.files)
    if (language === 'php' && /csrf|xsrf|form_?key/i.test(source))
      for (const cls of classesOf(parsed.body))
        if (/request|input/i.test(cls.name))
          for (const fn of cls.methods)
            if (/csrf|xsrf|form_?key/i.test(source.slice(fn.at, fn.end))) found.add(fn.name.toLowerCase())
  return found
}

/** Several checks ask for the same handlers. */
const known = new WeakMap<ClassDecl, readonly Handler[]>()

/** Public methods of a class that an address may call: no part of another one, and nothing that a framework calls beside. */
export function handlersOf(project: Project, file: SourceFile, cls: ClassDecl): readonly Handler[] {
  const handlers = known.get(cls) ?? readHandlers(project, file, cls)
  known.set(cls, handlers)
  return handlers
}

function readHandlers(project: Project, file: SourceFile, cls: ClassDecl): Handler[] {
  const inner = new Set(
    cls.methods.flatMap((fn) =>
      callsIn(fn).flatMap((node) =>
        node.kind === 'mcall' && node.object.kind === 'var' && node.object.name === 'this'
          ? [calledName(node)?.name ?? '']
          : [],
      ),
    ),
  )
  return (
    cls.methods
      .filter(
        ({ name, visibility, isStatic, body }) =>
          visibility === 'public' && !isStatic && body && !plumbing.test(name) && !inner.has(name.toLowerCase()),
      )
      // Listens to what other parts of OpenCart do.
      .filter(({ params }) => params[0]?.name !== 'route')
      .map((fn) => ({
        fn,
        calls: new Set(reachOf(project, { fn, file: file.id, cls }).flatMap((item) => [...callsOf(item.fn)])),
      }))
  )
}

const asks = ({ calls }: Handler, pattern: RegExp) => [...calls].some((name) => pattern.test(name))
const marked = ({ fn }: Handler) =>
  fn.annotations.some(({ name }) => /granted|security|acl|csrf|permission|middleware/i.test(name)) ||
  /@(?:IsGranted|Security|Acl|Secure|Csrf|AdminSecurity)\b/i.test(fn.doc)

/** Laravel: the class of the request, or a middleware of the controller, asks before the action does. */
function askedBefore(project: Project, { fn, calls }: Handler): boolean {
  if (calls.has('middleware') || calls.has('authorizeresource')) return true
  return fn.params.some(({ type }) => type !== null && project.findMethod(type, 'authorize') !== undefined)
}

/** Frameworks that compare the token of a form by themselves. */
const ofForm = (name: string) => /^(?:handlerequest|createform|issubmitted|validateform)$/.test(name)

/** Changes something, and neither a mark nor a form of its framework asks for it. */
export const isOdd = (item: Handler): boolean =>
  !marked(item) && !forAnybody.test(item.fn.name) && ![...callsOf(item.fn)].some(ofForm) && changesSomething(item)

/** Compares the token, or leaves it to the project's own request. */
export function askedToken(project: Project, item: Handler): boolean {
  const readers = oncePer(project, ownReaders)
  return asks(item, comparesToken) || [...item.calls].some((name) => readers.has(name))
}

/** A foreign page gains by what it does with what was sent. */
export const isTokenHole = (file: SourceFile, cls: ClassDecl, { fn }: Handler): boolean =>
  !ofVisit.test(`${cls.name} ${fn.name}`) && readsRequest.test(file.source.slice(fn.at, fn.end))

/** Handlers that change something and are not asked as others of the class are, where these are more than `most` of them say. */
function oddOnes(
  handlers: readonly Handler[],
  isAsked: (handler: Handler) => boolean,
  most: (asking: number) => number,
): Handler[] {
  const asking = handlers.filter(isAsked)
  const odd = handlers.filter((item) => !isAsked(item) && isOdd(item))
  return asking.length > 0 && odd.length <= most(asking.length) ? odd : []
}

/**
 * A method that changes something without the check that the others of its class make: the token of the form (CWE-352), or the right
 * to it (CWE-862).
 */
export const siblingGuards: StructureCheck = (project, file, report) => {
  if (
    file.language !== 'php' ||
    !/csrf|xsrf|form_?key|nonce|token|grant|allow|perm|right|access|authori|can\(/i.test(file.source)
  )
    return
  for (const cls of classesOf(file.parsed.body)) {
    if (!answers.test(cls.name) && !answers.test(file.path)) continue
    const handlers = handlersOf(project, file, cls)
    const seen = new Set<FunctionDecl>()
    const askedRight = (item: Handler) => asks(item, asksRight)
    for (const item of oddOnes(handlers, askedRight, (asking) => asking / 3)) {
      if (asks(item, mayAsk) || !doesForGood.test(item.fn.name) || ofView.test(item.fn.name)) continue
      if (askedBefore(project, item)) continue
      seen.add(item.fn)
      report('missing-authorisation', item.fn.at)
    }
    const isAsked = (item: Handler) => askedToken(project, item)
    for (const item of oddOnes(handlers, isAsked, (asking) => Math.max(1, asking / 2)))
      if (!seen.has(item.fn) && isTokenHole(file, cls, item)) report('missing-request-token', item.fn.at)
  }
}
