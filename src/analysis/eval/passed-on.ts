import { getter } from '../js/functions.ts'
import type { Machine } from '../machine.ts'
import { type Value, valueTaints } from '../value.ts'
import { closureOf } from './arguments.ts'

/** Objects that one function of a server hands to the next with what it put on them. */
const handedOn = /^(?:ExpressRequest|ExpressResponse\.locals|FastifyRequest|KoaContext\.state|KoaContext)$/
/** Who is signed in was looked up, whatever it was looked up by. */
const identity =
  /^_?(?:user|auth|session|account|admin|token|decoded|jwt|claims|principal|tenant|customer|current\w*)$/i
const store = 'handed on with the request: '

/** `req.term = req.query.term`: functions that answer the same request later find it there. */
export function passOn(machine: Machine, object: Value, name: string, value: Value): void {
  const cls = object.object?.cls ?? ''
  if (machine.semantics.language !== 'js' || !handedOn.test(cls) || identity.test(name)) return
  const taints = valueTaints(value)
  if (taints.length > 0 && taints.every(({ kind, unsure }) => kind === 'request' && !unsure))
    machine.writeStaticField(store + cls, name, value)
}

/** A property that is computed by a method of the class, or that another function put on the request. */
export function readOfOwn(machine: Machine, object: Value, name: string, at: number): Value | undefined {
  const cls = object.object?.cls ?? ''
  if (machine.semantics.language !== 'js' || cls === '') return undefined
  if (handedOn.test(cls)) {
    if (machine.models.properties.has(`${cls}.${name}`.toLowerCase())) return undefined
    const kept = machine.readStaticField(store + cls, name, at)
    return valueTaints(kept).length > 0 ? kept : undefined
  }
  const own = machine.project.findClass(cls) ? machine.project.findMethod(cls, name, 0) : undefined
  return own?.fn.body && own.fn.annotations.some((item) => item.name === getter)
    ? machine.invoke(closureOf(own, object), [], at)
    : undefined
}
