import { z } from 'zod'
import { defineFact } from '../../core/fact.ts'

/** What stands in front of the shop, and what repeated and dear requests cost. Milliseconds. */
export const edgeFact = defineFact(
  'resilience',
  'edge',
  z.object({
    addresses: z.array(z.string()),
    shield: z.string().optional(),
    cachedPage: z.boolean(),
    cacheBustedCached: z.boolean(),
    plainMs: z.number(),
    searchMs: z.number().optional(),
    rateLimited: z.boolean(),
  }),
  8,
)

/** How long a server waits for a client that sends its request header slowly. Seconds; undefined: longer than we waited. */
export const cutOffFact = defineFact(
  'resilience',
  'cut-off',
  z.object({ headerSeconds: z.number().optional(), waitedSeconds: z.number() }),
  35,
)

/** A load or denial-of-service test by people, as filed. */
export const testFact = defineFact('resilience', 'test', z.object({ name: z.string(), modified: z.string() }), 365)
