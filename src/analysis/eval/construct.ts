import type { Argument, Expr } from '../ast.ts'
import { made } from '../context/simple.ts'
import type { Call, Machine } from '../machine.ts'
import type { FunctionInfo } from '../project.ts'
import { lessSure } from '../map-taints.ts'
import { opaque, Value } from '../value.ts'
import { closureOf, evalArguments } from './arguments.ts'
import { lateClass } from './late.ts'

/** Work that is handed to a queue: the object is made of the arguments and its own method run. */
export function runJob(
  machine: Machine,
  handler: FunctionInfo,
  cls: string,
  args: Value[],
  at: number,
  nodes: readonly Argument[],
): Value {
  const object = machine.newObject(cls)
  const maker = machine.project.findMethod(cls, '__construct')
  if (maker?.fn.body) machine.invoke(closureOf(maker, object), args, at, nodes)
  return machine.invoke(closureOf(handler, object), [], at)
}

/** `new C(…)`; an object of a class written in place can be called like the functions that it stands for. */
export function construct(machine: Machine, expr: Extract<Expr, { kind: 'new' }>): Value {
  const object = objectOf(machine, expr)
  const methods = expr.body?.methods.filter((fn) => fn.body && !fn.isStatic && fn.uses === 'all') ?? []
  if (methods.length === 0) return object
  const closures = methods.flatMap((fn) => machine.closure(fn).closures ?? [])
  return new Value(object.constant, object.text, object.shape, object.object, closures)
}

function objectOf(machine: Machine, expr: Extract<Expr, { kind: 'new' }>): Value {
  const args = evalArguments(machine, expr.args)
  let cls = expr.cls.kind === 'name' ? machine.className(lateClass(machine, expr.cls)) : ''
  if (cls === '') {
    const value = machine.eval(expr.cls)
    cls = typeof value.constant === 'string' ? value.constant : (value.object?.cls ?? '')
    machine.sink('dynamic-class', value, expr.at)
    if (value.closures) return machine.invokeValue(value, args, expr.at)
  }
  if (expr.body) machine.addLocalClass(expr.body)
  const simple = cls.slice(Math.max(cls.lastIndexOf('\\'), cls.lastIndexOf('.')) + 1)
  const call: Call = { name: 'new', at: expr.at, args, nodes: expr.args, receiver: null, receiverNode: null }
  const models =
    machine.models.calls.get(`new ${cls.toLowerCase()}`) ?? machine.models.calls.get(`new ${simple.toLowerCase()}`)
  const native = machine.semantics.natives.get(`new ${simple.toLowerCase()}`)?.(machine, call)
  if (models) {
    const value = machine.applyModels(models, call)
    if (native !== undefined) return native
    return value.object ? value : new Value(value.constant, value.text, value.shape, { id: 0, cls }, value.closures)
  }
  if (native !== undefined) return native
  const object = machine.newObject(cls)
  const own = machine.project.findClass(cls)
  const constructor =
    own &&
    (machine.project.findMethod(cls, '__construct') ??
      machine.project.findMethod(cls, 'constructor') ??
      machine.project.findMethod(cls, simple, args.length))
  if (own) {
    machine.initialise(object, own)
    if (constructor?.fn.body) machine.invoke(closureOf(constructor, object), args, expr.at, expr.args)
    return object
  }
  // A library that is given an address as an object asks there.
  if (machine.semantics.language === 'java')
    args.forEach((arg, index) => {
      if (/(?:^|\.)URL$/.test(arg.object?.cls ?? ''))
        machine.sink('server-side-request-forgery', arg, expr.at, expr.args[index]?.value)
    })
  // An object of an unknown class may hold whatever it was made from.
  const taints = args.flatMap((arg) => machine.taints(arg))
  return taints.length === 0
    ? object
    : machine.trace(
        new Value(undefined, opaque(taints.slice(0, 4).map(lessSure)).text, null, object.object),
        expr.at,
        `${made} ${simple}`,
      )
}
