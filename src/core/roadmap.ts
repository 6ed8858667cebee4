import type { Answer, CriterionAnswer } from './answer.ts'
import type { Effort, Owner, Urgency, Verdict } from './question.ts'

/** One ordered next step. */
export interface RoadmapStep {
  criterion: string
  question: string
  kind: 'mend' | 'find out'
  step: string
  how: string
  /** Why now: what the evidence showed. */
  why: string
  verdict: Verdict
  urgency: Urgency
  effort: Effort
  owner: Owner
  /** Points of the whole score (0 to 100) that a yes would add. */
  gain: number
  due: string
  evidence: string[]
}

const effortCost: Record<Effort, number> = { minutes: 1, hours: 2, days: 4, weeks: 8 }
const dueDays: Record<Urgency, number> = { act: 7, attend: 30, track: 90 }
const rank: Record<Urgency, number> = { act: 0, attend: 1, track: 2 }
const dayMs = 86_400_000

function urgencyOf(item: CriterionAnswer): Urgency {
  if (item.urgency !== undefined) return item.urgency
  if (item.verdict === 'no') return item.gate ? 'act' : 'attend'
  return 'track'
}

function stepFor(answer: Answer, item: CriterionAnswer, gainPerPoint: number, now: Date): RoadmapStep {
  const findOut = item.verdict === 'unknown'
  const urgency = urgencyOf(item)
  return {
    criterion: item.id,
    question: answer.question,
    kind: findOut ? 'find out' : 'mend',
    step: findOut ? `Find out: ${item.asks}` : item.advice.step,
    how: findOut ? (item.fix ?? item.advice.how) : item.advice.how,
    why: item.because,
    verdict: item.verdict,
    urgency,
    effort: findOut ? 'minutes' : item.advice.effort,
    owner: item.advice.owner,
    gain: (item.points - item.earned) * gainPerPoint,
    due: new Date(now.getTime() + dueDays[urgency] * dayMs).toISOString().slice(0, 10),
    evidence: item.evidence,
  }
}

/**
 * Ordered next steps: what cannot wait first, then by points gained for the effort. Accepted risks (waivers in force) are left out.
 * `gainPerPoint` says for each question what one of its points is worth in the whole score.
 */
export function roadmap(
  answers: readonly Answer[],
  gainPerPoint: (answer: Answer) => number,
  now: Date,
): RoadmapStep[] {
  return answers
    .flatMap((answer) =>
      answer.criteria
        .filter((item) => item.verdict !== 'yes' && item.waiver === undefined)
        .map((item) => stepFor(answer, item, gainPerPoint(answer), now)),
    )
    .sort(
      (a, b) =>
        rank[a.urgency] - rank[b.urgency] ||
        b.gain / effortCost[b.effort] - a.gain / effortCost[a.effort] ||
        a.criterion.localeCompare(b.criterion),
    )
}
