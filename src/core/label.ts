import { z } from 'zod'

/**
 * What became of an order, told by one area to another: disputes make labels, fraud learns from them. Each is a complete event
 * of the fraud guard's stream; `of` names the event that it judges (the order).
 */
export const labelEventSchema = z.object({
  id: z.string().min(1).max(200),
  type: z.literal('label'),
  at: z.iso.datetime(),
  label: z.object({
    of: z.string().min(1).max(200),
    verdict: z.enum(['chargeback', 'fraud', 'abuse', 'legitimate']),
    source: z.string().min(1).max(200),
  }),
})
export type LabelEvent = z.infer<typeof labelEventSchema>
