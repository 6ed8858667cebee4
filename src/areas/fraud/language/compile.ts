import { checkRule } from './check.ts'
import { functions } from './functions.ts'
import { languageError } from './lexer.ts'
import { type Node, parseRule } from './parser.ts'
import type { Schema, Scope, Slots, Type, Value } from './types.ts'

type Run = (scope: Scope) => Value

export interface Compiled {
  source: string
  type: Type
  /** Names of fields and features it reads. */
  reads: readonly string[]
  /** Those of them without which it cannot decide: all but what only stands in missing(). */
  depends: readonly string[]
  /** The value, or undefined where a field it depends on is missing: "unknown" as in Kleene's logic. */
  run: Run
  /** After `run` gave undefined: the field that was missing. */
  missing(scope: Scope): string
}

const compare: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
}
const arithmetic: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
}

const both =
  (left: Run, right: Run, join: (a: never, b: never) => Value): Run =>
  (scope) => {
    const a = left(scope)
    if (a === undefined) return undefined
    const b = right(scope)
    return b === undefined ? undefined : join(a as never, b as never)
  }

/** False wins over unknown in `and`, true in `or`: a missing field only matters where it could decide. */
const kleene =
  (left: Run, right: Run, decides: boolean): Run =>
  (scope) => {
    const a = left(scope)
    if (a === decides) return decides
    const b = right(scope)
    if (b === decides) return decides
    return a === undefined || b === undefined ? undefined : !decides
  }

function membership(node: Extract<Node, { kind: 'binary' }>, slots: Slots): Run {
  const left = build(node.left, slots)
  const { right } = node
  if (right.kind === 'list') {
    const items = new Set(right.items.map((item) => (item.kind === 'number' || item.kind === 'text' ? item.value : '')))
    return (scope) => {
      const value = left(scope)
      return value === undefined ? undefined : items.has(value as string)
    }
  }
  const name = right.kind === 'call' && right.args[0]?.kind === 'text' ? right.args[0].value : ''
  return (scope) => {
    const value = left(scope)
    return value === undefined ? undefined : scope.inList(name, String(value))
  }
}

function buildBinary(node: Extract<Node, { kind: 'binary' }>, slots: Slots): Run {
  const { operator } = node
  if (operator === 'in') return membership(node, slots)
  const left = build(node.left, slots)
  const right = build(node.right, slots)
  if (operator === 'and' || operator === 'or') return kleene(left, right, operator === 'or')
  if (operator === '==') return both(left, right, (a: Value, b: Value) => a === b)
  if (operator === '!=') return both(left, right, (a: Value, b: Value) => a !== b)
  const ordering = compare[operator]
  if (ordering) return both(left, right, ordering)
  const calculation = arithmetic[operator]
  return both(left, right, (a: number, b: number) => {
    const result = calculation?.(a, b)
    return result !== undefined && Number.isFinite(result) ? result : undefined
  })
}

function build(node: Node, slots: Slots): Run {
  if (node.kind === 'number' || node.kind === 'text' || node.kind === 'boolean') {
    const { value } = node
    return () => value
  }
  if (node.kind === 'name') {
    const slot = slots.of(node.name)
    return (scope) => scope.get(slot)
  }
  if (node.kind === 'binary') return buildBinary(node, slots)
  if (node.kind === 'not' || node.kind === 'minus') {
    const of = build(node.of, slots)
    const negate = node.kind === 'not' ? (value: Value) => !value : (value: Value) => -(value as number)
    return (scope) => {
      const value = of(scope)
      return value === undefined ? undefined : negate(value)
    }
  }
  if (node.kind === 'call') {
    const [only] = node.args
    if (node.name === 'missing' && only?.kind === 'name') {
      const slot = slots.of(only.name)
      return (scope) => scope.get(slot) === undefined
    }
    const args = node.args.map((arg) => build(arg, slots))
    const run = functions[node.name]?.run
    return (scope) => {
      const values: Value[] = []
      for (const arg of args) {
        const value = arg(scope)
        if (value === undefined) return undefined
        values.push(value)
      }
      return run?.(values)
    }
  }
  return () => undefined
}

function namesIn(node: Node, into: Set<string>, all: boolean): Set<string> {
  if (node.kind === 'name') into.add(node.name)
  if (node.kind === 'binary') {
    namesIn(node.left, into, all)
    namesIn(node.right, into, all)
  }
  if (node.kind === 'not' || node.kind === 'minus') namesIn(node.of, into, all)
  if (node.kind === 'call' && (all || node.name !== 'missing')) for (const arg of node.args) namesIn(arg, into, all)
  if (node.kind === 'list') for (const item of node.items) namesIn(item, into, all)
  return into
}

/** Names that stand in missing() somewhere: the rule knows what to do without them. */
function guardedNames(node: Node): Set<string> {
  const guarded = new Set<string>()
  const visit = (item: Node): void => {
    if (item.kind === 'call') {
      if (item.name === 'missing' && item.args[0]?.kind === 'name') guarded.add(item.args[0].name)
      item.args.forEach(visit)
    } else if (item.kind === 'binary') {
      visit(item.left)
      visit(item.right)
    } else if (item.kind === 'not' || item.kind === 'minus') visit(item.of)
  }
  visit(node)
  return guarded
}

/** Checks and compiles a rule. @throws SW_FRAUD_RULE, with the place marked and the next step. */
export function compileRule(source: string, schema: Schema, slots: Slots, wanted: Type = 'boolean'): Compiled {
  const root = parseRule(source)
  const type = checkRule(source, root, schema)
  if (type !== wanted)
    throw languageError(
      source,
      root.at,
      `A rule must come out as ${wanted}, not ${type}`,
      'Compare it, e.g. orders_by_ip_1h >= 5.',
    )
  const reads = [...namesIn(root, new Set(), true)]
  const guarded = guardedNames(root)
  const depends = [...namesIn(root, new Set(), false)].filter((name) => !guarded.has(name))
  const dependSlots = depends.map((name) => slots.of(name))
  return {
    source,
    type,
    reads,
    depends,
    run: build(root, slots),
    missing(scope) {
      const absent = depends.find((_, index) => scope.get(dependSlots[index] as number) === undefined)
      return absent === undefined ? 'a value that can be divided by' : scope.missingField(absent)
    },
  }
}
