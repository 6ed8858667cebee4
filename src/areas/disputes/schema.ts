import { z } from 'zod'
import { defineFact } from '../../core/fact.ts'

const count = z.int().nonnegative()

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

/** The completeness report: what could be proven today, with the names of the orders that could not. */
export const completenessSchema = z.object({
  from: z.string(),
  to: z.string(),
  orders: count,
  digital: count,
  /** Orders of goods that are old enough to be shipped, and those of them with a shipping note. */
  due: count,
  withNote: count,
  /** Orders that are old enough to be delivered (or used), and those of them with proof. */
  provable: count,
  withProof: count,
  withoutNote: z.array(z.string()),
  withoutProof: z.array(z.string()),
  /** Of those without proof, the ones whose parcel the carrier can still tell of. */
  mendable: z.array(z.string()),
})

/** Disputes of a period: how many fell due, were answered before, and how those that were answered ended. */
export const answeredFact = defineFact(
  'disputes',
  'answered',
  z.object({
    from: z.string(),
    to: z.string(),
    disputes: count,
    /** Disputes whose deadline is past or that were answered. */
    due: count,
    answered: count,
    accepted: count,
    expired: count,
    open: count,
    orderUnknown: count,
    won: count,
    lost: count,
  }),
  10,
)

/** The worst of the schemes' ratios this month. */
export const ratiosFact = defineFact(
  'disputes',
  'ratios',
  z.object({
    month: z.string(),
    factsAsOf: z.string(),
    programmes: z.array(
      z.object({
        programme: z.string(),
        title: z.string(),
        alarm: z.enum(['over', 'will-be-over', 'near', 'watch', 'fine', 'unknown']),
        ratio: z.number().optional(),
        threshold: z.number(),
        because: z.string(),
      }),
    ),
  }),
  10,
)
