import type { ClassDecl, FunctionDecl } from '../../../analysis/ast.ts'
import type { Project, SourceFile } from '../../../analysis/project.ts'
import { calledName, visit } from '../../../analysis/visit.ts'
import type { StructureCheck } from './check.ts'
import { reachOf } from './reach.ts'
import { oncePer } from './scripts.ts'
import { classesOf } from './shapes.ts'

/** A call that compares the token of a form with what the session holds, by its name. */
const comparesToken =
  /^_?(?:(?:is|has|check|validate|verify|assert|require|ensure|protect)\w*(?:csrf|xsrf|form_?key|form_?token|nonce|security_?token|get_?token|post_?token|request_?token)\w*|(?:check|validate|verify)_?tokens?|is_?token_?valid|\w*(?:csrf|xsrf|form_?key)\w*(?:check|valid|verif)\w*|check_?admin_?referer|check_?ajax_?referer)$/
/** A call that asks for a right, by its name. */
const asksRight =
  /^_?(?:is_?(?:granted|allowed)\w*|has_?(?:access|perm\w*|rights?|role|capabilit\w*|privilege\w*)|(?:check|require|assert|ensure|validate|enforce)_?(?:user_?)?(?:access|perm\w*|rights?|acl|admin|role|privilege\w*|login|authori[sz]\w*)\w*|deny_?(?:access|unless)\w*|authori[sz]e(?:_?\w*or\w*)?|(?:user_?)?can)$/
/** A call that may ask for it in words of its own. */
const mayAsk = /perm|access|allow|grant|rights|^_*can(?!cel)|owner|belong|authori|admin|acl|polic|forbid|deny|restrict/
const changes =
  /^(?:save|delete|remove|destroy|insert|update|upsert|persist|flush|truncate|unlink|apply|transition|toggle|enable|disable|approve|cancel|capture|refund|void|assign|unassign|move|rename|drop|purge|write|create)(?:$|(?!d)[a-z_]\w*)/
/** Names that begin so and change nothing: what is made is an object or a text. */
const changesNothing =
  /^(?:create(?!d?(?:customer|user|order|account|token|product|item))\w*|write(?:ln|line)?|apply(?:filter|layout|default|to|plugin)\w*|move_?uploaded\w*|update(?:d|layout)\w*|capture_?(?:start|end)|assign(?:var|ref)?|voidvalue|delete_?(?:cookie|cache)\w*|remove_?(?:accents|filter|action|element|child|item|parameter|from\w*)|insert_?(?:before|after))$/
/** What answers, asks for nothing, or is called by a mail or another program. */
const forAnybody =
  /log_?(?:in|out)|sign_?(?:in|out|up)|regist|confirm|verif|activat|subscri|callback|webhook|hook|return|notify|notification|ipn|cron|locale|language|currency|theme|search|export|download|preview|validate|forgot|view|detail|index|list|show|render|init|install/i
const plumbing = /^(?:__|_?(?:pre|post)?dispatch|on[A-Z]|get[A-Z]|is[A-Z]|has[A-Z]|before[A-Z]|after[A-Z]|set[A-Z])/
const readsRequest =
  /\$_(?:GET|POST|REQUEST)\b|[rR]equest\b|getParam\(|->input\b|->post\(|->param\(|\$this->(?:get|post)\(/
/** A class that answers requests, by its name or where it lies. */
const answers = /controller|action|ajax|resolver|endpoint|dashboard|single_?page|backend/i
/** What a visitor gathers before he buys: a foreign page gains nothing by changing it. */
const ofVisit = /cart|basket|compare|checkout|onepage|multishipping/i
/** An action that does for good what its name says; one that only asks, shows or keeps a view of one's own is left out. */
const doesForGood =
  /(?:save|delete|remove|destroy|update|create|add|edit|insert|upload|import|move|clear|toggle|enable|disable|approve|cancel|refund|assign|apply|store|publish|restore|install|merge|transition)/i
const ofView =
  /info|config|column|grid|filter|copy|dialog|modal|form|count|check|favou?rite|session|note|draft|read|seen|step/i

interface Handler {
  fn: FunctionDecl
  /** Names of all that it calls, itself and by what it calls. */
  calls: ReadonlySet<string>
}

const callsOf = (body: unknown): Set<string> => {
  const names = new Set<string>()
  visit(body, (node) => {
    const called = calledName(node)
    if (called) names.add(called.name)
  })
  return names
}

const isChange = (name: string) => changes.test(name) && !changesNothing.test(name)
/** Changes by itself, or is called so and leaves it to others. */
const changesSomething = ({ fn, calls }: Handler) =>
  [...(isChange(fn.name.toLowerCase()) ? calls : callsOf(fn.body))].some(isChange)

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

/** Public methods of a class that an address may call: no part of another one, and nothing that a framework calls beside. */
function handlersOf(project: Project, file: SourceFile, cls: ClassDecl): Handler[] {
  const inner = new Set(
    cls.methods.flatMap(({ body }) => {
      const names: string[] = []
      visit(body, (node) => {
        if (node.kind === 'mcall' && node.object.kind === 'var' && node.object.name === 'this')
          names.push(calledName(node)?.name ?? '')
      })
      return names
    }),
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
        calls: new Set(reachOf(project, { fn, file: file.id, cls }).flatMap((item) => [...callsOf(item.fn.body)])),
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

/** Handlers that change something and are not asked as others of the class are, where these are more than `most` of them say. */
function oddOnes(
  handlers: readonly Handler[],
  isAsked: (handler: Handler) => boolean,
  most: (asking: number) => number,
): Handler[] {
  const asking = handlers.filter(isAsked)
  const odd = handlers.filter(
    (item) =>
      !isAsked(item) &&
      !marked(item) &&
      !forAnybody.test(item.fn.name) &&
      ![...callsOf(item.fn.body)].some(ofForm) &&
      changesSomething(item),
  )
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
    const text = ({ fn }: Handler) => file.source.slice(fn.at, fn.end)
    const seen = new Set<FunctionDecl>()
    const askedRight = (item: Handler) => asks(item, asksRight)
    for (const item of oddOnes(handlers, askedRight, (asking) => asking / 3)) {
      if (asks(item, mayAsk) || !doesForGood.test(item.fn.name) || ofView.test(item.fn.name)) continue
      if (askedBefore(project, item)) continue
      seen.add(item.fn)
      report('missing-authorisation', item.fn.at)
    }
    const readers = oncePer(project, ownReaders)
    const askedToken = (item: Handler) => asks(item, comparesToken) || [...item.calls].some((name) => readers.has(name))
    for (const item of oddOnes(handlers, askedToken, (asking) => Math.max(1, asking / 2)))
      if (!seen.has(item.fn) && !ofVisit.test(`${cls.name} ${item.fn.name}`) && readsRequest.test(text(item)))
        report('missing-request-token', item.fn.at)
  }
}
