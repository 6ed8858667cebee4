import { z } from 'zod'
import { defineFact } from '../../core/fact.ts'

const releaseState = z.object({
  /** Days between the installed version's release and now. */
  ageDays: z.number().optional(),
  /** Newest release known, with its date. */
  newest: z.string().optional(),
  newestDate: z.string().optional(),
  /** Releases published after the installed one. */
  behind: z.int().optional(),
  /** Days since the first release that is newer than the installed one: how long an update has been waiting. */
  behindDays: z.number().optional(),
  /** False when the version's line gets no more security fixes; undefined where that is not known. */
  supported: z.boolean().optional(),
  supportEnds: z.string().optional(),
  /** Date of the facts used. */
  knowledgeAsOf: z.string(),
})

/** Which platform and version a source tree holds, and how it stands against the platform's releases. */
export const platformVersion = defineFact(
  'platform',
  'version',
  z.object({
    platform: z.string(),
    name: z.string(),
    version: z.string().optional(),
    file: z.string(),
    release: releaseState.optional(),
  }),
  35,
)

/** How often the platform was updated, from the history of the source tree. Lags are days from a release to its installation. */
export const updateHistory = defineFact(
  'platform',
  'history',
  z.object({
    updates: z.array(z.object({ version: z.string(), installed: z.string(), lagDays: z.number().optional() })),
    medianLagDays: z.number().optional(),
    since: z.string(),
  }),
  35,
)

export type ReleaseState = z.infer<typeof releaseState>
