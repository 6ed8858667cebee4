import { z } from 'zod'
import { ShopwardenError } from '../../core/errors.ts'
import type { ScreeningService } from '../screening.ts'
import { exchange } from '../screening-http.ts'

/** The part of a charge that Radar writes, https://docs.stripe.com/api/charges/object#charge_object-outcome */
const chargeSchema = z.object({
  id: z.string(),
  outcome: z
    .object({
      risk_level: z.enum(['normal', 'elevated', 'highest', 'not_assessed', 'unknown']).nullish(),
      risk_score: z.number().min(0).max(100).nullish(),
      reason: z.string().nullish(),
      type: z.string().nullish(),
    })
    .nullable(),
})
const intentSchema = z.object({ latest_charge: chargeSchema.nullable() })

/** Where Stripe gives a level but no score (Radar without "for Fraud Teams"): the middle of the level's published range. */
const ofLevel: Readonly<Record<string, number>> = { normal: 32, elevated: 70, highest: 87 }

/**
 * The version of the API that is read here: without it Stripe answers in the account's own, and those before 2022-11-15 know no
 * latest_charge. As the official client stripe 23.1.0 sends it.
 */
const API_VERSION = '2026-10-28.endive'

export interface StripeRadarOptions {
  /** A restricted key that may read charges and payment intents. */
  key: string
  base?: string
}

/** Stripe Radar: reads what Radar thought of a payment that Stripe already took. */
export function stripeRadar(options: StripeRadarOptions): ScreeningService {
  const base = options.base ?? 'https://api.stripe.com'
  return {
    name: 'stripe-radar',
    hosts: [new URL(base).hostname],
    needs: (order) => (/^(ch|py|pi)_[A-Za-z0-9]+$/.test(order.paymentReference ?? '') ? undefined : 'paymentReference'),
    async screen(order, http, limits) {
      const reference = order.paymentReference ?? ''
      const request = {
        headers: {
          authorization: `Bearer ${options.key}`,
          accept: 'application/json',
          'stripe-version': API_VERSION,
        },
        ...limits,
      }
      const charge = reference.startsWith('pi_')
        ? (
            await exchange(
              'Stripe',
              http,
              `${base}/v1/payment_intents/${reference}?expand%5B0%5D=latest_charge`,
              request,
              intentSchema,
            )
          ).latest_charge
        : await exchange('Stripe', http, `${base}/v1/charges/${reference}`, request, chargeSchema)
      const outcome = charge?.outcome
      const level = outcome?.risk_level ?? 'unknown'
      const score = outcome?.risk_score ?? ofLevel[outcome?.type === 'blocked' ? 'highest' : level]
      // A payment that Radar has not judged is not a payment without risk.
      if (score === undefined)
        throw new ShopwardenError('SW_SCREENING_NOT_JUDGED', 'Stripe Radar has not judged this payment', {
          where: charge === null ? 'the payment intent has no charge yet' : `risk_level ${level}`,
          fix: 'Ask after the payment was attempted; Radar judges card payments only.',
        })
      return {
        score,
        advice:
          outcome?.type === 'blocked'
            ? 'decline'
            : outcome?.type === 'manual_review'
              ? 'review'
              : level === 'normal' && outcome?.type === 'authorized'
                ? 'approve'
                : undefined,
        reference: charge?.id,
        reasons: outcome?.reason ? [outcome.reason] : [],
        warnings: [],
        remaining: undefined,
      }
    },
  }
}
