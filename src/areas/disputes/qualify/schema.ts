import { z } from 'zod'
import { moneySchema, parseMoney } from '../money.ts'
import { addressSchema, instant, instrumentSchema, networkSchema, short } from '../order/common.ts'

/** Reason codes as the schemes write them: 10.4, 4853, C08, UA02. Some gateways write 1040 or 104 for 10.4. */
export const reasonCodeSchema = z
  .union([z.string(), z.number()])
  .transform((code) => String(code).trim().toUpperCase())
  .transform((code) => (/^1[0-3][1-9]0?$/.test(code) ? `${code.slice(0, 2)}.${code[2]}` : code))

const day = z.union([z.iso.date(), instant])
const identifiers = {
  ip: short.optional(),
  deviceId: short.optional(),
  deviceFingerprint: short.optional(),
  userId: short.optional(),
  email: short.optional(),
  shippingAddress: z.union([addressSchema, z.string().max(500)]).optional(),
}
const money = z.union([
  moneySchema,
  z.object({ amount: z.union([z.number(), z.string()]), currency: z.string() }).transform((given, context) => {
    const parsed = parseMoney(given.amount, given.currency)
    if (parsed) return parsed
    context.addIssue('is no amount in a currency')
    return z.NEVER
  }),
])
const payment = {
  id: short,
  /** When it was processed. */
  at: day.optional(),
  credential: instrumentSchema.optional(),
  amount: money.optional(),
  description: z.string().max(20_000).optional(),
  descriptor: short.optional(),
  ...identifiers,
}

export const disputedPaymentSchema = z.object({
  ...payment,
  network: networkSchema.optional(),
  reasonCode: reasonCodeSchema.optional(),
  /** Day of the dispute. */
  disputedAt: day.optional(),
  kind: z.enum(['merchandise', 'services']).optional(),
})
export const earlierPaymentSchema = z.object({
  ...payment,
  kind: z.enum(['purchase', 'validation', 'original-credit']).default('purchase'),
  paid: z.boolean().default(true),
  disputed: z.boolean().default(false),
  fraudReported: z.boolean().default(false),
  arn: short.optional(),
  charge: short.optional(),
})

export type DisputedPayment = z.infer<typeof disputedPaymentSchema>
export type EarlierPayment = z.infer<typeof earlierPaymentSchema>
