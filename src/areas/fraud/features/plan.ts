import { COUNTED, DECLINED, DIMENSIONS, FAILED_LOGIN, SUMMED, typeBits, WINDOWS } from './dimensions.ts'
import type { FeatureSpec } from './names.ts'
import { AMOUNT, CURRENCY, FLAGS, IDS, PREVIOUS } from './rows.ts'
import type { Windows } from './windows.ts'

const SPANS = WINDOWS.length
const DISTINCT_AT = COUNTED.length + SUMMED.length
/** Orders whose amount is in the sum: what averages are taken over. */
const PRICED = DISTINCT_AT + DIMENSIONS.length
const LINES = PRICED + 1
const ORDERS = COUNTED.indexOf('orders')
const UNCONVERTED = COUNTED.indexOf('unconverted')
const SPENT = COUNTED.length + SUMMED.indexOf('amount')
const REFUNDED = COUNTED.length + SUMMED.indexOf('refunded')
const limits = WINDOWS.map((window) => window.seconds * 1000)

/** What one walk along a chain must gather, for one dimension. */
interface Walk {
  distinct: number[]
  /** Lines of `sums` that are asked for; others hold anything. */
  lines: number[]
  /** Longest window asked for. */
  longest: number
  sums: Float64Array
  /** Row the sums were gathered for. */
  row: number
  idleMs: number
  bounded: boolean
}

/** Lines that a feature is read from. */
function linesOf(spec: FeatureSpec): number[] {
  if (spec.kind === 'count') return [spec.measure]
  if (spec.kind === 'sum') return [COUNTED.length + spec.measure]
  if (spec.kind === 'average') return [PRICED, SPENT]
  return spec.kind === 'distinct' ? [DISTINCT_AT + spec.of] : []
}

/**
 * Gathers the features that the rules use. One walk a dimension and event serves every window and measure: a value
 * counts as distinct at its newest occurrence, and windows are summed up from the shortest to the longest.
 */
export class FeaturePlan {
  readonly #walks: (Walk | undefined)[] = []

  constructor(specs: Iterable<FeatureSpec>) {
    for (const spec of specs) {
      const walk = (this.#walks[spec.dimension] ??= {
        distinct: [],
        lines: [UNCONVERTED],
        longest: 0,
        sums: new Float64Array(LINES * SPANS),
        row: -1,
        idleMs: Number.NaN,
        bounded: false,
      })
      if (spec.kind === 'distinct' && !walk.distinct.includes(spec.of)) walk.distinct.push(spec.of)
      for (const line of linesOf(spec)) if (!walk.lines.includes(line)) walk.lines.push(line)
      if (spec.window !== undefined) walk.longest = Math.max(walk.longest, spec.window)
    }
  }

  /** Value of a feature at a row; undefined where the event lacks the key or the value. */
  read(windows: Windows, row: number, spec: FeatureSpec): number | undefined {
    const chunk = windows.rows.chunkOf(row)
    const base = windows.rows.word(row)
    const key = chunk.words[base + IDS + spec.dimension] as number
    if (key === 0) return undefined
    if (spec.kind === 'chargebacks') return windows.keys.chargebacks[key] as number
    if (spec.kind === 'age') return (windows.rows.time(row) - (windows.keys.firstSeen[key] as number)) / 1000
    if (spec.kind === 'distinct' && chunk.words[base + IDS + spec.of] === 0) return undefined
    const walk = this.#walk(windows, row, spec.dimension)
    if (spec.window === undefined) return Number.isNaN(walk.idleMs) ? undefined : walk.idleMs / 1000
    if (spec.kind === 'distinct') return walk.sums[(DISTINCT_AT + spec.of) * SPANS + spec.window]
    if (spec.kind === 'count') return walk.sums[spec.measure * SPANS + spec.window]
    if (spec.kind === 'sum') return (walk.sums[(COUNTED.length + spec.measure) * SPANS + spec.window] as number) / 100
    // The customer's usual order: this one itself does not count.
    const own = chunk.doubles[base / 2 + AMOUNT] as number
    if (Number.isNaN(own)) return undefined
    const itself = ((chunk.words[base + FLAGS] as number) & 7) === typeBits.order
    const before = (walk.sums[PRICED * SPANS + spec.window] as number) - (itself ? 1 : 0)
    const sum = (walk.sums[SPENT * SPANS + spec.window] as number) - (itself ? own : 0)
    return before < 1 ? undefined : sum / 100 / before
  }

  /** Whether any walk for this row stopped at the bound, so that its counts are "at least". */
  bounded(row: number): boolean {
    return this.#walks.some((walk) => walk?.row === row && walk.bounded)
  }

  /** Most amounts that any sum for this row leaves out, since they are in other currencies and no rate is known. */
  unconverted(row: number): number {
    let most = 0
    for (const walk of this.#walks)
      if (walk?.row === row) most = Math.max(most, walk.sums[UNCONVERTED * SPANS + walk.longest] as number)
    return most
  }

  #walk(windows: Windows, row: number, dimension: number): Walk {
    const walk = this.#walks[dimension] as Walk
    if (walk.row === row) return walk
    const { sums, distinct, lines } = walk
    for (let index = 0; index < lines.length; index++) {
      const start = (lines[index] as number) * SPANS
      for (let cell = start; cell < start + SPANS; cell++) sums[cell] = 0
    }
    walk.row = row
    walk.idleMs = Number.NaN
    const { rows, keys, currencies } = windows
    const generation = keys.nextGeneration()
    const into = rows.chunkOf(row).words[rows.word(row) + CURRENCY] as number
    const now = rows.time(row)
    const longest = limits[walk.longest] as number
    let at = row
    let steps = 0
    let span = 0
    while (steps++ < windows.bound) {
      const { words, doubles } = rows.chunkOf(at)
      const base = rows.word(at)
      const age = now - (doubles[base / 2] as number)
      if (at !== row && Number.isNaN(walk.idleMs)) walk.idleMs = age
      if (age >= longest) break
      while (age >= (limits[span] as number)) span++
      const flags = words[base + FLAGS] as number
      const type = flags & 7
      let amount = doubles[base / 2 + AMOUNT] as number
      const from = words[base + CURRENCY] as number
      if (amount === amount && (type === typeBits.order || type === typeBits.refund)) {
        if (from !== into) amount = currencies.convert(amount, from, into, doubles[base / 2] as number)
        if (amount !== amount) bump(sums, UNCONVERTED, span, 1)
      }
      gather(sums, span, type, flags, amount)
      for (let index = 0; index < distinct.length; index++) {
        const of = distinct[index] as number
        const id = words[base + IDS + of] as number
        if (id === 0 || keys.stamp[id] === generation) continue
        keys.stamp[id] = generation
        const cell = (DISTINCT_AT + of) * SPANS + span
        sums[cell] = (sums[cell] as number) + 1
      }
      const previous = words[base + PREVIOUS + dimension] as number
      if (previous <= rows.first) break
      at = previous - 1
    }
    walk.bounded = steps > windows.bound
    for (let index = 0; index < lines.length; index++) {
      const start = (lines[index] as number) * SPANS
      for (let cell = start + 1; cell < start + SPANS; cell++)
        sums[cell] = (sums[cell] as number) + (sums[cell - 1] as number)
    }
    return walk
  }
}

const bump = (sums: Float64Array, line: number, span: number, by: number) => {
  const cell = line * SPANS + span
  sums[cell] = (sums[cell] as number) + by
}

/** Lines of COUNTED and SUMMED that one row adds to. */
function gather(sums: Float64Array, span: number, type: number, flags: number, amount: number): void {
  if (type === 1) {
    bump(sums, ORDERS, span, 1)
    if (amount === amount) {
      bump(sums, SPENT, span, amount)
      bump(sums, PRICED, span, 1)
    }
  } else if (type === 2) bump(sums, 1, span, 1)
  else if (type === 3) bump(sums, 3, span, 1)
  else if (type === 4) bump(sums, flags & FAILED_LOGIN ? 5 : 4, span, 1)
  else if (type === 5) {
    bump(sums, 6, span, 1)
    if (amount === amount) bump(sums, REFUNDED, span, amount)
  }
  if (flags & DECLINED) bump(sums, 2, span, 1)
}
