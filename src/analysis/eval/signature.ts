import type { Machine } from '../machine.ts'
import { entryOf, type Taint, type Text, textTaints, type Value } from '../value.ts'

const longLiteral = 60

/** Where the data entered: calls with data of different places have traces of their own. */
function origin(taint: Taint): string {
  const step = entryOf(taint)
  return `${step.file}:${step.at}`
}

function textSignature(text: Text): string {
  let key = ''
  for (const part of text) {
    if (typeof part === 'string')
      key += part.length <= longLiteral ? `"${part}"` : `"${part.slice(0, 20)}…${part.slice(-20)}${part.length}"`
    else if ('taints' in part)
      key +=
        part.taints.length === 0
          ? '_'
          : `<${part.taints.map((taint) => `${taint.kind[0]}${taint.escapes}${taint.lacks ?? ''}${taint.unsure ? '?' : ''}${taint.label}@${origin(taint)}`).join()}>`
    // Which of its own texts a program chose makes no difference, as long as none is foreign.
    else key += textTaints([part]).length > 0 ? `(${part.options.map(textSignature).join('|')})` : '_'
  }
  return key
}

/** A text that is equal for arguments that a function cannot tell apart; long or deep parts are cut. */
export function signature(machine: Machine, value: Value, depth = 0): string {
  let key =
    value.constant === undefined ? textSignature(value.text) : `=${typeof value.constant}${textSignature(value.text)}`
  const shape = value.shape ?? (value.object ? machine.content(value)?.shape : null)
  if (value.object) key += `@${value.object.cls}`
  if (shape && depth < 3) {
    let left = 12
    key += '['
    for (const [name, item] of shape.keys) {
      if (left-- === 0) break
      key += `${name}:${signature(machine, item, depth + 1)},`
    }
    if (shape.rest) key += `*${signature(machine, shape.rest, depth + 1)}`
    if (shape.names) key += `~${signature(machine, shape.names, depth + 1)}`
    key += ']'
  }
  if (value.closures) key += value.closures.map((closure) => `#${closure.fn.at}`).join()
  return key
}
