import type { ClassDecl } from '../ast.ts'
import type { Machine } from '../machine.ts'
import type { FunctionInfo } from '../project.ts'
import { constant, shapeValue, type Value } from '../value.ts'

/** Longer ones answer for a whole library: what they give says little of one call. */
const longest = 2500

function magicOf(machine: Machine, cls: string | undefined, name: string): FunctionInfo | undefined {
  if (!cls || machine.semantics.language !== 'php') return undefined
  const found = machine.project.findMethod(cls, name)
  return found?.fn.body && found.fn.end - found.fn.at <= longest && machine.frame.fn !== found.fn ? found : undefined
}

/** `__call`: a method that the class does not declare. */
export function caughtCall(
  machine: Machine,
  receiver: Value,
  method: string,
  args: readonly Value[],
  at: number,
): Value | undefined {
  const catcher = magicOf(machine, receiver.object?.cls, '__call')
  if (!catcher) return undefined
  const given = shapeValue(new Map(args.map((arg, index) => [String(index), arg])), null, args.length)
  return machine.invoke(
    { fn: catcher.fn, file: catcher.file, cls: catcher.cls, scope: null, self: receiver },
    [constant(method), given],
    at,
  )
}

/** An object that is called like a function. */
export function invokedObject(machine: Machine, callable: Value, args: Value[], at: number): Value | undefined {
  const method = machine.semantics.language === 'php' ? '__invoke' : undefined
  const cls = callable.object?.cls
  if (!cls || !method || callable.closures || !machine.project.findMethod(cls, method)?.fn.body) return undefined
  return machine.callMethodOf(callable, method, args, at)
}

/** True where nothing of that name is declared, or code outside the class may not use it by its name. */
function isHidden(machine: Machine, object: Value, name: string): boolean {
  const { id, cls } = object.object!
  const property = machine.project.property(cls, name)
  if (id === machine.frame.self?.object?.id)
    return property === undefined && !machine.content(object)?.shape?.keys.has(name)
  return property === undefined || (!property.isPublic && !isInside(machine, machine.frame.cls, cls))
}

const isInside = (machine: Machine, around: ClassDecl | null, cls: string) =>
  around !== null && machine.project.ancestry(cls).includes(around.name.toLowerCase())

/** `__set`: foreign data written to a property that is not there. */
export function caughtWrite(machine: Machine, object: Value, name: string, value: Value, at: number): boolean {
  const cls = object.object?.cls
  const setter = magicOf(machine, cls, '__set')
  if (!setter || machine.taints(value).length === 0 || !isHidden(machine, object, name)) return false
  machine.invoke(
    { fn: setter.fn, file: setter.file, cls: setter.cls, scope: null, self: object },
    [constant(name), value],
    at,
  )
  return true
}

/** `__get`: a property that is not there, of an object that holds foreign data, or at `last`, where nothing else is known of it. */
export function caughtRead(machine: Machine, object: Value, name: string, at: number, last = false): Value | undefined {
  const cls = object.object?.cls
  const getter = object.object?.id || last ? magicOf(machine, cls, '__get') : undefined
  if (!getter || !isHidden(machine, object, name) || (!last && machine.taints(object).length === 0)) return undefined
  return machine.invoke(
    { fn: getter.fn, file: getter.file, cls: getter.cls, scope: null, self: object },
    [constant(name)],
    at,
  )
}
