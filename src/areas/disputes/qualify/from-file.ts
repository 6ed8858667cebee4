import type { Dispute } from '../intake/schema.ts'
import type { OrderFile } from '../order/file.ts'
import type { DisputedPayment, EarlierPayment } from './schema.ts'

const descriptionOf = ({ events }: OrderFile): string | undefined => {
  const items = events.order.at(-1)?.items ?? []
  const text = items
    .map((item) => `${item.quantity} x ${item.name}${item.description ? ` (${item.description})` : ''}`)
    .join('; ')
  return text === '' ? undefined : text.slice(0, 20_000)
}

/** What an order's file says of who bought. Terms accepted and use of the goods carry the address too, where the order does not. */
function identifiers({ events }: OrderFile) {
  const order = events.order.at(-1)
  return {
    ip: order?.ip ?? events.terms.find((item) => item.ip !== undefined)?.ip,
    deviceId: order?.device?.id,
    deviceFingerprint: order?.device?.fingerprint,
    userId: order?.customer?.id,
    email: order?.customer?.email,
    shippingAddress: order?.shipping ?? events.shipment.find((item) => item.to !== undefined)?.to,
  }
}

/** The disputed payment as the qualification engine reads it, from the order's file and the dispute. */
export function disputedFrom(file: OrderFile, dispute: Dispute): DisputedPayment {
  const payment =
    file.events.payment.find((item) => item.references.includes(dispute.payment ?? '')) ?? file.events.payment.at(-1)
  const order = file.events.order.at(-1)
  return {
    id: file.order,
    at: payment?.at ?? order?.at,
    credential: payment?.instrument,
    amount: order?.total ?? dispute.amount,
    description: descriptionOf(file),
    descriptor: payment?.descriptor ?? order?.descriptor,
    network: dispute.network ?? payment?.network,
    reasonCode: dispute.reasonCode,
    disputedAt: dispute.openedAt,
    kind: order?.digital ? 'services' : 'merchandise',
    ...identifiers(file),
  }
}

/** An earlier order of the same card. `disputed` holds the payments that were ever disputed. */
export function earlierFrom(file: OrderFile, disputed: ReadonlySet<string>): EarlierPayment | undefined {
  const payment = file.events.payment.at(-1)
  if (payment === undefined) return undefined
  return {
    id: file.order,
    at: payment.at,
    credential: payment.instrument,
    amount: payment.amount ?? file.events.order.at(-1)?.total,
    description: descriptionOf(file),
    descriptor: payment.descriptor,
    kind: 'purchase',
    paid: true,
    disputed: payment.references.some((reference) => disputed.has(reference)),
    fraudReported: file.events['fraud-report'].length > 0,
    arn: payment.arn,
    charge: payment.references.find((reference) => /^(ch|py)_/.test(reference)),
    ...identifiers(file),
  }
}
