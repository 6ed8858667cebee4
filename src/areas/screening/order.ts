import { z } from 'zod'
import type { ScreeningOrder } from '../../connect/screening.ts'

const text = z.string().max(2000)
const place = z
  .object({ name: text, line1: text, city: text, region: text, postcode: text, country: text, phone: text })
  .partial()

/** One order as "screening score" reads it: the same words as the fraud area's events. Unknown parts are left out. */
const orderSchema = z.object({
  id: z.string().min(1).max(200),
  at: z.iso.datetime({ offset: true }),
  customer: z.object({ id: text, email: text, phone: text }).partial().optional(),
  order: z
    .object({ id: text, amount: z.number().nonnegative(), currency: z.string().length(3), items: z.number() })
    .partial()
    .optional(),
  billing: place.optional(),
  shipping: place.optional(),
  payment: z
    .object({
      instrument: text,
      bin: z.string().regex(/^\d{6,8}$/),
      last4: z.string().regex(/^\d{4}$/),
      reference: text,
    })
    .partial()
    .optional(),
  ip: z
    .object({ address: z.union([z.ipv4(), z.ipv6()]) })
    .partial()
    .optional(),
  device: z.object({ userAgent: text }).partial().optional(),
  session: z.object({ id: text }).partial().optional(),
})

/** Parses an event into what services are asked with. @throws ZodError */
export function readOrder(raw: unknown): ScreeningOrder {
  const event = orderSchema.parse(raw)
  return {
    id: event.order?.id ?? event.id,
    at: event.at,
    amount: event.order?.amount,
    currency: event.order?.currency,
    quantity: event.order?.items,
    customerId: event.customer?.id,
    sessionId: event.session?.id,
    email: event.customer?.email,
    phone: event.customer?.phone,
    ip: event.ip?.address,
    userAgent: event.device?.userAgent,
    billing: event.billing,
    shipping: event.shipping,
    card: event.payment && { bin: event.payment.bin, last4: event.payment.last4, token: event.payment.instrument },
    paymentReference: event.payment?.reference,
  }
}
