import { join } from './join.ts'
import { type Value } from './value.ts'

/**
 * Variables or heap cells with cheap branching: a branch writes into a layer of its own, and a join touches only what either
 * branch wrote.
 */
export class Layer<K> {
  readonly own = new Map<K, Value>()
  readonly below: Layer<K> | null

  constructor(below: Layer<K> | null) {
    this.below = below
  }

  get(key: K): Value | undefined {
    const own = this.own.get(key)
    if (own !== undefined) return own
    for (let layer = this.below; layer !== null; layer = layer.below) {
      const value = layer.own.get(key)
      if (value !== undefined) return value
    }
    return undefined
  }

  set(key: K, value: Value): void {
    this.own.set(key, value)
  }

  /** What was written since `base`, newest value each. */
  changesSince(base: Layer<K>): Map<K, Value> {
    if (this.below === base) return this.own
    const changes = new Map(this.own)
    for (let layer = this.below; layer !== null && layer !== base; layer = layer.below) {
      for (const [key, value] of layer.own) if (!changes.has(key)) changes.set(key, value)
    }
    return changes
  }
}

/** Variables and heap at one point of the program. */
export interface State {
  vars: Layer<string>
  heap: Layer<number>
}

export interface Changes {
  vars: Map<string, Value>
  heap: Map<number, Value>
}

export function branch(state: State): State {
  return { vars: new Layer(state.vars), heap: new Layer(state.heap) }
}

export function changesSince(state: State, base: State): Changes {
  return { vars: state.vars.changesSince(base.vars), heap: state.heap.changesSince(base.heap) }
}

function joinInto<K>(layer: Layer<K>, alternatives: readonly Map<K, Value>[]): void {
  if (alternatives.length === 1) {
    for (const [key, value] of alternatives[0]!) layer.set(key, value)
    return
  }
  const keys = new Set<K>()
  for (const alternative of alternatives) for (const key of alternative.keys()) keys.add(key)
  for (const key of keys) {
    const before = layer.get(key)
    let joined: Value | undefined
    for (const alternative of alternatives) {
      const value = alternative.get(key) ?? before
      if (value !== undefined) joined = joined === undefined ? value : join(joined, value)
    }
    if (joined !== undefined) layer.set(key, joined)
  }
}

/** Makes `state` what holds after any one of the alternatives, each given as its changes against `state`. */
export function joinBranches(state: State, alternatives: readonly Changes[]): void {
  if (alternatives.length === 0) return
  joinInto(
    state.vars,
    alternatives.map((item) => item.vars),
  )
  joinInto(
    state.heap,
    alternatives.map((item) => item.heap),
  )
}
