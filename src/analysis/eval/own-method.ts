import type { Machine } from '../machine.ts'
import type { FunctionInfo } from '../project.ts'
import { Value } from '../value.ts'

/** The method that a plain name means in a class of Java: that of the object, which may be of a child, or of the class around it. */
export function ownMethod(machine: Machine, cls: string, name: string, arity: number): FunctionInfo | undefined {
  const { project } = machine
  const around = project.findMethod(cls, name, arity)
  const called = machine.frame.self?.object?.cls
  if (!around) return cls.includes('.') ? outerMethod(project, cls, name, arity) : undefined
  if (around.fn.isStatic || around.fn.visibility === 'private' || called === undefined || called === cls)
    return around.fn.body ? around : (project.implementations(cls, name)[0] ?? around)
  const isChild = project.ancestry(called).includes(cls.slice(cls.lastIndexOf('.') + 1).toLowerCase())
  const found = isChild ? project.findMethod(called, name, arity) : undefined
  return found?.fn.body ? found : around.fn.body ? around : (project.implementations(cls, name)[0] ?? around)
}

/** … of a class that has this one inside. */
function outerMethod(project: Machine['project'], cls: string, name: string, arity: number): FunctionInfo | undefined {
  for (let outer = cls; outer.includes('.'); ) {
    outer = outer.slice(0, outer.lastIndexOf('.'))
    const found = project.classes.has(outer.toLowerCase()) ? project.findMethod(outer, name, arity) : undefined
    if (found) return found
  }
  return undefined
}

/** An object of which only an interface is known, as one of the class that implements it: it has the fields of that class. */
export const asOwn = (receiver: Value, { cls }: FunctionInfo): Value =>
  receiver.object?.id === 0 && cls
    ? new Value(receiver.constant, receiver.text, receiver.shape, { id: 0, cls: cls.name }, receiver.closures)
    : receiver
