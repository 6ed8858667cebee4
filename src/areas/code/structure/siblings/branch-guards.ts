import type { Expr, FunctionDecl, Stmt } from '../../../../analysis/ast.ts'
import type { Project, SourceFile } from '../../../../analysis/project.ts'
import { calledName, visit, type Visitable } from '../../../../analysis/visit.ts'
import type { StructureCheck } from '../check.ts'
import { asksRight, comparesToken, forAnybody, isChange, mayAsk } from './guard-words.ts'
import { isDoor } from '../wordpress/doors.ts'
import { registrationsOf } from '../wordpress/hooks.ts'
import { includes, literalText, nameOf, oncePer, visitScript } from '../scripts.ts'
import { declarationsIn } from '../shapes.ts'

/** Part of a script or function that one value of the request leads to: `if (isset($_POST['add']))`, `case 'delete':`. */
interface Branch {
  at: number
  /** Words of the condition that leads here. */
  words: string
  changes: boolean
  /** It, or what stands around it, compares the token of a form; asks for a right. */
  token: boolean
  right: boolean
  /** It stands in another one that changes something. */
  within: boolean
  /** Name of the function that it is a part of; empty for the script itself. */
  of: string
}

/** Doors of machines and of whoever is not signed in, by the name or folder of their file. */
const noBrowser =
  /(?:^|[/\\_.-])(?:api|rest|ajax_?public|cron\w*|cli|console|webhooks?|hooks?|ipn|callback|install\w*|setup|update\w*|upgrade\w*|migrat\w*|guest\w*|log_?in|register|signup|checkout|cart|contact|search|tests?)(?:[/\\_.-]|$)/i
const request = /^_(?:GET|POST|REQUEST)$/
/** Names that programs give to the word that says what is to be done. */
const ofAction = /^(?:action|mode|op|do|cmd|task|act|get_?mode|get_?action|step|func|sub_?action)$/i
/** A statement; `Update category` is a word of a page. */
const writes = /^\s*(?:UPDATE\s[^]*?\sSET|DELETE\s+FROM|INSERT\s+INTO|REPLACE\s+INTO)\s/i
const ofRecord = /^\s*(?:INSERT|REPLACE)\s+INTO\s+\S*(?:log|histor|visit|stat|audit|cache|event|view|session|temp|tmp)/i
const ofToken = /csrf|xsrf|nonce|form_?key|^_*token$|(?:security|session|form|request|page)_?token/i
/** A note of when somebody was there. */
const ofVisit = /^\s*UPDATE\s[^]*?\sSET\s+[`\w.]*(?:accessed|viewed|seen|visited|last_\w+|hits|views)\b/i
/** What a condition of rights speaks of. */
const ofRight = /perm|rights?\b|is_?admin|acl|allowed|can_?(?:edit|manage|delete|write|create)|privilege|role/i

const wordsOf = (node: Visitable): string[] => {
  const words: string[] = []
  visit(node, (item) => {
    if (item.kind === 'lit') words.push(String(item.value))
    else if (item.kind === 'var' || item.kind === 'const') words.push(item.name)
    else if (item.kind === 'prop' && typeof item.name === 'string') words.push(item.name)
    else words.push(calledName(item)?.name ?? '')
  })
  return words
}

/** Variables of a file that hold what was sent. */
function sentNames(body: Visitable): Set<string> {
  const names = new Set<string>()
  visit(body, (node) => {
    if (node.kind !== 'assign' || node.target.kind !== 'var') return
    const { name } = node.target
    if (ofAction.test(name)) names.add(name)
    visit(node.value, (inner) => {
      if (inner.kind === 'var' && request.test(inner.name)) names.add(name)
      if (inner.kind === 'const' && /^INPUT_(?:GET|POST|REQUEST)$/.test(inner.name)) names.add(name)
    })
  })
  return names
}

/** True for a condition that asks what was sent, and nothing of who is signed in. */
function isChosen(test: Expr, names: ReadonlySet<string>): boolean {
  let found = false
  visit(test, (node) => {
    // Where nothing was sent, nothing was chosen.
    if (node.kind === 'un' && node.op === '!' && node.value.kind === 'empty') {
      if (isChosen(node.value.value, names)) found = true
      return false
    }
    if (node.kind === 'empty') return false
    if (node.kind === 'var' && (request.test(node.name) || names.has(node.name))) found = true
    return undefined
  })
  return found
}

/** What happens in a body by itself, not where the request leads to one of its branches. */
interface Own {
  token: boolean
  right: boolean
  changes: boolean
  branches: { at: number; test: Expr; bodies: Stmt[] }[]
}

function ownOf(body: readonly Stmt[], names: ReadonlySet<string>): Own {
  const own: Own = { token: false, right: false, changes: false, branches: [] }
  const ask = (test: Expr) => {
    const words = wordsOf(test)
    if (words.some((word) => ofToken.test(word))) own.token = true
    if (words.some((word) => ofRight.test(word))) own.right = true
  }
  visit(body, (node) => {
    if (/^(?:funcdecl|classdecl|func)$/.test(node.kind)) return false
    if (node.kind === 'if') {
      if (isChosen(node.test, names) && !wordsOf(node.test).some((word) => ofToken.test(word))) {
        own.branches.push({ at: node.at, test: node.test, bodies: [node.yes] })
        // Branches beside it; what is done where none is chosen is left out.
        if (node.no) own.branches.push(...ownOf([node.no], names).branches)
        return false
      }
      ask(node.test)
    }
    if (node.kind === 'cond') ask(node.test)
    if (node.kind === 'switch' && isChosen(node.subject, names)) {
      for (const { test, body: inner } of node.cases)
        if (test && inner.length > 0) own.branches.push({ at: inner[0]!.at, test, bodies: inner })
      return false
    }
    const called = calledName(node)
    if (called) {
      if (comparesToken.test(called.name)) own.token = true
      if (asksRight.test(called.name) || mayAsk.test(called.name)) own.right = true
      if (isChange(called.name) || called.name === 'unlink') own.changes = true
    }
    const given = node.kind === 'assign' ? [node] : 'args' in node ? node.args : []
    for (const { value } of given) {
      const literal = literalText(value)
      if (writes.test(literal) && !ofRecord.test(literal) && !ofVisit.test(literal)) own.changes = true
    }
    return undefined
  })
  return own
}

/** Branches below a body, each with what it and those around it ask for. */
function branchesOf(
  body: readonly Stmt[],
  names: ReadonlySet<string>,
  around: { token: boolean; right: boolean; within: boolean; of: string },
): Branch[] {
  const own = ownOf(body, names)
  const asked = { token: around.token || own.token, right: around.right || own.right }
  return own.branches.flatMap(({ at, test, bodies }) => {
    const inner = ownOf(bodies, names)
    const words = wordsOf(test)
    const right = asked.right || inner.right || words.some((word) => ofRight.test(word) || asksRight.test(word))
    const { of } = around
    const here = { token: asked.token || inner.token, right, within: around.within || inner.changes, of }
    return [
      { at, words: words.join(' '), changes: inner.changes, ...here, within: around.within },
      ...branchesOf(bodies, names, here),
    ]
  })
}

const none = { token: false, right: false, within: false, of: '' }

/** Functions and methods that a file declares; closures are a part of what they stand in. */
const functionsIn = ({ parsed }: SourceFile): FunctionDecl[] =>
  declarationsIn(parsed.body).flatMap((item) =>
    item.kind === 'funcdecl' ? [item.fn] : item.kind === 'classdecl' ? item.cls.methods : [],
  )

/** Branches of a file that change something, of the script itself and of each function and method. */
function branchesIn(file: SourceFile): Branch[] {
  if (file.language !== 'php' || file.parsed.isTemplate || noBrowser.test(file.path)) return []
  if (!/\$_(?:GET|POST|REQUEST)\b|\bINPUT_(?:GET|POST)\b|switch\s*\(\s*\$\w*(?:mode|action)/i.test(file.source))
    return []
  const names = sentNames(file.parsed.body)
  const found = branchesOf(file.parsed.body, names, none)
  for (const { body, name } of functionsIn(file)) found.push(...branchesOf(body ?? [], names, { ...none, of: name }))
  return found.filter(({ changes }) => changes)
}

/** Branches of each file that has some. */
const allBranches = (project: Project): ReadonlyMap<SourceFile, Branch[]> =>
  new Map(
    project.files.flatMap((file) => {
      const found = branchesIn(file)
      return found.length > 0 ? [[file, found] as const] : []
    }),
  )

/** A program compares tokens where branches do so for the most part: in so many, and three times as many as do not. */
const most = { least: 6, times: 3 }

const comparesMostly = (project: Project): boolean => {
  const all = [...oncePer(project, allBranches).values()].flat()
  const asking = all.filter(({ token }) => token).length
  return asking >= most.least && asking >= most.times * (all.length - asking)
}

/** Bodies that call a function of the project by this name. */
function callersOf(project: Project, name: string): Own[] {
  const wanted = name.toLowerCase()
  const found: Own[] = []
  for (const file of project.files) {
    if (file.language !== 'php' || !file.source.toLowerCase().includes(wanted)) continue
    const look = (body: readonly Stmt[]) => {
      let calls = false
      visitScript(body, (node) => {
        if (calledName(node)?.name === wanted) calls = true
      })
      if (calls) found.push(ownOf(body, new Set()))
    }
    look(file.parsed.body)
    for (const { body } of functionsIn(file)) if (body) look(body)
  }
  return found
}

/** Whoever calls the function has asked before: it is no door of its own. */
function askedByCallers(project: Project, { of }: Branch, asks: 'token' | 'right'): boolean {
  if (of === '') return false
  // A plug-in calls it by a hook of its own, whose caller nobody sees from here.
  if (
    registrationsOf(project).some(
      ({ hook, callback }) => callback.fn.name === of && !isDoor(hook) && !hook.startsWith('page:'),
    )
  )
    return true
  const callers = callersOf(project, of)
  return callers.length > 0 && callers.every((own) => own[asks])
}

/** Another script that includes this one and asks before it does. */
const askedByOthers = (project: Project, file: SourceFile, asks: 'token' | 'right'): boolean =>
  project.files.some(
    (other) =>
      other !== file && other.language === 'php' && includes(other, file) && ownOf(other.parsed.body, new Set())[asks],
  )

/**
 * Plain PHP: of the branches that the request chooses among, one that changes something without the token that the others compare
 * (CWE-352), or without the right that they ask for (CWE-862).
 */
export const branchGuards: StructureCheck = (project, file, report) => {
  if (file.language !== 'php' || !/csrf|xsrf|nonce|token|perm|right|access|allow|acl/i.test(file.source)) {
    if (!oncePer(project, allBranches).has(file) || !oncePer(project, comparesMostly)) return
  }
  const branches = oncePer(project, allBranches).get(file) ?? []
  if (branches.length === 0) return
  const odd = (asks: 'token' | 'right') =>
    branches.filter((item) => !item[asks] && !item.within && !forAnybody.test(`${item.words} ${nameOf(file.path)}`))
  const asking = (asks: 'token' | 'right') => branches.filter((item) => item[asks]).length
  const seen = new Set<number>()
  const rights = odd('right')
  if (asking('right') >= 3 && rights.length <= asking('right') / 3 && !askedByOthers(project, file, 'right'))
    for (const branch of rights) {
      if (askedByCallers(project, branch, 'right')) continue
      seen.add(branch.at)
      report('missing-authorisation', branch.at)
    }
  const tokens = odd('token')
  const enough = asking('token') >= 2 && tokens.length <= asking('token') / 2
  if (tokens.length > 0 && (enough || oncePer(project, comparesMostly)) && !askedByOthers(project, file, 'token'))
    for (const branch of tokens)
      if (!seen.has(branch.at) && !askedByCallers(project, branch, 'token')) report('missing-request-token', branch.at)
}
