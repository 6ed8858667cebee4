import { z } from 'zod'
import { issuerOf, type ScreeningPlace, type ScreeningService, splitName } from '../screening.ts'
import { compact, exchange } from '../screening-http.ts'

/** minFraud v2 response, https://dev.maxmind.com/minfraud/api-documentation/responses */
const answerSchema = z.object({
  id: z.string().optional(),
  risk_score: z.number().min(0).max(100),
  queries_remaining: z.number().optional(),
  disposition: z.object({ action: z.string().optional() }).optional(),
  warnings: z.array(z.object({ code: z.string(), input_pointer: z.string().optional() })).default([]),
  risk_score_reasons: z.array(z.object({ reasons: z.array(z.object({ code: z.string() })).default([]) })).default([]),
})
const advice: Readonly<Record<string, 'approve' | 'review' | 'decline'>> = {
  accept: 'approve',
  manual_review: 'review',
  reject: 'decline',
}

/** What the official client takes as a token: never a short run of digits, which could be a card number. */
const tokenShape = /^(?!\d{1,19}$)[\x21-\x7e]{1,255}$/

function place(at: ScreeningPlace | undefined): Record<string, unknown> | undefined {
  if (at === undefined) return undefined
  const { first, last } = splitName(at.name)
  return compact({
    first_name: first,
    last_name: last,
    address: at.line1,
    city: at.city,
    region: at.region,
    postal: at.postcode,
    country: at.country?.toUpperCase(),
    phone_number: at.phone,
  })
}

export interface MinFraudOptions {
  accountId: string
  licenseKey: string
  /** score, insights or factors: depth and price differ. */
  product?: 'score' | 'insights' | 'factors'
  base?: string
}

/** MaxMind minFraud v2. */
export function minFraud(options: MinFraudOptions): ScreeningService {
  const base = options.base ?? 'https://minfraud.maxmind.com'
  return {
    name: 'minfraud',
    hosts: [new URL(base).hostname],
    needs: (order) => (order.ip === undefined && order.email === undefined ? 'ip or email' : undefined),
    async screen(order, http, limits) {
      const body = compact({
        device: compact({ ip_address: order.ip, user_agent: order.userAgent, session_id: order.sessionId }),
        event: compact({ transaction_id: order.id, time: order.at, type: 'purchase' }),
        account: compact({ user_id: order.customerId }),
        // The domain too, as the official client sends it.
        email: compact({ address: order.email, domain: order.email?.split('@').at(-1) }),
        billing: place(order.billing),
        shipping: place(order.shipping),
        credit_card: compact({
          issuer_id_number: issuerOf(order.card?.bin),
          last_digits: order.card?.last4,
          token: tokenShape.test(order.card?.token ?? '') ? order.card?.token : undefined,
        }),
        order: compact({ amount: order.amount, currency: order.currency?.toUpperCase() }),
      })
      const answer = await exchange(
        'minFraud',
        http,
        `${base}/minfraud/v2.0/${options.product ?? 'score'}`,
        {
          method: 'POST',
          headers: {
            authorization: `Basic ${Buffer.from(`${options.accountId}:${options.licenseKey}`).toString('base64')}`,
            'content-type': 'application/json',
            accept: 'application/json',
          },
          body: JSON.stringify(body),
          ...limits,
        },
        answerSchema,
      )
      return {
        score: answer.risk_score,
        advice: advice[answer.disposition?.action ?? ''],
        reference: answer.id,
        reasons: answer.risk_score_reasons.flatMap((item) => item.reasons.map(({ code }) => code)),
        warnings: answer.warnings.map((warning) => [warning.code, warning.input_pointer].filter(Boolean).join(' ')),
        remaining: answer.queries_remaining,
      }
    },
  }
}
