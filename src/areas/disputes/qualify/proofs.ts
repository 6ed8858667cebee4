import type { Dispute } from '../intake/schema.ts'
import { moneyText } from '../money.ts'
import type { Address } from '../order/common.ts'
import type { OrderFile } from '../order/file.ts'

/** One thing that can be proven, or that speaks against the shop. */
export interface Proof {
  kind: 'delivery' | 'refund' | 'terms' | 'order' | 'payment' | 'usage' | 'messages' | 'authentication' | 'identity'
  strength: 'strong' | 'some' | 'none'
  because: string
}

const day = (at: string) => at.slice(0, 10)
const plain = (text: string | undefined) => (text ?? '').toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
const samePlace = (a: Address | undefined, b: Address | undefined) =>
  a !== undefined &&
  b !== undefined &&
  plain(a.postcode) !== '' &&
  plain(a.postcode) === plain(b.postcode) &&
  plain(a.line1) === plain(b.line1)

/** Proof of delivery for a claim of "not received": to the address of the order, before the dispute; signed is better. */
export function deliveryProof({ events }: OrderFile, disputedAt: string): Proof {
  const order = events.order.at(-1)
  const of = (strength: Proof['strength'], because: string): Proof => ({ kind: 'delivery', strength, because })
  if (order?.digital) {
    const used = events.usage.filter((item) => item.at >= order.at)
    return used.length > 0
      ? of('strong', `Used ${used.length} times, first on ${day(used[0]!.at)} (${used[0]!.what}).`)
      : of('none', 'Digital goods without any record of their use.')
  }
  const delivered = events.delivery.find((item) => item.status === 'delivered' || item.status === 'pickup')
  const returned = events.delivery.some((item) => item.status === 'returned')
  const parcels = new Set(events.shipment.flatMap((item) => (item.tracking === undefined ? [] : [item.tracking])))
  const arrived = new Set(
    events.delivery
      .filter((item) => item.status === 'delivered' || item.status === 'pickup')
      .flatMap((item) => item.tracking ?? []),
  )
  if (returned) return of('none', 'The carrier returned the parcel.')
  if (delivered === undefined)
    return parcels.size > 0
      ? of('some', 'Handed to the carrier with a tracking number, but not delivered by what the carrier says.')
      : of('none', 'No shipping note with a tracking number.')
  if (delivered.at > disputedAt) return of('some', `Delivered on ${day(delivered.at)}, after the dispute.`)
  const short = [...parcels].filter((parcel) => arrived.size > 0 && !arrived.has(parcel))
  if (short.length > 0) return of('some', `${arrived.size} of ${parcels.size} parcels delivered.`)
  const to = events.shipment.find((item) => item.to !== undefined)?.to
  if (to !== undefined && order?.shipping !== undefined && !samePlace(to, order.shipping))
    return of('some', `Delivered on ${day(delivered.at)}, but to another address than that of the order.`)
  const signed =
    delivered.signedBy !== undefined
      ? `, signed by ${delivered.signedBy}`
      : delivered.proof.length > 0
        ? ', with photo or signature'
        : ''
  return of(
    'strong',
    `Delivered on ${day(delivered.at)} by ${delivered.carrier ?? events.shipment[0]?.carrier ?? 'the carrier'}${signed}.`,
  )
}

/** Proof of refund for a claim of "credit not processed": the whole disputed amount, in its currency. */
export function refundProof({ events }: OrderFile, dispute: Dispute): Proof {
  const of = (strength: Proof['strength'], because: string): Proof => ({ kind: 'refund', strength, because })
  const { minor, currency } = dispute.amount
  const refunds = events.refund.filter((item) => item.amount.currency === currency)
  if (refunds.length === 0)
    return of(
      'none',
      events.refund.length > 0
        ? `Refunds were in another currency than the dispute (${currency}).`
        : 'No refund is recorded.',
    )
  const sum = refunds.reduce((total, item) => total + item.amount.minor, 0)
  const named = refunds.some((item) => item.reference !== undefined || item.arn !== undefined)
  const text = `Refunded ${moneyText({ minor: sum, currency })} on ${day(refunds.at(-1)!.at)}`
  if (sum < minor) return of('some', `${text}: less than the ${moneyText(dispute.amount)} in dispute.`)
  return named ? of('strong', `${text}.`) : of('some', `${text}, without a reference number.`)
}

/** Everything else that speaks for the shop. */
export function otherProofs({ events }: OrderFile, disputedAt: string): Proof[] {
  const proofs: Proof[] = []
  const add = (kind: Proof['kind'], strength: Proof['strength'], because: string) =>
    void proofs.push({ kind, strength, because })
  const order = events.order.at(-1)
  if (order !== undefined)
    add(
      'order',
      order.items.length > 0 ? 'strong' : 'some',
      `Order of ${day(order.at)} over ${moneyText(order.total)}.`,
    )
  const terms = events.terms.filter((item) => order === undefined || day(item.at) <= day(order.at))
  if (terms.length > 0)
    add(
      'terms',
      terms.some((item) => item.text !== undefined || item.sha256 !== undefined) ? 'strong' : 'some',
      `Accepted: ${terms.map((item) => `${item.document} ${item.version}`).join(', ')}.`,
    )
  const payment = events.payment.at(-1)
  if (payment !== undefined) add('payment', 'some', `Payment ${payment.references[0]}.`)
  if (payment?.threeDs?.result === 'authenticated')
    add(
      'authentication',
      'strong',
      `3-D Secure: authenticated${payment.threeDs.liabilityShift ? ', liability with the issuer' : ''}.`,
    )
  else if (payment?.avs === 'match' && payment.cvc === 'match') add('authentication', 'some', 'AVS and CVC match.')
  const used = events.usage.filter((item) => order !== undefined && item.at >= order.at)
  if (used.length > 0) add('usage', 'strong', `Used ${used.length} times after the order.`)
  const wrote = events.message.filter((item) => item.direction === 'from-customer' && item.at < disputedAt)
  if (wrote.length > 0) add('messages', 'some', `${wrote.length} messages from the customer before the dispute.`)
  return proofs
}
