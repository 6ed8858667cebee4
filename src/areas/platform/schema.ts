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

/** Published holes that apply to what a source tree says is installed. */
export const holesFact = defineFact(
  'platform',
  'holes',
  z.object({
    /** Packages, modules and plugins that were compared. */
    compared: z.int(),
    /** Of them, kinds for which no advisory is known: nothing can be said about these. */
    blind: z.array(z.object({ kind: z.string(), packages: z.int() })),
    /** The most urgent first. */
    holes: z.array(
      z.object({
        id: z.string(),
        package: z.string(),
        version: z.string(),
        file: z.string(),
        dev: z.boolean(),
        fixed: z.string().optional(),
        title: z.string().optional(),
        cvss: z.number().optional(),
        published: z.string().optional(),
        link: z.string().optional(),
        exploited: z.boolean(),
        likely: z.number().optional(),
        decision: z.enum(['act', 'attend', 'track']),
        source: z.string(),
        unnamed: z.boolean(),
      }),
    ),
    patched: z.array(z.object({ id: z.string(), package: z.string() })),
    unknown: z.array(z.object({ package: z.string(), version: z.string(), reason: z.string() })),
    unreadable: z.array(z.object({ file: z.string(), reason: z.string() })),
    /** Day of the oldest and newest facts used. */
    knowledge: z.array(z.object({ file: z.string(), asOf: z.string(), advisories: z.int() })),
    /** Report of isolated patches, where there was one. */
    /** Magento 1 and OpenMage: patches applied by hand. Which holes each closes is not known here. */
    appliedPatches: z.array(z.string()).optional(),
    patchReport: z.enum(['none', 'read', 'other version']).optional(),
  }),
  8,
)

export type ReleaseState = z.infer<typeof releaseState>
