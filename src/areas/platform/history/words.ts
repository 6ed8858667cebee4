import type { z } from 'zod'
import type { updateHistory } from '../schema.ts'

const sources = {
  git: 'the history of the source tree',
  deployments: 'the deployments that are kept',
  audits: 'successive audits',
  'file times': 'the time of the file that states the version',
}

/** The answer to "how often do you update?", with its figures and where they come from. */
export function howOften(history: z.infer<typeof updateHistory.value>): string {
  const { basis, updates, since, watchedDays, everyDays, medianLagDays, p90LagDays, missedSecurity } = history
  const by = `by ${sources[basis]}`
  if (updates.length === 0) return `No update in ${watchedDays} days (since ${since}, ${by}).`
  const lag =
    medianLagDays === undefined
      ? 'how long after their release is not known'
      : `${Math.round(medianLagDays)} days after their release in the middle, nine tenths within ${Math.round(p90LagDays ?? medianLagDays)}`
  const missed =
    missedSecurity.length > 0 ? ` ${missedSecurity.length} security releases were not installed within 30 days.` : ''
  return `An update every ${everyDays} days: ${updates.length} since ${since}, ${lag} (${by}).${missed}`
}
