import type { Argument, ClassDecl, Constant, Expr, FunctionDecl, Language, Stmt } from './ast.ts'
import type { Exposure } from './context/exposure.ts'
import type { HtmlState } from './context/html.ts'
import type { ModelIndex } from './model-index.ts'
import type { CallModel } from './models.ts'
import type { ClassInfo, FunctionInfo, Project } from './project.ts'
import type { Changes, State } from './state.ts'
import type { Closure, Scope, SourceKind, Taint, Value } from './value.ts'

/** A call in a condition, or one that may throw: what the function called finds out about its arguments is watched. */
export interface Watch {
  readonly nodes: readonly Argument[]
  /** Bits that each argument has earned on every way out that is true, that is false, and on any way out; null: not asked for. */
  whenTrue: number[] | null
  whenFalse: number[] | null
  always: number[] | null
  /** What the first argument, an object, holds where the answer is true; absent: not asked for; null: there are several ways. */
  held?: Value | null | undefined
}

/** One function being evaluated. */
export interface Frame {
  fn: FunctionDecl | null
  file: number
  cls: ClassDecl | null
  self: Value | null
  /** Variables of the enclosing function, where this one captures them. */
  captured: Scope | null
  state: State
  /** State at entry: returns are joined against it. */
  base: State
  returns: Value | null
  exits: Changes[]
  /** Open loops and switches, innermost last. */
  loops: LoopFrame[]
  caller: Frame | null
  /** The call that made this frame, in the caller's file. */
  call: { at: number; nodes: readonly Argument[] } | null
  /** Where the caller wants to know what this function finds out about its arguments. */
  watch: Watch | null
  /** The arguments as they came. */
  given: readonly Value[]
  /** Local names declared so far (Java, JavaScript). */
  declared: Set<string>
  /** Their types as written (Java): what a call of unknown code gives is still of that class. */
  types: Map<string, string>
  /** A call's result has been checked here: look it up before calling again. */
  checked: boolean
  /** Checks whose failure was written down in a place, by that place. */
  complaints: Complaints
  /** What is known once a variable holds something: `const order = orders.find(…)`. */
  promises: Map<string, Refinement[]>
  /** Checks whose outcome is kept in a variable, by that variable: see `eval/kept-checks.ts`. */
  kept: Map<string, { node: Expr; outcome: Value; spokenOf: ReadonlyMap<string, Value> }>
  /** Names that it has declared to be those of global variables (PHP). */
  globals?: ReadonlySet<string>
  /** How often foreign data was put into a variable. */
  foreignWrites: number
  depth: number
}

export type Complaints = ReadonlyMap<string, readonly Refinement[]>

export interface LoopFrame {
  base: State
  breaks: Changes[]
  isLoop: boolean
  /** Each round is run by itself, and there are so many. */
  rounds?: number
}

/** A call as natives see it. */
export interface Call {
  /** Lower-case name of the function or method. */
  name: string
  at: number
  args: Value[]
  nodes: readonly Argument[]
  receiver: Value | null
  receiverNode: Expr | null
}

/** Semantics of one library function in code; undefined: not handled after all. */
export type Native = (machine: Machine, call: Call) => Value | undefined

/** What a condition says when it holds, or when it does not. */
export interface Refinement {
  target: Expr
  /** Bits gained; `constant` pins the value. */
  bits: number
  constant?: Constant
  /** Signs that it does not hold. */
  lacks?: string
}

export interface ConditionResult {
  value: Value
  whenTrue: Refinement[]
  whenFalse: Refinement[]
}

/** What differs between languages. */
export interface Semantics {
  language: Language
  truthy(value: Constant): boolean
  binary(machine: Machine, op: string, left: Value, right: Value): Value
  natives: ReadonlyMap<string, Native>
  /** Methods of text and collections, by lower-case name. */
  methodNatives: ReadonlyMap<string, Native>
  /** Functions whose true result makes an argument harmless. */
  guard(machine: Machine, expr: Expr): ConditionResult | undefined
  /** What a comparison says that is made to look at the beginning of a text: `strpos(x, folder) === 0`. */
  comparedStart?(machine: Machine, expr: Expr, other: Value): ConditionResult | undefined
  /** What a call means where its form alone does not tell. */
  meant?(machine: Machine, expr: Expr): Expr
  /** A method that no class declares. */
  magic?(machine: Machine, method: string, call: Call): Value | undefined
  /** The class that a comment gives to a variable. */
  documented?(machine: Machine, name: string): string | undefined
  /** A variable that was not set here: what may have set it before. */
  given?(machine: Machine, name: string, at: number): Value | undefined
  /** Variables that exist everywhere, e.g. `_GET`. */
  ambient(machine: Machine, name: string, at: number): Value | undefined
}

/** What modules of JavaScript leave behind: see `eval/modules.ts`. */
export interface ModuleTable {
  variable(file: number, name: string): Value | undefined
  imported(full: string): Value | undefined
}

/** Functions kept under names: see `eval/registry.ts`. */
export interface FunctionTable {
  add(name: string, callable: Value): void
  of(name: string): Value[]
  added(name: string): Value | undefined
  takers(cls: string): readonly FunctionInfo[]
}

/** A sink that was reached. */
export interface Hit {
  rule: string
  file: number
  at: number
  taint: Taint
  partial: boolean
  where: string
}

/** The evaluator as its parts see it: parts import this contract, never each other in circles. */
export interface Machine {
  readonly project: Project
  readonly models: ModelIndex
  readonly semantics: Semantics
  frame: Frame
  /** The call that is to be watched when it happens. */
  watch: Watch | null
  html: HtmlState
  /** Something of a page has been written before. */
  written: boolean
  /** Constants of `define` and `const`, by name. */
  readonly constants: Map<string, Value>
  eval(expr: Expr): Value
  /** Runs a statement; true when what follows cannot be reached. */
  exec(statement: Stmt): boolean
  execAll(body: readonly Stmt[]): boolean
  condition(expr: Expr): ConditionResult
  refine(refinements: readonly Refinement[]): void
  assign(target: Expr, value: Value, at: number): void
  call(expr: Expr): Value
  invoke(closure: Closure, args: Value[], at: number, nodes?: readonly Argument[]): Value
  /** Evaluates a callable value (closure, function name, [object, method]) with arguments. */
  invokeValue(callable: Value, args: Value[], at: number): Value
  applyModels(models: readonly CallModel[], call: Call): Value
  source(kind: SourceKind, label: string, at: number): Value
  /** The value with a station added to the trace of its taints. */
  trace(value: Value, at: number, message: string): Value
  /** Looks whether a value may reach a sink. `node` is the argument as written: a wrapper that hands its parameter on is reported at its caller. */
  sink(rule: string, value: Value, at: number, node?: Expr): void
  report(rule: string, exposures: readonly Exposure[], at: number): void
  /** Takes back what was reported of the way to these taints: it was checked before it was used. */
  withdraw(rule: string, taints: readonly Taint[]): void
  /** A weakness that needs no foreign data. */
  flag(rule: string, at: number): void
  /** Output that stands in the file as it is. */
  literal(text: string): void
  echo(value: Value, at: number): void
  /** Every taint in a value, heap included. */
  taints(value: Value): Taint[]
  /** What is in an object's cell. */
  content(value: Value): Value | undefined
  setContent(value: Value, content: Value): void
  newObject(cls: string, content?: Value): Value
  readField(object: Value, name: string, at: number): Value
  readIndex(object: Value, index: Value | null, at: number): Value
  includeFile(path: Value): Value
  inLoop(): boolean
  /** True where every way through the function ends in an exit or an exception. */
  isKnownToExit(fn: FunctionDecl): boolean
  /** Calls a function, or `Class::method`, given by name at run time. */
  callNamedFunction(name: string, call: Call): Value
  callMethodOf(receiver: Value, method: string, args: Value[], at: number): Value
  /** Only the sinks of the models. */
  applySinks(models: readonly CallModel[], call: Call): void
  /** Full name behind a local one (imports). */
  importedName(name: string): string
  /** Full class name behind a name as written here. */
  className(name: string): string
  addLocalClass(decl: ClassDecl): void
  /** Gives an object the initial values of its class. */
  initialise(object: Value, info: ClassInfo): void
  writeField(object: Value, name: string | undefined, value: Value, target: Expr): void
  bindGlobals(names: readonly string[]): void
  /** Declares a local variable (Java, JavaScript). */
  declare(target: Expr, type: string | null, value: Value | undefined, at: number): void
  /** True for a call that is known not to come back. */
  neverReturns(expr: Expr): boolean
  /** What is known of fields of a class whoever the object is. */
  readonly fields: { summarise(cls: string, content: Value | undefined): void }
  /** Arguments that a framework was seen to hand to a function by itself. */
  readonly handed: Map<FunctionDecl, readonly Value[]>
  /** Modules of JavaScript. */
  readonly modules: ModuleTable
  /** Functions that are called by a name they were given. */
  readonly registry: FunctionTable
  /** Runs something of another file with steps of its own, and comes back to where it was. */
  apart(file: number, run: () => void): void
  /** A function value with what it captures here. */
  closure(fn: FunctionDecl): Value
  /** Notes a closure, so that it is looked at on its own even if nobody known calls it. */
  remember(closure: Closure): void
  readStaticField(cls: string, name: string, at: number): Value
  writeStaticField(cls: string, name: string, value: Value): void
  /** Number of files that write a static field. */
  writersOfStatic(cls: string, name: string): number
}
