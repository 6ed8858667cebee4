import type { ArrayExpr, Expr } from '../ast.ts'
import type { Machine } from '../machine.ts'
import { join } from '../join.ts'
import { shapeValue, type Shape, Value } from '../value.ts'

/** How many keys of one array are told apart; the rest are joined, which bounds tables of data. */
const maxKeys = 64

/** Texts and numbers that stand in the program, and lists of them. */
const isWritten = (expr: Expr): boolean =>
  expr.kind === 'lit' || (expr.kind === 'array' && expr.items.every(({ value }) => isWritten(value)))

/** Builds an array (PHP, by value) or an object literal (JavaScript, on the heap). */
export function evalArray(machine: Machine, expr: ArrayExpr): Value {
  const keys = new Map<string, Value>()
  let rest: Value | null = null
  let next = 0
  let joined = 0
  for (const item of expr.items) {
    // Of a long table that the program holds, its first rows say what there is to say.
    if (joined > maxKeys && isWritten(item.value)) continue
    const value = machine.eval(item.value)
    if (item.spread) {
      const content = value.object ? machine.content(value) : value
      for (const [key, element] of content?.shape?.keys ?? []) {
        if (/^\d+$/.test(key) && !expr.isObject) keys.set(String(next++), element)
        else keys.set(key, element)
      }
      if (content?.shape?.rest) rest = rest ? join(rest, content.shape.rest) : content.shape.rest
      else if (!content?.shape && machine.taints(value).length > 0) rest = rest ? join(rest, value) : value
      continue
    }
    let key: string | undefined
    if (item.key === null) key = Number.isNaN(next) ? undefined : String(next++)
    else {
      const name = machine.eval(item.key).constant
      if (name !== undefined) {
        key = String(name ?? '')
        if (typeof name === 'number' && name >= next) next = name + 1
      }
    }
    if (key !== undefined && keys.size < maxKeys) keys.set(key, value)
    else {
      rest = rest === null ? value : join(rest, value)
      joined++
    }
  }
  const shape: Shape = { keys, rest, next }
  if (machine.semantics.language === 'js')
    return machine.newObject(expr.isObject ? 'Object' : 'Array', new Value(undefined, [], shape))
  return shapeValue(keys, rest, next)
}
