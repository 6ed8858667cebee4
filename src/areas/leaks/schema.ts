import { z } from 'zod'
import { defineFact } from '../../core/fact.ts'

/** A sweep that compared customers' addresses with leaks. Written by the leak monitor, one JSON line a sweep. */
export const sweepSchema = z.object({
  at: z.iso.datetime(),
  source: z.string(),
  customers: z.int().nonnegative(),
  exposures: z.int().nonnegative(),
})

/** What the leak monitor recorded of its last sweeps. */
export const sweepFact = defineFact('leaks', 'sweep', z.object({ last: sweepSchema, sweeps: z.int() }), 35)
