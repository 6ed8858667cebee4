import { z } from 'zod'
import { defineFact } from '../../core/fact.ts'

/** A service and where it showed itself. */
export const signSchema = z.object({
  service: z.string(),
  name: z.string(),
  /** scoring: judges orders; payment: a payment provider whose own scoring comes along; */
  kind: z.enum(['scoring', 'payment']),
  where: z.string(),
  how: z.enum(['source', 'page', 'shop.yaml']),
})
export type Sign = z.infer<typeof signSchema>

/** Services that were recognised, and how many places were looked at. */
export const servicesFact = defineFact(
  'screening',
  'services',
  z.object({ signs: z.array(signSchema), looked: z.array(z.string()) }),
  60,
)

/** What our own adapters recorded: orders that services really judged. */
export const usageFact = defineFact(
  'screening',
  'usage',
  z.object({
    services: z.array(z.string()),
    answered: z.int().nonnegative(),
    failed: z.int().nonnegative(),
    answeredLastWeek: z.int().nonnegative(),
    /** Of these, asked by the checkout itself, and on how many days. */
    fromCheckoutLastWeek: z.int().nonnegative().default(0),
    daysLastWeek: z.int().nonnegative().default(0),
    lastAt: z.iso.datetime(),
    /** Middle and slow tail of answers, in milliseconds. */
    medianMs: z.number(),
    p99Ms: z.number(),
  }),
  7,
)

/** One look as it is recorded under <state>/screening/usage.jsonl. No personal data. */
export const lookSchema = z.object({
  at: z.iso.datetime(),
  service: z.string(),
  order: z.string(),
  /** Who asked: the checkout, before the order is taken, or somebody with a file of orders. */
  by: z.enum(['checkout', 'file']).default('file'),
  ok: z.boolean(),
  ms: z.number().nonnegative(),
  score: z.number().optional(),
  error: z.string().optional(),
})
export type Look = z.input<typeof lookSchema>
