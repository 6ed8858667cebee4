import { z } from 'zod'
import { adyenAnswerSchema } from '../../../connect/adyen-disputes/adyen.ts'
import { paypalAnswerSchema } from '../../../connect/paypal-disputes/paypal.ts'
import { stripeAnswerSchema } from '../../../connect/stripe-disputes/stripe.ts'

/** A file that goes with an answer: the pack itself, or a kept attachment. Content is base64 while it waits in the records. */
export const answerFileSchema = z.object({
  field: z.string(),
  name: z.string(),
  mediaType: z.string(),
  sha256: z.string(),
  content: z.base64(),
})
export type AnswerFile = z.infer<typeof answerFileSchema>

/** An answer in the words of its provider, ready to be sent. */
export const readyAnswerSchema = z.discriminatedUnion('provider', [
  z.object({ provider: z.literal('stripe'), body: stripeAnswerSchema, files: z.array(answerFileSchema) }),
  z.object({ provider: z.literal('adyen'), body: adyenAnswerSchema, files: z.array(answerFileSchema) }),
  z.object({ provider: z.literal('paypal'), body: paypalAnswerSchema, files: z.array(answerFileSchema) }),
])
export type ReadyAnswer = z.infer<typeof readyAnswerSchema>
