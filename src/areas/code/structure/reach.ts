import type { Argument, Expr, FunctionDecl } from '../../../analysis/ast.ts'
import type { FunctionInfo, Project } from '../../../analysis/project.ts'
import { calls, callsIn } from './callees.ts'
import { sentByVisitor } from './visitor-sent.ts'
import { type Reached, sentIn } from './sent.ts'

/** Runs before a handler of its class, whatever the handler does. */
const before =
  /^(?:__construct|init|initialize|setmedia|checkaccess|predispatch|_predispatch|dispatch|boot|beforeaction|service)$/i
/** So many calls deep, and so many functions in all: what lies further is no part of a handler. */
const deepest = 3
const most = 40
/** Parameters that are given what `isSent` says was sent. */
const sentTo = (fn: FunctionDecl, args: readonly Argument[], isSent: (expr: Expr) => boolean): Set<string> =>
  new Set(fn.params.filter((_, i) => args[i] !== undefined && isSent(args[i].value)).map(({ name }) => name))

/**
 * A handler, whose parameters hold what was sent, and what it runs: functions and methods of the project that it calls, and what its
 * class does before any handler. The handler itself comes first.
 */
export function reachOf(project: Project, handler: Omit<Reached, 'sent'>): readonly [Reached, ...Reached[]] {
  const { fn } = handler
  const known = reaches.get(fn) ?? follow(project, { ...handler, sent: new Set(fn.params.map(({ name }) => name)) })
  reaches.set(fn, known)
  return known
}

/** Several checks look at the same handlers. */
const reaches = new WeakMap<FunctionDecl, readonly [Reached, ...Reached[]]>()

function follow(project: Project, start: Reached): readonly [Reached, ...Reached[]] {
  const found: [Reached, ...Reached[]] = [start]
  const done = new Set([start.fn])
  const add = ({ fn, file, cls }: FunctionInfo, sent: () => Set<string>) => {
    if (!fn.body || done.has(fn) || found.length >= most) return
    done.add(fn)
    found.push({ fn, file, cls, sent: sent() })
  }
  for (const name of start.cls ? project.ancestry(start.cls.name) : []) {
    const info = project.findClass(name)
    for (const fn of info?.decl.methods ?? [])
      if (before.test(fn.name)) add({ fn, file: info!.file, cls: info!.decl }, () => new Set())
  }
  for (let i = 0, end = found.length, depth = 0; i < found.length; i++) {
    if (i === end) {
      end = found.length
      if (++depth === deepest) break
    }
    const from = found[i]!
    let isSent: ((expr: Expr) => boolean) | undefined
    for (const node of callsIn(from.fn))
      for (const info of calls(project, node, from))
        add(info, () => {
          isSent ??= project.files[from.file]!.language === 'php' ? sentIn(from) : sentByVisitor(from)
          return sentTo(info.fn, node.args, isSent)
        })
  }
  return found
}

/** Texts of a program, which may hold what looks like a comment (paths of Magento with stars), and comments. */
const textOrComment = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\/\*[\s\S]*?\*\/|\/\/.*$/gm

/** Source of what a handler runs, without comments. */
export const textOfReach = (project: Project, reached: readonly Reached[]): string =>
  reached
    .map(({ fn, file }) => project.files[file]!.source.slice(fn.at, fn.end))
    .join('\n')
    .replace(textOrComment, (found) => (found.startsWith('/') ? ' ' : found))

/** Bodies of what a handler runs, without comments: parameters and names of methods say nothing of what is done. */
export const bodiesOf = (project: Project, reached: readonly Reached[]): string =>
  reached
    .map(({ fn, file }) => (fn.body?.length ? project.files[file]!.source.slice(fn.body[0]!.at, fn.end) : ''))
    .join('\n')
    .replace(textOrComment, (found) => (found.startsWith('/') ? ' ' : found))
