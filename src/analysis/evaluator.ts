import type { Argument, ClassDecl, Expr, FunctionDecl, Stmt } from './ast.ts'
import type { Exposure } from './context/exposure.ts'
import { htmlStart } from './context/html.ts'
import { Hits } from './eval/hits.ts'
import { readIndex } from './eval/access.ts'
import { assign } from './eval/assign.ts'
import { callByFullName, evaluateCall, invokeMethod } from './eval/calls.ts'
import { evaluateCondition } from './eval/conditions.ts'
import { placeKey } from './eval/conditions-places.ts'
import { evaluate } from './eval/expressions.ts'
import { defaultLimits, type Limits, OutOfSteps } from './eval/limits.ts'
import { Includes } from './eval/includes.ts'
import { bindGlobals } from './eval/globals.ts'
import { classNamed } from './eval/lookup.ts'
import { Modules } from './eval/modules.ts'
import { contentCell, isNoPage, typeAtStart } from './eval/content-type.ts'
import { writeLiteral, writeValue } from './eval/output.ts'
import { checkReturned } from './eval/returned.ts'
import { parameterValue } from './eval/entries.ts'
import { Fields } from './eval/fields.ts'
import { allTaints } from './eval/held.ts'
import { Pending } from './eval/pending.ts'
import { Registry } from './eval/registry.ts'
import { Statics } from './eval/statics.ts'
import { bindArguments, frameAround, freshFrame, inOrder, leave, Memo, timesRunning, widened } from './eval/frames.ts'
import { applyModels, applySinks } from './eval/modelling.ts'
import { isWorthWatching, watchEnd } from './eval/own-guards.ts'
import { newTaint, traced } from './eval/tracing.ts'
import { filesAround } from './eval/wrappers.ts'
import { refine } from './eval/refine.ts'
import { reachSink } from './eval/sinks.ts'
import { execute, hoist } from './eval/statements.ts'
import type { Call, ConditionResult, Frame, Machine, Refinement, Semantics, Watch } from './machine.ts'
import { type ModelIndex, modelIndexes } from './model-index.ts'
import type { CallModel, ModelSet } from './models.ts'
import type { ClassInfo, Project } from './project.ts'
import { type Closure, type SourceKind, type Taint, tainted, unknown, Value } from './value.ts'

/** Evaluates a project's code over abstract values and collects the sinks that foreign data reaches. */
export class Evaluator implements Machine {
  readonly project: Project
  models: ModelIndex
  readonly #models: ReadonlyMap<string, ModelIndex>
  readonly rules: ReadonlyMap<string, string>
  readonly hits = new Hits()
  readonly constants = new Map<string, Value>()
  readonly handed = new Map<FunctionDecl, readonly Value[]>()
  readonly fields: Fields
  readonly statics: Statics
  readonly modules: Modules
  readonly memo = new Memo()
  readonly #semantics: readonly Semantics[]
  readonly #limits: Limits
  semantics: Semantics
  frame: Frame
  watch: Watch | null = null
  html = htmlStart
  cutShort = 0
  /** Steps since the file of the present root was begun. */
  #fileSteps = 0
  #steps = 0
  /** Something of a page has been written before. */
  written = false
  #cells = 1
  readonly #includes: Includes
  readonly #pending = new Pending()
  readonly registry: Registry

  constructor(
    project: Project,
    models: readonly ModelSet[],
    rules: ReadonlyMap<string, string>,
    semantics: readonly Semantics[],
    limits = defaultLimits,
  ) {
    this.project = project
    this.#models = modelIndexes(models, semantics)
    this.models = this.#models.get(semantics[0]!.language)!
    this.rules = rules
    this.#semantics = semantics
    this.#limits = limits
    this.semantics = semantics[0]!
    this.frame = freshFrame(null, 0, null, null, null, null)
    this.fields = new Fields(this)
    this.statics = new Statics(this)
    this.modules = new Modules(this)
    this.#includes = new Includes(this)
    this.registry = new Registry(this)
  }

  /** Runs one root from a clean slate. */
  #root(file: number, run: () => void): void {
    this.#steps = 0
    this.html = htmlStart
    this.written = false
    this.statics.written = false
    this.enterFile(file)
    try {
      run()
      this.#runPending()
    } catch (error) {
      if (!(error instanceof OutOfSteps) && !(error instanceof RangeError)) throw error
      this.cutShort++
    }
    this.#fileSteps += this.#steps
    this.#includes.forget()
    this.#pending.forget()
  }

  #runPending(): void {
    for (const closure of this.#pending.take()) {
      if (this.memo.generic.has(closure.fn)) continue
      this.enterFile(closure.file)
      this.frame = frameAround(closure)
      this.#generic(closure)
    }
  }

  remember(closure: Closure): void {
    if (!this.memo.generic.has(closure.fn)) this.#pending.remember(closure)
  }

  /** Sets the language of the file that code comes from. */
  enterFile(file: number): void {
    const language = this.project.files[file]?.language
    if (language === undefined || language === this.semantics.language) return
    this.semantics = this.#semantics.find((item) => item.language === language) ?? this.semantics
    this.models = this.#models.get(this.semantics.language)!
  }

  /** The top level of a file, as the web server would run it. */
  runFile(file: number): void {
    this.#fileSteps = 0
    this.#root(file, () => this.modules.run(file))
  }

  apart(file: number, run: () => void): void {
    const { frame, html, written, watch } = this
    const steps = this.#steps
    this.#steps = 0
    this.watch = null
    this.enterFile(file)
    try {
      run()
    } catch (error) {
      if (!(error instanceof OutOfSteps)) throw error
      this.cutShort++
    } finally {
      Object.assign(this, { frame, html, written, watch })
      this.#steps = steps
      this.enterFile(frame.file)
    }
  }

  /** A function on its own, with unknown arguments. */
  runFunction(fn: FunctionDecl, file: number, cls: ClassDecl | null): void {
    if (this.memo.generic.has(fn)) return
    if (this.#fileSteps > this.#limits.stepsPerFile) return void this.cutShort++
    this.#root(file, () => {
      this.frame = freshFrame(null, file, null, null, null, null, this.modules.ground)
      this.#generic({ fn, file, cls, scope: null, self: null })
    })
  }

  eval(expr: Expr): Value {
    if (++this.#steps > this.#limits.stepsPerRoot) throw new OutOfSteps()
    return evaluate(this, expr)
  }
  exec(statement: Stmt): boolean {
    return execute(this, statement)
  }
  execAll(body: readonly Stmt[]): boolean {
    hoist(this, body)
    for (const statement of body) if (execute(this, statement)) return true
    return false
  }
  condition(expr: Expr): ConditionResult {
    return evaluateCondition(this, expr)
  }
  refine(refinements: readonly Refinement[]): void {
    refine(this, refinements)
  }
  assign(target: Expr, value: Value, at: number): void {
    assign(this, target, value, at)
  }
  call(expr: Expr): Value {
    if (this.frame.checked) {
      const key = placeKey(expr)
      const checked = key === undefined ? undefined : this.frame.state.vars.get(key)
      if (checked) return checked
    }
    return evaluateCall(this, expr)
  }
  applyModels(models: readonly CallModel[], call: Call): Value {
    return applyModels(this, models, call)
  }
  applySinks(models: readonly CallModel[], call: Call): void {
    applySinks(this, models, call)
  }

  invoke(closure: Closure, given: Value[], at: number, nodes?: readonly Argument[]): Value {
    const { fn } = closure
    if (fn.body === null || this.frame.depth >= this.#limits.depth) return unknown
    const running = timesRunning(this.frame, fn)
    const { watch } = this
    if (watch && nodes === watch.nodes && running === 0) {
      const { source } = this.project.files[closure.file]!
      if (isWorthWatching(fn, watch, source) && given.some((arg) => this.taints(arg).length > 0))
        return this.#run(closure, given, '', at, nodes, watch)
    }
    const placed = inOrder(fn, given, nodes)
    // A counter that goes down with each call must not hide what happens when it arrives.
    const args = running === 0 ? placed : placed.map(widened)
    const key = this.#keyOf(closure, args)
    if (key === 'generic') return this.#generic(closure, nodes, at)
    const known = this.memo.get(fn, key)
    if (known) {
      this.statics.inherit(fn)
      return this.memo.replay(this, known, closure, nodes, at)
    }
    if (running >= 2) return this.#generic(closure, nodes, at)
    const traced = args.map((arg) => this.trace(arg, at, `is given to ${fn.name}()`))
    return this.#run(closure, traced, key, at, nodes)
  }

  /** What calls with the same outcome share: arguments, receiver, and what the function finds in static fields. */
  #keyOf(closure: Closure, args: Value[]): string {
    const looks = this.memo.key(this, closure, args)
    const key = looks !== 'generic' && looks !== '' && isNoPage(this) ? `${looks}|no page` : looks
    if (!this.statics.written || key === '') return key
    // Which fields it reads is known once it has run.
    if (!this.memo.generic.has(closure.fn)) this.#generic(closure)
    const statics = this.statics.signature(closure.fn)
    return statics === '' ? key : `${key}|${statics}`
  }

  /** The function with arguments of which nothing is known; once per function. */
  #generic(closure: Closure, nodes?: readonly Argument[], at = closure.fn.at): Value {
    const { fn } = closure
    const known = this.memo.generic.get(fn)
    if (known === 'running') return unknown
    if (known) {
      this.statics.inherit(fn)
      return this.memo.replay(this, known, closure, nodes, at)
    }
    this.memo.generic.set(fn, 'running')
    const { html } = this
    const { heap } = this.frame.state
    const type = heap.own.get(contentCell)
    this.html = htmlStart
    heap.set(contentCell, typeAtStart(fn))
    const self = closure.cls && !fn.isStatic ? this.newObject(closure.cls.name) : null
    const args = fn.params.map((param, index) => parameterValue(this, closure, param, index))
    this.#run({ ...closure, self }, args, 'generic', at)
    this.html = html
    if (!type) heap.own.delete(contentCell)
    else heap.set(contentCell, type)
    const outcome = this.memo.generic.get(fn)
    if (outcome && outcome !== 'running') checkReturned(this, closure, outcome)
    if (closure.cls && outcome && outcome !== 'running')
      this.fields.summarise(closure.cls.name, outcome.heap.get(outcome.selfId))
    return outcome === undefined || outcome === 'running'
      ? unknown
      : this.memo.replay(this, outcome, closure, nodes, at)
  }

  #run(closure: Closure, args: Value[], key: string, at: number, nodes?: readonly Argument[], watch?: Watch): Value {
    const caller = this.frame
    const frame = freshFrame(closure.fn, closure.file, closure.cls, closure.self, closure.scope, caller)
    if (nodes) frame.call = { at, nodes }
    if (watch) frame.watch = watch
    frame.given = args
    this.watch = null
    this.frame = frame
    this.enterFile(closure.file)
    try {
      bindArguments(this, frame, args)
      const dead = this.execAll(closure.fn.body ?? [])
      if (watch && !dead) watchEnd(this, frame, watch)
      const result = leave(frame, dead, closure.self)
      this.memo.put(closure.fn, key, result)
      this.frame = caller
      this.enterFile(caller.file)
      return this.memo.replay(this, result, closure, nodes, at)
    } finally {
      this.frame = caller
      this.enterFile(caller.file)
      if (key === 'generic' && this.memo.generic.get(closure.fn) === 'running') this.memo.generic.delete(closure.fn)
    }
  }

  invokeValue(callable: Value, args: Value[], at: number): Value {
    return this.fields.invokeValue(callable, args, at)
  }

  source(kind: SourceKind, label: string, at: number): Value {
    return tainted(newTaint(kind, label, this.frame.file, at))
  }

  trace(value: Value, at: number, message: string): Value {
    return traced(value, this.frame.file, at, message)
  }

  sink(rule: string, value: Value, at: number, node?: Expr): void {
    reachSink(this, this.hits, this.rules.get(rule) ?? '', rule, value, at, node)
  }

  report(rule: string, exposures: readonly Exposure[], at: number): void {
    this.hits.add(rule, this.frame.file, at, exposures)
  }

  withdraw(rule: string, taints: readonly Taint[]): void {
    this.hits.withdraw(rule, filesAround(this.frame), taints)
  }

  flag(rule: string, at: number): void {
    this.report(rule, [{ taint: newTaint('request', '', this.frame.file, at), partial: false, where: '' }], at)
  }

  literal(text: string): void {
    writeLiteral(this, text)
  }
  echo(value: Value, at: number): void {
    writeValue(this, value, at)
  }

  taints(value: Value): Taint[] {
    return allTaints(this, value)
  }
  content(value: Value): Value | undefined {
    return value.object && value.object.id !== 0 ? this.frame.state.heap.get(value.object.id) : undefined
  }
  setContent(value: Value, content: Value): void {
    if (value.object && value.object.id !== 0) this.frame.state.heap.set(value.object.id, content)
  }
  newObject(cls: string, content?: Value): Value {
    const id = this.#cells++
    if (content) this.frame.state.heap.set(id, content)
    return new Value(undefined, content?.text.length ? content.text : [], null, { id, cls })
  }
  readField(object: Value, name: string, at: number): Value {
    return this.fields.read(object, name, at)
  }
  writeField(object: Value, name: string | undefined, value: Value, target: Expr): void {
    this.fields.write(object, name, value, target)
  }
  readStaticField(cls: string, name: string, at: number): Value {
    return this.statics.read(cls, name, at)
  }
  writeStaticField(cls: string, name: string, value: Value): void {
    this.statics.write(cls, name, value)
  }
  writersOfStatic(cls: string, name: string): number {
    return this.statics.writers(cls, name)
  }
  initialise(object: Value, info: ClassInfo): void {
    this.fields.initialise(object, info)
  }
  readIndex(object: Value, index: Value | null, at: number): Value {
    return readIndex(this, object, index, at)
  }

  includeFile(path: Value): Value {
    return this.#includes.run(path)
  }
  inLoop(): boolean {
    return this.frame.loops.some((loop) => loop.isLoop && loop.rounds === undefined)
  }
  closure(fn: FunctionDecl): Value {
    return this.fields.closure(fn)
  }
  bindGlobals(names: readonly string[]): void {
    bindGlobals(this, names)
  }
  declare(target: Expr, type: string | null, value: Value | undefined, at: number): void {
    this.fields.declare(target, type, value, at)
  }
  neverReturns(expr: Expr): boolean {
    return this.fields.neverReturns(expr)
  }
  isKnownToExit(fn: FunctionDecl): boolean {
    return this.memo.neverReturns(fn)
  }
  callNamedFunction(name: string, call: Call): Value {
    return callByFullName(this, name, call)
  }
  callMethodOf(receiver: Value, method: string, args: Value[], at: number): Value {
    return invokeMethod(this, receiver, method, args, at, [], null)
  }
  importedName(name: string): string {
    return this.project.files[this.frame.file]?.parsed.imports.get(name) ?? name
  }
  className(name: string): string {
    return classNamed(this, name)
  }
  addLocalClass(decl: ClassDecl): void {
    if (!this.project.classes.has(decl.name.toLowerCase())) this.project.addClass(decl, this.frame.file)
  }
}
