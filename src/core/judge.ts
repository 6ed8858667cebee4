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

const named = 3
const order = ['no', 'partly', 'unknown', 'yes'] as const

/** A yes that holds only for what could be looked into is "partly", and names what could not. */
export function unlessMissed(view: EvidenceView, fact: Fact, judged: Judgement): Judgement {
  const missed = view.missed(fact)
  if (judged.verdict !== 'yes' || missed.length === 0) return judged
  const names = missed.map(({ subject }) => subject)
  return {
    ...judged,
    verdict: 'partly',
    because: `${judged.because} Not known of ${listed(names)}: ${missed[0]!.reason}`,
  }
}

function listed(names: readonly string[]): string {
  const rest = names.length - named
  return `${names.slice(0, named).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}

/** The weakest of several judgements, with the subjects that decided it; "partly" where some are right and of others nothing is known. */
function weakestOf(judged: readonly (Judgement & { subject: string })[]): Judgement {
  const weakest = order.find((verdict) => judged.some((one) => one.verdict === verdict))!
  const deciding = judged.filter((one) => one.verdict === weakest)
  const { subject: _, ...first } = deciding[0]!
  if (judged.length === 1) return first
  const texts = deciding.slice(0, named).map((one) => `${one.subject}: ${one.because}`)
  const rest = deciding.length - named
  const urgency = deciding.find((one) => one.urgency === 'act')?.urgency ?? first.urgency
  const some = weakest === 'unknown' && judged.some((one) => one.verdict === 'yes')
  return {
    ...first,
    verdict: some ? 'partly' : weakest,
    because: `${texts.join(' ')}${rest > 0 ? ` And ${rest} more alike.` : ''}`,
    evidence: some ? judged.flatMap((one) => one.evidence) : deciding.flatMap((one) => one.evidence),
    confidence: some ? 0.5 : Math.min(...deciding.map((one) => one.confidence)),
    ...(urgency && { urgency }),
  }
}

type JudgeOne<T> = (seen: Observed<T>, now: Date) => Judgement

/** Every subject of a fact is judged, and the weakest decides; subjects that could not be looked at take nothing away. Unknown where there is none. */
export function fromEachSeen<T>(fact: Fact<T>, fix: string, judge: JudgeOne<T>): (view: EvidenceView) => Judgement {
  return (view) => {
    const all = view.all(fact)
    if (all.length === 0) return unknown(view, fact, fix)
    return weakestOf(all.map((seen) => ({ subject: seen.subject, ...judge(seen, view.now) })))
  }
}

/** As {@link fromEachSeen}, for facts that each server, folder or source must show for itself: one that did not answer keeps a "yes" from being whole. */
export function fromEach<T>(fact: Fact<T>, fix: string, judge: JudgeOne<T>): (view: EvidenceView) => Judgement {
  const judgeAll = fromEachSeen(fact, fix, judge)
  return (view) => unlessMissed(view, fact, judgeAll(view))
}
