import { z } from 'zod'
import { disputeExchange } from '../dispute-exchange.ts'
import type { DisputeProvider, Sending, Standing } from '../dispute-provider.ts'
import { multipart } from '../multipart.ts'

/**
 * Text fields of Stripe's evidence with the most characters each takes; 150,000 in all.
 * Source: https://docs.stripe.com/api/disputes/evidence_object (20,000 where stated; short fields bounded here).
 */
export const STRIPE_TEXT_FIELDS: Readonly<Record<string, number>> = {
  uncategorized_text: 20_000,
  product_description: 20_000,
  access_activity_log: 20_000,
  cancellation_policy_disclosure: 20_000,
  cancellation_rebuttal: 20_000,
  duplicate_charge_explanation: 20_000,
  refund_policy_disclosure: 20_000,
  refund_refusal_explanation: 20_000,
  billing_address: 5000,
  shipping_address: 5000,
  customer_email_address: 500,
  customer_name: 500,
  customer_purchase_ip: 100,
  duplicate_charge_id: 200,
  service_date: 100,
  shipping_carrier: 500,
  shipping_date: 100,
  shipping_tracking_number: 2000,
}

const address = z.object({
  line1: z.string(),
  line2: z.string().optional(),
  city: z.string(),
  state: z.string().optional(),
  postal_code: z.string(),
  country: z.string().length(2),
})
const identity = {
  customer_account_id: z.string().optional(),
  customer_device_fingerprint: z.string().min(20).optional(),
  customer_device_id: z.string().min(15).optional(),
  customer_email_address: z.string().optional(),
  customer_purchase_ip: z.string().optional(),
  product_description: z.string().optional(),
  shipping_address: address.optional(),
}
const prior = z.object({ charge: z.string().regex(/^(ch|py)_/, 'must be a charge of Stripe'), ...identity })

export const stripeAnswerSchema = z.object({
  evidence: z.record(z.string(), z.string()),
  /** `enhanced_evidence.visa_compelling_evidence_3`: exactly two earlier payments. */
  enhanced: z
    .object({
      disputed_transaction: z.object({ ...identity, merchandise_or_services: z.enum(['merchandise', 'services']) }),
      prior_undisputed_transactions: z.tuple([prior, prior]),
    })
    .optional(),
})
export type StripeAnswer = z.infer<typeof stripeAnswerSchema>

const disputeShape = z.object({
  id: z.string(),
  status: z.string(),
  evidence_details: z.object({ submission_count: z.number().optional() }).nullish(),
})
const fileShape = z.object({ id: z.string() })

/** Nested fields as Stripe reads them: evidence[enhanced_evidence][…][0][charge]=… */
export function formEncode(value: unknown, prefix = ''): [string, string][] {
  if (value === undefined || value === null) return []
  if (typeof value !== 'object') return [[prefix, String(value)]]
  return Object.entries(value).flatMap(([key, item]) => formEncode(item, prefix === '' ? key : `${prefix}[${key}]`))
}

export interface StripeOptions {
  /** A restricted key that may write disputes and files. */
  key: string
  base?: string
  filesBase?: string
}

/** Stripe: files first, then evidence and submission in one update. https://docs.stripe.com/disputes/api */
export function stripeDisputes(options: StripeOptions): DisputeProvider<StripeAnswer> {
  const base = options.base ?? 'https://api.stripe.com'
  const filesBase = options.filesBase ?? options.base ?? 'https://files.stripe.com'
  const headers = (key?: string) => ({
    authorization: `Bearer ${options.key}`,
    accept: 'application/json',
    ...(key !== undefined && { 'idempotency-key': key }),
  })
  const url = (dispute: string) => `${base}/v1/disputes/${encodeURIComponent(dispute)}`
  const standing = async (dispute: string, sending: Sending): Promise<Standing> => {
    const found = await disputeExchange('Stripe', sending, url(dispute), { headers: headers() }, disputeShape)
    if (found.status === 'needs_response' || found.status === 'warning_needs_response')
      return (found.evidence_details?.submission_count ?? 0) > 0 ? 'answered' : 'awaiting'
    return found.status.endsWith('under_review') ? 'answered' : 'closed'
  }
  return {
    name: 'stripe',
    hosts: [...new Set([new URL(base).hostname, new URL(filesBase).hostname])],
    standing,
    async submit(dispute, body, files, sending) {
      const uploaded: Record<string, string> = {}
      for (const file of files) {
        const { body: bytes, contentType } = multipart([
          { name: 'purpose', content: 'dispute_evidence' },
          { name: 'file', filename: file.name, mediaType: file.mediaType, content: file.content },
        ])
        const made = await disputeExchange(
          'Stripe',
          sending,
          `${filesBase}/v1/files`,
          {
            method: 'POST',
            headers: { ...headers(`${sending.key}-${file.field}`), 'content-type': contentType },
            body: bytes,
          },
          fileShape,
        )
        uploaded[file.field] = made.id
      }
      const fields = formEncode({
        evidence: {
          ...body.evidence,
          ...uploaded,
          ...(body.enhanced && { enhanced_evidence: { visa_compelling_evidence_3: body.enhanced } }),
        },
        submit: 'true',
      })
      const answer = await disputeExchange(
        'Stripe',
        sending,
        url(dispute),
        {
          method: 'POST',
          headers: { ...headers(sending.key), 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams(fields).toString(),
        },
        disputeShape,
      )
      return answer.id
    },
    async accept(dispute, sending) {
      const answer = await disputeExchange(
        'Stripe',
        sending,
        `${url(dispute)}/close`,
        { method: 'POST', headers: headers(sending.key), body: '' },
        disputeShape,
      )
      return answer.id
    },
  }
}
