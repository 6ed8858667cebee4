import { z } from 'zod'
import { defineFact } from '../../core/fact.ts'

const count = z.int().nonnegative()

/** How many customers are watched, and, where the shop's own list is given, how many of those it names. */
export const coverageFact = defineFact(
  'leaks',
  'coverage',
  z.object({
    watched: count,
    lastImport: z.iso.datetime(),
    feed: z.object({ customers: count, watched: count, objected: count }).optional(),
  }),
  31,
)

/** One source that the customers were compared with. */
export const sourceSchema = z.object({
  source: z.string(),
  kind: z.enum(['file', 'service']),
  at: z.iso.datetime(),
  customers: count,
  found: count,
  complete: z.boolean(),
})

/** The last comparison with each source. */
export const sweepFact = defineFact('leaks', 'sweep', z.object({ sources: z.array(sourceSchema).min(1) }), 31)

const open = z.object({ count, oldestDays: z.number().nonnegative() })

/**
 * Exposures of customers who were not told, have not changed their password since and of whom the shop did not confirm that a
 * new one is required: how many, and the oldest's age.
 */
export const exposureFact = defineFact(
  'leaks',
  'exposures',
  z.object({
    known: count,
    told: count,
    changed: count,
    /** The shop confirmed that it requires a new password. */
    secured: count.default(0),
    open: z.object({ critical: open, high: open, medium: open, low: open, info: open }),
  }),
  31,
)
