import { z } from 'zod'
import { parseMoney } from '../money.ts'
import { instant } from '../order/common.ts'
import { type Dispute, type Message, type State, word } from './schema.ts'

const text = z.string().max(500)
/** PayPal's dispute, https://developer.paypal.com/docs/api/customer-disputes/v1/ */
const disputeResource = z.object({
  dispute_id: text,
  create_time: instant.optional(),
  update_time: instant.optional(),
  reason: text.optional(),
  status: text.optional(),
  dispute_life_cycle_stage: text.optional(),
  dispute_amount: z.object({ currency_code: text, value: text }).optional(),
  dispute_outcome: z.object({ outcome_code: text.optional() }).optional(),
  seller_response_due_date: instant.optional(),
  disputed_transactions: z
    .array(
      z.object({ seller_transaction_id: text.optional(), invoice_number: text.optional(), custom: text.optional() }),
    )
    .max(100)
    .optional(),
})
const paypalEvent = z.object({ id: text, event_type: text, create_time: instant, resource: z.unknown() })

const phases: Readonly<Record<string, Dispute['phase']>> = {
  INQUIRY: 'inquiry',
  CHARGEBACK: 'chargeback',
  PRE_ARBITRATION: 'pre-arbitration',
  ARBITRATION: 'arbitration',
}

function stateOf(status: string | undefined, outcome: string | undefined): State | undefined {
  if (status === 'RESOLVED' || status === 'CLOSED')
    return outcome === undefined
      ? 'lost'
      : /SELLER_FAVOU?R|DENIED/.test(outcome)
        ? 'won'
        : /CANCEL|RESOLVED_WITH_PAYOUT/.test(outcome)
          ? 'withdrawn'
          : /ACCEPTED/.test(outcome)
            ? 'accepted'
            : 'lost'
  if (status === 'UNDER_REVIEW' || status === 'WAITING_FOR_BUYER_RESPONSE') return 'answered'
  return status === 'OPEN' || status === 'WAITING_FOR_SELLER_RESPONSE' || status === 'REQUIRED_ACTION'
    ? 'open'
    : undefined
}

/** Reads one event of PayPal. @throws ZodError where it has not the published shape */
export function readPayPal(raw: unknown): Message {
  const event = paypalEvent.parse(raw)
  const head = { provider: 'paypal', eventId: event.id, eventAt: event.create_time } as const
  if (!event.event_type.startsWith('CUSTOMER.DISPUTE.') && !event.event_type.startsWith('RISK.DISPUTE.'))
    return { ...head, kind: 'ignored', what: event.event_type }
  const dispute = disputeResource.parse(event.resource)
  const paid = dispute.disputed_transactions?.[0]
  return {
    ...head,
    eventAt: dispute.update_time ?? event.create_time,
    kind: 'dispute',
    providerId: dispute.dispute_id,
    state: stateOf(dispute.status, dispute.dispute_outcome?.outcome_code),
    facts: {
      payment: word(paid?.seller_transaction_id),
      order: word(paid?.invoice_number) ?? word(paid?.custom),
      network: 'paypal',
      providerReason: word(dispute.reason),
      amount: dispute.dispute_amount && parseMoney(dispute.dispute_amount.value, dispute.dispute_amount.currency_code),
      phase: phases[dispute.dispute_life_cycle_stage ?? ''],
      openedAt: dispute.create_time,
      dueAt: dispute.seller_response_due_date,
    },
  }
}
