import type { Constant, Expr } from '../ast.ts'
import { add, foldBinary } from '../eval/operators.ts'
import type { Machine, Native, Semantics } from '../machine.ts'
import { join } from '../join.ts'
import { opaque, shapeValue, textTaints, unknown, unknownNumber, Value } from '../value.ts'
import { sessionValue } from '../eval/session.ts'
import { onStatement } from '../eval/columns.ts'
import { uploadedPath } from '../eval/origins.ts'
import { serverVariables } from './server.ts'
import { documentedType } from './doc-types.ts'
import { magicData } from './magic-data.ts'
import { yiiLoad } from './yii-load.ts'
import { blockOf, viewVariable } from './views.ts'
import { aborts } from './aborts.ts'
import { bladeNatives } from './blade-components.ts'
import { collectionFunctions, collectionMethods } from './collections.ts'
import { phpComparedStart, phpGuard } from './guards.ts'
import { arrayNatives } from './natives-array.ts'
import { callbackNatives } from './natives-callbacks.ts'
import { filterNatives } from './natives-filter.ts'
import { bufferNatives } from './output-buffer.ts'
import { patternNatives } from './natives-pattern.ts'
import { scopeNatives } from './natives-scope.ts'
import { smartyNatives } from './smarty-settings.ts'
import { textNatives } from './natives-text.ts'

const truthy = (value: Constant) => value !== null && value !== false && value !== '' && value !== 0 && value !== '0'

/** All that was sent at once: `$_POST + $_GET` are arrays, no numbers. */
const isAllSent = (value: Value) =>
  textTaints(value.text).some(({ label }) => /^\$_(?:GET|POST|REQUEST|COOKIE)$/.test(label))

/** `$given + ['page' => 1]`: what the left side may hold, and under any of the keys the right side. */
function union(machine: Machine, left: Value, right: Value): Value {
  if (left.shape && right.shape) return join(left, right)
  const known = left.shape ?? right.shape!
  const taints = machine.taints(left.shape ? right : left)
  if (taints.length === 0) return left.shape ? left : right
  const foreign = opaque(taints)
  const keys = new Map<string, Value>()
  for (const [key, value] of known.keys) keys.set(key, left.shape ? value : join(value, foreign))
  return shapeValue(keys, known.rest ? join(known.rest, foreign) : foreign, Number.NaN)
}

function binary(machine: Machine, op: string, left: Value, right: Value): Value {
  if (op === '+') {
    if (left.shape || right.shape) return union(machine, left, right)
    return isAllSent(left) && isAllSent(right) ? join(left, right) : add(left, right)
  }
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
  if (name === '_SESSION') return sessionValue(machine, at)
  if (name === 'GLOBALS') return unknown
  return undefined
}

/** `$date->format('Y-m-d')`: a date in the signs that the program names, whatever text it was made of. */
const isDateFormat = (args: readonly Value[]): boolean =>
  args.length === 1 &&
  /^(?=.*[YymdHisjnGU])[dDjlNSwzWFmMntLoYyaABgGhHisuveIOPpTZcrU /:.,\\_-]+$/.test(String(args[0]?.constant ?? ''))

/** PHP as the evaluator needs to know it. */
export const phpSemantics: Semantics = {
  language: 'php',
  truthy,
  binary,
  natives: new Map<string, Native>([
    ...textNatives,
    ...arrayNatives,
    ...callbackNatives,
    ...filterNatives,
    ...scopeNatives,
    ...patternNatives,
    ...aborts,
    ...bufferNatives,
    ...smartyNatives,
    ...bladeNatives,
    ...collectionFunctions,
  ]),
  methodNatives: new Map<string, Native>([
    ...collectionMethods,
    ['load', yiiLoad],
    ['format', (_machine, { args }) => (isDateFormat(args) ? unknown : undefined)],
    // `$request->getFiles('file')` of Magento: as PHP has it.
    ['getfiles', (machine, call) => machine.readIndex(uploads(machine, call.at), call.args[0] ?? null, call.at)],
  ]),
  guard: (machine: Machine, expr: Expr) => phpGuard(machine, expr),
  comparedStart: phpComparedStart,
  magic: (machine, method, call) => onStatement(machine, call) ?? magicData(machine, method, call),
  documented: documentedType,
  given: (machine, name, at) =>
    name === 'this' || name === 'block' ? blockOf(machine) : viewVariable(machine, name, at),
  ambient,
}
