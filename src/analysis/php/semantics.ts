import type { Constant, Expr } from '../ast.ts'
import { add, foldBinary } from '../eval/operators.ts'
import type { Machine, Native, Semantics } from '../machine.ts'
import { join, shapeValue, unknown, unknownNumber, Value } from '../value.ts'
import { uploadedPath } from '../eval/origins.ts'
import { serverVariables } from './server.ts'
import { phpComparedStart, phpGuard } from './guards.ts'
import { arrayNatives } from './natives-array.ts'
import { filterNatives } from './natives-filter.ts'
import { scopeNatives } from './natives-scope.ts'
import { textNatives } from './natives-text.ts'

const truthy = (value: Constant) => value !== null && value !== false && value !== '' && value !== 0 && value !== '0'

function binary(machine: Machine, op: string, left: Value, right: Value): Value {
  if (op === '+') return left.shape && right.shape ? join(left, right) : add(left, right)
  if (op === '|>') return machine.invokeValue(right, [left], machine.frame.fn?.at ?? 0)
  if (op === '^^') return unknownNumber
  return foldBinary(op, left, right, false) ?? unknown
}

/** Keys of an uploaded file that the visitor chooses. */
function uploads(machine: Machine, at: number): Value {
  const chosen = machine.source('request', "$_FILES[…]['name']", at)
  const file = shapeValue(
    new Map([
      ['name', chosen],
      ['type', chosen],
      ['full_path', chosen],
      ['tmp_name', new Value(undefined, unknown.text, null, { id: 0, cls: uploadedPath })],
      ['size', unknownNumber],
      ['error', unknownNumber],
    ]),
  )
  return shapeValue(new Map(), file)
}

function ambient(machine: Machine, name: string, at: number): Value | undefined {
  if (name === '_FILES') return uploads(machine, at)
  if (name === '_SERVER') return serverVariables(machine, at)
  const model = machine.models.properties.get(name.toLowerCase())
  if (model) return machine.source(model.source, `$${name}`, at)
  const type = machine.models.types.get(`_${name.toLowerCase()}`)
  if (type) return new Value(undefined, unknown.text, null, { id: 0, cls: type })
  if (name === '_SESSION') return machine.source('stored', '$_SESSION', at)
  if (name === 'GLOBALS') return unknown
  return undefined
}

/** PHP as the evaluator needs to know it. */
export const phpSemantics: Semantics = {
  language: 'php',
  truthy,
  binary,
  natives: new Map<string, Native>([...textNatives, ...arrayNatives, ...filterNatives, ...scopeNatives]),
  methodNatives: new Map<string, Native>(),
  guard: (machine: Machine, expr: Expr) => phpGuard(machine, expr),
  comparedStart: phpComparedStart,
  ambient,
}
