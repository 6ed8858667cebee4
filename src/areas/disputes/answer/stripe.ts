import { STRIPE_TEXT_FIELDS, type StripeAnswer } from '../../../connect/stripe-disputes/stripe.ts'
import type { OrderFile } from '../order/file.ts'
import type { Evaluation } from '../qualify/evaluate.ts'
import { disputedFrom, earlierFrom } from '../qualify/from-file.ts'
import type { DisputedPayment } from '../qualify/schema.ts'
import { addressText } from './exhibits.ts'
import { type Letter, letterText } from './letter.ts'

/** Cuts at a word and says so: a bank must not take half a sentence for the whole. */
export function fit(text: string, most: number): string {
  if (text.length <= most) return text
  const mark = ' […cut; the whole text is in the enclosed PDF]'
  return `${text
    .slice(0, most - mark.length)
    .replace(/\s+\S*$/, '')
    .replace(/[\uD800-\uDBFF]$/, '')}${mark}`
}

const day = (at: string | undefined) => at?.slice(0, 10)

function identity(of: Omit<DisputedPayment, 'kind'>, description: string | undefined) {
  const address = typeof of.shippingAddress === 'object' ? of.shippingAddress : undefined
  const { line1, line2, city, state, postcode, country } = address ?? {}
  return {
    customer_account_id: of.userId,
    customer_device_fingerprint: (of.deviceFingerprint?.length ?? 0) >= 20 ? of.deviceFingerprint : undefined,
    customer_device_id: (of.deviceId?.length ?? 0) >= 15 ? of.deviceId : undefined,
    customer_email_address: of.email,
    customer_purchase_ip: of.ip,
    product_description: description,
    // Stripe wants the address whole or not at all.
    shipping_address:
      line1 && city && postcode && country
        ? { line1, city, postal_code: postcode, country, ...(line2 && { line2 }), ...(state && { state }) }
        : undefined,
  }
}

function enhanced(evaluation: Evaluation): StripeAnswer['enhanced'] {
  const { ce3, file, dispute, earlier } = evaluation
  if (!ce3?.ready || file === undefined) return undefined
  const disputed = disputedFrom(file, dispute)
  const prior = ce3.chosen.flatMap((id) => {
    const found = earlier.find((item) => item.order === id)
    const payment = found && earlierFrom(found, new Set())
    return payment?.charge === undefined ? [] : [{ charge: payment.charge, ...identity(payment, payment.description) }]
  })
  if (prior.length !== 2) return undefined
  return {
    disputed_transaction: {
      ...identity(disputed, disputed.description),
      merchandise_or_services: disputed.kind === 'services' ? 'services' : 'merchandise',
    },
    prior_undisputed_transactions: [prior[0]!, prior[1]!],
  }
}

function usageLog({ events }: OrderFile): string | undefined {
  const lines = events.usage.map((item) =>
    [item.at, item.what, item.ip, item.device, item.detail].filter(Boolean).join(' '),
  )
  return lines.length === 0 ? undefined : lines.join('\n')
}

/** The fields of Stripe's evidence. Each text is cut to what its field takes; all together to what Stripe takes. */
export function stripeAnswer(evaluation: Evaluation, letter: Letter): StripeAnswer {
  const { file, dispute, family } = evaluation
  const order = file?.events.order.at(-1)
  const shipment = file?.events.shipment.find((item) => item.tracking !== undefined) ?? file?.events.shipment[0]
  const terms = (kind: string) => file?.events.terms.find((item) => item.document === kind)
  const refund = file?.events.refund.at(-1)
  const policy = terms('refund-policy')
  const cancellation = terms('cancellation-policy') ?? terms('subscription')
  const accepted = (item: typeof policy) =>
    item && `Version ${item.version}, accepted on ${day(item.at)}${item.how ? ` (${item.how})` : ''}.`
  const wanted: Record<string, string | undefined> = {
    access_activity_log: file && usageLog(file),
    billing_address: addressText(order?.billing),
    cancellation_policy_disclosure: accepted(cancellation),
    customer_email_address: order?.customer?.email,
    customer_name: order?.customer?.name ?? order?.billing?.name,
    customer_purchase_ip: order?.ip,
    product_description: file && disputedFrom(file, dispute).description,
    refund_policy_disclosure: accepted(policy),
    refund_refusal_explanation:
      family === 'credit-not-processed' && refund === undefined
        ? 'No refund is owed under the policy that the customer accepted.'
        : undefined,
    service_date: order?.digital ? day(file?.events.usage[0]?.at ?? order.at) : undefined,
    shipping_address: addressText(shipment?.to ?? order?.shipping),
    shipping_carrier: shipment?.carrier,
    shipping_date: day(shipment?.at),
    shipping_tracking_number:
      shipment?.tracking === undefined
        ? undefined
        : [...new Set(file?.events.shipment.flatMap((item) => item.tracking ?? []))].join(', '),
    duplicate_charge_explanation:
      family === 'duplicate' ? 'The two charges are for two different orders; see the exhibits.' : undefined,
    uncategorized_text: letterText(letter),
  }
  const evidence: Record<string, string> = {}
  let left = 150_000
  for (const [field, most] of Object.entries(STRIPE_TEXT_FIELDS)) {
    const text = wanted[field]?.trim()
    if (!text) continue
    const value = fit(text, Math.min(most, left))
    evidence[field] = value
    left -= value.length
  }
  const extra = enhanced(evaluation)
  return { evidence, ...(extra && { enhanced: extra }) }
}
