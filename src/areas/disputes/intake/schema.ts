import { z } from 'zod'
import { moneySchema } from '../money.ts'
import { reasonCodeSchema } from '../qualify/schema.ts'
import { instant, networkSchema, short } from '../order/common.ts'

export const PROVIDERS = ['stripe', 'adyen', 'paypal', 'other'] as const
export type ProviderName = (typeof PROVIDERS)[number]

/**
 * `open` the shop must answer; `sending` an answer is on its way and it is not known whether it arrived; `answered` the bank
 * decides; `expired` the deadline passed unanswered; the rest are ends.
 */
export const STATES = ['open', 'sending', 'answered', 'expired', 'accepted', 'withdrawn', 'won', 'lost'] as const
export type State = (typeof STATES)[number]
export const CLOSED: readonly State[] = ['accepted', 'withdrawn', 'won', 'lost']

export const PHASES = ['inquiry', 'chargeback', 'pre-arbitration', 'arbitration'] as const

/** A dispute, whoever it came from. */
export const disputeSchema = z.object({
  /** `<provider>:<provider's id>` */
  id: short,
  provider: z.enum(PROVIDERS),
  providerId: short,
  payment: short.optional(),
  order: short.optional(),
  network: networkSchema.optional(),
  reasonCode: reasonCodeSchema.optional(),
  /** The provider's own word for the reason. */
  providerReason: short.optional(),
  amount: moneySchema,
  phase: z.enum(PHASES).default('chargeback'),
  openedAt: instant,
  dueAt: instant.optional(),
  state: z.enum(STATES).default('open'),
  /** Time of the newest event of the provider that counted. */
  lastEventAt: instant,
  closedAt: instant.optional(),
  answeredAt: instant.optional(),
})
export type Dispute = z.infer<typeof disputeSchema>

/** A provider's word as it is kept: never empty, never longer than a field. */
export const word = (text: string | null | undefined): string | undefined => text?.trim().slice(0, 200) || undefined

/** What one message of a provider says of a dispute. */
export interface Notice {
  kind: 'dispute'
  provider: ProviderName
  /** The provider's id of the message: what comes twice is counted once. */
  eventId: string
  eventAt: string
  providerId: string
  /** State that the message brings; undefined where it only tells more. */
  state: State | undefined
  facts: {
    [Key in
      | 'payment'
      | 'order'
      | 'network'
      | 'reasonCode'
      | 'providerReason'
      | 'amount'
      | 'phase'
      | 'openedAt'
      | 'dueAt']?: Dispute[Key] | undefined
  }
}
/** The issuer reported fraud for a payment. */
export interface FraudReport {
  kind: 'fraud-report'
  provider: ProviderName
  eventId: string
  eventAt: string
  payment: string
  type: string | undefined
}
export type Message =
  | Notice
  | FraudReport
  | { kind: 'ignored'; provider: ProviderName; eventId: string; eventAt: string; what: string }
