import type { Stmt } from '../ast.ts'
import type { Machine } from '../machine.ts'
import { branch, joinBranches, type State } from '../state.ts'
import { constant, opaque, type Shape, shapeValue, unknown, unknownNumber, Value, valueTaints } from '../value.ts'
import { visit } from '../visit.ts'
import { elementOf, shapeOf } from './access.ts'
import { assignedNames } from './assigned.ts'
import { isolated, noChanges, openLoop } from './branches.ts'
import { iterated } from './iterated.ts'
import { leavesEarly, rewritten, sifted } from './rewritten.ts'

/** What is assigned in a loop is not the constant it was before it. */
function widenAssigned(machine: Machine, names: ReadonlySet<string>): void {
  const { vars } = machine.frame.state
  for (const name of names) {
    const value = vars.get(name)
    if (value?.constant === undefined) continue
    if (typeof value.constant === 'number') vars.set(name, unknownNumber)
    else if (typeof value.constant === 'string' && value.constant !== '')
      vars.set(name, new Value(undefined, [value.constant, { taints: [] }]))
    else vars.set(name, new Value(undefined, [{ taints: [] }], value.shape))
  }
}

function taintedNames(state: State, names: ReadonlySet<string>): number {
  let count = 0
  for (const name of names) {
    const value = state.vars.get(name)
    if (value && valueTaints(value).length > 0) count++
  }
  return count
}

const openLoops = (machine: Machine) => machine.frame.loops.filter((item) => item.isLoop).length

/** Runs a loop's body: once, and up to twice more where a round made something foreign that was not before. */
export function loop(machine: Machine, statement: Stmt, round: () => boolean, atLeastOnce = false): boolean {
  const names = assignedNames(statement)
  widenAssigned(machine, names)
  const base = machine.frame.state
  const frame = openLoop(machine, true)
  const before = taintedNames(base, names)
  let changes = isolated(machine, round)
  joinBranches(base, [...(changes ? [changes] : []), ...frame.breaks, ...(atLeastOnce && changes ? [] : [noChanges])])
  let last = before
  for (let more = 0; more < 2 && taintedNames(base, names) > last && openLoops(machine) <= 2; more++) {
    last = taintedNames(base, names)
    frame.breaks = []
    changes = isolated(machine, round)
    joinBranches(base, [...(changes ? [changes] : []), ...frame.breaks, noChanges])
  }
  machine.frame.loops.pop()
  return false
}
/** Longer bodies are run once for all elements. */
const heaviest = 400
const mostRounds = 8
/** Rounds of loops inside each other, all together. */
const mostTogether = 16

const weights = new WeakMap<Stmt, number>()

/** Nodes of a statement, counted no further than needed. */
function weightOf(statement: Stmt): number {
  const known = weights.get(statement)
  if (known !== undefined) return known
  let count = 0
  visit(statement, () => (++count > heaviest ? false : undefined))
  weights.set(statement, count)
  return count
}

/** A short table that the program wrote itself: each of its rows is looked at by itself. */
function isTable(machine: Machine, shape: Shape | null | undefined, body: Stmt): shape is Shape {
  if (!shape || shape.rest !== null || shape.keys.size === 0 || shape.keys.size > mostRounds) return false
  let together = shape.keys.size
  for (const open of machine.frame.loops) {
    if (open.isLoop && open.rounds === undefined) return false
    together *= open.rounds ?? 1
  }
  return together <= mostTogether && weightOf(body) <= heaviest
}

/** One round after the other, each with the state that the one before left. */
function eachRow(machine: Machine, shape: Shape, round: (key: string, element: Value) => boolean): void {
  for (const [key, element] of shape.keys) {
    const base = machine.frame.state
    const frame = openLoop(machine, true)
    frame.rounds = shape.keys.size
    const changes = isolated(machine, () => round(key, element))
    joinBranches(base, [...(changes ? [changes] : []), ...frame.breaks])
    machine.frame.loops.pop()
  }
}

const keyValue = (key: string) => constant(/^(?:0|[1-9]\d{0,8})$/.test(key) ? Number(key) : key)

/** What a loop leaves that takes elements out: those of which the condition does not hold. */
function sift(machine: Machine, statement: Extract<Stmt, { kind: 'foreach' }>, keys: Value, element: Value): void {
  const test = sifted(statement)
  if (!test || !statement.key || machine.taints(machine.eval(statement.subject)).length === 0) return
  const base = machine.frame.state
  machine.frame.state = branch(base)
  machine.assign(statement.key, keys, statement.at)
  machine.assign(statement.value, element, statement.at)
  machine.refine(machine.condition(test).whenFalse)
  const left = machine.eval(statement.value)
  const names = machine.eval(statement.key)
  machine.frame.state = base
  const shape: Shape = {
    keys: new Map(),
    rest: left,
    next: Number.NaN,
    names: valueTaints(names).length > 0 ? names : null,
  }
  machine.assign(statement.subject, new Value(undefined, [], shape), statement.at)
}

export const runForeach = (machine: Machine, statement: Extract<Stmt, { kind: 'foreach' }>): boolean => {
  const subject = iterated(machine, machine.eval(statement.subject), statement.at)
  const shape = shapeOf(machine, subject)
  if (!statement.byRef && isTable(machine, shape, statement.body)) {
    eachRow(machine, shape, (key, element) => {
      if (statement.key) machine.assign(statement.key, keyValue(key), statement.at)
      machine.assign(statement.value, statement.keysOnly ? constant(key) : element, statement.at)
      return machine.exec(statement.body)
    })
    sift(machine, statement, unknown, elementOf(shape, undefined) ?? unknown)
    return false
  }
  const all = shape ? elementOf(shape, undefined) : undefined
  const taints = valueTaints(new Value(undefined, subject.text))
  const element = all ?? (taints.length > 0 ? opaque(taints) : unknown)
  const keys = taints.length > 0 ? opaque(taints) : (shape?.names ?? unknown)
  let changed: Value | undefined
  const anew = statement.byRef ? null : rewritten(statement)
  loop(machine, statement, () => {
    if (statement.key) machine.assign(statement.key, keys, statement.at)
    machine.assign(statement.value, statement.keysOnly ? keys : element, statement.at)
    const dead = machine.exec(statement.body)
    if (anew) changed = machine.eval(anew.value)
    else if (statement.byRef && statement.value.kind === 'var') {
      changed = machine.eval(statement.value)
      machine.assign(
        {
          kind: 'index',
          at: statement.at,
          object: statement.subject,
          index: { kind: 'dynvar', at: statement.at, name: { kind: 'lit', at: statement.at, value: null } },
        },
        changed,
        statement.at,
      )
    }
    return dead
  })
  sift(machine, statement, keys, element)
  // Every element was given its new value: an array without any has nothing to hold against that.
  if (changed && !leavesEarly(statement.body))
    machine.assign(anew?.array ?? statement.subject, shapeValue(new Map(), changed, Number.NaN), statement.at)
  return false
}
