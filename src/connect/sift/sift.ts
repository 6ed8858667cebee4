import { z } from 'zod'
import { issuerOf, type ScreeningPlace, type ScreeningService } from '../screening.ts'
import { compact, exchange } from '../screening-http.ts'

/** Sift Events API v205 with return_score, https://developers.sift.com/docs/curl/events-api */
const answerSchema = z.object({
  status: z.number(),
  error_message: z.string().optional(),
  score_response: z
    .object({
      scores: z
        .record(
          z.string(),
          z.object({ score: z.number().min(0).max(1), reasons: z.array(z.object({ name: z.string() })).default([]) }),
        )
        .default({}),
    })
    .optional(),
})

function address(at: ScreeningPlace | undefined): Record<string, unknown> | undefined {
  if (at === undefined) return undefined
  return compact({
    $name: at.name,
    $address_1: at.line1,
    $city: at.city,
    $region: at.region,
    $zipcode: at.postcode,
    $country: at.country?.toUpperCase(),
    $phone: at.phone,
  })
}

/** Characters of a $user_id, https://developers.sift.com/docs/curl/events-api/fields */
const userId = /^[A-Za-z0-9=.\-_+@:&^%!$]+$/
const usable = (id: string | undefined) => (userId.test(id ?? '') ? id : undefined)

export interface SiftOptions {
  apiKey: string
  base?: string
}

/** Sift: sends $create_order and takes the payment-abuse score of the same answer. Amounts go in micros. */
export function sift(options: SiftOptions): ScreeningService {
  const base = options.base ?? 'https://api.sift.com'
  return {
    name: 'sift',
    hosts: [new URL(base).hostname],
    needs: (order) =>
      usable(order.customerId) === undefined && order.sessionId === undefined
        ? 'customerId (letters, digits and =.-_+@:&^%!$) or sessionId'
        : undefined,
    async screen(order, http, limits) {
      const body = compact({
        $type: '$create_order',
        $api_key: options.apiKey,
        $user_id: usable(order.customerId),
        $session_id: order.sessionId,
        $order_id: order.id,
        // Orders of the past must not look like orders of this minute.
        $time: Date.parse(order.at),
        $user_email: order.email,
        $amount: order.amount === undefined ? undefined : Math.round(order.amount * 1e6),
        $currency_code: order.currency?.toUpperCase(),
        $billing_address: address(order.billing),
        $shipping_address: address(order.shipping),
        $payment_methods: order.card && [
          compact({
            $payment_type: '$credit_card',
            $card_bin: issuerOf(order.card.bin),
            $card_last4: order.card.last4,
          }) ?? {},
        ],
        $ip: order.ip,
        $browser: compact({ $user_agent: order.userAgent }),
      })
      const answer = await exchange(
        'Sift',
        http,
        `${base}/v205/events?return_score=true&abuse_types=payment_abuse`,
        { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), ...limits },
        answerSchema.refine((item) => item.status === 0 && item.score_response?.scores['payment_abuse'] !== undefined, {
          path: ['score_response'],
        }),
      )
      const abuse = answer.score_response?.scores['payment_abuse']
      return {
        score: 100 * (abuse?.score ?? 0),
        advice: undefined,
        reference: order.id,
        reasons: abuse?.reasons.map(({ name }) => name) ?? [],
        warnings: [],
        remaining: undefined,
      }
    },
  }
}
