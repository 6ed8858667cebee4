import { z } from 'zod'
import { defineFact } from '../../core/fact.ts'

/** How many orders of a period have a shipping note and proof of delivery. */
export const coverageFact = defineFact(
  'disputes',
  'coverage',
  z.object({
    from: z.string(),
    to: z.string(),
    orders: z.int(),
    withNote: z.int(),
    withProof: z.int(),
    /** Up to twenty orders without a shipping note, the newest first. */
    missing: z.array(z.string()),
  }),
  10,
)
