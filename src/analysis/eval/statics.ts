import type { FunctionDecl } from '../ast.ts'
import type { Machine } from '../machine.ts'
import { join } from '../join.ts'
import { unknown, Value, valueTaints } from '../value.ts'
import { lastingPart } from './lasting.ts'
import { isFixedStatic } from './properties.ts'
import { signature } from './signature.ts'
import { asType, ofType } from './types.ts'

const assignment = '(?:[-+*/|&^%]?=(?!=)|\\+\\+|--)'

/**
 * Static fields and stores that outlive a function. Within one run they are cells of the heap, so that order counts; between
 * runs only what is foreign is remembered, since any request may find it there.
 */
export class Statics {
  readonly #machine: Machine
  readonly #cells = new Map<string, number>()
  /** What any run put there that is foreign or an object. */
  readonly #seen = new Map<string, Value>()
  /** Cells that a function, or what it calls, reads. */
  readonly #reads = new Map<FunctionDecl, Set<number>>()
  readonly #writers = new Map<string, Set<number>>()
  readonly #initialising = new Set<string>()
  readonly #assigned = new Map<string, boolean>()
  /** Functions, and files by number, that read a cell before anything foreign was seen in it, with the file each is in. */
  readonly #readBefore = new Map<string, Map<FunctionDecl | number, number>>()
  /** A cell was written since the run began. */
  written = false

  constructor(machine: Machine) {
    this.#machine = machine
  }

  read(cls: string, name: string, at: number): Value {
    const machine = this.#machine
    const key = `${this.#declaring(cls, name)}::${name}`
    const cell = this.#cell(key)
    this.#note(cell)
    const here = machine.frame.state.heap.get(cell)
    if (here) return here
    const seen = this.#seen.get(key)
    if (seen) return seen
    this.#noteBefore(key)
    const property = machine.project.property(cls, name)
    if (!property) {
      const type = machine.models.types.get(`${cls}.${name}`.toLowerCase())
      if (type) return new Value(undefined, unknown.text, null, { id: 0, cls: type })
      const model = machine.models.properties.get(`${cls}.${name}`.toLowerCase())
      return model ? machine.source(model.source, `${cls}.${name}`, at) : unknown
    }
    const { initial } = property
    const settled =
      property.isConst ||
      (machine.semantics.language === 'java' ? !this.#isAssigned(cls, name) : isFixedStatic(machine, cls, property))
    if (!initial || !settled || this.#initialising.has(key)) return ofType(machine, property.type)
    this.#initialising.add(key)
    // A factory gives it what its declaration says it is.
    const value = asType(machine, machine.eval(initial), property.type)
    this.#initialising.delete(key)
    machine.frame.state.heap.set(cell, value)
    return value
  }

  write(cls: string, name: string, given: Value): boolean {
    const key = `${this.#declaring(cls, name)}::${name}`
    const value = this.#onlyOne(this.#cell(key), given)
    this.#machine.frame.state.heap.set(this.#cell(key), value)
    this.written = true
    const writers = this.#writers.get(key)
    if (writers) writers.add(this.#machine.frame.file)
    else this.#writers.set(key, new Set([this.#machine.frame.file]))
    const lasting = valueTaints(value).length > 0 || value.object ? value : lastingPart(this.#machine, value)
    if (!lasting) return false
    const known = this.#seen.get(key)
    this.#seen.set(key, known ? join(known, lasting) : lasting)
    return true
  }

  /** An object that is made where there is none yet (`self::$instance`) is made once: what it holds by now is not lost. */
  #onlyOne(cell: number, value: Value): Value {
    const machine = this.#machine
    if (!value.object?.id || machine.semantics.language !== 'php') return value
    const here = machine.frame.state.heap.get(cell)
    const isSame = here?.object?.id && here.object.cls === value.object.cls
    return isSame && machine.taints(value).length === 0 ? here : value
  }

  /** Number of files whose code writes it. */
  writers(cls: string, name: string): number {
    return this.#writers.get(`${this.#declaring(cls, name)}::${name}`)?.size ?? 0
  }

  /** Functions, and files by number, to look at again: they read what was found to be foreign only later. */
  *stale(): Generator<[FunctionDecl | number, number]> {
    for (const [key, readers] of this.#readBefore) {
      const seen = this.#seen.get(key)
      if (seen && (valueTaints(seen).length > 0 || lastingPart(this.#machine, seen)?.shape)) yield* readers
    }
  }

  /** What the cells that a function reads hold here; empty where it reads none that were written. */
  signature(fn: FunctionDecl): string {
    let text = ''
    for (const cell of this.#reads.get(fn) ?? []) {
      const value = this.#machine.frame.state.heap.get(cell)
      if (value) text += `${cell}${signature(this.#machine, value)}`
    }
    return text
  }

  /** A function was called whose outcome is known: its reads are the caller's, too. */
  inherit(fn: FunctionDecl): void {
    for (const cell of this.#reads.get(fn) ?? []) this.#note(cell)
  }

  /** What is at work reads a cell in which nothing foreign was seen so far. */
  #noteBefore(key: string): void {
    const readers = this.#readBefore.get(key) ?? new Map<FunctionDecl | number, number>()
    this.#readBefore.set(key, readers)
    let left = 3
    for (let frame: Machine['frame'] | null = this.#machine.frame; frame && left-- > 0; frame = frame.caller)
      readers.set(frame.fn ?? frame.file, frame.file)
  }

  #note(cell: number): void {
    for (let frame: Machine['frame'] | null = this.#machine.frame; frame; frame = frame.caller) {
      if (!frame.fn) continue
      const reads = this.#reads.get(frame.fn)
      if (!reads) this.#reads.set(frame.fn, new Set([cell]))
      else if (reads.has(cell)) return
      else reads.add(cell)
    }
  }

  /** Cells of statics have negative numbers: objects count upwards. */
  #cell(key: string): number {
    let cell = this.#cells.get(key)
    if (cell === undefined) this.#cells.set(key, (cell = -1 - this.#cells.size))
    return cell
  }

  #declaring(cls: string, name: string): string {
    const { project } = this.#machine
    const full = project.findClass(cls)?.decl.name ?? cls
    for (const ancestor of project.ancestry(full))
      if (project.classes.get(ancestor)?.decl.properties.some((item) => item.name === name)) return ancestor
    return full.toLowerCase()
  }

  /** True where the text of the class's file, or of one that names the field with its class, assigns it after its declaration. */
  #isAssigned(cls: string, name: string): boolean {
    const key = `${cls}.${name}`
    const known = this.#assigned.get(key)
    if (known !== undefined) return known
    const { project } = this.#machine
    const own = project.findClass(cls)?.file
    const qualified = new RegExp(`\\b${cls.slice(cls.lastIndexOf('.') + 1)}\\.${name}\\s*${assignment}`)
    const bare = new RegExp(`\\b${name}\\s*${assignment}`, 'g')
    const found = project.files.some(({ id, source }) =>
      id === own ? (source.match(bare)?.length ?? 0) > 1 : qualified.test(source),
    )
    this.#assigned.set(key, found)
    return found
  }
}
