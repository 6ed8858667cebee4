import type { Argument, Expr } from '../ast.ts'
import type { Call, Machine } from '../machine.ts'
import type { CallModel } from '../models.ts'
import type { FunctionInfo } from '../project.ts'
import { join } from '../join.ts'
import { constant, shapeValue, unknown, Value } from '../value.ts'
import { applyDeclaredQuery } from './declared-queries.ts'
import { asType } from './types.ts'
import { closureOf, evalArguments } from './arguments.ts'
import { construct, runJob } from './construct.ts'
import { followed } from './followed.ts'
import { hangsOnClass, lateClass } from './late.ts'
import { caughtCall, invokedObject } from './magic.ts'
import { asOwn, ownMethod } from './own-method.ts'
import { callBack } from './registry.ts'
import { isOfRecords, ofRecords, ofRecordsOf } from './saved.ts'
import { keep } from './stores.ts'
import { fetches, mayMean, passThrough } from './unknown-calls.ts'

/** The models of a method: those of the receiver's classes first, then those of any class. */
function methodModels(
  machine: Machine,
  cls: string,
  name: string,
  arrow: '->' | '::',
  anyClass: boolean,
): readonly CallModel[] | undefined {
  const { calls } = machine.models
  if (cls !== '') {
    for (const ancestor of machine.project.ancestry(cls)) {
      const found = calls.get(`${ancestor}${arrow}${name}`)
      if (found && !(found[0]!.unlessOwn && machine.project.findMethod(cls, name)?.fn.body)) return found
      // A class of the project's own that is called like one of a framework.
      const any = calls.get(`${ancestor}${arrow}*`)
      if (any && !machine.project.findMethod(cls, name)?.fn.body) return any
    }
  }
  return anyClass ? calls.get(`->${name}`) : undefined
}

function callFunction(machine: Machine, expr: Extract<Expr, { kind: 'call' }>): Value {
  if (expr.callee.kind !== 'name') {
    const callable = machine.eval(expr.callee)
    const args = evalArguments(machine, expr.args)
    return callNamed(machine, callable, args, expr)
  }
  const full = expr.callee.name
  const name = full.slice(full.lastIndexOf('\\') + 1).toLowerCase()
  const call: Call = {
    name,
    at: expr.at,
    args: evalArguments(machine, expr.args),
    nodes: expr.args,
    receiver: null,
    receiverNode: null,
  }
  return callByName(machine, name, call)
}

/** A function called by its name: a native, a model, the project's own, or unknown. */
export function callByName(machine: Machine, name: string, call: Call): Value {
  const result = machine.semantics.natives.get(name)?.(machine, call)
  const models = machine.models.calls.get(name)
  if (result !== undefined) {
    if (models) machine.applySinks(models, call)
    return result
  }
  const own = machine.project.functions.get(name)
  const run = (): Value | undefined =>
    own &&
    machine.invoke({ fn: own.fn, file: own.file, cls: null, scope: null, self: null }, call.args, call.at, call.nodes)
  if (models) {
    const modelled = machine.applyModels(models, call)
    // `view()` of a framework's name may be the program's own, too: what it does counts.
    if (models.every(({ keeps }) => keeps)) run()
    return modelled
  }
  return run() ?? passThrough(machine, call, '')
}

/** A function, or `Class::method`, by a name that a program holds as text. */
export function callByFullName(machine: Machine, name: string, call: Call): Value {
  const [cls, method] = name.split('::')
  if (cls !== undefined && method !== undefined)
    return invokeStatic(machine, cls, method, call.args, call.at, call.nodes)
  return callByName(machine, name.slice(name.lastIndexOf('\\') + 1).toLowerCase(), call)
}

/** A parameter that is declared as a function is given one by the shop's own code. */
function isCallableParameter(machine: Machine, callee: Expr): boolean {
  if (callee.kind !== 'var') return false
  const param = machine.frame.fn?.params.find((item) => item.name === callee.name)
  return param !== undefined && /^(?:callable|\\?Closure)$/.test(param.type ?? '')
}

/** What decides the code that a callable runs: of `[class, method]` the class; a method of an object of the shop's choice is no more than that. */
export function calledText(callable: Value): Value {
  const owner = callable.shape?.keys.get('0')
  if (!owner || !callable.shape?.keys.has('1')) return callable
  return owner.object ? unknown : owner
}

function callNamed(machine: Machine, callable: Value, args: Value[], expr: Extract<Expr, { kind: 'call' }>): Value {
  // A text is no function in JavaScript and Java: only a name that is looked up chooses one.
  if (
    machine.semantics.language === 'php' &&
    !callable.closures &&
    !callable.object &&
    !isCallableParameter(machine, expr.callee)
  )
    machine.sink('dynamic-call', calledText(callable), expr.at)
  const callee = expr.callee
  if (machine.semantics.language === 'js' && !callable.closures && callable.object) {
    const full = callable.object.cls
    const cut = full.lastIndexOf('.')
    const name = full.slice(cut + 1)
    const call: Call = {
      name: name.toLowerCase(),
      at: expr.at,
      args,
      nodes: expr.args,
      receiver: null,
      receiverNode: null,
    }
    const models = cut > 0 ? machine.models.calls.get(`${full.slice(0, cut)}->${name}`.toLowerCase()) : undefined
    if (models) return machine.applyModels(models, call)
    return callByName(machine, name.toLowerCase(), call)
  }
  if (callee.kind === 'var' && machine.semantics.language !== 'php' && !callable.closures) {
    const call: Call = {
      name: callee.name.toLowerCase(),
      at: expr.at,
      args,
      nodes: expr.args,
      receiver: null,
      receiverNode: null,
    }
    if (machine.semantics.language === 'java' && machine.frame.cls) {
      const own = ownMethod(machine, machine.frame.cls.name, callee.name, args.length)
      if (own) return machine.invoke(closureOf(own, machine.frame.self), args, expr.at, expr.args)
      // A method of a library's class that this one inherits.
      const isChild = machine.frame.cls.extends !== null
      const inherited =
        methodModels(machine, machine.frame.cls.name, call.name, '::', false) ??
        methodModels(machine, machine.frame.cls.name, call.name, '->', isChild)
      if (inherited) return machine.applyModels(inherited, { ...call, receiver: machine.frame.self })
    }
    const full = machine.importedName(callee.name)
    // `import static org.jooq.impl.DSL.condition`
    const cut = machine.semantics.language === 'java' ? full.lastIndexOf('.') : -1
    if (cut > 0) return invokeStatic(machine, full.slice(0, cut), full.slice(cut + 1), args, expr.at, expr.args)
    return callByName(machine, full.toLowerCase(), call)
  }
  const invoked = invokedObject(machine, callable, args, expr.at)
  if (invoked) return invoked
  const [only, ...others] = callable.closures ?? []
  if (only && others.length === 0) return machine.invoke(only, args, expr.at, expr.args)
  return machine.invokeValue(callable, args, expr.at)
}

/** The method that a framework calls by another name, with the receiver as its first argument. */
function forwardedMethod(
  machine: Machine,
  cls: string,
  method: string,
  own: FunctionInfo | undefined,
): FunctionInfo | undefined {
  for (const forward of machine.models.forwards) {
    if (own && !own.fn.annotations.some((item) => item.name === forward.annotation)) continue
    if (!machine.project.ancestry(cls).includes(forward.inherits.toLowerCase())) continue
    const found = own ?? machine.project.findMethod(cls, `${forward.prefix}${method}`)
    if (found?.fn.body) return found
  }
  return undefined
}

/** An object of which nothing is known but that a comment tells its class: worth asking where foreign data or a page is at stake. */
function documented(machine: Machine, node: Expr, value: Value, args: readonly Value[]): Value {
  if (node.kind !== 'var' || value.object || value.shape || value.closures || !machine.semantics.documented)
    return value
  if (machine.frame.fn !== null && !args.some((arg) => machine.taints(arg).length > 0)) return value
  return asType(machine, value, machine.semantics.documented(machine, node.name) ?? null)
}

function callMethod(machine: Machine, expr: Extract<Expr, { kind: 'mcall' }>): Value {
  const found = machine.eval(expr.object)
  const args = evalArguments(machine, expr.args)
  const receiver = documented(machine, expr.object, found, args)
  const named = typeof expr.name === 'string' ? expr.name : machine.eval(expr.name).constant
  if (typeof named !== 'string' && machine.semantics.language === 'js' && typeof expr.name !== 'string') {
    // `handlers[kind](data)`: any of them.
    const name = machine.eval(expr.name)
    const any = machine.readIndex(receiver, name, expr.at)
    if (any.closures) return machine.invokeValue(any, args, expr.at)
    // Any method of the object's class, those not meant for visitors as well.
    if (receiver.object && machine.project.findClass(receiver.object.cls)) machine.sink('dynamic-call', name, expr.at)
  }
  // Whichever method the visitor chose, it finds what the object holds.
  if (typeof named !== 'string' && typeof expr.name !== 'string' && receiver.object?.id)
    if (machine.semantics.language === 'php' && machine.taints(machine.eval(expr.name)).length > 0)
      machine.fields.summarise(receiver.object.cls, machine.content(receiver))
  if (typeof named !== 'string')
    return passThrough(
      machine,
      { name: '', at: expr.at, args, nodes: expr.args, receiver, receiverNode: expr.object },
      '',
    )
  return invokeMethod(machine, receiver, named, args, expr.at, expr.args, expr.object)
}

/** A method that the project gave to a class of a library: a function that is the receiver's. */
function addedMethod(machine: Machine, added: Value, receiver: Value, args: Value[], at: number): Value {
  if (!added.closures) return machine.invokeValue(added, args, at)
  return added.closures
    .map((closure) => machine.invoke({ ...closure, self: receiver }, args, at))
    .reduce((a, b) => join(a, b))
}

/** Calls a method on a value: known from source, a model, a native of texts and collections, or unknown. */
export function invokeMethod(
  machine: Machine,
  receiver: Value,
  method: string,
  args: Value[],
  at: number,
  nodes: readonly Argument[],
  receiverNode: Expr | null,
): Value {
  const call = { name: method.toLowerCase(), at, args, nodes, receiver, receiverNode }
  const value = invoked(machine, call, method)
  return isOfRecords(call.name) ? ofRecords(machine, call, value) : value
}

/** A method by its name alone; what it keeps of foreign data in an object of a class that was chosen at run time, other methods of it will find. */
function invokeOfUnknown(
  machine: Machine,
  receiver: Value,
  info: FunctionInfo,
  args: Value[],
  at: number,
  nodes: readonly Argument[],
): Value {
  const isMade = machine.semantics.language === 'php' && receiver.object?.cls === ''
  if (!isMade || !info.cls || info.fn.isStatic) return machine.invoke(closureOf(info, null), args, at, nodes)
  const self = machine.newObject(info.cls.name)
  const value = machine.invoke(closureOf(info, self), args, at, nodes)
  machine.fields.summarise(info.cls.name, machine.content(self))
  return value
}

function invoked(machine: Machine, call: Call & { receiver: Value }, method: string): Value {
  const { name, at, args, nodes, receiver, receiverNode } = call
  const cls = receiver.object?.cls ?? ''
  const added = machine.registry.added(name)
  if (added) return addedMethod(machine, added, receiver, args, at)
  const byClass = methodModels(machine, cls, name, '->', false)
  if (byClass) {
    const passed = byClass[0]!.passes ? machine.semantics.methodNatives.get(name)?.(machine, call) : undefined
    if (passed === undefined) return machine.applyModels(byClass, call)
    machine.applySinks(byClass, call)
    return passed
  }
  if (cls !== '') {
    const own = machine.project.findMethod(cls, method, args.length)
    const forwarded = forwardedMethod(machine, cls, method, own)
    if (forwarded) return machine.invoke(closureOf(forwarded, receiver), [receiver, ...args], at)
    if (own?.fn.body) {
      // Written in place it sees the variables of the function around it.
      const here = own.fn.uses === 'all' && receiver.closures?.find(({ fn }) => fn === own.fn)
      if (here) return machine.invoke({ ...here, self: receiver }, args, at, nodes)
      return machine.invoke(closureOf(own, followed(machine, own.fn, receiver, receiverNode, args)), args, at, nodes)
    }
    if (own) applyDeclaredQuery(machine, own, call)
    // A function given where an interface of one method is asked for.
    if (own && receiver.closures && machine.semantics.language === 'java')
      return machine.invokeValue(receiver, args, at)
    // A class that answers any call by itself leaves nothing to its children.
    const implementations = machine.project.findMethod(cls, '__call')
      ? []
      : machine.project.implementations(cls, method)
    if (implementations.length > 0) {
      return implementations
        .map((item) => machine.invoke(closureOf(item, asOwn(receiver, item)), args, at, nodes))
        .reduce((a, b) => join(a, b))
    }
  }
  const native =
    machine.semantics.methodNatives.get(name)?.(machine, call) ?? machine.semantics.magic?.(machine, method, call)
  if (native !== undefined) return native
  // A closure kept in a property: `$this->callback(…)` in JavaScript.
  if (machine.semantics.language === 'js') {
    const field = machine.readField(receiver, method, at)
    if (field.closures) return machine.invokeValue(field, args, at)
  }
  const byName = machine.models.calls.get(`->${name}`)
  const isForeign = args.some((arg) => machine.taints(arg).length > 0)
  const caught = isForeign || !byName ? caughtCall(machine, receiver, method, args, at) : undefined
  if (caught) return caught
  if (byName && !byName[0]!.passes) return machine.applyModels(byName, call)
  if (byName) {
    machine.applySinks(byName, call)
    callBack(machine, byName, call)
    for (const { keeps } of byName) if (keeps) keep(machine, keeps, call)
  }
  if (cls === '' || !machine.project.findClass(cls)) {
    const all = machine.project.methods.get(name) ?? []
    const isFew = all.length > 0 && all.length <= 2 && isForeign
    const candidates = isFew ? all.filter((item) => mayMean(machine, item)) : []
    if (candidates.length > 0) {
      return candidates
        .filter((item) => item.fn.body)
        .map((item) => invokeOfUnknown(machine, receiver, item, args, at, nodes))
        .reduce((a, b) => join(a, b), passThrough(machine, call, ''))
    }
  }
  return passThrough(machine, call, receiverNode?.kind === 'var' && receiverNode.name === 'this' ? 'this' : cls)
}

function callStatic(machine: Machine, expr: Extract<Expr, { kind: 'scall' }>): Value {
  const cls =
    expr.cls.kind === 'name'
      ? machine.className(lateClass(machine, expr.cls))
      : (machine.eval(expr.cls).object?.cls ?? '')
  const args = evalArguments(machine, expr.args)
  const named = typeof expr.name === 'string' ? expr.name : machine.eval(expr.name).constant
  if (typeof named !== 'string') return unknown
  const value = invokeStatic(machine, cls, named, args, expr.at, expr.args)
  const name = named.toLowerCase()
  return isOfRecords(name) ? ofRecordsOf(machine, cls, name, args, value, expr.at) : value
}

/** Calls a static method, or an inherited one as `parent::` and `self::` do. */
export function invokeStatic(
  machine: Machine,
  cls: string,
  method: string,
  args: Value[],
  at: number,
  nodes: readonly Argument[],
): Value {
  const name = method.toLowerCase()
  const receiver = new Value(undefined, [{ taints: [] }], null, { id: 0, cls })
  const call: Call = { name, at, args, nodes, receiver, receiverNode: null }
  const added = machine.registry.added(name)
  if (added) return addedMethod(machine, added, receiver, args, at)
  const ofAny = machine.models.calls.get(`::${name}`)
  if (ofAny?.some((model) => model.listens)) return machine.applyModels(ofAny, call)
  const models = methodModels(machine, cls, name, '::', false) ?? methodModels(machine, cls, name, '->', false)
  if (models) return machine.applyModels(models, call)
  if (/^(?:valueof|from|tryfrom)$/.test(name) && machine.project.findClass(cls)?.decl.isEnum) return receiver
  const own = machine.project.findMethod(cls, method, args.length)
  const forwarded = forwardedMethod(machine, cls, method, own)
  if (forwarded) return machine.invoke(closureOf(forwarded, receiver), [receiver, ...args], at)
  if (own?.fn.body) {
    // A static method is told for which class it is called, where it asks.
    const late = own.cls && own.cls.name !== cls && hangsOnClass(machine.project, own.fn, own.file) ? receiver : null
    return machine.invoke(closureOf(own, own.fn.isStatic ? late : machine.frame.self), args, at, nodes)
  }
  if (ofAny?.[0]?.passes) machine.applySinks(ofAny, call)
  else if (ofAny) return machine.applyModels(ofAny, call)
  const catcher =
    own || machine.semantics.language !== 'php' ? undefined : machine.project.findMethod(cls, '__callStatic')
  if (catcher?.fn.body) {
    const given = shapeValue(new Map(args.map((arg, index) => [String(index), arg])), null, args.length)
    return machine.invoke(closureOf(catcher, null), [constant(method), given], at)
  }
  const job = machine.models.jobs.find((item) => item.method.test(method))
  const handler = own || !job ? undefined : machine.project.findMethod(cls, job.runs)
  if (handler?.fn.body) return runJob(machine, handler, cls, args, at, nodes)
  const native = machine.semantics.natives.get(`${cls.replace(/^.*[.\\]/, '')}.${method}`.toLowerCase())?.(
    machine,
    call,
  )
  if (native !== undefined) return native
  return passThrough(machine, { ...call, receiver: name.startsWith('get') || fetches.test(name) ? receiver : null }, '')
}

/** Evaluates any of the four kinds of call. */
export function evaluateCall(machine: Machine, expr: Expr): Value {
  switch (expr.kind) {
    case 'call':
      return callFunction(machine, expr)
    case 'mcall':
      return callMethod(machine, expr)
    case 'scall': {
      const meant = machine.semantics.meant?.(machine, expr) ?? expr
      return meant.kind === 'mcall' ? callMethod(machine, meant) : callStatic(machine, expr)
    }
    case 'new':
      return construct(machine, expr)
    default:
      return constant(null)
  }
}
