import type { ClassDecl, FunctionDecl, Stmt } from './ast.ts'
import { Evaluator } from './evaluator.ts'
import type { Hit } from './machine.ts'
import { madeFunction } from './made-function.ts'
import type { ModelSet, SinkRule } from './models.ts'
import { javaSemantics } from './java/semantics.ts'
import { jsSemantics } from './js/semantics.ts'
import { phpSemantics } from './php/semantics.ts'
import type { Project } from './project.ts'
import { calledName, visit } from './visit.ts'

export interface Analysis {
  hits: Hit[]
  /** Roots that used up their steps: what lies behind them was looked at less deeply. */
  cutShort: number
  /** Ids of the files they are in. */
  cutShortFiles: number[]
}

interface Root {
  fn: FunctionDecl
  cls: ClassDecl | null
}

/** Functions and methods declared anywhere in a body. */
function* declared(body: readonly Stmt[]): Generator<Root> {
  for (const statement of body) {
    if (statement.kind === 'funcdecl') {
      yield { fn: statement.fn, cls: null }
      if (statement.fn.body) yield* declared(statement.fn.body)
    } else if (statement.kind === 'classdecl') yield* ofClass(statement.cls)
    else if (statement.kind === 'block') yield* declared(statement.body)
    else if (statement.kind === 'if') {
      yield* declared([statement.yes])
      if (statement.no) yield* declared([statement.no])
    }
  }
}

function* ofClass(cls: ClassDecl): Generator<Root> {
  for (const fn of cls.methods) yield { fn, cls }
  yield* declared(cls.nested)
}

const doesWork = /^(?:new|call|mcall|scall)$/

/** What the fields of classes are made with, as functions: nobody may call a constructor of a class that a framework makes. */
function* initialisers(body: readonly Stmt[]): Generator<FunctionDecl> {
  for (const statement of body) {
    if (statement.kind !== 'classdecl') continue
    const { cls } = statement
    const values = cls.properties.flatMap(({ initial }) => (initial && doesWork.test(initial.kind) ? [initial] : []))
    if (values.length > 0)
      yield madeFunction({
        name: 'fields',
        at: cls.at,
        end: cls.at,
        params: [],
        body: values.map((value) => ({ kind: 'expr', at: value.at, value })),
        isStatic: true,
        visibility: 'private',
        cls,
      })
    yield* initialisers(cls.nested)
  }
}

export interface AnalyseOptions {
  /** Ids of the files to start from; absent: all. Others are still followed into. */
  roots?: Iterable<number>
  signal?: AbortSignal
  /** Called when work on a file begins, with the number of files done. */
  onFile?: (done: number, id: number) => void
}

/** Follows foreign data through the project. */
export function analyse(
  project: Project,
  models: readonly ModelSet[],
  rules: readonly SinkRule[],
  options: AnalyseOptions = {},
): Analysis {
  project.assumed = models.flatMap((model) => model.assumed ?? [])
  const checks = new Map(rules.map((rule) => [rule.id, rule.check]))
  const evaluator = new Evaluator(project, models, checks, [phpSemantics, javaSemantics, jsSemantics])
  const roots = [...(options.roots ?? project.files.keys())]
  // Pages of Joomla are programs, but shown by the class that stands behind them in the alphabet.
  const isTemplate = (id: number) =>
    Number(project.files[id]!.parsed.isTemplate ?? /\/tmpl\/[^/]+\.php$/.test(project.files[id]!.path))
  roots.sort((a, b) => isTemplate(a) - isTemplate(b))
  let done = 0
  const cutShortFiles: number[] = []
  for (const id of roots) {
    options.signal?.throwIfAborted()
    const file = project.files[id]!
    options.onFile?.(done++, id)
    const before = evaluator.cutShort
    evaluator.runFile(id)
    for (const { fn, cls } of declared(file.parsed.body)) if (fn.body) evaluator.runFunction(fn, id, cls)
    if (file.language === 'java')
      for (const fn of initialisers(file.parsed.body)) evaluator.runFunction(fn, id, fn.cls ?? null)
    if (evaluator.cutShort > before) cutShortFiles.push(id)
  }
  rerunReaders(evaluator, project, (id) => options.onFile?.(done, id))
  return { hits: evaluator.hits.all(), cutShort: evaluator.cutShort, cutShortFiles }
}

/** Methods of a class of Java that ask a getter of it, directly or through one of its methods. */
function askingFor(project: Project, getter: FunctionDecl): Set<FunctionDecl> {
  const found = new Set<FunctionDecl>()
  const info = getter.cls && project.findClass(getter.cls.name)
  if (!info || project.files[info.file]!.language !== 'java' || getter.params.length > 0) return found
  const look = (asked: FunctionDecl, depth: number) => {
    for (const fn of info.decl.methods) {
      let asks = false
      if (fn.body && fn !== asked && !found.has(fn))
        visit(fn.body, (node) => {
          if (!(node.kind === 'call' || node.kind === 'mcall') || calledName(node)?.name !== asked.name.toLowerCase())
            return
          asks ||= node.kind === 'call' || (node.object.kind === 'var' && node.object.name === 'this')
        })
      if (!asks) continue
      found.add(fn)
      if (depth < 2) look(fn, depth + 1)
    }
  }
  look(getter, 1)
  return found
}

/** What reads a field or a store before it was known that something else puts foreign data into it. */
function rerunReaders(evaluator: Evaluator, project: Project, began: (id: number) => void): void {
  const again = new Set<FunctionDecl>()
  for (const key of evaluator.fields.summaries.keys())
    for (const fn of evaluator.fields.readers.get(key) ?? []) again.add(fn)
  const reading = [...again]
  for (const fn of reading) for (const asking of askingFor(project, fn)) again.add(asking)
  for (const fn of again) {
    const info = fn.cls && project.findClass(fn.cls.name)
    if (!info) continue
    evaluator.memo.generic.delete(fn)
    began(info.file)
    evaluator.runFunction(fn, info.file, info.decl)
  }
  // Twice: what is read back may be handed on, to a page for one.
  const done = new Set<FunctionDecl | number>(again)
  for (let round = 0; round < 2; round++)
    for (const [reader, file] of new Map([...evaluator.statics.stale(), ...evaluator.registry.stale()])) {
      if (done.has(reader)) continue
      done.add(reader)
      began(file)
      if (typeof reader === 'number') evaluator.runFile(file)
      else {
        evaluator.memo.generic.delete(reader)
        // What it hands to others as functions sees what it has read.
        visit(reader.body, (node) => {
          if (node.kind === 'func') evaluator.memo.generic.delete(node.fn)
        })
        evaluator.runFunction(reader, file, reader.cls ?? null)
      }
    }
}
