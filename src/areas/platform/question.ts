import { fromEachSeen, no, partly, yes } from '../../core/judge.ts'
import type { Question } from '../../core/question.ts'
import { judgeHoles } from './advisories/judge.ts'
import { tooFew } from './history/look.ts'
import { howOften } from './history/words.ts'
import { judgeCurrent } from './fingerprints/judge.ts'
import { platformVersion, updateHistory } from './schema.ts'

const giveSource = "Give the shop's source tree: --source DIR or sources in shop.yaml."

/** Question 5: how old is the platform, and how often is it updated? */
export const question: Question = {
  id: 'platform',
  number: 5,
  asks: 'Is the shop platform up to date, and how often is it updated?',
  why: 'Holes in shop platforms are exploited within days of becoming known. A shop that updates late is open for all that time.',
  criteria: [
    {
      id: 'platform.supported',
      asks: 'Does the installed version still get security fixes?',
      points: 25,
      gate: true,
      judge: fromEachSeen(platformVersion, giveSource, (seen) => {
        const { name, version, release } = seen.value
        if (release?.supported === false)
          return no(
            seen,
            `${name} ${version} gets no more security fixes${release.supportEnds ? ` since ${release.supportEnds}` : ''}.`,
            { urgency: 'act' },
          )
        if (release?.supported)
          return yes(
            seen,
            `${name} ${version} ${release.supportEnds ? `is supported until ${release.supportEnds}` : 'still gets security fixes'} (as of ${release.knowledgeAsOf}).`,
          )
        if (release?.behind === 0)
          return yes(seen, `${name} ${version} is the newest release known on ${release.knowledgeAsOf}.`, {
            confidence: 0.8,
          })
        if (release?.behindDays !== undefined && release.behindDays > 730) {
          return no(
            seen,
            `${name} ${version} has been out of date for ${release.behindDays} days; the project publishes no support dates, and mends only recent releases.`,
            { confidence: 0.7 },
          )
        }
        return {
          verdict: 'unknown',
          because: `${name} ${version ?? '(version not found)'}: no published end of support is known for this line.`,
          evidence: [],
          confidence: 0,
          fix: 'Ask the vendor, and answer with "shopwarden interview".',
        }
      }),
      advice: {
        step: 'Move to a supported version of the platform',
        how: 'Plan the upgrade in a copy of the shop, test checkout and payment there, then switch.',
        effort: 'weeks',
        owner: 'CTO',
      },
      attest: { ask: 'Does the installed platform version still get security fixes from its maker?', validDays: 90 },
    },
    {
      id: 'platform.current',
      asks: 'Is the newest release installed?',
      points: 25,
      judge: judgeCurrent,
      advice: {
        step: 'Install the newest release of the platform',
        how: 'Update in a copy first; then make a monthly date for updates, and install security releases within a week.',
        effort: 'days',
        owner: 'CTO',
      },
    },
    {
      id: 'platform.holes',
      asks: 'Is the platform, with its extensions and packages, free of published holes?',
      points: 30,
      judge: judgeHoles,
      advice: {
        step: 'Update what has published holes, those that are being exploited first',
        how: '"shopwarden platform advisories DIR" lists them in that order, each with the version that closes it. Refresh the facts with "shopwarden knowledge update".',
        effort: 'days',
        owner: 'CTO',
      },
    },
    {
      id: 'platform.rhythm',
      asks: 'Are updates installed soon after their release?',
      points: 20,
      judge: fromEachSeen(updateHistory, tooFew[1], (seen) => {
        const { medianLagDays, p90LagDays, missedSecurity, updates } = seen.value
        const text = howOften(seen.value)
        if (medianLagDays === undefined && updates.length > 0)
          return { verdict: 'unknown', because: text, evidence: [], confidence: 0, fix: tooFew[1] }
        if (missedSecurity.some((item) => !item.installed)) return no(seen, text)
        if (medianLagDays === undefined || medianLagDays > 45) return no(seen, text)
        const prompt = medianLagDays <= 14 && (p90LagDays ?? medianLagDays) <= 45 && missedSecurity.length === 0
        return prompt ? yes(seen, text) : partly(seen, text)
      }),
      advice: {
        step: 'Install updates within two weeks of their release',
        how: 'Subscribe to the release feed of the platform, and put one person in charge.',
        effort: 'hours',
        owner: 'CTO',
      },
      attest: { ask: 'Are platform updates installed within two weeks of their release?', validDays: 180 },
    },
  ],
}
