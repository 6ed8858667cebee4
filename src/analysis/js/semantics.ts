import type { Constant, Expr } from '../ast.ts'
import { absenceEscapes, absentSigns, matchEscapes } from '../context/pattern.ts'
import { charsetEscapes, complement, only } from '../context/charset.ts'
import { Esc } from '../escapes.ts'
import { add, concat, foldBinary, isNumeric } from '../eval/operators.ts'
import type { ConditionResult, Machine, Native, Semantics } from '../machine.ts'
import { withEscapes } from '../map-taints.ts'
import { unknown, unknownNumber, Value } from '../value.ts'
import { endsWith, startsWith } from '../eval/starts.ts'
import { visit } from '../visit.ts'
import { angularNatives } from './angular.ts'
import { containerNatives } from './containers.ts'
import { lookedUp } from './looked-up.ts'
import { methodNatives } from './methods.ts'
import { promiseNatives } from './promises.ts'
import { reactiveNatives } from './reactive.ts'

const truthy = (value: Constant) => Boolean(value)

function binary(_machine: Machine, op: string, left: Value, right: Value): Value {
  if (op === '+') {
    if (isNumeric(left) && isNumeric(right)) return add(left, right)
    const text = concat(left, right)
    // `value + ''`
    return left.constant === '' || right.constant === '' ? withEscapes(text, Esc.Scalar) : text
  }
  if (op === 'in' || op === 'instanceof') return unknownNumber
  return foldBinary(op, left, right, false) ?? unknown
}

const number: Native = () => unknownNumber

/** A module, or what is taken from one: a name that models know. */
const required: Native = (machine, call) => {
  const name = call.args[0]?.constant
  if (call.args[0]) machine.sink('file-inclusion', call.args[0], call.at)
  const own = typeof name === 'string' ? machine.modules.imported(name) : undefined
  if (own) return own
  return typeof name === 'string'
    ? new Value(undefined, unknown.text, null, { id: 0, cls: name.replace(/^node:/, '') })
    : undefined
}

/** `isNaN(x)`, `isFinite(x)`: what is read as a number holds nothing else. */
function ofNumber(machine: Machine, { callee, args }: Extract<Expr, { kind: 'call' }>): ConditionResult | undefined {
  const target = args[0]?.value
  if (callee.kind !== 'var' || !/^is(?:NaN|Finite)$/.test(callee.name) || !target) return undefined
  machine.eval(target)
  const found = [{ target, bits: Esc.Safe }]
  const isNumber = callee.name === 'isFinite'
  return { value: unknownNumber, whenTrue: isNumber ? found : [], whenFalse: isNumber ? [] : found }
}

/** The path that a variable holds the way to: `const way = path.relative(base, file)`. */
function relativeOf(machine: Machine, expr: Expr): Expr | undefined {
  let call: Expr | null = expr
  if (expr.kind === 'var')
    visit(machine.frame.fn?.body, (node) => {
      if (node.kind === 'declare' && node.target.kind === 'var' && node.target.name === expr.name) call = node.initial
    })
  const found = call as Expr | null
  return found?.kind === 'mcall' && found.name === 'relative' ? found.args[1]?.value : undefined
}

/** `LIST.includes(x)`, `/^…$/.test(x)`, `Number.isInteger(x)` as guards. */
function guard(machine: Machine, expr: Expr): ConditionResult | undefined {
  if (expr.kind === 'call') return ofNumber(machine, expr)
  if (expr.kind !== 'mcall' || typeof expr.name !== 'string') return undefined
  const arg = expr.args[0]?.value
  if (!arg) return undefined
  const result = (bits: number): ConditionResult => ({
    value: unknownNumber,
    whenTrue: [{ target: arg, bits }],
    whenFalse: [],
  })
  switch (expr.name) {
    case 'includes':
    case 'has':
    case 'indexOf': {
      const list = machine.eval(expr.object)
      if (list.object && machine.taints(list).length === 0 && expr.name !== 'indexOf') return result(Esc.Safe)
      const needle = machine.eval(arg).constant
      if (needle === '..' || needle === '../')
        return { value: unknownNumber, whenTrue: [], whenFalse: [{ target: expr.object, bits: Esc.PathName }] }
      if (expr.name === 'includes' && typeof needle === 'string' && needle.length === 1)
        return {
          value: unknownNumber,
          whenTrue: [],
          whenFalse: [{ target: expr.object, bits: charsetEscapes(complement(only(needle))), lacks: needle }],
        }
      return undefined
    }
    case 'test': {
      const pattern = machine.eval(expr.object).constant
      if (typeof pattern !== 'string') return undefined
      const absent = absenceEscapes(pattern)
      return {
        ...result(matchEscapes(pattern)),
        whenFalse: [{ target: arg, bits: absent, lacks: absentSigns(pattern) }],
      }
    }
    case 'startsWith':
      // `path.relative(base, file).startsWith('..')`
      if (/^\.\.[/\\]?$/.test(String(machine.eval(arg).constant))) {
        const within = relativeOf(machine, expr.object)
        if (within) return { value: unknownNumber, whenTrue: [], whenFalse: [{ target: within, bits: Esc.PathName }] }
      }
      return startsWith(machine, expr.object, machine.eval(arg))
    case 'endsWith':
      return endsWith(machine, expr.object, machine.eval(arg))
    case 'some':
    case 'find': {
      const places = lookedUp(machine, expr)
      if (places.length === 0) return undefined
      return {
        value: machine.eval(expr),
        whenTrue: places.map((target) => ({ target, bits: Esc.Safe })),
        whenFalse: [],
      }
    }
    case 'hasOwn':
      return expr.args[1]
        ? { value: unknownNumber, whenTrue: [{ target: expr.args[1].value, bits: Esc.Safe }], whenFalse: [] }
        : undefined
    case 'hasOwnProperty':
      return machine.taints(machine.eval(expr.object)).length === 0 ? result(Esc.Safe) : undefined
    case 'isInteger':
    case 'isSafeInteger':
    case 'isInt':
    case 'isNumeric':
    case 'isUUID':
    case 'isMongoId':
      return result(Esc.Safe)
    default:
      return undefined
  }
}

/** `typeof x === 'string'`: a text brings no operator of its own, a number or a truth value nothing at all. */
function comparedType(_machine: Machine, expr: Expr, other: Value): ConditionResult | undefined {
  if (expr.kind !== 'un' || expr.op !== 'typeof') return undefined
  const given = (bits: number, holds: boolean): ConditionResult => {
    const found = [{ target: expr.value, bits }]
    return { value: unknownNumber, whenTrue: holds ? found : [], whenFalse: holds ? [] : found }
  }
  if (other.constant === 'string') return given(Esc.Scalar, true)
  if (other.constant === 'number' || other.constant === 'boolean') return given(Esc.Safe, true)
  return other.constant === 'object' ? given(Esc.Scalar, false) : undefined
}

/** JavaScript and TypeScript as the evaluator needs to know them. */
export const jsSemantics: Semantics = {
  language: 'js',
  truthy,
  binary,
  natives: new Map<string, Native>([
    ...promiseNatives,
    ...reactiveNatives,
    ...angularNatives,
    ...containerNatives,
    ['require', required],
    ['import', required],
    ['parseint', number],
    ['parsefloat', number],
    ['number', number],
    ['boolean', number],
    ['isnan', number],
    ['promisify', (_machine, call) => call.args[0]],
    ['string', (_machine, call) => call.args[0] && withEscapes(call.args[0], Esc.Scalar)],
  ]),
  methodNatives,
  guard,
  comparedStart: comparedType,
  ambient: (machine, name, at) => {
    const imported = machine.project.files[machine.frame.file]?.parsed.imports.get(name)
    if (imported !== undefined)
      return machine.modules.imported(imported) ?? new Value(undefined, unknown.text, null, { id: 0, cls: imported })
    const model = machine.models.properties.get(name.toLowerCase())
    return model ? machine.source(model.source, name, at) : undefined
  },
}
