import { Decider } from '../decide/decider.ts'
import { type RuleSet, withLearned } from '../decide/rule-set.ts'
import { instantMs } from '../events/parse.ts'
import type { FraudEvent } from '../events/schema.ts'
import { Lessons } from './train.ts'

/** An event of the past, and whether it is known to be fraud where an export says so. */
export interface Taught {
  event: FraudEvent
  fraud?: boolean | undefined
}

/**
 * Plays the past again and takes up every order with what was known at its time. Labels count from their own time; what an
 * export says of an event counts `labelDelayDays` after it, as chargebacks do.
 */
export async function gatherLessons(
  events: AsyncIterable<Taught>,
  ruleSet: RuleSet,
  options: { labelDelayDays: number; progress?: (events: number) => void },
): Promise<{ lessons: Lessons; lastMs: number }> {
  const decider = new Decider(withLearned({ ...ruleSet }))
  const lessons = new Lessons()
  const waiting: { at: number; of: string }[] = []
  let next = 0
  let count = 0
  let lastMs = Number.NEGATIVE_INFINITY
  for await (const { event, fraud } of events) {
    const at = instantMs(event.at)
    if (at > lastMs) lastMs = at
    while (next < waiting.length && (waiting[next]?.at ?? 0) <= at)
      decider.past.windows.label(waiting[next++]?.of ?? '', true)
    const decision = decider.take(event)
    if (event.label !== undefined && decision === undefined)
      lessons.verdict(event.label.of, event.label.verdict !== 'legitimate', at)
    if (++count % 100_000 === 0) options.progress?.(count)
    if (decision === undefined || event.type !== 'order') continue
    lessons.add(event.id, at, decider.inputs(decision.score))
    if (fraud !== true) continue
    const known = at + options.labelDelayDays * 86_400_000
    waiting.push({ at: known, of: event.id })
    lessons.verdict(event.id, true, known)
  }
  return { lessons, lastMs }
}
