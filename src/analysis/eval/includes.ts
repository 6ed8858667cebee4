import type { Frame, Machine } from '../machine.ts'
import { branch, type Changes, changesSince, joinBranches } from '../state.ts'
import { type Text, unknown, type Value } from '../value.ts'

const maxEnds = 8
const maxDepth = 3
/** Larger files hold tables, not code that shares variables with its includer. */
const maxIncluded = 200_000

/** Literal ends that a path can have: the last stretch without holes, each option of a choice apart. */
function literalEnds(text: Text): string[] {
  let ends = ['']
  for (let i = text.length - 1; i >= 0; i--) {
    const part = text[i]!
    if (typeof part === 'string') ends = ends.map((end) => part + end)
    else if ('taints' in part) break
    else {
      const options = part.options.flatMap((option) => literalEnds(option))
      if (options.length * ends.length > maxEnds) break
      ends = ends.flatMap((end) => options.map((option) => option + end))
    }
  }
  return ends
}

/** The scanned files that the path of an include can mean. */
function includedFiles(machine: Machine, path: Value): number[] {
  const { project } = machine
  const folder = project.files[machine.frame.file]!.path.replace(/[^/]*$/, '')
  const found: number[] = []
  for (const end of literalEnds(path.text)) {
    const wanted = end.replace(/^(?:\.{0,2}\/)+/, '')
    if (wanted.length < 4) continue
    const file = project.byPath.get(folder + wanted) ?? project.byPath.get(wanted) ?? project.fileEndingIn(wanted)
    if (file !== undefined && !found.includes(file)) found.push(file)
  }
  return found
}

/** Runs included files where they are included. */
export class Includes {
  readonly #machine: Machine
  #open: number[] = []

  constructor(machine: Machine) {
    this.#machine = machine
  }

  /** A run that was cut short leaves files open. */
  forget(): void {
    this.#open = []
  }

  run(path: Value): Value {
    const { frame, project } = this.#machine
    const wanted = includedFiles(this.#machine, path).filter(
      (file) => file !== frame.file && !this.#open.includes(file) && project.files[file]!.source.length <= maxIncluded,
    )
    if (wanted.length === 0 || this.#open.length >= maxDepth) return unknown
    if (wanted.length === 1) return this.#include(wanted[0]!)
    const base = frame.state
    const ways: Changes[] = []
    let result: Value = unknown
    for (const file of wanted) {
      frame.state = branch(base)
      result = this.#include(file)
      ways.push(changesSince(frame.state, base))
    }
    frame.state = base
    joinBranches(base, ways)
    return result
  }

  /** Included code sees and changes the variables of the includer; its places are its own file's. */
  #include(file: number): Value {
    const machine = this.#machine
    this.#open.push(file)
    const before = machine.frame
    const frame: Frame = { ...before, file, returns: null, exits: [], loops: [] }
    machine.frame = frame
    machine.execAll(machine.project.files[file]!.parsed.body)
    machine.frame = before
    before.state = frame.state
    this.#open.pop()
    return frame.returns ?? unknown
  }
}
