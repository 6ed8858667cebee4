import { z } from 'zod'
import { ShopwardenError } from '../../core/errors.ts'
import { issuerOf, type ScreeningService, splitName } from '../screening.ts'
import { compact, exchange } from '../screening-http.ts'

const number = z.union([
  z.number(),
  z
    .string()
    .regex(/^\d+(\.\d+)?$/)
    .transform(Number),
])
/** FraudLabs Pro v2 response, https://www.fraudlabspro.com/developer/api/screen-order */
const judged = z.object({
  fraudlabspro_id: z.string().optional(),
  fraudlabspro_score: number.pipe(z.number().min(0).max(100)),
  fraudlabspro_status: z.enum(['APPROVE', 'REVIEW', 'REJECT']),
  // Left out by small plans: no cause to lose the score.
  fraudlabspro_rules: z.array(z.string()).nullish().catch(undefined),
  remaining_credits: number.optional(),
})
const failed = z.object({
  error: z.object({ error_code: z.union([z.string(), z.number()]), error_message: z.string() }),
})
const answerSchema = z.union([judged, failed])
const advice = { APPROVE: 'approve', REVIEW: 'review', REJECT: 'decline' } as const

/** Beyond these the service refuses the order, https://www.fraudlabspro.com/developer/reference/error-codes (10009, 10010). */
const LIMITS = { amount: 10_000_000, quantity: 100_000, idLength: 15 }
const within = (value: number | undefined, limit: number) => (value !== undefined && value <= limit ? value : undefined)

export interface FraudLabsProOptions {
  key: string
  base?: string
}

/** FraudLabs Pro v2. Takes the recipient's name apart from the payer's. */
export function fraudLabsPro(options: FraudLabsProOptions): ScreeningService {
  const base = options.base ?? 'https://api.fraudlabspro.com'
  return {
    name: 'fraudlabspro',
    hosts: [new URL(base).hostname],
    needs: (order) => (order.ip === undefined ? 'ip' : undefined),
    async screen(order, http, limits) {
      const payer = splitName(order.billing?.name)
      const recipient = splitName(order.shipping?.name)
      const fields = compact({
        key: options.key,
        format: 'json',
        ip: order.ip,
        first_name: payer.first,
        last_name: payer.last,
        bill_addr: order.billing?.line1,
        bill_city: order.billing?.city,
        bill_state: order.billing?.region,
        bill_country: order.billing?.country?.toUpperCase(),
        bill_zip_code: order.billing?.postcode,
        ship_first_name: recipient.first,
        ship_last_name: recipient.last,
        ship_addr: order.shipping?.line1,
        ship_city: order.shipping?.city,
        ship_state: order.shipping?.region,
        ship_country: order.shipping?.country?.toUpperCase(),
        ship_zip_code: order.shipping?.postcode,
        user_phone: (order.phone ?? order.billing?.phone)?.replace(/\D/g, ''),
        email: order.email,
        email_domain: order.email?.split('@').at(-1),
        user_order_id: order.id.length <= LIMITS.idLength ? order.id : undefined,
        amount: within(order.amount, LIMITS.amount)?.toFixed(2),
        quantity: within(order.quantity, LIMITS.quantity),
        currency: order.currency?.toUpperCase(),
        bin_no: issuerOf(order.card?.bin),
      })
      const body = new URLSearchParams(Object.entries(fields ?? {}).map(([name, value]) => [name, String(value)]))
      const answer = await exchange(
        'FraudLabs Pro',
        http,
        `${base}/v2/order/screen`,
        {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
          body: body.toString(),
          ...limits,
        },
        answerSchema,
      )
      if ('error' in answer)
        throw new ShopwardenError('SW_SCREENING_REFUSED', 'FraudLabs Pro answered with an error', {
          where: `${answer.error.error_code} ${answer.error.error_message}`.slice(0, 100),
          fix: 'Check the key and the plan of the service.',
        })
      return {
        score: answer.fraudlabspro_score,
        advice: advice[answer.fraudlabspro_status],
        reference: answer.fraudlabspro_id,
        reasons: answer.fraudlabspro_rules ?? [],
        warnings: [],
        remaining: answer.remaining_credits,
      }
    },
  }
}
