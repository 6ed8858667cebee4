import { bounded, mapTaints } from '../map-taints.ts'
import { type SourceKind, type Taint, type Value, valueTaints } from '../value.ts'

const maxTrace = 24

/** Data that enters here. */
export function newTaint(kind: SourceKind, label: string, file: number, at: number): Taint {
  const message = label === '' ? 'is used' : `${label} comes from outside`
  return { kind, label, escapes: 0, unsure: false, step: { file, at, message, before: null, length: 1 } }
}

/** The value with a station added to the way of its data; ways that are long already stay as they are. */
export function traced(value: Value, file: number, at: number, message: string): Value {
  if (at < 0 || valueTaints(value).length === 0) return value
  return mapTaints(bounded(value), (taint): Taint => {
    const { step } = taint
    if (step.length >= maxTrace || (step.at === at && step.file === file)) return taint
    return { ...taint, step: { file, at, message, before: step, length: step.length + 1 } }
  })
}
