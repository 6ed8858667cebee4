import { z } from 'zod'
import { targetSchema } from '../target.ts'

export const stepSchema = z.object({
  name: z.string(),
  path: z.string(),
  /** Status of the quiet shop; any other counts as failed. Undefined: anything below 400. */
  status: z.int().optional(),
})
export type Step = z.infer<typeof stepSchema>

export const shopperOrderSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('start'),
    target: targetSchema,
    steps: z.array(stepSchema).min(1),
    localAddress: z.string().optional(),
    everyMs: z.int(),
    timeoutMs: z.int(),
    /** The process ends after these, whatever happens. */
    seconds: z.int(),
  }),
  z.object({ type: z.literal('beat') }),
])
export type ShopperOrder = z.infer<typeof shopperOrderSchema>

/** One page of the legitimate user. `at`: milliseconds after the shopper's start; `ms`: until the last byte. */
export const visitSchema = z.object({
  at: z.number(),
  step: z.string(),
  ms: z.number(),
  ok: z.boolean(),
  status: z.int().optional(),
  error: z.string().optional(),
})
export type Visit = z.infer<typeof visitSchema>
