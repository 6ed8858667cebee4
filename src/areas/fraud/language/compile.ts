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

/**
 * False wins over unknown in `and`, true in `or`: a missing field only matters where it could decide. So the order of the parts does
 * not matter either, and what is cheap to know comes first.
 */
function kleene(parts: readonly Run[], decides: boolean): Run {
  const [first, second] = parts as [Run, Run]
  if (parts.length === 2)
    return (scope) => {
      const a = first(scope)
      if (a === decides) return decides
      const b = second(scope)
      if (b === decides) return decides
      return a === undefined || b === undefined ? undefined : !decides
    }
  return (scope) => {
    let known = true
    for (let index = 0; index < parts.length; index++) {
      const value = (parts[index] as Run)(scope)
      if (value === decides) return decides
      if (value === undefined) known = false
    }
    return known ? !decides : undefined
  }
}

/** The parts of `a and b and c`, the cheapest first. */
function partsOf(node: Node, operator: string, schema: Schema): Node[] {
  const flat = (item: Node): Node[] =>
    item.kind === 'binary' && item.operator === operator ? [...flat(item.left), ...flat(item.right)] : [item]
  const cost = (item: Node) =>
    [...namesIn(item, new Set(), true)].reduce((sum, name) => sum + (schema.costOf?.(name) ?? 0), 0)
  return flat(node)
    .map((item) => ({ item, cost: cost(item) }))
    .sort((a, b) => a.cost - b.cost)
    .map(({ item }) => item)
}

function membership(node: Extract<Node, { kind: 'binary' }>, slots: Slots, schema: Schema): Run {
  const left = build(node.left, slots, schema)
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

/** What a node always is: a number, or a parameter of the rules. */
function constantOf(node: Node, schema: Schema): number | undefined {
  if (node.kind === 'number') return node.value
  return node.kind === 'name' ? schema.constant?.(node.name) : undefined
}

/** `orders_by_user_24h >= 3`, as most rules are made of, in one step. */
function against(slot: number, operator: string, limit: number): Run {
  const known = (holds: (value: number) => boolean): Run => {
    return (scope) => {
      const value = scope.get(slot)
      return value === undefined ? undefined : holds(value as number)
    }
  }
  if (operator === '>=')
    return (scope) => {
      const value = scope.get(slot)
      return value === undefined ? undefined : (value as number) >= limit
    }
  if (operator === '<=')
    return (scope) => {
      const value = scope.get(slot)
      return value === undefined ? undefined : (value as number) <= limit
    }
  return known(operator === '<' ? (value) => value < limit : (value) => value > limit)
}

function buildBinary(node: Extract<Node, { kind: 'binary' }>, slots: Slots, schema: Schema): Run {
  const { operator } = node
  if (operator === 'in') return membership(node, slots, schema)
  if (operator === 'and' || operator === 'or')
    return kleene(
      partsOf(node, operator, schema).map((part) => build(part, slots, schema)),
      operator === 'or',
    )
  const ordering = compare[operator]
  const limit = constantOf(node.right, schema)
  if (ordering && limit !== undefined && node.left.kind === 'name')
    return against(slots.of(node.left.name), operator, limit)
  const left = build(node.left, slots, schema)
  const right = build(node.right, slots, schema)
  if (operator === '==') return both(left, right, (a: Value, b: Value) => a === b)
  if (operator === '!=') return both(left, right, (a: Value, b: Value) => a !== b)
  if (ordering) return both(left, right, ordering)
  const calculation = arithmetic[operator]
  return both(left, right, (a: number, b: number) => {
    const result = calculation?.(a, b)
    return result !== undefined && Number.isFinite(result) ? result : undefined
  })
}

function build(node: Node, slots: Slots, schema: Schema): Run {
  if (node.kind === 'number' || node.kind === 'text' || node.kind === 'boolean') {
    const { value } = node
    return () => value
  }
  if (node.kind === 'name') {
    const constant = constantOf(node, schema)
    if (constant !== undefined) return () => constant
    const slot = slots.of(node.name)
    return (scope) => scope.get(slot)
  }
  if (node.kind === 'binary') return buildBinary(node, slots, schema)
  if (node.kind === 'not' || node.kind === 'minus') {
    const of = build(node.of, slots, schema)
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
    const args = node.args.map((arg) => build(arg, slots, schema))
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
  const dependSlots = depends.filter((name) => schema.constant?.(name) === undefined).map((name) => slots.of(name))
  return {
    source,
    type,
    reads,
    depends,
    run: build(root, slots, schema),
    missing(scope) {
      for (const slot of dependSlots) if (scope.get(slot) === undefined) return scope.missingField(slot)
      return 'a value that can be divided by'
    },
  }
}
