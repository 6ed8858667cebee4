import type { Expr, FunctionDecl, Stmt } from '../../../../analysis/ast.ts'
import type { FunctionInfo, Project } from '../../../../analysis/project.ts'
import { calledName, visit } from '../../../../analysis/visit.ts'
import { type Asked, asked, type Locals, localsOf, type Question, questionOfCall, refuses } from './asked.ts'
import { bodiesIn } from './bodies.ts'
import { calls } from '../callees.ts'
import type { StructureCheck } from '../check.ts'
import { deedIn } from './deeds.ts'
import { ends, endsRefusing, isEnd, tells, type Telling } from './refusals.ts'
import { contentWithAny } from './either-right.ts'
import { literalText, mainOf, nameOf } from '../scripts.ts'
import type { Reached } from '../sent.ts'

/**
 * A check guards a deed only if it stands before it on every way and its refusal ends the request on that way. Here is what does not:
 * a refusal behind which the code goes on, an answer that nobody takes, a check behind the deed, and an `or` where both are needed.
 */

/** Names by which a call may be a check of its own, whatever it does. */
const mayCheck =
  /require|check|ensure|assert|guard|protect|verif|authori[sz]e|allow|restrict|deny|secure|middleware|must|only/i
const loadsCheck = /auth|login|guard|session|secure|check|admin|init|bootstrap|header|common|global|prepend|config|top/i

/** A body from one of its statements on. */
interface Rest {
  body: readonly Stmt[]
  start: number
}

interface Way {
  project: Project
  from: Reached
  locals: Locals
  /** What has been asked on the way, and held. */
  held: Set<Question>
  /** What stands on the way before anything is asked. */
  before: Stmt[]
  /** What runs behind the body in hand, the nearest first. */
  behind: readonly Rest[]
  report: (rule: string, at: number) => void
}

const ruleOf = (kinds: ReadonlySet<Question>) =>
  kinds.size > 0 && [...kinds].every((kind) => kind === 'token') ? 'missing-request-token' : 'missing-authorisation'

/** True where a condition looks at what a branch left behind. */
function looksAt(test: Expr, { touched }: Telling): boolean {
  let found = false
  visit(test, (node) => {
    if (node.kind === 'var' && touched.has(node.name)) found = true
    if (node.kind === 'prop' && typeof node.name === 'string' && touched.has(node.name)) found = true
    const name = calledName(node)?.name
    if (name !== undefined && (touched.has(name) || /^has_?errors?$|headerssent|iscommitted/.test(name))) found = true
  })
  return found
}

/** Whether code asks of whoever calls by an expression: a question, or a call that may be one. */
const asksAgain = (value: Expr, { locals }: Way): boolean => {
  if (asked(value, locals).kinds.size > 0) return true
  const bare = value.kind === 'await' ? value.value : value
  return mayCheck.test(calledName(bare)?.name ?? '') && bare.kind !== 'lit'
}

/** Where bodies that follow a check that does not hold change something all the same; 'over' where nothing runs behind. */
function deedBehind(rests: readonly Rest[], way: Way, telling: Telling): number | 'over' | undefined {
  const { project, from } = way
  for (const { body, start } of rests)
    for (let index = start; index < body.length; index++) {
      const item = body[index]!
      const inner = innerOf(item)
      if (item.kind === 'if') {
        if (looksAt(item.test, telling) || asked(item.test, way.locals).kinds.size > 0) return 'over'
      }
      if (inner) {
        const head = headOf(item)
        const first = head && deedIn(project, head, from)
        if (first !== undefined) return first
        // A branch may end while the other goes on.
        for (const branch of inner) {
          const at = deedBehind([{ body: branch, start: 0 }], way, telling)
          if (typeof at === 'number') return at
          if (at === 'over' && item.kind !== 'if' && item.kind !== 'switch') return at
        }
        continue
      }
      if (item.kind === 'expr' && asksAgain(item.value, way)) return 'over'
      const at = deedIn(project, item, from)
      if (at !== undefined) return at
      if (isEnd(item) || (item.kind === 'expr' && isEnd(item.value))) return 'over'
    }
  return undefined
}

const listOf = (item: Stmt | null): readonly Stmt[] => (item === null ? [] : item.kind === 'block' ? item.body : [item])

/** Bodies within a statement, each run or not by itself. */
function innerOf(item: Stmt): (readonly Stmt[])[] | undefined {
  if (item.kind === 'block') return [item.body]
  if (item.kind === 'if') return [listOf(item.yes), listOf(item.no)]
  if (item.kind === 'while' || item.kind === 'dowhile' || item.kind === 'for' || item.kind === 'foreach')
    return [listOf(item.body)]
  if (item.kind === 'try') return [listOf(item.body), ...item.catches.map(({ body }) => body), listOf(item.finale)]
  if (item.kind === 'switch') return item.cases.map(({ body }) => body)
  return undefined
}
const headOf = (item: Stmt): Expr | undefined =>
  item.kind === 'if' || item.kind === 'while' ? item.test : item.kind === 'foreach' ? item.subject : undefined

/** Checks of the project, by their functions, with what they ask; null for what is none. */
const answers = new WeakMap<FunctionDecl, ReadonlySet<Question> | null>()

/** A check of the project's own that asks who calls, refuses, and leaves it to its caller to stop. */
function isOnlyAnswer(project: Project, own: readonly FunctionInfo[]): ReadonlySet<Question> | undefined {
  const [info, ...others] = own
  if (!info || others.length > 0) return undefined
  const known = answers.get(info.fn)
  if (known !== undefined) return known ?? undefined
  const answer = readAnswer(project, info)
  answers.set(info.fn, answer ?? null)
  return answer
}

function readAnswer(project: Project, info: FunctionInfo): ReadonlySet<Question> | undefined {
  if (info.fn.params.some(({ name }) => name === 'next')) return undefined
  const text = project.files[info.file]!.source.slice(info.fn.at, info.fn.end)
  if (/\b(?:exit|die|throw|abort|wp_die|process\.exit)\b/.test(text)) return undefined
  const own: Reached = { ...info, sent: new Set() }
  // What does the work itself is no check.
  if (info.fn.body?.some((item) => deedIn(project, item, own) !== undefined)) return undefined
  const locals = localsOf(info.fn.body)
  for (const item of info.fn.body ?? []) {
    if (item.kind !== 'if' || item.no || !refuses(item.test)) continue
    const { kinds } = asked(item.test, locals)
    const telling = tells(project, item.yes, own, true)
    if (telling?.isRefusal) return kinds.size > 0 ? kinds : new Set(['right'])
  }
  return undefined
}

const strong = (kinds: ReadonlySet<Question>) => kinds.has('right') || kinds.has('key')

/** A refusal that only tells, and behind it a deed. */
function goesOn(item: Stmt & { kind: 'if' }, kinds: ReadonlySet<Question>, after: readonly Rest[], way: Way): void {
  const telling = item.no ? undefined : tells(way.project, item.yes, way.from)
  if (!telling || !refuses(item.test)) return
  // A visitor who is only noted may well go on; who is told that he may not must not.
  if (!(telling.isRefusal || strong(kinds) || kinds.has('token')) || (kinds.size === 0 && !telling.isRefusal)) return
  if (kinds.has('right') ? way.held.has('right') : strong(way.held)) return
  if (!telling.isRefusal && kinds.has('key') && !kinds.has('right') && isBefore(way.from.fn)) return
  const at = deedBehind(after, way, telling)
  if (typeof at === 'number' || (at === undefined && telling.isRefusal && kinds.size > 0 && changesWhoLoads(way)))
    way.report(ruleOf(kinds), item.at)
}

/** Stands before others and may leave it to them to ask who was found. */
const isBefore = ({ params }: FunctionDecl) => params.some(({ name }) => /^next$|chain$|handler$/i.test(name))

/** A script that others load does this before all they do. */
function changesWhoLoads({ project, from }: Way): boolean {
  if (from.fn.name !== '' || from.cls) return false
  const { id, path, language } = project.files[from.file]!
  if (language !== 'php') return false
  const name = nameOf(path)
  const loaded = new RegExp(`\\b(?:require|include)(?:_once)?\\b[^;\\n]*['"/]${name.replace(/[.+]/g, '\\$&')}['"]`)
  return project.files.some(
    (other) =>
      other.id !== id &&
      other.language === 'php' &&
      loaded.test(other.source) &&
      mainOf(other).body!.some(
        (item) =>
          deedIn(project, item, { fn: mainOf(other), file: other.id, cls: null, sent: new Set() }) !== undefined,
      ),
  )
}

/** A check of a program's own that may refuse by itself, where its body is not at hand. */
const mayRefuse = /^(?:validate|verify|check)_?csrf/

/** A framework's check that ends the request by itself: whoever may not goes no further. */
const refusesItself = (value: Expr): boolean =>
  (value.kind === 'mcall' || value.kind === 'call') &&
  /^(?:denyaccessunlessgranted|abort_unless|abort_if)$/.test(calledName(value)?.name ?? '')

/** An answer that nobody takes, and behind it a deed. */
function dropped(value: Expr, after: readonly Rest[], way: Way): boolean {
  const call = value.kind === 'await' ? value.value : value
  if (call.kind !== 'call' && call.kind !== 'mcall' && call.kind !== 'scall') return false
  const named = mayRefuse.test(calledName(call)?.name ?? '') ? undefined : questionOfCall(call)
  const own = calls(way.project, call, way.from).filter(({ fn }) => fn.body)
  const kinds = own.length === 0 ? (named ? new Set([named]) : undefined) : isOnlyAnswer(way.project, own)
  if (!kinds || (kinds.size === 1 && kinds.has('signed') && own.length === 0)) return false
  const at = deedBehind(after, way, { isRefusal: true, touched: new Set() })
  if (typeof at === 'number') way.report(ruleOf(kinds), value.at)
  return true
}

/** Looks along one body at what is asked and done, in that order. */
function walk(body: readonly Stmt[], way: Way): void {
  for (const [i, item] of body.entries()) {
    const after = [{ body, start: i + 1 }, ...way.behind]
    if (item.kind === 'expr' && !dropped(item.value, after, way)) {
      if (way.held.size === 0 && refusesItself(item.value)) reportFirstDeed(way)
      if (mayCheck.test(calledName(item.value)?.name ?? '') || loads(item.value)) {
        way.held.add('signed').add('right').add('key').add('token')
      }
    }
    const question = item.kind === 'if' ? asked(item.test, way.locals) : undefined
    if (item.kind === 'if' && question) judge(item, question, after, way)
    const { length } = way.before
    for (const branch of innerOf(item) ?? []) {
      // What is asked to come here holds here.
      walk(branch, { ...way, held: new Set([...way.held, ...(question?.kinds ?? [])]), behind: after })
      way.before.length = length
    }
    if (way.held.size === 0 && (item.kind === 'expr' || item.kind === 'declare')) way.before.push(item)
  }
}

function loads(value: Expr): boolean {
  let found = false
  visit(value, (node) => {
    if (node.kind === 'include')
      found ||= loadsCheck.test(nameOf(literalText(node.value))) || literalText(node.value).endsWith(' ? ')
  })
  return found
}

/** What was done on the way before anything was asked. */
function reportFirstDeed({ before, project, from, report }: Way): void {
  for (const item of before) {
    const at = deedIn(project, item, from)
    if (at !== undefined) return report('missing-authorisation', at)
  }
}

function judge(item: Stmt & { kind: 'if' }, { kinds, ofCaller }: Asked, after: readonly Rest[], way: Way): void {
  goesOn(item, kinds, after, way)
  if (kinds.size === 0 || !ends(item.yes)) return
  const refused = refuses(item.test) && endsRefusing(item.yes)
  if (refused && ofCaller && (strong(kinds) || kinds.has('signed')) && way.held.size === 0) reportFirstDeed(way)
  if (contentWithAny(item.test, way.locals, true) && !way.held.has('right')) {
    if (typeof deedBehind(after, way, { isRefusal: true, touched: new Set() }) === 'number')
      way.report('missing-authorisation', item.at)
  }
  for (const kind of kinds) way.held.add(kind)
}

/** Checks that hold nobody back (CWE-862, CWE-863, CWE-698, CWE-252, CWE-696). */
export const voidChecks: StructureCheck = (project, file, report) => {
  if (file.parsed.isTemplate) return
  const done = new Set<number>()
  for (const from of bodiesIn(file)) {
    const body = from.fn.body!
    walk(body, {
      project,
      from,
      locals: localsOf(body),
      held: new Set(),
      before: [],
      behind: [],
      report: (rule, at) => {
        if (!done.has(at)) report(rule, at)
        done.add(at)
      },
    })
  }
}
