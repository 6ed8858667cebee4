import type { Lessons } from './train.ts'
import { partOf, type Scorecard } from './scorecard.ts'

export interface Drift {
  input: string
  says: string
  /** Population stability index: below 0.1 nothing moved, from 0.25 on the input is another than the one learned from. */
  psi: number
  /** Shares of the events, then and now, of "not known" and of each part. */
  before: number[]
  now: number[]
}

/** From this index on a scorecard should be trained again. */
export const DRIFTED = 0.25

/** How far the events of lately are from those a scorecard learned from. Sorted, the furthest first. Pure. */
export function driftOf(card: Scorecard, lessons: Lessons, rows: readonly number[]): Drift[] {
  const least = 1e-3
  return card.lines
    .map((line, input) => {
      const counts = line.weights.map(() => 0)
      for (const row of rows) {
        const part = partOf(line.cuts, lessons.value(row, input))
        counts[part] = (counts[part] ?? 0) + 1
      }
      const now = counts.map((count) => count / Math.max(1, rows.length))
      const psi = now.reduce((sum, share, part) => {
        const a = Math.max(least, share)
        const b = Math.max(least, line.shares[part] ?? 0)
        return sum + (a - b) * Math.log(a / b)
      }, 0)
      return { input: line.name, says: line.says, psi: Math.round(psi * 1e4) / 1e4, before: line.shares, now }
    })
    .sort((a, b) => b.psi - a.psi)
}
