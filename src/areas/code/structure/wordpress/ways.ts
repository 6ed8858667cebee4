import type { Expr, Stmt } from '../../../../analysis/ast.ts'
import type { Project } from '../../../../analysis/project.ts'
import { calledName, type Visitable, visit } from '../../../../analysis/visit.ts'
import { literalText } from '../scripts.ts'
import { isNothing } from '../shapes.ts'
import { leaves } from './hooks.ts'

type Part = Expr | Stmt

/** What a handler does in one case: the statements and conditions on the way. */
export type Way = readonly Part[]

/** More cases of one handler than that are not told apart. */
const mostWays = 24

/** Which parts of the request a node reads: `_POST`, `_GET`, `_REQUEST`; `whole`: only those that are read without a name, `!empty($_POST)`. */
function sourcesOf(node: Visitable, whole = false): Set<string> {
  const found = new Set<string>()
  visit(node, (part) => {
    if (part.kind === 'index' && part.object.kind === 'var' && whole) return false
    if (part.kind === 'var' && /^_(?:POST|GET|REQUEST)$/.test(part.name)) found.add(part.name)
    return undefined
  })
  return found
}

/** What of the request a condition asks for, by name, with the variables it reads; undefined where it asks for nothing of it. */
function askedOf(test: Expr): Set<string> | undefined {
  let asks = false
  const names = new Set<string>()
  visit(test, (node) => {
    if (node.kind === 'var' && /^_(?:POST|GET|REQUEST)$/.test(node.name)) asks = true
    else if (node.kind === 'var') names.add(`$${node.name}`)
    if (node.kind === 'index' && node.object.kind === 'var' && node.index) names.add(literalText(node.index))
  })
  return asks ? names : undefined
}

/** What a check found, kept for later: `true`, or the answer of a function that checks. */
const isVerdict = (expr: Expr) =>
  (expr.kind === 'lit' && expr.value === true) ||
  /nonce|referer|can|verif|allow|permi/.test(calledName(expr)?.name ?? '')

/** True where a condition says that something is missing or wrong: `!$ok`, `empty($n)`, `false === check()`. */
function isDenied(test: Expr): boolean {
  let found = false
  visit(test, (node) => {
    if (node.kind === 'un' && node.op === '!' && node.value.kind === 'empty') return false
    if ((node.kind === 'un' && node.op === '!') || node.kind === 'empty') found = true
    if (node.kind !== 'bin' || !/^[!=]==?$/.test(node.op)) return undefined
    if (node.op.startsWith('!') !== (isNothing(node.left) || isNothing(node.right))) found = true
    return undefined
  })
  return found
}

/** True where something must have been sent for a condition to hold, and the condition itself asks for nothing else: `!empty($_POST) && …`. */
function needsSent(test: Expr): boolean {
  let asks = false
  visit(test, (node) => {
    if (isVerdict(node as Expr) && node.kind !== 'lit') asks = true
  })
  const isSent = (part: Expr): boolean =>
    part.kind === 'bin' && /^(?:&&|and)$/i.test(part.op)
      ? isSent(part.left) || isSent(part.right)
      : (part.kind === 'isset' || (part.kind === 'un' && part.op === '!' && part.value.kind === 'empty')) &&
        sourcesOf(part).size > 0
  return !asks && isSent(test)
}

/** The file that a statement includes by a name that ends in a fixed text. */
function includedFile(project: Project, node: Part): readonly Stmt[] | undefined {
  if (node.kind !== 'expr' || node.value.kind !== 'include') return undefined
  const tail = literalText(node.value.value).split(' ? ').at(-1)!
  const path = tail.replace(/^[./]+/, '')
  const id = /\w\.php$/.test(path) ? (project.fileEndingIn(path) ?? project.byPath.get(path)) : undefined
  return id === undefined ? undefined : project.files[id]!.parsed.body
}

function includesFile(project: Project, statement: Stmt): boolean {
  let found = false
  visit(statement, (node) => {
    if (includedFile(project, node)) found = true
  })
  return found
}

interface Case {
  names: ReadonlySet<string>
  /** Parts of the request that it looks at: of a case all, of what only asks those that it asks for as a whole. */
  sources: ReadonlySet<string>
  parts: Way
}

/** True where what an aside asks for is asked for in a case, too: of the same name, or of all that was sent so. */
const holdsIn = (aside: Case, { names, sources }: Case): boolean =>
  [...aside.names].some((name) => names.has(name)) ||
  [...aside.sources].some((source) => sources.has(source) || sources.has('_REQUEST'))

/**
 * The cases of a handler that what was sent tells apart: `if (isset($_POST['save'])) { … } if (isset($_GET['drop'])) { … }` are two, and
 * what the one asks for protects nothing in the other. `works` tells whether parts change something, `includes` whether files that it includes
 * belong to it.
 */
export function waysOf(
  project: Project,
  body: readonly Stmt[],
  works: (parts: Way) => boolean,
  includes: boolean,
): readonly Way[] {
  const always: Part[] = []
  const cases: Case[] = []
  /** Cases that change nothing: what they ask for holds for cases of the same name alone. */
  const asides: Case[] = []
  const seen = new Set<readonly Stmt[]>([body])
  const branch = (names: ReadonlySet<string>, test: readonly Part[], statement: Stmt) => {
    for (const way of waysOf(project, [statement], works, includes))
      if (works(way)) cases.push({ names, sources: sourcesOf(test), parts: [...test, ...way] })
  }
  const take = (statement: Stmt): void => {
    const included = includes ? includedFile(project, statement) : undefined
    if (included && !seen.has(included)) {
      seen.add(included)
      included.forEach(take)
    } else if (statement.kind === 'block') statement.body.forEach(take)
    else if (statement.kind === 'foreach' || statement.kind === 'for') {
      if (statement.kind === 'foreach') always.push(statement.subject)
      take(statement.body)
    } else if (statement.kind === 'if') takeIf(statement)
    else if (statement.kind === 'switch' && askedOf(statement.subject)) {
      const names = askedOf(statement.subject)!
      for (const item of statement.cases) {
        const block: Stmt = { kind: 'block', at: statement.at, body: item.body }
        if (works([block])) branch(names, [statement.subject], block)
        else always.push(block)
      }
    } else always.push(statement)
  }
  const takeIf = (statement: Stmt & { kind: 'if' }): void => {
    const { test, yes, no } = statement
    const names = askedOf(test) ?? (includes && includesFile(project, statement) ? new Set<string>() : undefined)
    if (!names) return void always.push(statement)
    const yesWorks = works([yes])
    const noWorks = no !== null && works([no])
    if (yesWorks) branch(names, [test], yes)
    if (noWorks) branch(names, [test], no)
    // What ends the handler where it is missing has been asked for in all that follows.
    if ((yesWorks || noWorks) && isDenied(test) && leaves(yes)) always.push(test)
    if (yesWorks || noWorks) return
    // `if (isset($_POST['token'])) { … } else { return; }`
    if ((isDenied(test) && !needsSent(test)) || (no && leaves(no))) return void always.push(statement)
    visit(yes, (node) => {
      if (node.kind === 'assign' && node.target.kind === 'var' && isVerdict(node.value))
        names.add(`$${node.target.name}`)
    })
    asides.push({ names, sources: sourcesOf(test, true), parts: [statement] })
  }
  body.forEach(take)
  if (cases.length > mostWays) return [body]
  return [
    [...always, ...asides.flatMap(({ parts }) => parts)],
    ...cases.map((item) => [
      ...always,
      ...asides.filter((aside) => holdsIn(aside, item)).flatMap(({ parts }) => parts),
      ...item.parts,
    ]),
  ]
}
