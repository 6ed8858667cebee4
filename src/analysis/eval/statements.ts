import type { Expr, Stmt } from '../ast.ts'
import { Esc } from '../escapes.ts'
import type { LoopFrame, Machine } from '../machine.ts'
import { branch, type Changes, changesSince, joinBranches, type State } from '../state.ts'
import { join, nothing, opaque, shapeValue, unknown, unknownNumber, Value, valueTaints } from '../value.ts'
import { leavesEarly, rewritten } from './rewritten.ts'
import { forget } from './assign.ts'
import { assignedNames } from './assigned.ts'
import { elementOf } from './access.ts'
import { forgetComplaints, noteComplaint, rootName } from './complaints.ts'
import { evalStatement, watchEnd, watchReturn } from './own-guards.ts'

type Run<K extends Stmt['kind']> = (machine: Machine, statement: Extract<Stmt, { kind: K }>) => boolean

/** Runs `body` in a branch of its own; gives its changes, or null where it does not come out. */
function isolated(machine: Machine, body: () => boolean): Changes | null {
  const base = machine.frame.state
  const { complaints } = machine.frame
  machine.frame.state = branch(base)
  const dead = body()
  machine.frame.complaints = complaints
  const changes = dead ? null : changesSince(machine.frame.state, base)
  machine.frame.state = base
  return changes
}

/** Joins what came out; true where nothing did. */
function comeTogether(machine: Machine, ways: readonly (Changes | null)[]): boolean {
  const open = ways.filter((way) => way !== null)
  joinBranches(machine.frame.state, open)
  return open.length === 0
}

const runIf: Run<'if'> = (machine, { test, yes, no }) => {
  const result = machine.condition(test)
  const known = result.value.constant
  if (known !== undefined) {
    if (machine.semantics.truthy(known)) {
      machine.refine(result.whenTrue)
      return machine.exec(yes)
    }
    machine.refine(result.whenFalse)
    return no ? machine.exec(no) : false
  }
  const html = machine.html
  const first = isolated(machine, () => {
    machine.refine(result.whenTrue)
    return machine.exec(yes)
  })
  const htmlAfter = machine.html
  machine.html = html
  let otherwise = machine.frame.complaints
  const second = isolated(machine, () => {
    machine.refine(result.whenFalse)
    const dead = no ? machine.exec(no) : false
    otherwise = machine.frame.complaints
    return dead
  })
  noteComplaint(machine, yes, result.whenFalse, otherwise)
  if (first !== null) machine.html = htmlAfter
  return comeTogether(machine, [first, second])
}

function openLoop(machine: Machine, isLoop: boolean): LoopFrame {
  const loop: LoopFrame = { base: machine.frame.state, breaks: [], isLoop }
  machine.frame.loops.push(loop)
  return loop
}

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
function loop(machine: Machine, statement: Stmt, round: () => boolean, atLeastOnce = false): boolean {
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
const noChanges: Changes = { vars: new Map(), heap: new Map() }

const runForeach: Run<'foreach'> = (machine, statement) => {
  const subject = machine.eval(statement.subject)
  const content = subject.object ? machine.content(subject) : undefined
  const shape = content?.shape ?? subject.shape
  const all = shape ? elementOf(shape, undefined) : undefined
  const taints = valueTaints(new Value(undefined, subject.text))
  const element = all ?? (taints.length > 0 ? opaque(taints) : unknown)
  const keys = taints.length > 0 ? opaque(taints) : unknown
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
  // Every element was given its new value: an array without any has nothing to hold against that.
  if (changed && !leavesEarly(statement.body))
    machine.assign(anew?.array ?? statement.subject, shapeValue(new Map(), changed, Number.NaN), statement.at)
  return false
}

const runSwitch: Run<'switch'> = (machine, { subject, cases }) => {
  const value = machine.eval(subject)
  const frame = openLoop(machine, false)
  const ways: (Changes | null)[] = []
  let matched = false
  let hasDefault = false
  const run = (from: number, pin: Expr | null) =>
    isolated(machine, () => {
      if (pin) machine.refine([{ target: subject, bits: Esc.Safe }])
      for (const item of cases.slice(from)) if (machine.execAll(item.body)) return true
      return false
    })
  if (value.constant !== undefined) {
    const index = cases.findIndex((item) => item.test && sameConstant(machine.eval(item.test), value))
    const start = index >= 0 ? index : cases.findIndex((item) => item.test === null)
    if (start >= 0) ways.push(run(start, null))
    matched = true
  } else {
    const html = machine.html
    cases.forEach((item, index) => {
      if (item.test === null) hasDefault = true
      else machine.eval(item.test)
      // A case without a body of its own shares the next one's.
      if (item.body.length === 0 && index < cases.length - 1 && item.test !== null) return
      machine.html = html
      ways.push(run(index, item.test))
    })
  }
  if ((!matched && !hasDefault) || (matched && ways.length === 0)) ways.push(noChanges)
  machine.frame.loops.pop()
  return comeTogether(machine, [...ways, ...frame.breaks])
}

function sameConstant(test: Value, value: Value): boolean {
  return test.constant !== undefined && String(test.constant) === String(value.constant)
}

const runTry: Run<'try'> = (machine, { resources, body, catches, finale }) => {
  for (const resource of resources) machine.exec(resource)
  const base = machine.frame.state
  const main = isolated(machine, () => machine.exec(body))
  const ways: (Changes | null)[] = [main]
  for (const clause of catches) {
    ways.push(
      isolated(machine, () => {
        // Whatever the body had done by then may hold.
        if (main) joinBranches(machine.frame.state, [main, noChanges])
        if (clause.name !== null)
          machine.frame.state.vars.set(
            clause.name,
            new Value(undefined, [{ taints: [] }], null, { id: 0, cls: clause.types[0] ?? 'Exception' }),
          )
        return machine.execAll(clause.body)
      }),
    )
  }
  machine.frame.state = base
  const dead = comeTogether(machine, ways)
  if (finale && machine.exec(finale)) return true
  return dead
}

function jumpOut(machine: Machine, depth: number, isContinue: boolean): boolean {
  const { loops, state } = machine.frame
  let index = loops.length
  for (let left = depth; left > 0 && index > 0; left--) {
    index--
    if (isContinue && left === 1)
      while (index > 0 && !loops[index]!.isLoop && machine.semantics.language !== 'php') index--
    else if (!isContinue && left === 1) break
  }
  const loop = loops[index]
  if (loop) loop.breaks.push(changesSince(state, loop.base))
  return true
}

const runReturn: Run<'return'> = (machine, statement) => {
  const { frame } = machine
  const value = statement.value
    ? frame.watch
      ? watchReturn(machine, frame, frame.watch, statement.value)
      : machine.eval(statement.value)
    : nothing
  if (frame.watch && !statement.value) watchEnd(machine, frame, frame.watch)
  frame.returns = frame.returns === null ? value : join(frame.returns, value)
  frame.exits.push(changesSince(frame.state, frame.base))
  return true
}

const runExpression: Run<'expr'> = (machine, { value }) => {
  evalStatement(machine, value)
  return ends(machine, value)
}

function ends(machine: Machine, value: Expr): boolean {
  if (value.kind === 'exit' || value.kind === 'throwx') return true
  if (value.kind === 'bin' && (value.op === '||' || value.op === '&&')) return false
  return machine.neverReturns(value)
}

const runs: { [K in Stmt['kind']]: Run<K> } = {
  expr: runExpression,
  echo: (machine, { values }) => {
    for (const value of values) machine.echo(machine.eval(value), value.at)
    return false
  },
  html: (machine, { text }) => {
    machine.literal(text)
    return false
  },
  if: runIf,
  while: (machine, statement) =>
    loop(machine, statement, () => {
      const result = machine.condition(statement.test)
      machine.refine(result.whenTrue)
      return machine.exec(statement.body)
    }),
  dowhile: (machine, statement) =>
    loop(
      machine,
      statement,
      () => {
        const dead = machine.exec(statement.body)
        machine.eval(statement.test)
        return dead
      },
      true,
    ),
  for: (machine, statement) => {
    for (const item of statement.init) machine.exec(item)
    return loop(machine, statement, () => {
      if (statement.test) machine.refine(machine.condition(statement.test).whenTrue)
      const dead = machine.exec(statement.body)
      for (const step of statement.step) machine.eval(step)
      return dead
    })
  },
  foreach: runForeach,
  switch: runSwitch,
  try: runTry,
  return: runReturn,
  break: (machine, { depth }) => jumpOut(machine, depth, false),
  continue: (machine, { depth }) => jumpOut(machine, depth, true),
  throw: (machine, { value }) => {
    machine.eval(value)
    return true
  },
  block: (machine, { body }) => machine.execAll(body),
  global: (machine, { names }) => {
    machine.bindGlobals(names)
    return false
  },
  static: (machine, { name, initial }) => {
    if (initial) machine.eval(initial)
    machine.frame.state.vars.set(name, unknown)
    return false
  },
  unset: (machine, { targets }) => {
    for (const target of targets) forgetComplaints(machine, rootName(target))
    forget(machine, targets)
    return false
  },
  declare: (machine, { target, type, initial, at }) => {
    machine.declare(target, type, initial ? machine.eval(initial) : undefined, at)
    return false
  },
  funcdecl: () => false,
  classdecl: () => false,
  nop: () => false,
}

/** Runs one statement; true when what follows cannot be reached. */
export function execute(machine: Machine, statement: Stmt): boolean {
  return (runs[statement.kind] as Run<Stmt['kind']>)(machine, statement as never)
}
