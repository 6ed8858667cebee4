import { z } from 'zod'
import { instant } from '../order/common.ts'
import { type Dispute, type Message, type State, word } from './schema.ts'

const text = z.string().max(500)
/** One notification, https://docs.adyen.com/risk-management/disputes-api/dispute-notifications */
export const adyenItem = z.object({
  additionalData: z.record(z.string(), z.string().max(2000).optional()).optional(),
  amount: z.object({ currency: text.optional(), value: z.number().int().optional() }).optional(),
  eventCode: text,
  eventDate: instant,
  merchantAccountCode: text.optional(),
  merchantReference: text.optional(),
  originalReference: text.optional(),
  paymentMethod: text.optional(),
  pspReference: text,
  reason: text.optional(),
  success: z.union([z.string(), z.boolean()]).transform(String),
})
export const adyenMessage = z.object({
  live: z.union([z.string(), z.boolean()]).optional(),
  notificationItems: z
    .array(z.object({ NotificationRequestItem: adyenItem }))
    .min(1)
    .max(100),
})

const phases: Readonly<Record<string, Dispute['phase']>> = {
  REQUEST_FOR_INFORMATION: 'inquiry',
  NOTIFICATION_OF_CHARGEBACK: 'chargeback',
  CHARGEBACK: 'chargeback',
  CHARGEBACK_REVERSED: 'chargeback',
  INFORMATION_SUPPLIED: 'chargeback',
  SECOND_CHARGEBACK: 'pre-arbitration',
  PREARBITRATION_WON: 'pre-arbitration',
  PREARBITRATION_LOST: 'pre-arbitration',
  DISPUTE_DEFENSE_PERIOD_ENDED: 'chargeback',
  ISSUER_RESPONSE_TIMEFRAME_EXPIRED: 'chargeback',
  DISPUTE_OPENED_WITH_CHARGEBACK: 'chargeback',
}
const byStatus: Readonly<Record<string, State>> = {
  undefended: 'open',
  unresponded: 'open',
  pending: 'answered',
  responded: 'answered',
  accepted: 'accepted',
  expired: 'expired',
  won: 'won',
  lost: 'lost',
}
const byCode: Readonly<Record<string, State>> = {
  REQUEST_FOR_INFORMATION: 'open',
  NOTIFICATION_OF_CHARGEBACK: 'open',
  CHARGEBACK_REVERSED: 'answered',
  INFORMATION_SUPPLIED: 'answered',
  SECOND_CHARGEBACK: 'lost',
  PREARBITRATION_WON: 'won',
  PREARBITRATION_LOST: 'lost',
  DISPUTE_DEFENSE_PERIOD_ENDED: 'expired',
  ISSUER_RESPONSE_TIMEFRAME_EXPIRED: 'won',
}

const network = (method: string | undefined, scheme: string | undefined): string | undefined => {
  const name = (scheme ?? method ?? '').toLowerCase().replace(/[^a-z]/g, '')
  return name === ''
    ? undefined
    : name.startsWith('visa')
      ? 'visa'
      : name === 'mc' || name.startsWith('mastercard')
        ? 'mastercard'
        : name.startsWith('amex') || name.startsWith('americanexpress')
          ? 'amex'
          : name.startsWith('discover') || name.startsWith('diners')
            ? 'discover'
            : name
}

/** Reads one notification of Adyen; the same one sent again has the same pspReference, code and result. */
export function readAdyen(item: z.infer<typeof adyenItem>): Message {
  const extra = item.additionalData ?? {}
  const head = {
    provider: 'adyen',
    eventId: `${item.pspReference}:${item.eventCode}:${item.success}:${extra['disputeStatus'] ?? ''}`,
    eventAt: item.eventDate,
  } as const
  if (item.eventCode === 'NOTIFICATION_OF_FRAUD')
    return item.originalReference
      ? { ...head, kind: 'fraud-report', payment: item.originalReference, type: item.reason }
      : { ...head, kind: 'ignored', what: item.eventCode }
  const phase = phases[item.eventCode]
  if (phase === undefined) return { ...head, kind: 'ignored', what: item.eventCode }
  const due = extra['defensePeriodEndsAt'] ? instant.safeParse(extra['defensePeriodEndsAt']) : undefined
  const currency = item.amount?.currency?.toUpperCase()
  return {
    ...head,
    kind: 'dispute',
    providerId: item.pspReference,
    state: byStatus[(extra['disputeStatus'] ?? '').toLowerCase()] ?? byCode[item.eventCode],
    facts: {
      payment: word(item.originalReference),
      order: word(item.merchantReference),
      network: network(item.paymentMethod, extra['chargebackSchemeCode']),
      reasonCode: word(extra['chargebackReasonCode'])?.toUpperCase(),
      providerReason: word(item.reason),
      amount:
        item.amount?.value !== undefined && currency !== undefined && /^[A-Z]{3}$/.test(currency)
          ? { minor: item.amount.value, currency }
          : undefined,
      phase,
      openedAt:
        item.eventCode === 'NOTIFICATION_OF_CHARGEBACK' || item.eventCode === 'REQUEST_FOR_INFORMATION'
          ? item.eventDate
          : undefined,
      dueAt: due?.success ? due.data : undefined,
    },
  }
}
