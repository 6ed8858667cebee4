import { z } from 'zod'
import { defineFact } from '../../core/fact.ts'

const count = z.int().nonnegative()

/** Customers in leaks with a password, found at least a week ago: how many of them were told, and how many in time. */
export const toldFact = defineFact(
  'notices',
  'told',
  z.object({
    /** Customers found at least `withinDays` ago, who can be judged. */
    due: count,
    inTime: count,
    late: count,
    /** Closed by a new password before anybody was told. */
    changedBefore: count,
    withinDays: z.int().positive(),
    /** Found lately; still in time. */
    pending: count,
    bounced: count,
    uncertain: count,
  }),
  31,
)

/** How the notices of the newest campaign were made. */
export const formFact = defineFact(
  'notices',
  'form',
  z.object({
    campaign: z.string(),
    at: z.iso.datetime(),
    /** Words of the longest form, and the reading grade of the hardest in English. */
    words: count,
    grade: z.number(),
    approvedByAnother: z.boolean(),
    complaints: count,
    sent: count,
  }),
  365,
)

/** Customers told at least two weeks ago: how many have a new password. */
export const changedFact = defineFact(
  'notices',
  'changed',
  z.object({ told: count, changed: count, medianDays: z.number().nonnegative().optional(), confirmations: count }),
  31,
)
