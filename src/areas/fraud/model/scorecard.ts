import { z } from 'zod'

/** One input of a scorecard: where its values are cut, and the weight of each part. */
const lineSchema = z.object({
  name: z.string(),
  says: z.string(),
  /** Rising bounds: a value belongs to the first part whose bound is above it; the last part has none. */
  cuts: z.array(z.number()),
  /** Weights in log-odds: of "not known" first, then of each part. */
  weights: z.array(z.number()),
  /** Share of the events it was trained on in each part, for the drift watch. */
  shares: z.array(z.number()),
})
export type ScorecardLine = z.infer<typeof lineSchema>

const measuredSchema = z.object({
  events: z.int(),
  frauds: z.int(),
  auc: z.number().optional(),
  /** Mean squared error of the probability; and of always saying the share of fraud. */
  brier: z.number(),
  brierOfShare: z.number(),
  /** Mean probability and real share of fraud, by tenths of the events from the least to the most likely. */
  calibration: z.array(z.object({ said: z.number(), was: z.number(), events: z.int() })),
  /** At the probability from which orders are reviewed. */
  review: z.object({ events: z.int(), precision: z.number().optional(), recall: z.number().optional() }),
})

/** A learned, additive score: what it says is the sum of one weight an input, so every part of it can be shown. */
export const scorecardSchema = z.object({
  format: z.literal(1),
  version: z.string(),
  trainedAt: z.iso.datetime(),
  /** Event times it learned from. */
  from: z.string(),
  to: z.string(),
  events: z.int(),
  frauds: z.int(),
  intercept: z.number(),
  lines: z.array(lineSchema),
  /** On the newest quarter, by weights learned from the rest: an honest forecast. */
  measured: measuredSchema,
})
export type Scorecard = z.infer<typeof scorecardSchema>
export type Measured = z.infer<typeof measuredSchema>

/** Whether it forecast events that it had not learned from better than always saying the share of fraud. */
export const useful = ({ measured }: Scorecard) => measured.frauds > 0 && measured.brier < measured.brierOfShare

/** Part of a line that a value falls into: 0 is "not known". */
export function partOf(cuts: readonly number[], value: number | undefined): number {
  if (value === undefined || Number.isNaN(value)) return 0
  let low = 0
  let high = cuts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (value < (cuts[middle] as number)) high = middle
    else low = middle + 1
  }
  return low + 1
}

export const sigmoid = (x: number) => 1 / (1 + Math.exp(-x))

export interface Learned {
  /** Version of the scorecard. */
  model: string
  /** Probability of fraud, 0 to 1, calibrated on what became of the shop's own events. */
  probability: number
  /** What raised it most, in log-odds. */
  because: { input: string; says: string; weight: number }[]
}

const MOST_REASONS = 4

/** Pure: what a scorecard makes of one event's values, in the order of its lines. */
export function judgeBy(card: Scorecard, values: readonly (number | undefined)[]): Learned {
  let sum = card.intercept
  const because: Learned['because'] = []
  for (const [index, line] of card.lines.entries()) {
    const weight = line.weights[partOf(line.cuts, values[index])] ?? 0
    sum += weight
    if (weight > 0.1) because.push({ input: line.name, says: line.says, weight: Math.round(weight * 100) / 100 })
  }
  because.sort((a, b) => b.weight - a.weight)
  return {
    model: card.version,
    probability: Math.round(1e4 * sigmoid(sum)) / 1e4,
    because: because.slice(0, MOST_REASONS),
  }
}
