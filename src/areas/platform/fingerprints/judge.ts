import { count } from '../../../core/count.ts'
import { fromEachSeen, no, partly, yes } from '../../../core/judge.ts'
import type { Judgement } from '../../../core/question.ts'
import type { z } from 'zod'
import type { EvidenceView, Observed } from '../../../core/view.ts'
import { outsideFact, platformVersion } from '../schema.ts'

const giveSource = "Give the shop's source tree: --source DIR or sources in shop.yaml."

/** Is the newest release installed: exactly from source, else from the set of releases seen from outside. */
export function judgeCurrent(view: EvidenceView): Judgement {
  const outside = view.latest(outsideFact)
  return outside !== undefined && view.latest(platformVersion) === undefined ? fromSet(outside) : judgeExact(view)
}

const judgeExact = fromEachSeen(platformVersion, giveSource, (seen) => {
  const { name, version, release } = seen.value
  if (version !== undefined && release?.behind === undefined && release?.newest !== undefined)
    return partly(
      seen,
      `${name} ${version} is not the newest: the shop itself knows of ${release.newest} (asked on ${release.knowledgeAsOf}). Since when is not known.`,
      { confidence: 0.7 },
    )
  if (version === undefined || release?.behind === undefined)
    return notKnown(`${name}: the exact version or its list of releases is not known.`)
  const facts = `release facts of ${release.knowledgeAsOf}`
  if (release.behind === 0) return yes(seen, `${name} ${version} is the newest release (${facts}).`)
  const waiting = `${name} ${version} is ${count(release.behind, 'release')} behind ${release.newest}; an update has been waiting for ${count(release.behindDays ?? 0, 'day')} (${facts}).`
  return (release.behindDays ?? 0) <= 30 ? partly(seen, waiting) : no(seen, waiting)
})

const notKnown = (because: string): Judgement => ({
  verdict: 'unknown',
  because,
  evidence: [],
  confidence: 0,
  fix: giveSource,
})

/** A set says "no" where even its newest release is out of date; it never says "yes": a later one may look the same. */
function fromSet(seen: Observed<z.infer<typeof outsideFact.value>>): Judgement {
  const { name, candidates, atBest, perhapsNewer, knowledgeAsOf } = seen.value
  if (candidates.length === 0 || atBest?.behind === undefined || atBest.behind === 0 || perhapsNewer)
    return notKnown(
      `${name}: from outside ${candidates.length === 0 ? 'its version does not show' : `it can be any of ${candidates.join(', ')}${perhapsNewer ? ' or later' : ''}`} (facts of ${knowledgeAsOf}).`,
    )
  const which = candidates.length === 1 ? candidates[0] : `one of ${candidates[0]} to ${candidates.at(-1)}`
  const text = `${name}, seen from outside, is ${which}: at best ${count(atBest.behind, 'release')} behind ${atBest.newest}, which has been waiting for ${count(atBest.behindDays ?? 0, 'day')} or more (facts of ${knowledgeAsOf}).`
  return (atBest.behindDays ?? 0) <= 30 ? partly(seen, text, { confidence: 0.8 }) : no(seen, text, { confidence: 0.8 })
}
