import type { FraudEvent } from '../events/schema.ts'
import { instantMs } from '../events/parse.ts'
import { Decider, type Decision } from '../decide/decider.ts'
import type { RuleSet } from '../decide/rule-set.ts'
import type { Converted } from './to-event.ts'

export interface Replayed {
  event: FraudEvent
  decision: Decision
  /** What a second version decided, where one runs beside. */
  other: Decision | undefined
  fraud: boolean | undefined
}

/**
 * Runs events in order as if they happened now. What the file says about fraud becomes known to the rules only after
 * `labelDelayDays`, as chargebacks do.
 */
export async function* replay(
  events: AsyncIterable<Converted>,
  ruleSet: RuleSet,
  options: { labelDelayDays: number; beside?: RuleSet },
): AsyncGenerator<Replayed> {
  const deciders = [ruleSet, ...(options.beside ? [options.beside] : [])].map((rules) => new Decider(rules))
  const waiting: { at: number; of: string }[] = []
  let next = 0
  for await (const { event, fraud } of events) {
    // Sent twice: decided once.
    if (deciders[0]?.past.windows.rowOf(event.id) !== undefined) continue
    const now = instantMs(event.at)
    while (next < waiting.length && (waiting[next]?.at ?? 0) <= now) {
      for (const { past } of deciders) past.windows.label((waiting[next] as { of: string }).of, true)
      next++
    }
    const [decision, other] = deciders.map((decider) => decider.take(event))
    if (decision === undefined) continue
    if (fraud === true) waiting.push({ at: now + options.labelDelayDays * 86_400_000, of: event.id })
    yield { event, decision, other, fraud }
  }
}
