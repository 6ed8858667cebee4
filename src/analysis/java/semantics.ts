import type { Constant, Expr } from '../ast.ts'
import { Esc, escapes } from '../escapes.ts'
import { add, concat, foldBinary, isNumeric } from '../eval/operators.ts'
import type { ConditionResult, Machine, Native, Semantics } from '../machine.ts'
import { endsWith, startsWith } from '../eval/starts.ts'
import { charsetEscapes, complement, only } from '../context/charset.ts'
import { absenceEscapes, absentSigns, matchEscapes } from '../context/pattern.ts'
import { constant, unknown, unknownNumber, type Value } from '../value.ts'
import { collectionMethods, collectionNatives } from './collections.ts'
import { textMethods, textNatives, textOf } from './texts.ts'
import { functionalMethods, functionalNatives } from './functional.ts'
import { libraryMethods, libraryNatives } from './library.ts'
import { holderMethods, holderNatives } from './holders.ts'
import { patternNatives } from './patterns.ts'

const truthy = (value: Constant) => value === true

function binary(machine: Machine, op: string, left: Value, right: Value): Value {
  if (op === '+') {
    const text = typeof left.constant === 'string' || typeof right.constant === 'string'
    if (!text && isNumeric(left) && isNumeric(right)) return add(left, right)
    return concat(textOf(machine, left), textOf(machine, right))
  }
  if (
    (op === '==' || op === '!=') &&
    (left.constant === null || right.constant === null) &&
    left.constant !== right.constant
  )
    return unknownNumber
  return foldBinary(op, left, right, true) ?? unknown
}

const equality = /^(?:equals|equalsIgnoreCase|contentEquals)$/

/** True where `Type::name` names a method that is given its argument, not one of it. */
function isStaticMethod(machine: Machine, cls: string, name: string): boolean {
  const full = machine.className(cls)
  const key = `${cls}.${name}`.toLowerCase()
  const own = machine.project.findMethod(full, name)
  if (own) return own.fn.isStatic
  return javaSemantics.natives.has(key) || machine.models.calls.has(`${cls}::${name}`.toLowerCase())
}

/** `NAMES.contains(x)` looks like a call of a class: where the class around it has a field of that name, it is one of that field. */
export function onField(machine: Machine, expr: Expr): Expr {
  if (expr.kind !== 'scall' || expr.cls.kind !== 'name' || !machine.frame.cls) return expr
  const { name } = expr.cls
  if (expr.reference && !isStaticMethod(machine, name, String(expr.name)) && expr.args[0])
    return { kind: 'mcall', at: expr.at, object: expr.args[0].value, name: expr.name, args: [] }
  if (name.includes('.') || !machine.project.property(machine.frame.cls.name, name)) return expr
  return { kind: 'mcall', at: expr.at, object: { kind: 'var', at: expr.at, name }, name: expr.name, args: expr.args }
}

/** `PATTERN.matcher(x).matches()`, `Pattern.matches(PATTERN, x)`. */
function matched(machine: Machine, expr: Extract<Expr, { kind: 'mcall' | 'scall' }>): ConditionResult | undefined {
  const isStatic = expr.kind === 'scall' && expr.cls.kind === 'name' && /(?:^|\.)Pattern$/.test(expr.cls.name)
  const matcher = expr.kind === 'mcall' ? onField(machine, expr.object) : undefined
  const [form, target] =
    isStatic && expr.name === 'matches'
      ? expr.args.map(({ value }) => value)
      : matcher?.kind === 'mcall' && matcher.name === 'matcher'
        ? [matcher.object, matcher.args[0]?.value]
        : []
  const pattern = form && machine.eval(form).constant
  if (!target || typeof pattern !== 'string') return undefined
  machine.eval(expr)
  const whole = expr.name === 'matches'
  if (!whole && expr.name !== 'find' && expr.name !== 'lookingAt') return undefined
  const bits = whole ? matchEscapes(pattern, true) : matchEscapes(`/${expr.name === 'find' ? '' : '^'}${pattern}/`)
  const absent = expr.name === 'find' ? absenceEscapes(`/${pattern}/`) : 0
  return {
    value: unknownNumber,
    whenTrue: [{ target, bits }],
    whenFalse: expr.name === 'find' ? [{ target, bits: absent, lacks: absentSigns(`/${pattern}/`) }] : [],
  }
}

/** `x.equals(CONSTANT)`, `LIST.contains(x)`, `x.matches("…")` as guards. */
function guard(machine: Machine, given: Expr): ConditionResult | undefined {
  const expr = onField(machine, given)
  if (expr.kind === 'scall') return matched(machine, expr)
  if (expr.kind !== 'mcall' || typeof expr.name !== 'string') return undefined
  const arg = expr.args[0]?.value
  if (!arg) return matched(machine, expr)
  if (equality.test(expr.name)) {
    const left = machine.eval(expr.object)
    const right = machine.eval(arg)
    const whenTrue = []
    if (machine.taints(right).length === 0) whenTrue.push({ target: expr.object, bits: Esc.Safe })
    if (machine.taints(left).length === 0) whenTrue.push({ target: arg, bits: Esc.Safe })
    const known = left.constant !== undefined && right.constant !== undefined && left.constant !== null
    return {
      value: known
        ? constant(
            expr.name === 'equalsIgnoreCase'
              ? String(left.constant).toLowerCase() === String(right.constant).toLowerCase()
              : left.constant === right.constant,
          )
        : unknownNumber,
      whenTrue,
      whenFalse: [],
    }
  }
  if (expr.name === 'contains' || expr.name === 'containsKey') {
    const list = machine.eval(expr.object)
    const found = machine.eval(expr)
    const isCollection = machine.content(list)?.shape || list.object
    if (isCollection && machine.taints(list).length === 0)
      return { value: found, whenTrue: [{ target: arg, bits: Esc.Safe }], whenFalse: [] }
    const needle = machine.eval(arg).constant
    if (needle === '..' || needle === '../')
      return { value: unknownNumber, whenTrue: [], whenFalse: [{ target: expr.object, bits: Esc.PathName }] }
    if (typeof needle === 'string' && needle.length === 1) {
      const bits = charsetEscapes(complement(only(needle)))
      return { value: found, whenTrue: [], whenFalse: [{ target: expr.object, bits, lacks: needle }] }
    }
    return { value: found, whenTrue: [], whenFalse: [] }
  }
  if (expr.name === 'startsWith') {
    machine.eval(expr)
    return startsWith(machine, expr.object, machine.eval(arg))
  }
  if (expr.name === 'endsWith') {
    const found = endsWith(machine, expr.object, machine.eval(arg))
    if (found) {
      machine.eval(expr)
      return found
    }
  }
  const guards = machine.models.calls.get(`->${expr.name.toLowerCase()}`)?.find((item) => item.guards)?.guards
  const guarded = guards && expr.args[guards.arg ?? 0]?.value
  if (guarded) {
    machine.eval(expr)
    return { value: unknownNumber, whenTrue: [{ target: guarded, bits: escapes(...guards.escapes) }], whenFalse: [] }
  }
  if (expr.name === 'matches') {
    const pattern = machine.eval(arg).constant
    machine.eval(expr)
    if (typeof pattern === 'string')
      return {
        value: unknownNumber,
        whenTrue: [{ target: expr.object, bits: matchEscapes(pattern, true) }],
        whenFalse: [],
      }
  }
  return undefined
}

/** Java as the evaluator needs to know it. */
export const javaSemantics: Semantics = {
  language: 'java',
  truthy,
  binary,
  natives: new Map<string, Native>([
    ...textNatives,
    ...collectionNatives,
    ...libraryNatives,
    ...functionalNatives,
    ...patternNatives,
    ...holderNatives,
  ]),
  methodNatives: new Map<string, Native>([
    ...textMethods,
    ...collectionMethods,
    ...libraryMethods,
    ...functionalMethods,
    ...holderMethods,
  ]),
  guard,
  ambient: () => undefined,
  meant: onField,
}
