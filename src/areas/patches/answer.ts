import type { EvidenceView } from '../../core/view.ts'
import { pendingFact, timeFact } from './schema.ts'

/** The three answers that the question allows, and the fourth: nobody could look. */
export type ThreeAnswers = 'as soon as they appear' | 'do not know' | 'do not update'

const promptDays = 7
const neverDays = 180

/**
 * "Do you install security patches as soon as they appear, do you not know, or do you not update?" Answered from the logs and
 * from what waits. Pure.
 */
export function threeAnswers(view: EvidenceView): { answer: ThreeAnswers; because: string } {
  const times = view.all(timeFact).map((item) => item.value)
  const pending = view.all(pendingFact).map((item) => item.value)
  const waiting = pending.reduce((sum, item) => sum + item.pending.length, 0)
  const p90s = times.flatMap((item) => item.p90 ?? [])
  if (pending.length === 0) return { answer: 'do not know', because: 'It could not be seen which updates wait.' }
  const slowest = p90s.length > 0 ? Math.max(...p90s) : undefined
  const measured =
    slowest === undefined ? 'the logs hold no security upgrade' : `nine tenths came within ${slowest} days`
  const wait = waiting === 1 ? '1 security update waits' : `${waiting} security updates wait`
  if (waiting > 0 && (slowest === undefined || slowest > neverDays))
    return { answer: 'do not update', because: `${wait}, and ${measured}.` }
  const [unseen] = view.missed(pendingFact)
  if (unseen)
    return { answer: 'do not know', because: `${wait}, but of ${unseen.subject} nothing is known: ${unseen.reason}` }
  if (waiting === 0 && slowest !== undefined && slowest <= promptDays)
    return { answer: 'as soon as they appear', because: `No security update waits, and ${measured}.` }
  return { answer: 'do not know', because: `${wait}, and ${measured}: nobody makes sure that they come at once.` }
}
