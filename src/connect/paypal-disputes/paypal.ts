import { z } from 'zod'
import { disputeExchange } from '../dispute-exchange.ts'
import type { DisputeProvider, Sending } from '../dispute-provider.ts'
import { multipart } from '../multipart.ts'

/** Evidence as PayPal takes it, https://developer.paypal.com/docs/api/customer-disputes/v1/#disputes_provide-evidence */
export const paypalAnswerSchema = z.object({
  evidences: z
    .array(
      z.object({
        evidence_type: z.enum([
          'PROOF_OF_FULFILLMENT',
          'PROOF_OF_DELIVERY_SIGNATURE',
          'PROOF_OF_REFUND',
          'PROOF_OF_RECEIPT_COPY',
          'PROOF_OF_RETURN',
          'RETURN_POLICY',
          'OTHER',
        ]),
        evidence_info: z
          .object({
            tracking_info: z
              .array(
                z.object({
                  carrier_name: z.string(),
                  carrier_name_other: z.string().max(2000).optional(),
                  tracking_number: z.string().min(1).max(255),
                }),
              )
              .optional(),
            refund_ids: z.array(z.object({ refund_id: z.string().min(1).max(255) })).optional(),
          })
          .optional(),
        notes: z.string().max(2000).optional(),
      }),
    )
    .min(1)
    .max(100),
})
export type PayPalAnswer = z.infer<typeof paypalAnswerSchema>

const tokenShape = z.object({ access_token: z.string() })
const disputeShape = z.object({
  dispute_id: z.string(),
  status: z.string(),
  evidences: z.array(z.object({ source: z.string().optional() })).optional(),
})
const linksShape = z.object({ links: z.array(z.unknown()).optional() })

export interface PayPalOptions {
  clientId: string
  secret: string
  base?: string
}

/** PayPal: evidence and files in one multipart request. */
export function paypalDisputes(options: PayPalOptions): DisputeProvider<PayPalAnswer> {
  const base = options.base ?? 'https://api-m.paypal.com'
  const token = async (sending: Sending) => {
    const basic = Buffer.from(`${options.clientId}:${options.secret}`).toString('base64')
    const { access_token } = await disputeExchange(
      'PayPal',
      sending,
      `${base}/v1/oauth2/token`,
      {
        method: 'POST',
        headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' },
        body: 'grant_type=client_credentials',
      },
      tokenShape,
    )
    return access_token
  }
  const url = (dispute: string) => `${base}/v1/customer/disputes/${encodeURIComponent(dispute)}`
  return {
    name: 'paypal',
    hosts: [new URL(base).hostname],
    async standing(dispute, sending) {
      const found = await disputeExchange(
        'PayPal',
        sending,
        url(dispute),
        { headers: { authorization: `Bearer ${await token(sending)}` } },
        disputeShape,
      )
      if (found.status === 'RESOLVED' || found.status === 'CLOSED') return 'closed'
      if (found.evidences?.some((evidence) => evidence.source === 'SUBMITTED_BY_SELLER')) return 'answered'
      return found.status === 'UNDER_REVIEW' ? 'answered' : 'awaiting'
    },
    async submit(dispute, body, files, sending) {
      const { body: bytes, contentType } = multipart([
        { name: 'input', mediaType: 'application/json', content: JSON.stringify(body) },
        ...files.map((file) => ({
          name: file.field,
          filename: file.name,
          mediaType: file.mediaType,
          content: file.content,
        })),
      ])
      await disputeExchange(
        'PayPal',
        sending,
        `${url(dispute)}/provide-evidence`,
        {
          method: 'POST',
          headers: {
            authorization: `Bearer ${await token(sending)}`,
            'content-type': contentType,
            'paypal-request-id': sending.key,
          },
          body: bytes,
        },
        linksShape,
      )
      return dispute
    },
    async accept(dispute, sending) {
      await disputeExchange(
        'PayPal',
        sending,
        `${url(dispute)}/accept-claim`,
        {
          method: 'POST',
          headers: {
            authorization: `Bearer ${await token(sending)}`,
            'content-type': 'application/json',
            'paypal-request-id': sending.key,
          },
          body: JSON.stringify({ note: 'Accepted by the shop.' }),
        },
        linksShape,
      )
      return dispute
    },
  }
}
