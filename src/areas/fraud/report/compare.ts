import type { Outcome } from '../decide/decider.ts'
import { instantMs } from '../events/parse.ts'
import type { RuleSet } from '../decide/rule-set.ts'
import type { Period } from '../history/stored.ts'
import { replay } from '../history/replay.ts'
import type { Converted } from '../history/to-event.ts'
import { type Quality, qualityOf, type Scored } from '../../../core/quality.ts'
import { qualityText } from './text.ts'

interface Side {
  rules: string
  outcomes: Record<Outcome, number>
  /** Events a day that people would have to look at. */
  reviewsPerDay: number
  quality: Quality | undefined
}

export interface Comparison {
  events: number
  days: number
  before: Side
  after: Side
  /** Events whose outcome changes, by "from → to". */
  changes: Record<string, number>
  examples: { event: string; from: Outcome; to: Outcome; fraud: boolean | undefined }[]
}

const MAX_EXAMPLES = 20
const flags = (outcome: Outcome) => outcome === 'review' || outcome === 'decline'

/**
 * Runs two versions side by side over the same events. Neither sees more than the past. Only events of the period count;
 * those before it fill the windows. A `labelDelayDays` of infinity: labels come as events of their own.
 */
export async function compareRuleSets(
  events: AsyncIterable<Converted>,
  before: RuleSet,
  after: RuleSet,
  labelDelayDays: number,
  period: Period = { fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY },
): Promise<Comparison> {
  const sides = [before, after].map((ruleSet) => ({
    rules: ruleSet.version,
    outcomes: { approve: 0, challenge: 0, review: 0, decline: 0 } as Record<Outcome, number>,
    scored: [] as Scored[],
  }))
  const changes: Record<string, number> = {}
  const examples: Comparison['examples'] = []
  let count = 0
  let first = Number.NaN
  let last = Number.NaN
  for await (const { event, decision, other, fraud } of replay(events, before, { labelDelayDays, beside: after })) {
    const now = instantMs(event.at)
    if (other === undefined || now < period.fromMs || now >= period.toMs) continue
    count++
    if (Number.isNaN(first)) first = now
    last = now
    for (const [index, made] of [decision, other].entries()) {
      const side = sides[index] as (typeof sides)[number]
      side.outcomes[made.outcome]++
      if (fraud !== undefined)
        side.scored.push({
          score: made.score,
          fraud,
          flagged: flags(made.outcome),
          amount: event.order?.amount ?? 0,
          currency: event.order?.currency?.toUpperCase() ?? '',
        })
    }
    if (decision.outcome === other.outcome) continue
    const change = `${decision.outcome} → ${other.outcome}`
    changes[change] = (changes[change] ?? 0) + 1
    if (examples.length < MAX_EXAMPLES)
      examples.push({ event: event.id, from: decision.outcome, to: other.outcome, fraud })
  }
  const days = Math.max(1, (last - first) / 86_400_000 || 1)
  const [a, b] = sides.map((side) => ({
    rules: side.rules,
    outcomes: side.outcomes,
    reviewsPerDay: Math.round((10 * side.outcomes.review) / days) / 10,
    quality: side.scored.length > 0 ? qualityOf(side.scored) : undefined,
  })) as [Side, Side]
  return { events: count, days: Math.round(days), before: a, after: b, changes, examples }
}

export function comparisonText(comparison: Comparison): string {
  const side = (name: string, { rules, outcomes, reviewsPerDay, quality }: Side) => [
    '',
    `${name} (${rules}): ${Object.entries(outcomes)
      .map(([outcome, count]) => `${outcome} ${count}`)
      .join(', ')}; ${reviewsPerDay} reviews a day`,
    ...(quality
      ? qualityText(quality)
      : ['  The file does not say what became of its events, so hits cannot be told from misses.']),
  ]
  return `${[
    `${comparison.events} events over ${comparison.days} days`,
    ...side('Before', comparison.before),
    ...side('After', comparison.after),
    '',
    Object.keys(comparison.changes).length === 0 ? 'No outcome changes.' : 'Outcomes that change:',
    ...Object.entries(comparison.changes).map(([change, count]) => `  ${change}: ${count}`),
    ...comparison.examples.map(
      (item) =>
        `    ${item.event}: ${item.from} → ${item.to}${item.fraud === undefined ? '' : item.fraud ? ' (fraud)' : ' (honest)'}`,
    ),
  ].join('\n')}\n`
}
