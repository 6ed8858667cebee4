import type { CompiledRule } from './rule-set.ts'

/** How fast points fill the score: 45 points make 53 of 100, 100 points 81, 200 points 96. */
const SCALE = 60
/** What further rules of one pattern add beside the heaviest: they mostly tell the same again. */
const SAME_PATTERN = 0.3

/** A score of 0 to 100 from the points of the rules that fired. Never falls when one more fires. */
export function scoreOf(fired: readonly { rule: CompiledRule; points: number }[]): number {
  const patterns = new Map<string, { most: number; sum: number }>()
  for (const { rule, points } of fired) {
    const known = patterns.get(rule.pattern)
    if (known === undefined) patterns.set(rule.pattern, { most: points, sum: points })
    else {
      known.sum += points
      if (points > known.most) known.most = points
    }
  }
  let total = 0
  for (const { most, sum } of patterns.values()) total += most + SAME_PATTERN * (sum - most)
  return Math.round(1e6 * (1 - Math.exp(-total / SCALE))) / 1e4
}
