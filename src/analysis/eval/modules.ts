import type { Frame, Machine } from '../machine.ts'
import { folderOf, resolveModule } from '../js/resolve.ts'
import { Layer } from '../state.ts'
import { nothing, unknown, Value } from '../value.ts'
import { freshFrame } from './frames.ts'

const deepest = 40

/** Modules of JavaScript: each file is run once, and what it leaves in its variables is what others import and its own functions see. */
export class Modules {
  readonly #machine: Machine
  /** The frame that a file's top level left behind; `running` while it is at work. */
  readonly #frames = new Map<number, Frame | 'running'>()
  readonly #resolved = new Map<string, number | undefined>()
  /** Objects that modules made: every root stands on them. */
  readonly ground = new Layer<number>(null)
  #depth = 0

  constructor(machine: Machine) {
    this.#machine = machine
  }

  /** Runs the top level of a file and keeps what it left. */
  run(file: number): void {
    const machine = this.#machine
    const parsed = machine.project.files[file]!.parsed
    const frame = freshFrame(null, file, null, null, null, null, this.ground)
    machine.frame = frame
    if (parsed.language !== 'js') {
      machine.execAll(parsed.body)
      return
    }
    this.#frames.set(file, 'running')
    const exports = machine.newObject('Object', new Value(undefined, []))
    const held = new Map([['exports', exports]])
    const vars = frame.state.vars
    vars.set('exports', exports)
    vars.set('module', machine.newObject('Object', new Value(undefined, [], { keys: held, rest: null, next: 0 })))
    try {
      machine.execAll(parsed.body)
    } finally {
      for (let layer: Layer<number> | null = frame.state.heap; layer && layer !== this.ground; layer = layer.below)
        for (const [id, content] of layer.own) if (id > 0 && !this.ground.own.has(id)) this.ground.set(id, content)
      this.#frames.set(file, frame)
    }
  }

  /** A variable of the top level of a file that has been run. */
  variable(file: number, name: string): Value | undefined {
    const frame = this.#frames.get(file)
    return frame === undefined || frame === 'running' || frame === this.#machine.frame
      ? undefined
      : frame.state.vars.get(name)
  }

  /** What a file of the project exports under the full name of an import (`./x.member`, `./x`); undefined where that says nothing. */
  imported(full: string): Value | undefined {
    if (!/^(?:\.|(?:@@?|~~?|\$lib)\/)/.test(full)) return undefined
    const whole = this.#fileOf(full)
    const cut = full.lastIndexOf('.')
    const file = whole ?? this.#fileOf(full.slice(0, cut))
    if (file === undefined) return undefined
    const value = whole === undefined ? this.#exported(file, full.slice(cut + 1)) : this.#whole(file)
    return value && value !== nothing && value !== unknown ? value : undefined
  }

  #whole(file: number): Value | undefined {
    const machine = this.#machine
    const frame = this.#load(file)
    if (!frame) return undefined
    const module = frame.state.vars.get('module')
    const cell = module?.object ? frame.state.heap.get(module.object.id) : undefined
    const common = cell?.shape?.keys.get('exports')
    const content = common?.object ? frame.state.heap.get(common.object.id) : undefined
    if (
      common &&
      (common.closures || !common.object || common.object.cls !== 'Object' || (content?.shape?.keys.size ?? 0) > 0)
    )
      return common
    const own = machine.project.files[file]!.parsed.exports?.get('default')
    return own === undefined ? undefined : this.#exported(file, 'default')
  }

  #exported(file: number, name: string, depth = 0): Value | undefined {
    const frame = this.#load(file)
    if (!frame || depth > 5) return undefined
    const { exports, exportsAll } = this.#machine.project.files[file]!.parsed
    const meant = exports?.get(name) ?? name
    if (/^(?:[.@~]|\$lib\/)/.test(meant)) return this.#from(file, meant, depth)
    const value = frame.state.vars.get(meant)
    if (value) return value
    for (const other of exportsAll ?? []) {
      const found = this.#from(file, `${other}.${name}`, depth)
      if (found) return found
    }
    // `exports.x = …`, `module.exports = { x }`
    const common = this.#whole(file)
    return common?.object ? frame.state.heap.get(common.object.id)?.shape?.keys.get(name) : undefined
  }

  #from(file: number, full: string, depth: number): Value | undefined {
    const cut = full.lastIndexOf('.')
    const target = this.#fileOf(full.slice(0, cut), file)
    return target === undefined ? undefined : this.#exported(target, full.slice(cut + 1), depth + 1)
  }

  #load(file: number): Frame | undefined {
    const known = this.#frames.get(file)
    if (known) return known === 'running' ? undefined : known
    if (this.#depth >= deepest) return undefined
    this.#depth++
    this.#machine.apart(file, () => this.run(file))
    this.#depth--
    const frame = this.#frames.get(file)
    return frame === 'running' ? undefined : frame
  }

  #fileOf(spec: string, from = this.#machine.frame.file): number | undefined {
    const { project } = this.#machine
    const folder = folderOf(project.files[from]?.path ?? '')
    const key = `${folder}\0${spec}`
    if (!this.#resolved.has(key)) this.#resolved.set(key, resolveModule(project, folder, spec))
    return this.#resolved.get(key)
  }
}
