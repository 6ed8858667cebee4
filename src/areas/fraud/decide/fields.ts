import type { FraudEvent } from '../events/schema.ts'
import type { Type, Value } from '../language/types.ts'

interface Field {
  type: Type
  get(event: FraudEvent): Value
}

const upper = (text: string | undefined) => text?.toUpperCase()
const text = (get: Field['get']): Field => ({ type: 'text', get })
const number = (get: Field['get']): Field => ({ type: 'number', get })
const boolean = (get: Field['get']): Field => ({ type: 'boolean', get })

type Opinions = NonNullable<FraudEvent['services']>
const worstScore = (services: Opinions): number | undefined => {
  const scores = Object.values(services).flatMap(({ score }) => (score === undefined ? [] : [score]))
  return scores.length === 0 ? undefined : Math.max(...scores)
}
/** Of several services the strictest counts. */
const strictest = (services: Opinions): string | undefined => {
  const given = new Set(Object.values(services).map(({ advice }) => advice))
  return (['decline', 'review', 'approve'] as const).find((advice) => given.has(advice))
}

/** Fields of an event that rules may name. */
export const fields: Readonly<Record<string, Field>> = {
  type: text((event) => event.type),
  merchant: text((event) => event.merchant),
  'customer.id': text((event) => event.customer?.id),
  'customer.email': text((event) => event.customer?.email),
  'customer.name': text((event) => event.customer?.name),
  'customer.phone': text((event) => event.customer?.phone),
  'customer.guest': boolean((event) => event.customer?.guest),
  'order.id': text((event) => event.order?.id),
  'order.amount': number((event) => event.order?.amount),
  'order.currency': text((event) => upper(event.order?.currency)),
  'order.items': number((event) => event.order?.items),
  'order.mostOfOne': number((event) => event.order?.mostOfOne),
  'order.digital': boolean((event) => event.order?.digital),
  'order.giftCard': boolean((event) => event.order?.giftCard),
  'order.gift': boolean((event) => event.order?.gift),
  'order.express': boolean((event) => event.order?.express),
  'order.coupon': text((event) => event.order?.coupon),
  'order.note': text((event) => event.order?.note),
  'billing.name': text((event) => event.billing?.name),
  'billing.country': text((event) => upper(event.billing?.country)),
  'billing.postcode': text((event) => event.billing?.postcode),
  'billing.company': text((event) => event.billing?.company),
  'billing.region': text((event) => event.billing?.region),
  'billing.line1': text((event) => event.billing?.line1),
  'billing.city': text((event) => event.billing?.city),
  'shipping.name': text((event) => event.shipping?.name),
  'shipping.country': text((event) => upper(event.shipping?.country)),
  'shipping.postcode': text((event) => event.shipping?.postcode),
  'shipping.city': text((event) => event.shipping?.city),
  'shipping.company': text((event) => event.shipping?.company),
  'shipping.region': text((event) => event.shipping?.region),
  'shipping.line1': text((event) => event.shipping?.line1),
  'payment.instrument': text((event) => event.payment?.instrument),
  'payment.method': text((event) => event.payment?.method),
  'payment.bin': text((event) => event.payment?.bin),
  'payment.holder': text((event) => event.payment?.holder),
  'payment.issuerCountry': text((event) => upper(event.payment?.issuerCountry)),
  'payment.prepaid': boolean((event) => event.payment?.prepaid),
  'payment.result': text((event) => event.payment?.result),
  'payment.avs': text((event) => event.payment?.avs),
  'payment.cvv': text((event) => event.payment?.cvv),
  'payment.threeDs': text((event) => event.payment?.threeDs),
  'ip.address': text((event) => event.ip?.address),
  'ip.country': text((event) => upper(event.ip?.country)),
  'ip.type': text((event) => event.ip?.type),
  'device.id': text((event) => event.device?.id),
  'device.userAgent': text((event) => event.device?.userAgent),
  'device.browser': text((event) => event.device?.browser),
  'device.language': text((event) => event.device?.language),
  'session.seconds': number((event) => event.session?.seconds),
  'services.score': number((event) => event.services && worstScore(event.services)),
  'services.advice': text((event) => event.services && strictest(event.services)),
  'login.success': boolean((event) => event.login?.success),
  'login.passwordChanged': boolean((event) => event.login?.passwordChanged),
  'billing.latitude': number((event) => event.billing?.latitude),
  'billing.longitude': number((event) => event.billing?.longitude),
  'shipping.latitude': number((event) => event.shipping?.latitude),
  'shipping.longitude': number((event) => event.shipping?.longitude),
  'ip.latitude': number((event) => event.ip?.latitude),
  'ip.longitude': number((event) => event.ip?.longitude),
  'refund.reason': text((event) => event.refund?.reason),
  'refund.amount': number((event) => event.refund?.amount),
}
