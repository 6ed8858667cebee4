import type { Fact } from './fact.ts'
import type { Judgement, Urgency } from './question.ts'
import type { EvidenceView, Observed } from './view.ts'

type Seen = Pick<Observed<unknown>, 'id'> | readonly Pick<Observed<unknown>, 'id'>[]
interface Extra {
  confidence?: number
  urgency?: Urgency
}

function judgement(verdict: 'yes' | 'partly' | 'no', seen: Seen, because: string, extra: Extra): Judgement {
  const evidence = (Array.isArray(seen) ? seen : [seen]).map((item: { id: string }) => item.id)
  return {
    verdict,
    because,
    evidence,
    confidence: extra.confidence ?? 0.9,
    ...(extra.urgency && { urgency: extra.urgency }),
  }
}

export const yes = (seen: Seen, because: string, extra: Extra = {}) => judgement('yes', seen, because, extra)
export const partly = (seen: Seen, because: string, extra: Extra = {}) => judgement('partly', seen, because, extra)
export const no = (seen: Seen, because: string, extra: Extra = {}) => judgement('no', seen, because, extra)

/** Nothing is known: the probe's own reason where one tried, else `fix` says what to give Shopwarden. */
export function unknown(view: EvidenceView, fact: Fact, fix: string): Judgement {
  const why = view.whyUnknown(fact)
  return {
    verdict: 'unknown',
    because: why?.reason ?? 'Nothing has looked at this yet.',
    evidence: [],
    confidence: 0,
    fix: why?.fix ?? fix,
  }
}

/** The common shape: judge the newest observation of one fact, unknown where there is none. */
export function fromLatest<T>(
  fact: Fact<T>,
  fix: string,
  judge: (seen: Observed<T>, now: Date) => Judgement,
): (view: EvidenceView) => Judgement {
  return (view) => {
    const seen = view.latest(fact)
    return seen === undefined ? unknown(view, fact, fix) : judge(seen, view.now)
  }
}
