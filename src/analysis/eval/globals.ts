import type { Expr, Stmt } from '../ast.ts'
import type { Frame, Machine } from '../machine.ts'
import { once } from '../once.ts'
import type { Project } from '../project.ts'
import { unknown, Value, valueTaints } from '../value.ts'
import { anyVariable } from './lookup.ts'

/** Cells of global variables: objects count upwards, statics downwards from -1. */
const first = -1_000_000_000

const cellsOf = once((_machine: Machine) => ({ byName: new Map<string, number>(), names: new Map<number, string>() }))

function cellOf(machine: Machine, name: string): number {
  const known = cellsOf(machine)
  let cell = known.byName.get(name)
  if (cell === undefined) {
    known.byName.set(name, (cell = first - known.byName.size))
    known.names.set(cell, name)
  }
  return cell
}

/** The frame outside every function. */
function outermost(machine: Machine): Frame {
  let { frame } = machine
  while (frame.caller) frame = frame.caller
  return frame
}

/** `$GLOBALS` with a key. */
export const isGlobal = (expr: Expr): expr is Extract<Expr, { kind: 'index' }> =>
  expr.kind === 'index' && expr.object.kind === 'var' && expr.object.name === 'GLOBALS'

/** What a global variable holds, whether or not the function at work has declared it. */
export function readGlobal(machine: Machine, name: string, at: number): Value {
  return (
    outermost(machine).state.vars.get(name) ??
    machine.frame.state.heap.get(cellOf(machine, name)) ??
    machine.semantics.ambient(machine, name, at) ??
    objectOf(machine.project, name)
  )
}

/** `global $db`: the names mean what they mean outside every function. */
export function bindGlobals(machine: Machine, names: readonly string[]): void {
  const { frame } = machine
  frame.globals = new Set([...(frame.globals ?? []), ...names])
  for (const name of names) frame.state.vars.set(name, readGlobal(machine, name, -1))
}

/** `$GLOBALS[$name] = …`: whoever sends the name sends any variable that is not set. */
export function writeGlobal(machine: Machine, name: Value, value: Value): void {
  const { vars } = outermost(machine).state
  if (typeof name.constant === 'string') setGlobal(machine, name.constant, value)
  else if (machine.taints(name).length > 0 && valueTaints(value).length > 0) vars.set(anyVariable, value)
}

/** Sets a global variable from within a function; the cell tells callers for whom the function is not run again. */
export function setGlobal(machine: Machine, name: string, value: Value): void {
  const outer = outermost(machine)
  outer.state.vars.set(name, value)
  if (outer !== machine.frame) machine.frame.state.heap.set(cellOf(machine, name), value)
}

/** A function that is not run again has left this in a cell: of a global variable it is what that holds now. */
export function recallGlobal(machine: Machine, cell: number, value: Value): void {
  if (cell > first) return
  const name = cellsOf(machine).names.get(cell)
  if (name !== undefined) outermost(machine).state.vars.set(name, value)
}

/** The class of the object that the project's files put into a global variable, where all agree. */
function objectOf(project: Project, name: string): Value {
  const cls = classesOfGlobals(project).get(name)
  return cls ? new Value(undefined, unknown.text, null, { id: 0, cls }) : unknown
}

const makes = /^(?:get_?|create_?)?(?:instance|singleton|self)$|^(?:create|make|init|factory)$/i

const classesOfGlobals = once((project: Project): ReadonlyMap<string, string> => {
  const found = new Map<string, string>()
  const note = (target: Expr, made: Expr) => {
    if (made.kind !== 'new' && !(made.kind === 'scall' && makes.test(String(made.name)))) return
    const key = isGlobal(target) && target.index?.kind === 'lit' ? String(target.index.value) : undefined
    const name = target.kind === 'var' ? target.name : key
    if (name === undefined || made.cls.kind !== 'name' || !project.findClass(made.cls.name)) return
    const before = found.get(name)
    found.set(name, before === undefined || before === made.cls.name ? made.cls.name : '')
  }
  const look = (body: readonly Stmt[]): void => {
    for (const statement of body)
      if (statement.kind === 'expr' && statement.value.kind === 'assign')
        note(statement.value.target, statement.value.value)
      else if (statement.kind === 'block') look(statement.body)
      else if (statement.kind === 'if') look(statement.no ? [statement.yes, statement.no] : [statement.yes])
  }
  for (const { parsed, language } of project.files) if (language === 'php') look(parsed.body)
  return found
})
