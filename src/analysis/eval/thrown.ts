import type { CatchClause, Expr, Parameter } from '../ast.ts'
import type { Frame, Machine } from '../machine.ts'
import { type Changes, changesSince, type State } from '../state.ts'
import { type Closure, opaque, type Taint, Value, valueTaints } from '../value.ts'

/** Where errors with foreign data in their messages are kept for whoever answers errors of the whole program. */
const store = 'thrown'
const anyError = 'any'

const last = new WeakMap<Machine, readonly Taint[]>()

/** Bodies of `try` that are being run: what had been done in them where something was thrown. */
const open = new WeakMap<Frame, { base: State; ways: Changes[] }[]>()

/** Notes what a body of `try` has done where it is left by an error. */
export function noteWay(machine: Machine): void {
  const innermost = open.get(machine.frame)?.at(-1)
  if (innermost) innermost.ways.push(changesSince(machine.frame.state, innermost.base))
}

const simple = (name: string) => name.slice(Math.max(name.lastIndexOf('\\'), name.lastIndexOf('.')) + 1).toLowerCase()

/** What an error was made of: errors of the project's own hand their message on to a class that is not known. */
function heldBy(machine: Machine, error: Value, node: Expr): Taint[] {
  const held = machine.taints(error)
  if (held.length > 0 || node.kind !== 'new' || !error.object || !machine.project.findClass(error.object.cls))
    return held
  return node.args.flatMap((arg) => valueTaints(machine.eval(arg.value)))
}

/** `throw new Error('no size ' + name)`: the message comes out where errors are caught or answered. */
export function noteThrown(machine: Machine, error: Value, node: Expr): void {
  const taints = heldBy(machine, error, node).filter(({ kind }) => kind === 'request')
  if (taints.length === 0) return
  last.set(machine, taints)
  const message = opaque(taints.slice(0, 4))
  const cls = error.object?.cls ?? ''
  const names = machine.semantics.language === 'js' ? [] : machine.project.ancestry(cls).map(simple)
  for (const name of new Set([anyError, ...names])) machine.writeStaticField(store, name, message)
}

/** Runs the body of a `try`; gives what was thrown in it that is foreign. */
export function watchThrown<T>(
  machine: Machine,
  run: () => T,
): { result: T; taints: readonly Taint[]; ways: readonly Changes[] } {
  const before = last.get(machine)
  last.delete(machine)
  const { frame } = machine
  const around = open.get(frame) ?? []
  const ways: Changes[] = []
  open.set(frame, [...around, { base: frame.state, ways }])
  const result = run()
  open.set(frame, around)
  const taints = last.get(machine) ?? []
  if (before) last.set(machine, before)
  else last.delete(machine)
  return { result, taints, ways }
}

/** The error that a clause catches. */
export const caughtError = (clause: CatchClause, taints: readonly Taint[]): Value =>
  new Value(undefined, [{ taints }], null, { id: 0, cls: clause.types[0] ?? 'Exception' })

const errorName = /^_?(?:err|error|e|ex|exc|exception)$/i
const requestName = /^_?(?:req|request|ctx|host)$/i
const general = /^(?:throwable|exception|runtimeexception|error)$/

/** The error that a function is given which answers errors of the whole program: `app.use((err, req, res, next) => …)`, `@ExceptionHandler`. */
export function answeredError(machine: Machine, { fn }: Closure, param: Parameter, index: number): Value | undefined {
  let name: string | undefined
  if (machine.semantics.language === 'js')
    name =
      index === 0 && fn.params.length > 1 && errorName.test(param.name) && requestName.test(fn.params[1]!.name)
        ? anyError
        : undefined
  else if (fn.annotations.some((item) => item.name === 'ExceptionHandler') && param.type) {
    const type = simple(param.type)
    name = general.test(type) ? anyError : /(?:exception|error)$/.test(type) ? type : undefined
  }
  if (name === undefined) return undefined
  // Who reads is the function itself: where more is thrown later, it is asked again.
  const { frame } = machine
  machine.frame = { ...frame, fn }
  const kept = valueTaints(machine.readStaticField(store, name, fn.at))
  machine.frame = frame
  if (kept.length === 0) return undefined
  const error = new Value(undefined, opaque(kept).text, null, { id: 0, cls: param.type ?? 'Error' })
  return machine.trace(error, fn.at, 'is in the message of an error that was thrown')
}
