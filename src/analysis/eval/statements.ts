import type { Expr, Stmt } from '../ast.ts'
import { Esc } from '../escapes.ts'
import type { Machine } from '../machine.ts'
import { type Changes, changesSince, joinBranches } from '../state.ts'
import { join } from '../join.ts'
import { nothing, unknown, Value } from '../value.ts'
import { calledName, visit } from '../visit.ts'
import { forget } from './assign.ts'
import { isolated, noChanges, openLoop } from './branches.ts'
import { forgetComplaints, keepComplaints, noteComplaint, rootName } from './complaints.ts'
import { loop, runForeach } from './loops.ts'
import { keepCheck } from './kept-checks.ts'
import { noneOf, signOf } from './signs.ts'
import { caughtError, noteThrown, noteWay, watchThrown } from './thrown.ts'
import { evalStatement, watchEnd, watchReturn } from './own-guards.ts'

type Run<K extends Stmt['kind']> = (machine: Machine, statement: Extract<Stmt, { kind: K }>) => boolean

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
  let noted = machine.frame.complaints
  const first = isolated(machine, () => {
    machine.refine(result.whenTrue)
    const dead = machine.exec(yes)
    noted = machine.frame.complaints
    return dead
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
  if (no) keepComplaints(machine, [yes, first && noted], [no, second && otherwise])
  if (first !== null) machine.html = htmlAfter
  return comeTogether(machine, [first, second])
}

const runSwitch: Run<'switch'> = (machine, { subject, cases }) => {
  const value = machine.eval(subject)
  const frame = openLoop(machine, false)
  const ways: (Changes | null)[] = []
  let matched = false
  let hasDefault = false
  const signs = cases.map((item) => signOf(machine, item.test) ?? '').join('')
  const run = (from: number, pin: Expr | null) =>
    isolated(machine, () => {
      machine.refine(pin ? [{ target: subject, bits: Esc.Safe }] : noneOf(subject, signs))
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

/** Functions of the language that throw nothing, whatever text they are given. */
const quiet =
  /^(?:htmlspecialchars|htmlentities|strip_tags|addslashes|trim|strval|intval|str_replace|strtolower|strtoupper)$/

/** True where nothing of a body can be thrown: what would catch it is never run. */
function throwsNothing(machine: Machine, body: Stmt): boolean {
  let quietly = machine.semantics.language === 'php'
  visit(body, (node) => {
    if (/^(?:mcall|scall|new|throw|throwx|include|index)$/.test(node.kind)) quietly = false
    if (node.kind === 'call' && !quiet.test(calledName(node)?.name ?? '')) quietly = false
  })
  return quietly
}

const runTry: Run<'try'> = (machine, { resources, body, catches, finale }) => {
  for (const resource of resources) machine.exec(resource)
  const base = machine.frame.state
  const { result: main, taints, ways: thrown } = watchThrown(machine, () => isolated(machine, () => machine.exec(body)))
  const ways: (Changes | null)[] = [main]
  for (const clause of throwsNothing(machine, body) ? [] : catches) {
    ways.push(
      isolated(machine, () => {
        // Whatever the body had done by then may hold.
        const done = main ? [main, ...thrown] : thrown
        if (done.length > 0) joinBranches(machine.frame.state, [...done, noChanges])
        if (clause.name !== null) machine.frame.state.vars.set(clause.name, caughtError(clause, taints))
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
    noteThrown(machine, machine.eval(value), value)
    noteWay(machine)
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
    if (target.kind === 'var' && initial) keepCheck(machine, target.name, initial)
    if (target.kind === 'var' && initial?.kind === 'mcall' && /^(?:find|some)$/.test(String(initial.name)))
      machine.frame.promises.set(target.name, machine.semantics.guard(machine, initial)?.whenTrue ?? [])
    return false
  },
  funcdecl: () => false,
  classdecl: (machine, { cls }) => {
    machine.addLocalClass(cls)
    return false
  },
  nop: () => false,
}

/** JavaScript functions are callable before their place. */
export function hoist(machine: Machine, body: readonly Stmt[]): void {
  if (machine.semantics.language !== 'js') return
  for (const statement of body)
    if (statement.kind === 'funcdecl') machine.frame.state.vars.set(statement.fn.name, machine.closure(statement.fn))
}

/** Runs one statement; true when what follows cannot be reached. */
export function execute(machine: Machine, statement: Stmt): boolean {
  return (runs[statement.kind] as Run<Stmt['kind']>)(machine, statement as never)
}
