import { z } from 'zod'
import type { ScreeningOrder } from '../../connect/screening.ts'
import { fieldWithPan } from '../../core/card-number.ts'
import { ShopwardenError } from '../../core/errors.ts'
import { withZone } from '../../core/instant.ts'

const text = z.string().max(2000)
const country = z.string().regex(/^[A-Za-z]{2}$/, 'must be two letters (ISO 3166-1), such as DE')
const place = z
  .object({ name: text, line1: text, city: text, region: text, postcode: text, country, phone: text })
  .partial()

/** One order as "screening score" reads it: the same words as the fraud area's events. Unknown parts are left out. */
const orderSchema = z.object({
  id: z.string().min(1).max(200),
  /** A time without a zone is UTC. */
  at: z.iso.datetime({ offset: true, local: true }).transform(withZone),
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

/**
 * Parses an event into what services are asked with; errors never repeat a value.
 * @throws SW_SCREENING_PAN where any field holds a card number, which no service may be sent; SW_SCREENING_ORDER where the shape is wrong
 */
export function readOrder(raw: unknown): ScreeningOrder {
  const pan = fieldWithPan(raw)
  if (pan !== undefined)
    throw new ShopwardenError('SW_SCREENING_PAN', 'The order holds a payment card number and was sent to nobody', {
      where: pan,
      fix: "Give payment.bin and payment.last4, and the payment provider's token as payment.instrument.",
    })
  const parsed = orderSchema.safeParse(raw)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new ShopwardenError('SW_SCREENING_ORDER', issue?.message ?? 'The order has a wrong shape', {
      where: issue?.path.join('.') || 'order',
      fix: 'An order needs id and at (2026-11-01T10:00:00Z), and may have customer (id, email, phone), order (amount, currency, items), billing and shipping (name, line1, city, region, postcode, country, phone), payment (bin, last4, instrument, reference), ip.address, device.userAgent, session.id.',
    })
  }
  const event = parsed.data
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
