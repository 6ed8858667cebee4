import type { Expr, FunctionDecl } from '../ast.ts'
import type { Frame, Machine } from '../machine.ts'
import type { ClassInfo, Project } from '../project.ts'
import { join } from '../join.ts'
import { lessSure, withEscapes, withoutEscapes } from '../map-taints.ts'
import { type Closure, opaque, type Scope, textTaints, unknown, unknownNumber, Value, valueTaints } from '../value.ts'
import { Esc, escapes } from '../escapes.ts'
import { assignedIn } from './assigned.ts'
import { elementOf, elementTaints, withElement } from './access.ts'
import { constrained } from './annotated.ts'
import { hasSwitch, liveScope } from './captured.ts'
import { endsInExit } from './exits.ts'
import { keepHeap } from './frames.ts'
import { hostOf, hostParts } from './hosts.ts'
import { constraintBits } from './constraints.ts'
import { caughtRead, caughtWrite, invokedObject } from './magic.ts'
import { isOpenField } from './open-fields.ts'
import { isFixedArray, isFixedText } from './properties.ts'
import { passOn, readOfOwn } from './passed-on.ts'
import { storedField, storeField } from './records.ts'
import { tableProperty } from './tables.ts'
import { rowsOf } from './columns.ts'
import { asType, isParsed, numeric, ofType } from './types.ts'

/** Longer functions are whole programs: nobody calls them twice. */
const longest = 3000

const simpleName = (full: string) => full.slice(full.lastIndexOf('\\') + 1)

const said = new WeakMap<Project, Map<RegExp, boolean>>()

/** True where a file of the project says this. */
function isSaid(project: Project, form: RegExp): boolean {
  const known = said.get(project) ?? new Map<RegExp, boolean>()
  said.set(project, known)
  const found = known.get(form) ?? project.files.some(({ source }) => form.test(source))
  known.set(form, found)
  return found
}

/** CodeIgniter: a model that was loaded is a property called as its class. */
function loadedModel(machine: Machine, name: string): string | undefined {
  if (machine.semantics.language !== 'php' || !/^(?:mdl|m)_|_(?:model|m|mdl)$/i.test(name)) return undefined
  return machine.project.findClass(name)?.decl.name
}

/** Fields of objects and classes: on the heap where an object is followed, else what any method was seen to write. */
export class Fields {
  readonly #machine: Machine
  /** Foreign values that methods put into fields of their own object, by `class.field`. */
  readonly summaries = new Map<string, Value>()
  /** Classes of objects kept in fields, by `class.field`. */
  readonly #types = new Map<string, string>()
  readonly readers = new Map<string, Set<FunctionDecl>>()
  #foreignCalls = 0
  readonly #initialising = new Set<ClassInfo>()

  constructor(machine: Machine) {
    this.#machine = machine
  }

  read(object: Value, name: string, at: number): Value {
    const machine = this.#machine
    if (name === 'rows' || name === 'row') {
      const rows = rowsOf(machine, object, name, at)
      if (rows) return rows
    }
    const content = machine.content(object)
    const shape = content?.shape ?? (object.object?.id ? null : object.shape)
    const known = shape
      ? (shape.keys.get(name) ??
        (object.object?.cls === 'Object' || (object.object?.cls === 'Array' && /^\d+$/.test(name))
          ? shape.rest
          : undefined))
      : undefined
    if (known) return known
    const caught = caughtRead(machine, object, name, at) ?? readOfOwn(machine, object, name, at)
    if (caught) return caught
    const cls = object.object?.cls ?? ''
    let checked = 0
    if (cls !== '') {
      const ancestry = machine.project.ancestry(cls)
      const lower = name.toLowerCase()
      for (const ancestor of machine.models.fields.has(lower) ? ancestry : []) {
        const model = machine.models.properties.get(`${ancestor}.${lower}`)
        if (model) {
          const same = model.same === undefined ? undefined : machine.semantics.ambient(machine, model.same, at)
          if (same) return same
          if (model.whereFile && !isSaid(machine.project, model.whereFile))
            return new Value(undefined, unknown.text, null, { id: 0, cls: model.type ?? '' })
          const value = withEscapes(
            machine.source(model.source, `${object.object!.cls}.${name}`, at),
            escapes(...(model.escapes ?? [])),
          )
          return model.type === undefined ? value : new Value(undefined, value.text, null, { id: 0, cls: model.type })
        }
        const type = machine.models.types.get(`${ancestor}.${lower}`)
        if (type) return new Value(undefined, unknown.text, null, { id: 0, cls: type })
      }
      for (const ancestor of ancestry) {
        const any = machine.models.properties.get(`${ancestor}.*`)
        if (any) return machine.source(any.source, `${simpleName(cls)}.${name}`, at)
        const key = `${ancestor}.${name}`
        const summary = this.summaries.get(key)
        // What came out of an unknown call is still what its field is declared to be.
        if (summary) return asType(machine, summary, machine.project.property(cls, name)?.type ?? null)
      }
      const shown = cls === 'PhpTemplate' ? machine.semantics.given?.(machine, name, at) : undefined
      if (shown && machine.taints(shown).length > 0) return shown
      const stored = storedField(machine, cls, name, at)
      if (stored) return stored
      const table = machine.semantics.language === 'php' ? tableProperty(machine, cls, name) : undefined
      if (table) return table
      const property = machine.project.property(cls, name)
      if (property) {
        this.#noteReader(ancestry, name)
        if (isOpenField(machine, ancestry, property))
          return constrained(
            machine,
            property.annotations,
            machine.source('request', `${simpleName(cls)}.${name}`, at),
            at,
          )
        checked = constraintBits(property.annotations)
        // An object of which only is known that it is foreign: so are its fields, numbers left out.
        if (
          property.type &&
          (numeric.test(property.type) || isParsed(machine, property.type) || textTaints(object.text).length === 0)
        )
          return ofType(machine, property.type)
        const isOwn = machine.semantics.language !== 'php' && property.annotations.length > 0
        const own = isOwn ? textTaints(object.text) : []
        if (own.length > 0) return constrained(machine, property.annotations, opaque(own), at)
        if (
          property.initial &&
          (property.isConst || isFixedArray(machine, cls, property) || isFixedText(machine, cls, property))
        )
          return machine.eval(property.initial)
      }
      const type =
        ancestry.map((ancestor) => this.#types.get(`${ancestor}.${name}`)).find((item) => item !== undefined) ??
        loadedModel(machine, name)
      // A text or record out of a foreign record is foreign, whatever its class.
      const held = machine.semantics.language === 'java' && property ? textTaints(object.text) : []
      if (type && held.length === 0) return new Value(undefined, unknown.text, null, { id: 0, cls: type })
    }
    // Of a text or a list; where an object has a field of this name it was found above.
    if (name === 'length' && machine.semantics.language === 'js') return unknownNumber
    // What an address asks for is no address of the own site any more.
    if (cls === 'URL' && /^(?:searchParams|hash|username|password)$/.test(name)) {
      const part = opaque(textTaints(withoutEscapes(object, Esc.LocalPath).text))
      return name === 'searchParams' ? new Value(undefined, part.text, null, { id: 0, cls: 'URLSearchParams' }) : part
    }
    if (hostParts.has(name) && /^(?:URL|Location)$/.test(cls)) {
      // Of the address where the visitor is already it is that of the shop.
      const own = textTaints(object.text).every((taint) => taint.escapes & Esc.LocalPath)
      return own ? unknown : hostOf(machine, object, at)
    }
    const taints = [
      ...textTaints(object.text),
      ...(object.shape ? valueTaints(elementOf(object.shape, name) ?? unknown) : []),
    ]
    // What the framework makes of a request it has checked as the class says.
    if (checked !== 0 && taints.every(({ label }) => label.startsWith('request parameter')))
      return withEscapes(opaque(taints), checked)
    if (taints.length > 0)
      return opaque(
        machine.semantics.language === 'java'
          ? taints
          : taints.flatMap((taint) =>
              machine.semantics.language === 'js' || taint.kind === 'database'
                ? elementTaints(machine, taint, name, at)
                : [taint],
            ),
      )
    if (name === 'length') return unknownNumber
    // A member of a module or library object keeps its full name, so that models find it.
    if (machine.semantics.language === 'js' && object.object?.id === 0)
      return new Value(undefined, unknown.text, null, { id: 0, cls: `${object.object.cls}.${name}` })
    return caughtRead(machine, object, name, at, true) ?? unknown
  }

  write(object: Value, name: string | undefined, value: Value, target: Expr): void {
    const machine = this.#machine
    if (object.object && name !== undefined) storeField(machine, object.object.cls, name, value)
    if (name !== undefined) passOn(machine, object, name, value)
    if (object.object && object.object.id !== 0) {
      if (name !== undefined && caughtWrite(machine, object, name, value, target.at)) return
      const before = machine.content(object)
      machine.setContent(
        object,
        new Value(
          before?.constant,
          before?.text ?? [],
          withElement(before?.shape ?? null, name, value, machine.inLoop()),
        ),
      )
      if (name !== undefined && object.object.id === machine.frame.self?.object?.id)
        this.#record(object.object.cls, name, value)
      return
    }
    if (
      target.kind === 'prop' &&
      target.object.kind === 'var' &&
      target.object.name !== 'this' &&
      machine.taints(value).length > 0
    ) {
      const made = machine.newObject(
        object.object?.cls ?? 'stdClass',
        new Value(undefined, object.text, withElement(object.shape, name, value, false)),
      )
      machine.frame.state.vars.set(target.object.name, made)
    }
  }

  /** Who reads a field of which nothing is known yet, and, in PHP, who has asked for that. */
  #noteReader(ancestry: readonly string[], name: string): void {
    const { frame, semantics } = this.#machine
    let left = semantics.language === 'php' ? 3 : 1
    for (let reader: Frame | null = frame; reader?.fn && left-- > 0; reader = reader.caller)
      for (const cls of semantics.language === 'php' ? ancestry : ancestry.slice(0, 1))
        addReader(this.readers, `${cls}.${name}`, reader.fn)
  }

  #record(cls: string, name: string, value: Value): void {
    if (value.object) this.#types.set(`${cls.toLowerCase()}.${name}`, value.object.cls)
  }

  /** Notes what a method, run on its own, left in its object: other methods of the class may find it there. */
  summarise(cls: string, content: Value | undefined): void {
    for (const [name, value] of content?.shape?.keys ?? []) {
      if (valueTaints(value).length === 0) continue
      const key = `${cls.toLowerCase()}.${name}`
      const known = this.summaries.get(key)
      this.summaries.set(key, known ? join(known, value) : value)
    }
  }

  /** Initial values of the class and its ancestors that are worth following: those of text, arrays and numbers. */
  initialise(object: Value, info: ClassInfo): void {
    const machine = this.#machine
    // A class whose field is made with the class itself would never be done.
    if (machine.semantics.language === 'php' || this.#initialising.has(info)) return
    this.#initialising.add(info)
    try {
      const caller = machine.frame
      for (const property of info.decl.properties) {
        if (property.isStatic || !property.initial) continue
        machine.frame = { ...caller, cls: info.decl, self: object, file: info.file }
        const value = machine.eval(property.initial)
        machine.frame = caller
        const before = machine.content(object)
        machine.setContent(
          object,
          new Value(undefined, [], withElement(before?.shape ?? null, property.name, value, false)),
        )
      }
    } finally {
      this.#initialising.delete(info)
    }
  }

  invokeValue(callable: Value, args: Value[], at: number): Value {
    const machine = this.#machine
    if (callable.closures)
      return callable.closures.map((closure) => machine.invoke(closure, args, at)).reduce((a, b) => join(a, b))
    const invoked = invokedObject(machine, callable, args, at)
    if (invoked) return invoked
    const call = { at, args, nodes: [], receiver: null, receiverNode: null }
    if (typeof callable.constant === 'string')
      return machine.callNamedFunction(callable.constant, { ...call, name: callable.constant.toLowerCase() })
    const shape = callable.shape
    const method = shape?.keys.get('1')?.constant
    if (shape && typeof method === 'string') {
      const owner = shape.keys.get('0')
      if (owner?.object) return machine.callMethodOf(owner, method, args, at)
      if (typeof owner?.constant === 'string')
        return machine.callNamedFunction(`${owner.constant}::${method}`, { ...call, name: method.toLowerCase() })
    }
    const taints = args.flatMap((arg) => machine.taints(arg))
    // A method of an object that is not known.
    const given = shape ? taints.map(lessSure) : taints
    return given.length === 0 ? unknown : opaque(given.slice(0, 4))
  }

  closure(fn: FunctionDecl): Value {
    const { frame } = this.#machine
    let scope: Closure['scope'] = null
    if (fn.uses === 'all' && this.#machine.semantics.language === 'js') scope = this.#live(fn, frame)
    else if (fn.uses === 'all') {
      const vars = frame.state.vars
      const outer = frame.captured
      scope = { get: (name) => vars.get(name) ?? outer?.get(name) }
    } else if (fn.uses && fn.uses.length > 0) {
      const captured = new Map<string, Value>()
      for (const { name } of fn.uses) captured.set(name, frame.state.vars.get(name) ?? unknown)
      scope = { get: (name) => captured.get(name) }
    }
    const closure: Closure = { fn, file: frame.file, cls: frame.cls, scope, self: frame.self }
    if (this.#machine.semantics.language === 'js') keepHeap(closure, frame.state.heap)
    this.#machine.remember(closure)
    return new Value(undefined, unknown.text, null, null, [closure])
  }

  /** The variables that a function of JavaScript captures. What it changes itself is not the constant it was by the time it runs. */
  #live(fn: FunctionDecl, frame: Frame): Scope {
    const { vars } = frame.state
    if (fn.end - fn.at < longest && hasSwitch(vars))
      for (const name of assignedIn(fn)) {
        const value = vars.get(name)
        if (typeof value?.constant === 'number') vars.set(name, unknownNumber)
        else if (typeof value?.constant === 'boolean') vars.set(name, unknown)
      }
    // Two calls of the function around it with foreign data are two different sets of variables.
    const foreign = frame.given.some((arg) => this.#machine.taints(arg).length > 0)
    return liveScope(frame, foreign ? ++this.#foreignCalls * 1024 : 0)
  }

  declare(target: Expr, type: string | null, value: Value | undefined, at: number): void {
    const machine = this.#machine
    if (target.kind === 'var') {
      machine.frame.declared.add(target.name)
      if (type !== null && machine.semantics.language !== 'js') machine.frame.types.set(target.name, type)
    }
    machine.assign(target, value === undefined ? ofType(machine, type) : asType(machine, value, type), at)
  }

  neverReturns(expr: Expr): boolean {
    const machine = this.#machine
    const name = expr.kind === 'call' && expr.callee.kind === 'name' ? expr.callee.name.toLowerCase() : undefined
    const method =
      (expr.kind === 'mcall' || expr.kind === 'scall') && typeof expr.name === 'string'
        ? expr.name.toLowerCase()
        : undefined
    if (name !== undefined) {
      if (machine.models.calls.get(name)?.some((model) => model.exits)) return true
      const own = machine.project.functions.get(name)
      return own !== undefined && (endsInExit(own.fn) || machine.isKnownToExit(own.fn))
    }
    if (method === undefined) return false
    if (expr.kind === 'scall' && expr.cls.kind === 'name') {
      const cls = expr.cls.name
      if (machine.models.calls.get(`${cls.toLowerCase()}::${method}`)?.some((model) => model.exits)) return true
      const own = machine.project.findMethod(cls, method)
      return own !== undefined && (endsInExit(own.fn) || machine.isKnownToExit(own.fn))
    }
    if (machine.models.calls.get(`->${method}`)?.some((model) => model.exits)) return true
    const cls =
      expr.kind === 'mcall' && expr.object.kind === 'var' && expr.object.name === 'this'
        ? machine.frame.cls?.name
        : undefined
    const own = cls === undefined ? undefined : machine.project.findMethod(cls, method)
    return own !== undefined && (endsInExit(own.fn) || machine.isKnownToExit(own.fn))
  }
}

function addReader(readers: Map<string, Set<FunctionDecl>>, key: string, fn: FunctionDecl): void {
  const known = readers.get(key)
  if (known) known.add(fn)
  else readers.set(key, new Set([fn]))
}
