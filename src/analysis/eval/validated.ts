import type { Expr } from '../ast.ts'
import { matchEscapes } from '../context/pattern.ts'
import { Esc, escapes } from '../escapes.ts'
import type { Call, Machine } from '../machine.ts'
import { withEscapes } from '../map-taints.ts'
import { shapeValue, unknown, unknownNumber, type Value } from '../value.ts'
import { keysOf } from './cookies.ts'

/** What each rule by name lets through; `in:a,b` is a choice of the shop's own. */
const bits: Readonly<Record<string, number>> = {
  integer: Esc.Safe,
  numeric: Esc.Safe,
  boolean: Esc.Safe,
  accepted: Esc.Safe,
  date: Esc.Safe,
  date_format: Esc.Safe,
  digits: Esc.Safe,
  digits_between: Esc.Safe,
  decimal: Esc.Safe,
  uuid: Esc.Safe,
  ulid: Esc.Safe,
  ip: Esc.Safe,
  in: Esc.Safe,
  exists: Esc.Safe,
  alpha: matchEscapes('/^[a-zA-Z]+$/'),
  alpha_num: matchEscapes('/^[a-zA-Z0-9]+$/'),
  alpha_dash: matchEscapes('/^[a-zA-Z0-9_-]+$/'),
  email: escapes('Email', 'OneLine', 'DoubleQuote'),
  string: escapes('Scalar'),
}

function ofRule(rule: string): number {
  const cut = rule.indexOf(':')
  const name = cut < 0 ? rule : rule.slice(0, cut)
  if (name === 'regex') return matchEscapes(rule.slice(cut + 1))
  return Object.hasOwn(bits, name) ? bits[name]! : 0
}

/** Rules of one field: `'required|integer'`, or an array of them and of objects such as `Rule::in([…])`. */
function ofRules(expr: Expr): number {
  if (expr.kind === 'lit') {
    const text = String(expr.value)
    // A pattern may hold bars of its own.
    return (text.startsWith('regex:') ? [text] : text.split('|')).reduce((all, rule) => all | ofRule(rule), 0)
  }
  if (expr.kind === 'array') return expr.items.reduce((all, { value }) => all | ofRules(value), 0)
  if (expr.kind === 'scall' && expr.cls.kind === 'name' && /(?:^|\\)Rule$/.test(expr.cls.name))
    return expr.name === 'in' || expr.name === 'enum' || expr.name === 'exists' ? Esc.Safe : 0
  if (expr.kind === 'new' && expr.cls.kind === 'name' && /(?:^|\\)(?:Enum|In)$/.test(expr.cls.name)) return Esc.Safe
  return 0
}

/** The array of rules: as written in the call, or as the method `rules` of the request's class returns it. */
function rulesOf(machine: Machine, where: number | 'declared', call: Call): Expr | undefined {
  if (where !== 'declared') return call.nodes[where]?.value
  const cls = call.receiver?.object?.cls
  const own = cls === undefined ? undefined : machine.project.findMethod(cls, 'rules')
  const last = own?.fn.body?.at(-1)
  return last?.kind === 'return' ? (last.value ?? undefined) : undefined
}

/** What passed the rules of a request: only the fields that have some, each as harmless as its rules make it. */
export function validated(machine: Machine, where: number | 'declared', call: Call): Value | undefined {
  const rules = rulesOf(machine, where, call)
  if (rules?.kind !== 'array') return undefined
  const keys = new Map<string, Value>()
  for (const { key, value } of rules.items) {
    if (key?.kind !== 'lit') return undefined
    const name = String(key.value)
    const earned = ofRules(value)
    const item = () => machine.source('request', `${call.name}()['${name}']`, call.at)
    const [outer = '', ...rest] = name.split('.')
    const found = earned & Esc.Safe ? unknownNumber : withEscapes(item(), earned)
    if (rest.length === 0) keys.set(outer, found)
    else if (!keys.has(outer) || keysOf(machine, keys.get(outer)!) === undefined)
      keys.set(outer, shapeValue(new Map(), found, Number.NaN))
  }
  const [first] = call.args
  // `validated('name')`
  if (where === 'declared' && typeof first?.constant === 'string') return keys.get(first.constant) ?? unknown
  return shapeValue(keys, null, Number.NaN)
}
