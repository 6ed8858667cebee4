import type { FunctionDecl } from '../ast.ts'
import type { Call, Machine } from '../machine.ts'
import type { CallModel } from '../models.ts'
import type { FunctionInfo, Project } from '../project.ts'
import { join } from '../join.ts'
import { unknown, type Value } from '../value.ts'
import { shapeOf } from './access.ts'
import { signature } from './signature.ts'

/** Functions kept under one name. */
const most = 12

/** Methods that listen to what is handed to them by its class. */
const listens = /^(?:handle|__invoke|execute|process|listen|when\w*|on[A-Z]\w*)$/
const listener = /(?:Listener|Subscriber|Handler|Observer|Consumer|Job|Projector)$/
const listening =
  /^(?:EventListener|TransactionalEventListener|Subscribe|ApplicationModuleListener|AsEventListener|AsMessageHandler|OnEvent)$/

/** How a project adds methods to classes and servers of libraries. */
const adds = /(?:::|->)macro\(|\.decorate\w*\(|\.method\((?!\s*\))/

/** Lower-case words that files which say this have in quotes. */
function quotedWhere(project: Project, form: RegExp): ReadonlySet<string> {
  const words = new Set<string>()
  for (const { source } of project.files)
    if (form.test(source)) for (const [, word] of source.matchAll(/['"`](\w+)['"`]/g)) words.add(word!.toLowerCase())
  return words
}

/** Functions that are kept under a name, in one file, and called by it in another: hooks, events, macros, decorations. */
export class Registry {
  readonly #machine: Machine
  readonly #kept = new Map<string, Map<string, Value>>()
  readonly #readers = new Map<string, Map<FunctionDecl | number, number>>()
  #takers: Map<string, FunctionInfo[]> | undefined
  #added: ReadonlySet<string> | undefined

  constructor(machine: Machine) {
    this.#machine = machine
  }

  add(name: string, callable: Value): void {
    const looks = signature(this.#machine, callable)
    const known = this.#kept.get(name)
    if (!known) this.#kept.set(name, new Map([[looks, callable]]))
    else if (known.size < most) known.set(looks, callable)
  }

  /** What is kept under a name; who asks is asked again where more is kept later. */
  of(name: string): Value[] {
    const known = [...(this.#kept.get(name)?.values() ?? [])]
    const readers = this.#readers.get(name) ?? new Map<FunctionDecl | number, number>()
    for (let frame: Machine['frame'] | null = this.#machine.frame; frame; frame = frame.caller)
      readers.set(frame.fn ?? frame.file, known.length * 65_536 + frame.file)
    this.#readers.set(name, readers)
    return known
  }

  /** A method that the project added to a class that it did not write. */
  added(name: string): Value | undefined {
    this.#added ??= quotedWhere(this.#machine.project, adds)
    if (!this.#added.has(name)) return undefined
    const found = this.of(`method ${name}`)
    return found.length === 0 ? undefined : found.reduce((a, b) => join(a, b))
  }

  /** Functions, and files by number, that asked before all was kept. */
  *stale(): Generator<[FunctionDecl | number, number]> {
    for (const [name, readers] of this.#readers)
      for (const [reader, seen] of readers)
        if ((this.#kept.get(name)?.size ?? 0) > Math.floor(seen / 65_536)) yield [reader, seen % 65_536]
  }

  /** Methods of the project that are called with an object of the class by whatever carries it. */
  takers(cls: string): readonly FunctionInfo[] {
    const simple = (name: string) => name.slice(Math.max(name.lastIndexOf('\\'), name.lastIndexOf('.')) + 1)
    if (!this.#takers) {
      this.#takers = new Map()
      for (const all of this.#machine.project.methods.values())
        for (const info of all) {
          const type = info.fn.params[0]?.type
          if (!type || !info.fn.body || info.fn.name.startsWith('__c')) continue
          const marks = [...info.fn.annotations, ...(info.cls?.annotations ?? [])]
          const isListener =
            marks.some(({ name }) => listening.test(simple(name))) ||
            (info.cls && listener.test(info.cls.name)) ||
            (listens.test(info.fn.name) && info.fn.params.length === 1)
          if (!isListener) continue
          const known = this.#takers.get(simple(type))
          if (known) known.push(info)
          else this.#takers.set(simple(type), [info])
        }
    }
    return this.#takers.get(simple(cls)) ?? []
  }
}

/** Names that everything sends. */
const common =
  /^(?:data|error|end|close|message|finish|connect(?:ion)?|disconnect|open|change|click|submit|load|ready|exit|drain|input|focus|blur|scroll|keyup|keydown|resize|progress|timeout|request|response|update|listening)$/

/** Keeps a function that a call is given under a name. */
function listen(machine: Machine, { store, name, callback }: NonNullable<CallModel['listens']>, call: Call): void {
  const given = call.args[name]?.constant
  const callable = call.args[callback]
  if (typeof given !== 'string' || !callable || (store === 'event' && common.test(given))) return
  if (callable.closures || callable.shape || callable.object || typeof callable.constant === 'string')
    machine.registry.add(`${store} ${store === 'method' ? given.toLowerCase() : given}`, callable)
}

/** The part of models that keeps functions and calls kept ones; gives what a filter makes of its first argument. */
export function callBack(machine: Machine, models: readonly CallModel[], call: Call): Value | undefined {
  let filtered: Value | undefined
  for (const { listens: keeps, raises } of models) {
    if (keeps) listen(machine, keeps, call)
    if (raises) filtered = raise(machine, raises, call) ?? filtered
  }
  return filtered
}

/** Calls what is kept under a name; gives what a filter makes of its first argument. */
function raise(machine: Machine, raises: NonNullable<CallModel['raises']>, call: Call): Value | undefined {
  if (raises.typed) {
    const [carried] = call.args
    if (!carried?.object) return undefined
    const called = new Set<FunctionDecl>()
    for (const { fn, file, cls } of machine.registry.takers(carried.object.cls).slice(0, 6)) {
      if (called.has(fn)) continue
      called.add(fn)
      machine.invoke({ fn, file, cls, scope: null, self: cls ? machine.newObject(cls.name) : null }, [carried], call.at)
    }
    return undefined
  }
  const { store, name = 0, from = 1, list, filters } = raises
  const given = call.args[name]?.constant
  if (typeof given !== 'string' || (store === 'event' && common.test(given))) return undefined
  const handed = list === undefined ? call.args.slice(from) : elements(machine, call.args[list])
  let [value] = handed
  for (const callable of machine.registry.of(`${store} ${given}`)) {
    const result = machine.invokeValue(callable, filters && value ? [value, ...handed.slice(1)] : handed, call.at)
    if (filters) value = value ? join(value, result) : result
  }
  return filters ? (value ?? unknown) : undefined
}

function elements(machine: Machine, value: Value | undefined): Value[] {
  const shape = shapeOf(machine, value)
  if (!shape) return value ? [machine.readIndex(value, null, -1)] : []
  return shape.keys.size > 0 ? [...shape.keys.values()] : shape.rest ? [shape.rest, shape.rest] : []
}
