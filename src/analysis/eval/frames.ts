import type { Argument, ClassDecl, FunctionDecl } from '../ast.ts'
import { Esc } from '../escapes.ts'
import type { Frame, Machine } from '../machine.ts'
import { type Changes, changesSince, joinBranches, Layer, type State } from '../state.ts'
import { join } from '../join.ts'
import { withEscapes } from '../map-taints.ts'
import { type Closure, nothing, type Scope, shapeValue, unknown, unknownNumber, Value } from '../value.ts'
import { withElement } from './access.ts'
import { contentCell, typeAtStart } from './content-type.ts'
import { uploadedPath } from './origins.ts'
import { hangsOnClass } from './late.ts'
import { keeps } from './followed.ts'
import { recallGlobal } from './globals.ts'
import { holdsFunction, isCode } from './held.ts'
import { signature } from './signature.ts'
import { isParsed, ofType } from './types.ts'

/** What one evaluation of a function came to: used again for calls that look the same. */
export interface Outcome {
  /** Null where the function never comes back. */
  returns: Value | null
  heap: ReadonlyMap<number, Value>
  selfId: number
  /** Final values of by-reference parameters by position. */
  outs: ReadonlyMap<number, Value>
}

const smallFunction = 2500
const maxConstantVariants = 6
const maxVariants = 48
/** Of a function that sees variables around it; further calls with nothing that foreign data comes out of are taken together. */
const maxCleanVariants = 4
/** Objects are looked into so deep. */
const deepest = 3
/** Decides which way a function takes: `value('name', true)` is escaped, `value('name')` is not. */
const isSwitch = ({ constant }: Value) =>
  typeof constant === 'boolean' || (typeof constant === 'string' && constant.startsWith('FILTER_'))

export function freshFrame(
  fn: FunctionDecl | null,
  file: number,
  cls: ClassDecl | null,
  self: Value | null,
  captured: Scope | null,
  caller: Frame | null,
  ground: Layer<number> | null = null,
): Frame {
  const base: State = { vars: new Layer(null), heap: new Layer(caller ? caller.state.heap : ground) }
  if (!caller) base.heap.set(contentCell, typeAtStart(fn))
  return {
    fn,
    file,
    cls,
    self,
    captured,
    state: base,
    base,
    returns: null,
    exits: [],
    loops: [],
    caller,
    call: null,
    watch: null,
    given: [],
    declared: new Set(),
    types: new Map(),
    checked: false,
    complaints: new Map(),
    promises: new Map(),
    kept: new Map(),
    foreignWrites: 0,
    depth: caller ? caller.depth + 1 : 0,
  }
}

const heaps = new WeakMap<Closure, Layer<number>>()

/** Notes the objects that a function finds when it runs. */
export function keepHeap(closure: Closure, heap: Layer<number>): void {
  heaps.set(closure, heap)
}

/** The frame in which a function runs that nobody was seen to call: with the objects of the place where it was made. */
export function frameAround(closure: Closure): Frame {
  const frame = freshFrame(null, closure.file, null, null, null, null)
  const heap = heaps.get(closure)
  if (heap) {
    frame.state.heap = new Layer(heap)
    frame.state.heap.set(contentCell, typeAtStart(closure.fn))
  }
  return frame
}

/** How often the function is among the frames that are open. */
export function timesRunning(innermost: Frame, fn: FunctionDecl): number {
  let count = 0
  for (let frame: Frame | null = innermost; frame; frame = frame.caller) if (frame.fn === fn) count++
  return count
}

/** A number that may change from call to call of a function that calls itself. */
export const widened = (value: Value) => (typeof value.constant === 'number' ? unknownNumber : value)

/** Named arguments at the places of the parameters that they name. */
export function inOrder(fn: FunctionDecl, given: Value[], nodes: readonly Argument[] | undefined): Value[] {
  if (!nodes?.some((node) => node.name !== undefined)) return given
  const placed: Value[] = []
  const rest = fn.params.findIndex((param) => param.variadic)
  given.forEach((value, index) => {
    const name = nodes[index]?.name
    const position = name === undefined ? index : fn.params.findIndex((param) => param.name === name && !param.variadic)
    if (position >= 0) placed[position] = value
    // Names that no parameter has are collected by the last.
    else if (rest >= 0) placed[Math.max(rest, placed.length)] = value
  })
  return Array.from({ length: placed.length }, (_, index) => placed[index] ?? unknown)
}

/** Gives the parameters their values and opens the body's state. */
export function bindArguments(machine: Machine, frame: Frame, args: readonly Value[]): void {
  const vars = frame.base.vars
  frame.fn!.params.forEach((param, index) => {
    let value = args[index]
    if (param.variadic) {
      const rest = args.slice(index)
      value = shapeValue(new Map(rest.map((item, offset) => [String(offset), item])), null, rest.length)
      if (machine.semantics.language === 'js') value = machine.newObject('Array', value)
    }
    if (value === undefined)
      value = param.initial ? machine.eval(param.initial) : machine.semantics.language === 'php' ? nothing : unknown
    if (
      param.type !== null &&
      /^(?:int|float|bool|Integer|Long|long|double|Double|boolean|Boolean)$/.test(param.type) &&
      value.constant === undefined
    )
      value = unknownNumber
    // No text is a function there.
    else if (param.type === 'Closure' && isPhp(machine))
      value = new Value(undefined, unknown.text, null, { id: 0, cls: 'Closure' }, value.closures)
    // An array is refused there.
    else if (param.type === 'string' && machine.semantics.language === 'php') value = withEscapes(value, Esc.Scalar)
    else if (isParsed(machine, param.type)) value = ofType(machine, param.type)
    else if (
      param.type !== null &&
      value.object === null &&
      /^[A-Z]/.test(param.type.slice(param.type.lastIndexOf('\\') + 1))
    ) {
      value = new Value(
        value.constant,
        value.text,
        value.shape,
        { id: 0, cls: machine.className(param.type) },
        value.closures,
      )
    }
    vars.set(param.name, value)
    frame.declared.add(param.name)
    if (param.pattern) machine.assign(param.pattern, value, frame.fn!.at)
    if (param.promoted && frame.self)
      machine.writeField(frame.self, param.name, value, { kind: 'var', at: frame.fn!.at, name: 'this' })
  })
  frame.state = { vars: new Layer(vars), heap: new Layer(frame.base.heap) }
}

/** Joins every way out of the function. */
export function leave(frame: Frame, dead: boolean, self: Value | null): Outcome {
  const ways: Changes[] = [...frame.exits]
  if (!dead) ways.push(changesSince(frame.state, frame.base))
  joinBranches(frame.base, ways)
  const outs = new Map<number, Value>()
  frame.fn!.params.forEach((param, index) => {
    if (param.byRef) outs.set(index, frame.base.vars.get(param.name) ?? unknown)
  })
  let returns = frame.returns
  if (!dead) returns = returns === null ? nothing : join(returns, nothing)
  return {
    returns: ways.length === 0 ? null : (returns ?? nothing),
    heap: frame.base.heap.own,
    selfId: self?.object?.id ?? 0,
    outs,
  }
}

const isPhp = (machine: Machine) => machine.semantics.language === 'php'

const isObject = ({ object }: Value) => object !== null && object.id !== 0 && object.cls !== ''

const isConstructor = (closure: Closure) =>
  closure.fn.name === '__construct' ||
  closure.fn.name === 'constructor' ||
  closure.fn.name === closure.cls?.name.slice(closure.cls.name.lastIndexOf('.') + 1)

/** An object that was given the path of an upload reads there what a visitor sent. */
function holdsUpload(machine: Machine, self: Value): boolean {
  if (!isPhp(machine)) return false
  for (const item of machine.content(self)?.shape?.keys.values() ?? [])
    if (item.object?.cls === uploadedPath) return true
  return false
}

/** True for a function, an object of a class that models speak of or the project has, and whatever holds one: foreign data may come out of it. */
function maySpeak(machine: Machine, value: Value, depth = 0): boolean {
  if (value.closures) return true
  const cls = value.object?.cls
  if (cls !== undefined && (machine.models.classes.has(cls.toLowerCase()) || machine.project.findClass(cls)))
    return true
  const shape = value.shape ?? machine.content(value)?.shape
  if (!shape) return false
  if (depth === deepest) return true
  for (const item of shape.keys.values()) if (maySpeak(machine, item, depth + 1)) return true
  return shape.rest !== null && maySpeak(machine, shape.rest, depth + 1)
}

/** Outcomes by function and by what the call looked like. */
export class Memo {
  readonly generic = new Map<FunctionDecl, Outcome | 'running'>()
  readonly #special = new Map<FunctionDecl, Map<string, Outcome>>()

  /** `generic` where the arguments say nothing; otherwise a text that equal-looking calls share. */
  key(machine: Machine, closure: Closure, args: readonly Value[]): string {
    let foreign = false
    for (const arg of args)
      if (foreign || arg.closures || arg.object?.cls === uploadedPath || machine.taints(arg).length > 0) foreign = true
    const { self } = closure
    if (!foreign && self && (self.object?.id || machine.semantics.language === 'java'))
      foreign =
        machine.taints(self).length > 0 ||
        holdsUpload(machine, self) ||
        (isPhp(machine) && holdsFunction(machine, self))
    if (foreign || closure.scope !== null) {
      if (closure.scope !== null && machine.semantics.language === 'php') return ''
      const version = closure.scope?.version?.() ?? 0
      const key = `${args.map((arg) => signature(machine, arg)).join(';')}|${self ? signature(machine, self) : ''}|${version}`
      const known = this.#special.get(closure.fn)
      if (foreign || !known || known.size < maxCleanVariants || known.has(key)) return key
      return [...args, ...(self ? [self] : [])].some((value) => maySpeak(machine, value)) ? key : 'generic'
    }
    const called = self?.object?.cls
    if (
      called !== undefined &&
      closure.cls &&
      called !== closure.cls.name &&
      hangsOnClass(machine.project, closure.fn, closure.file)
    )
      return `for ${called}`
    const small = closure.fn.end - closure.fn.at < smallFunction
    // Objects that it is given to keep are found by its other methods.
    if (small && isPhp(machine) && args.some(isObject) && keeps(closure.fn))
      return `@${args.map((arg) => (isObject(arg) ? `#${arg.object!.id}` : signature(machine, arg))).join(';')}`
    if (
      small &&
      args.length > 0 &&
      args.every((arg) => arg.constant !== undefined || arg.shape) &&
      (args.some(isSwitch) || (this.#special.get(closure.fn)?.size ?? 0) < maxConstantVariants)
    ) {
      return `=${args.map((arg) => signature(machine, arg)).join(';')}`
    }
    return 'generic'
  }

  /** True where every way through the function was seen to end in an exit or an exception. */
  neverReturns(fn: FunctionDecl): boolean {
    const outcome = this.generic.get(fn)
    return outcome !== undefined && outcome !== 'running' && outcome.returns === null
  }

  get(fn: FunctionDecl, key: string): Outcome | undefined {
    return key === '' ? undefined : this.#special.get(fn)?.get(key)
  }
  put(fn: FunctionDecl, key: string, outcome: Outcome): void {
    if (key === 'generic') this.generic.set(fn, outcome)
    else if (key !== '') {
      const known = this.#special.get(fn)
      if (known) {
        // Traces differ from caller to caller: what is kept for one function is bounded, not how often it is run.
        if (known.size >= maxVariants) known.clear()
        known.set(key, outcome)
      } else this.#special.set(fn, new Map([[key, outcome]]))
    }
  }

  /** Makes the caller's state what it is after such a call; gives the result. */
  replay(
    machine: Machine,
    outcome: Outcome,
    closure: Closure,
    nodes: readonly Argument[] | undefined,
    at: number,
  ): Value {
    const { heap } = machine.frame.state
    const selfId = closure.self?.object?.id ?? 0
    for (const [id, content] of outcome.heap) {
      if (id !== outcome.selfId || id === selfId) heap.set(id, content)
      if (id < 0) recallGlobal(machine, id, content)
    }
    const own = outcome.selfId === selfId || selfId === 0 ? undefined : outcome.heap.get(outcome.selfId)
    if (own) this.#mergeSelf(machine, closure, own)
    if (nodes)
      for (const [position, value] of outcome.outs) {
        const node = nodes[position]
        if (node) machine.assign(node.value, value, at)
      }
    if (outcome.returns === null) return unknown
    if (
      outcome.returns.object &&
      outcome.returns.object.id !== 0 &&
      outcome.returns.object.id === outcome.selfId &&
      closure.self
    )
      return closure.self
    return outcome.returns
  }

  #mergeSelf(machine: Machine, closure: Closure, content: Value): void {
    const self = closure.self!
    const before = machine.content(self)
    let shape = before?.shape ?? null
    const fresh = isConstructor(closure)
    for (const [name, value] of content.shape?.keys ?? []) {
      if (fresh && !shape?.keys.has(name)) shape = withElement(shape, name, value, false)
      else if (machine.taints(value).length > 0 || (isPhp(machine) && isCode(value)))
        shape = withElement(shape, name, value, true)
    }
    if (shape) machine.setContent(self, new Value(undefined, before?.text ?? [], shape))
  }
}
