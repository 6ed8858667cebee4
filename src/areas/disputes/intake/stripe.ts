import { z } from 'zod'
import { type Dispute, type Message, type State, word } from './schema.ts'

const seconds = z
  .number()
  .int()
  .nonnegative()
  .max(4e9)
  .transform((value) => new Date(value * 1000).toISOString())
const id = z.string().min(1).max(200)
const reference = z.union([id, z.object({ id }).transform((object) => object.id)]).nullish()

/** The parts that are read of Stripe's dispute, https://docs.stripe.com/api/disputes/object */
const disputeObject = z.object({
  id,
  object: z.literal('dispute'),
  amount: z.number().int().nonnegative(),
  currency: z
    .string()
    .length(3)
    .transform((code) => code.toUpperCase()),
  charge: reference,
  payment_intent: reference,
  created: seconds,
  reason: z.string().max(100),
  status: z.string().max(100),
  evidence_details: z.object({ due_by: seconds.nullish(), submission_count: z.number().nullish() }).nullish(),
  payment_method_details: z
    .object({
      card: z.object({ brand: z.string().nullish(), network_reason_code: z.string().nullish() }).nullish(),
      type: z.string().nullish(),
    })
    .nullish(),
})
const warningObject = z.object({
  id,
  object: z.literal('radar.early_fraud_warning'),
  charge: reference,
  fraud_type: z.string().max(100).nullish(),
  created: seconds,
})
export const stripeEvent = z.object({
  id,
  type: z.string().max(100),
  created: seconds,
  data: z.object({ object: z.unknown() }),
})

const states: Readonly<Record<string, State>> = {
  warning_needs_response: 'open',
  needs_response: 'open',
  warning_under_review: 'answered',
  under_review: 'answered',
  warning_closed: 'withdrawn',
  prevented: 'withdrawn',
  won: 'won',
  lost: 'lost',
}

/** Stripe's word for a card network as the schemes are named here. */
const brand = (name: string | null | undefined): string | undefined =>
  name ? name.toLowerCase().replace('american_express', 'amex') : undefined

/** Reads one event of Stripe. @throws ZodError where it has not the published shape */
export function readStripe(raw: unknown): Message {
  const event = stripeEvent.parse(raw)
  const head = { provider: 'stripe', eventId: event.id, eventAt: event.created } as const
  if (event.type === 'radar.early_fraud_warning.created') {
    const warning = warningObject.parse(event.data.object)
    if (!warning.charge) return { ...head, kind: 'ignored', what: event.type }
    return { ...head, kind: 'fraud-report', payment: warning.charge, type: warning.fraud_type ?? undefined }
  }
  if (!event.type.startsWith('charge.dispute.')) return { ...head, kind: 'ignored', what: event.type }
  const dispute = disputeObject.parse(event.data.object)
  const phase: Dispute['phase'] = dispute.status.startsWith('warning_') ? 'inquiry' : 'chargeback'
  return {
    ...head,
    kind: 'dispute',
    providerId: dispute.id,
    state: states[dispute.status],
    facts: {
      payment: dispute.charge ?? dispute.payment_intent ?? undefined,
      network: brand(dispute.payment_method_details?.card?.brand),
      reasonCode: word(dispute.payment_method_details?.card?.network_reason_code)?.toUpperCase(),
      providerReason: word(dispute.reason),
      amount: { minor: dispute.amount, currency: dispute.currency },
      phase,
      openedAt: dispute.created,
      dueAt: dispute.evidence_details?.due_by ?? undefined,
    },
  }
}
