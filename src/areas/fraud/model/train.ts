import { createHash } from 'node:crypto'
import { ShopwardenError } from '../../../core/errors.ts'
import { qualityOf } from '../../../core/quality.ts'
import { cutsOf, fitLogistic } from './fit.ts'
import { MODEL_INPUTS, RULE_SCORE } from './inputs.ts'
import { type Measured, partOf, type Scorecard, type ScorecardLine, sigmoid } from './scorecard.ts'

const inputs = [...MODEL_INPUTS, RULE_SCORE]
/** Newest events that are learned from. */
const MOST_ROWS = 400_000
/** Fewer frauds than this teach nothing that would hold. */
const LEAST_FRAUDS = 30

/**
 * Events with the values that were known when they were decided, and verdicts with the time at which they became known.
 * No event teaches before it is `matureDays` old: chargebacks come late, and what has not been charged back yet is not
 * honest yet. That holds for known frauds, too: learned from early, they alone would stand for the newest weeks.
 */
export class Lessons {
  readonly #ids: string[] = []
  readonly #at: number[] = []
  #values = new Float64Array(inputs.length << 10)
  readonly #verdicts = new Map<string, { bad: boolean; at: number }>()

  /** Number of events taken up. */
  get size(): number {
    return this.#ids.length
  }

  add(id: string, atMs: number, values: readonly (number | undefined)[]): void {
    const start = this.#ids.length * inputs.length
    if (start + inputs.length > this.#values.length) {
      const wider = new Float64Array(this.#values.length * 2)
      wider.set(this.#values)
      this.#values = wider
    }
    for (let index = 0; index < inputs.length; index++) this.#values[start + index] = values[index] ?? Number.NaN
    this.#ids.push(id)
    this.#at.push(atMs)
  }

  verdict(id: string, bad: boolean, atMs: number): void {
    this.#verdicts.set(id, { bad, at: atMs })
  }

  /** Rows that may be learned from at a moment, oldest first, with what became of them. */
  ripe(nowMs: number, matureDays: number): { rows: number[]; bad: Uint8Array } {
    const rows: number[] = []
    const bad: number[] = []
    for (let row = 0; row < this.#ids.length; row++) {
      if ((this.#at[row] as number) > nowMs - matureDays * 86_400_000) continue
      const verdict = this.#verdicts.get(this.#ids[row] as string)
      rows.push(row)
      bad.push(verdict !== undefined && verdict.at <= nowMs && verdict.bad ? 1 : 0)
    }
    const from = Math.max(0, rows.length - MOST_ROWS)
    return { rows: rows.slice(from), bad: Uint8Array.from(bad.slice(from)) }
  }

  value(row: number, input: number): number {
    return this.#values[row * inputs.length + input] as number
  }

  timeOf(row: number): number {
    return this.#at[row] as number
  }
}

function fitted(lessons: Lessons, rows: readonly number[], bad: Uint8Array) {
  const lines: ScorecardLine[] = inputs.map(({ name, says }, input) => {
    const cuts = cutsOf(rows.map((row) => lessons.value(row, input)))
    return { name, says, cuts, weights: [], shares: [] }
  })
  const starts: number[] = []
  let columns = 0
  for (const line of lines) {
    starts.push(columns)
    columns += line.cuts.length + 2
  }
  const parts = new Uint16Array(rows.length * inputs.length)
  const counts = new Float64Array(columns)
  for (const [index, row] of rows.entries())
    for (let input = 0; input < inputs.length; input++) {
      const column = (starts[input] as number) + partOf((lines[input] as ScorecardLine).cuts, lessons.value(row, input))
      parts[index * inputs.length + input] = column
      counts[column] = (counts[column] as number) + 1
    }
  const weights = fitLogistic(parts, bad, rows.length, inputs.length, columns)
  const round = (value: number) => Math.round(value * 1e4) / 1e4
  let intercept = weights[columns] as number
  for (const [input, line] of lines.entries()) {
    const start = starts[input] as number
    const own = [...weights.subarray(start, start + line.cuts.length + 2)]
    line.shares = [...counts.subarray(start, start + own.length)].map((count) => round(count / rows.length))
    // Weights are told against the usual event, so that what is usual explains nothing.
    const usual = own.reduce((sum, weight, part) => sum + weight * (line.shares[part] ?? 0), 0)
    intercept += usual
    line.weights = own.map((weight) => round(weight - usual))
  }
  return { intercept: round(intercept), lines }
}

type Fitted = ReturnType<typeof fitted>

function probability(model: Fitted, lessons: Lessons, row: number): number {
  let sum = model.intercept
  for (const [input, line] of model.lines.entries())
    sum += line.weights[partOf(line.cuts, lessons.value(row, input))] ?? 0
  return sigmoid(sum)
}

function measure(
  model: Fitted,
  lessons: Lessons,
  rows: readonly number[],
  bad: Uint8Array,
  reviewAt: number,
): Measured {
  const scored = rows.map((row, index) => ({ p: probability(model, lessons, row), bad: bad[index] === 1 }))
  const share = scored.filter((item) => item.bad).length / Math.max(1, scored.length)
  const mean = (of: (item: (typeof scored)[number]) => number) =>
    scored.reduce((sum, item) => sum + of(item), 0) / Math.max(1, scored.length)
  const quality = qualityOf(
    scored.map((item) => ({ score: item.p, fraud: item.bad, flagged: item.p >= reviewAt, amount: 0 })),
  )
  const sorted = [...scored].sort((a, b) => a.p - b.p)
  const calibration = Array.from({ length: 10 }, (_, tenth) => {
    const part = sorted.slice(Math.floor((tenth * sorted.length) / 10), Math.floor(((tenth + 1) * sorted.length) / 10))
    const of = (value: (item: (typeof part)[number]) => number) =>
      part.length === 0 ? 0 : part.reduce((sum, item) => sum + value(item), 0) / part.length
    return { said: of((item) => item.p), was: of((item) => (item.bad ? 1 : 0)), events: part.length }
  })
  return {
    events: scored.length,
    frauds: quality.fraud,
    ...(quality.auc !== undefined && { auc: quality.auc }),
    brier: mean((item) => (item.p - (item.bad ? 1 : 0)) ** 2),
    brierOfShare: share * (1 - share),
    calibration,
    review: {
      events: quality.flagged.events,
      ...(quality.flagged.precision !== undefined && { precision: quality.flagged.precision }),
      ...(quality.flagged.recall !== undefined && { recall: quality.flagged.recall }),
    },
  }
}

/**
 * Learns a scorecard from what is known at a moment. The newest quarter measures what the rest teaches; then all of it is
 * learned from. Same lessons, same scorecard.
 * @throws SW_FRAUD_LESSONS where there is too little to learn from
 */
export function train(lessons: Lessons, options: { now: Date; matureDays: number; reviewAt: number }): Scorecard {
  const { rows, bad } = lessons.ripe(options.now.getTime(), options.matureDays)
  const frauds = bad.reduce((sum, one) => sum + one, 0)
  const cut = Math.floor(rows.length * 0.75)
  const early = bad.subarray(0, cut).reduce((sum, one) => sum + one, 0)
  if (early < LEAST_FRAUDS || frauds === rows.length)
    throw new ShopwardenError(
      'SW_FRAUD_LESSONS',
      `There is too little to learn from: ${frauds} frauds among ${rows.length} events whose fate is known`,
      {
        fix: `Send labels (chargebacks, verdicts) for at least ${LEAST_FRAUDS} frauds in the older three quarters; until then the rules decide alone.`,
      },
    )
  const trial = fitted(lessons, rows.slice(0, cut), bad.subarray(0, cut))
  const measured = measure(trial, lessons, rows.slice(cut), bad.subarray(cut), options.reviewAt)
  const model = fitted(lessons, rows, bad)
  const version = createHash('sha256').update(JSON.stringify(model)).digest('hex').slice(0, 12)
  return {
    format: 1,
    version,
    trainedAt: options.now.toISOString(),
    from: new Date(lessons.timeOf(rows[0] as number)).toISOString(),
    to: new Date(lessons.timeOf(rows.at(-1) as number)).toISOString(),
    events: rows.length,
    frauds,
    ...model,
    measured,
  }
}
