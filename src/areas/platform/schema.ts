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

/** How often the platform was updated, and how long after each release. Lags are days from a release to its installation. */
export const updateHistory = defineFact(
  'platform',
  'history',
  z.object({
    /** Where it was read. File times show no update, only how long there was none. */
    basis: z.enum(['git', 'deployments', 'audits', 'file times']),
    updates: z.array(z.object({ version: z.string(), installed: z.string(), lagDays: z.number().optional() })),
    since: z.string(),
    watchedDays: z.int(),
    /** Mean days between two updates. */
    everyDays: z.int().optional(),
    medianLagDays: z.number().optional(),
    p90LagDays: z.number().optional(),
    /** Security releases that were not installed within 30 days. */
    missedSecurity: z.array(
      z.object({ version: z.string(), released: z.string(), openDays: z.int(), installed: z.boolean() }),
    ),
  }),
  35,
)

/** Which releases a shop can be of, seen from outside: a set, not a guess. */
export const outsideFact = defineFact(
  'platform',
  'outside',
  z.object({
    platform: z.string(),
    name: z.string(),
    /** Oldest first; empty where only the platform is known. */
    candidates: z.array(z.string()),
    perhapsNewer: z.boolean(),
    stated: z.object({ platform: z.string(), version: z.string() }).optional(),
    mixed: z.boolean(),
    requests: z.int(),
    asked: z.array(z.object({ path: z.string(), result: z.enum(['match', 'changed', 'missing', 'failed']) })),
    /** How the newest of the candidates stands: the shop is at least as far behind. */
    atBest: releaseState.optional(),
    knowledgeAsOf: z.string(),
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
        /** Where a patch beside the version could close it: `vulnerable`, it is not applied; `unknown`, nothing says so. */
        patchState: z.enum(['vulnerable', 'unknown']).optional(),
        patch: z.string().optional(),
      }),
    ),
    patched: z.array(z.object({ id: z.string(), package: z.string() })),
    unknown: z.array(z.object({ package: z.string(), version: z.string(), reason: z.string() })),
    unreadable: z.array(z.object({ file: z.string(), reason: z.string() })),
    /** Day of the oldest and newest facts used. */
    knowledge: z.array(z.object({ file: z.string(), asOf: z.string(), advisories: z.int() })),
    /** Report of isolated patches, where there was one. */
    /** Magento 1 and OpenMage: patches applied by hand, by app/etc/applied.patches.list. */
    appliedPatches: z.array(z.string()).optional(),
    patchReport: z.enum(['none', 'read', 'other version']).optional(),
  }),
  8,
)

/** What the platform's own API told to whoever holds a token. */
export const adminFact = defineFact(
  'platform',
  'admin',
  z.object({
    platform: z.string(),
    name: z.string(),
    version: z.string().optional(),
    /** What is known of the version where it is not exact. */
    line: z.string().optional(),
    /** Path that told it. */
    where: z.string(),
    extensions: z.array(
      z.object({
        kind: z.string(),
        name: z.string(),
        version: z.string(),
        /** Newest version that the shop knows of, where it is another. */
        newest: z.string().optional(),
        active: z.boolean().optional(),
      }),
    ),
    /** Extensions that were named without a version. */
    unversioned: z.array(z.string()),
    runtimes: z.array(
      z.object({
        product: z.string(),
        version: z.string(),
        /** Whether its line still gets security fixes; undefined where that is not known. */
        supported: z.boolean().optional(),
        ends: z.string().optional(),
      }),
    ),
    notTold: z.array(z.string()),
    knowledgeAsOf: z.string(),
  }),
  35,
)

export type ReleaseState = z.infer<typeof releaseState>
