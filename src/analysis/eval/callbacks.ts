import { escapes } from '../escapes.ts'
import type { Call, Machine } from '../machine.ts'
import { withEscapes } from '../map-taints.ts'
import type { CallModel } from '../models.ts'
import type { FunctionInfo } from '../project.ts'
import { unknown, Value } from '../value.ts'
import { visit } from '../visit.ts'
import { keysOf } from './cookies.ts'

const isEvent = (wanted: string | RegExp, given: unknown) =>
  typeof wanted === 'string' ? given === wanted : typeof given === 'string' && wanted.test(given)

/** The function of the project that a callable means. */
function declared(machine: Machine, { closures, constant, shape }: Value): Omit<FunctionInfo, 'cls'> | undefined {
  if (closures) return closures[0]
  if (typeof constant === 'string') return machine.project.functions.get(constant.toLowerCase())
  const [owner, method] = [shape?.keys.get('0'), shape?.keys.get('1')?.constant]
  const cls = owner?.object?.cls ?? owner?.constant
  return typeof cls === 'string' && typeof method === 'string' ? machine.project.findMethod(cls, method) : undefined
}

/** Where a function gives back what it made: the last place where that is more than a text of its own. */
function givesBack({ fn }: Omit<FunctionInfo, 'cls'>): number {
  let at = fn.at
  visit(fn.body, (node) => {
    if (node.kind === 'func') return false
    if (node.kind === 'return' && node.value && node.value.kind !== 'lit') at = node.at
    return undefined
  })
  return at
}

/** Calls the function that is handed over with what it will be called with, and looks at what is printed of its result. */
export function invokeCallback(machine: Machine, callback: NonNullable<CallModel['callback']>, call: Call): void {
  const given = call.args.at(callback.arg)
  const callable = callback.key === undefined ? given : given && keysOf(machine, given)?.get(callback.key)
  if (!callable?.closures && !(callback.prints !== undefined && (callable?.constant || callable?.shape))) return
  if (callback.event !== undefined && !isEvent(callback.event, call.args[0]?.constant)) return
  const answer = callback.prints === undefined ? undefined : declared(machine, callable)
  const args = callback.parameters.map((kind, index) => {
    if (kind === null) return unknown
    if (typeof kind === 'object') return new Value(undefined, unknown.text, null, { id: 0, cls: kind.type })
    const label = `argument ${index + 1} of the handler`
    const source = answer
      ? inFile(machine, answer.file, () => machine.source(kind, label, answer.fn.at))
      : machine.source(kind, label, call.at)
    return withEscapes(source, escapes(...(callback.escapes ?? [])))
  })
  const result = machine.invokeValue(callable, args, call.at)
  if (callback.prints === undefined || machine.taints(result).length === 0) return
  if (answer) inFile(machine, answer.file, () => machine.sink(callback.prints!, result, givesBack(answer)))
  else machine.sink(callback.prints, result, call.at)
}

/** Places are those of another file. */
function inFile<T>(machine: Machine, file: number, work: () => T): T {
  const { frame } = machine
  machine.frame = { ...frame, file }
  const result = work()
  machine.frame = frame
  return result
}
