import { z } from 'zod'
import { defineFact } from '../../core/fact.ts'

/** Security updates that wait on a host. */
export const pendingFact = defineFact(
  'patches',
  'pending',
  z.object({
    system: z.string(),
    packages: z.int(),
    pending: z.array(
      z.object({
        name: z.string(),
        architecture: z.string(),
        source: z.string(),
        installed: z.string(),
        fixed: z.string(),
        cves: z.array(z.string()).optional(),
        exploited: z.boolean().optional(),
      }),
    ),
    /** When the host's own list of updates was made. */
    indexDate: z.iso.datetime().optional(),
    rule: z.string(),
    /** Parts of the package list that could not be read. */
    damaged: z.int().optional(),
  }),
  8,
)

/** How long security fixes waited before they were installed, from the host's own logs. Days. */
export const timeFact = defineFact(
  'patches',
  'time-to-patch',
  z.object({
    upgrades: z.int(),
    withFix: z.int(),
    median: z.number().optional(),
    p90: z.number().optional(),
    within30: z.int(),
    since: z.string().optional(),
    slowest: z.array(z.object({ name: z.string(), version: z.string(), installed: z.string(), days: z.number() })),
  }),
  35,
)

/** Whether security updates install themselves, really. */
export const automaticFact = defineFact(
  'patches',
  'automatic',
  z.object({
    installed: z.boolean(),
    enabled: z.boolean(),
    patterns: z.array(z.string()),
    matches: z.array(z.string()),
  }),
  35,
)

/** Until when the operating system gets security fixes. */
export const supportFact = defineFact(
  'patches',
  'support',
  z.object({
    system: z.string(),
    ends: z.string().optional(),
    extendedEnds: z.string().optional(),
    knowledgeAsOf: z.string(),
  }),
  35,
)

/** Whether what runs is what is installed: programs and kernel that were not restarted since their update. */
export const oldCodeFact = defineFact(
  'patches',
  'old-code',
  z.object({
    processes: z.array(z.object({ name: z.string(), pid: z.int(), files: z.array(z.string()) })),
    unread: z.int(),
    runningKernel: z.string().optional(),
    newestKernel: z.string().optional(),
    rebootWanted: z.boolean(),
  }),
  8,
)

/** PHP, Node and web servers that no package manager updates. */
export const runtimesFact = defineFact(
  'patches',
  'runtimes',
  z.object({
    runtimes: z.array(
      z.object({
        product: z.string(),
        path: z.string(),
        version: z.string(),
        supported: z.boolean().optional(),
        ends: z.string().optional(),
        latest: z.string().optional(),
        behind: z.boolean().optional(),
      }),
    ),
    knowledgeAsOf: z.string(),
  }),
  35,
)
