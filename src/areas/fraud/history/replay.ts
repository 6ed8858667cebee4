import type { FraudEvent } from '../events/schema.ts'
import { Decider, type Decision } from '../decide/decider.ts'
import type { RuleSet } from '../decide/rule-set.ts'
import type { Converted } from './to-event.ts'

export interface Replayed {
  event: FraudEvent
  decision: Decision
  fraud: boolean | undefined
}

/**
 * Runs events in order as if they happened now. What the file says about fraud becomes known to the rules only after
 * `labelDelayDays`, as chargebacks do.
 */
export async function* replay(
  events: AsyncIterable<Converted>,
  ruleSet: RuleSet,
  options: { labelDelayDays: number; decider?: Decider },
): AsyncGenerator<Replayed> {
  const decider = options.decider ?? new Decider(ruleSet)
  const waiting: { at: number; of: string }[] = []
  let next = 0
  const seen = new Set<string>()
  for await (const { event, fraud } of events) {
    if (seen.has(event.id)) continue
    seen.add(event.id)
    const now = Date.parse(event.at)
    while (next < waiting.length && (waiting[next]?.at ?? 0) <= now) {
      decider.past.windows.label((waiting[next] as { of: string }).of, true)
      next++
    }
    const decision = decider.take(event)
    if (decision === undefined) continue
    if (fraud === true) waiting.push({ at: now + options.labelDelayDays * 86_400_000, of: event.id })
    yield { event, decision, fraud }
  }
}
