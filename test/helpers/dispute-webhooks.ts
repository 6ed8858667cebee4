import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { adyenSigned } from '../../src/areas/disputes/intake/signature.ts'

export const secrets = {
  stripe: 'whsec_test',
  adyen: '44782def547aaa06c910c43932b1eb0c71fc68d9d0c057550c48ec2acf6ba056',
  paypal: 'WH-TEST',
  easypost: 'ép',
  aftership: 'as',
}
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
export const paypalPublicKey = keys.publicKey.export({ type: 'spki', format: 'pem' }) as string

export interface Webhook {
  body: Buffer
  headers: Record<string, string>
}

const seconds = (at: string) => Math.floor(Date.parse(at) / 1000)

export interface StripeDispute {
  id: string
  charge: string
  amount: number
  currency: string
  created: string
  status?: string
  reason?: string
  code?: string
  brand?: string
  due?: string
}

/** `charge.dispute.*`, signed now. */
export function stripeWebhook(
  type: string,
  eventId: string,
  at: string,
  dispute: StripeDispute,
  now: Date,
  secret = secrets.stripe,
): Webhook {
  const object = {
    id: dispute.id,
    object: 'dispute',
    amount: dispute.amount,
    currency: dispute.currency.toLowerCase(),
    charge: dispute.charge,
    payment_intent: null,
    created: seconds(dispute.created),
    reason: dispute.reason ?? 'fraudulent',
    status: dispute.status ?? 'needs_response',
    evidence_details: {
      due_by: dispute.due ? seconds(dispute.due) : null,
      has_evidence: false,
      past_due: false,
      submission_count: 0,
    },
    payment_method_details: {
      type: 'card',
      card: { brand: dispute.brand ?? 'visa', network_reason_code: dispute.code ?? '10.4', case_type: 'chargeback' },
    },
    livemode: true,
  }
  return stripeSigned(
    { id: eventId, object: 'event', api_version: '2026-09-30.endive', type, created: seconds(at), data: { object } },
    now,
    secret,
  )
}

export function stripeSigned(event: object, now: Date, secret = secrets.stripe): Webhook {
  const body = Buffer.from(JSON.stringify(event))
  const time = Math.floor(now.getTime() / 1000)
  return {
    body,
    headers: {
      'stripe-signature': `t=${time},v1=${createHmac('sha256', secret).update(`${time}.${body.toString()}`).digest('hex')},v0=old`,
    },
  }
}

export interface AdyenDispute {
  id: string
  payment: string
  order?: string
  amount: number
  currency: string
  at: string
  due?: string
  code?: string
  status?: string
  method?: string
}

export function adyenWebhook(eventCode: string, dispute: AdyenDispute, key = secrets.adyen): Webhook {
  const item = {
    additionalData: {
      chargebackReasonCode: dispute.code ?? '13.1',
      chargebackSchemeCode: dispute.method ?? 'visa',
      disputeStatus: dispute.status ?? 'Undefended',
      ...(dispute.due && { defensePeriodEndsAt: dispute.due }),
    } as Record<string, string>,
    amount: { currency: dispute.currency, value: dispute.amount },
    eventCode,
    eventDate: dispute.at,
    merchantAccountCode: 'ShopECOM',
    merchantReference: dispute.order ?? '',
    originalReference: dispute.payment,
    paymentMethod: dispute.method ?? 'visa',
    pspReference: dispute.id,
    reason: 'Merchandise/Services Not Received',
    success: 'true',
  }
  item.additionalData['hmacSignature'] = createHmac('sha256', Buffer.from(key, 'hex'))
    .update(adyenSigned(item))
    .digest('base64')
  return {
    body: Buffer.from(JSON.stringify({ live: 'false', notificationItems: [{ NotificationRequestItem: item }] })),
    headers: {},
  }
}

export interface PayPalDispute {
  id: string
  payment: string
  value: string
  currency: string
  created: string
  updated?: string
  due?: string
  reason?: string
  status?: string
  outcome?: string
  stage?: string
}

export function paypalWebhook(type: string, eventId: string, dispute: PayPalDispute): Webhook {
  const event = {
    id: eventId,
    event_version: '1.0',
    create_time: dispute.updated ?? dispute.created,
    resource_type: 'dispute',
    event_type: type,
    resource: {
      dispute_id: dispute.id,
      create_time: dispute.created,
      update_time: dispute.updated ?? dispute.created,
      disputed_transactions: [{ seller_transaction_id: dispute.payment }],
      reason: dispute.reason ?? 'MERCHANDISE_OR_SERVICE_NOT_RECEIVED',
      status: dispute.status ?? 'WAITING_FOR_SELLER_RESPONSE',
      dispute_amount: { currency_code: dispute.currency, value: dispute.value },
      dispute_life_cycle_stage: dispute.stage ?? 'CHARGEBACK',
      ...(dispute.outcome && { dispute_outcome: { outcome_code: dispute.outcome } }),
      ...(dispute.due && { seller_response_due_date: dispute.due }),
    },
  }
  const body = Buffer.from(JSON.stringify(event))
  const [id, time] = ['69cd13f0-d67a-11e5-baa3-778b53f4ae55', event.create_time]
  return {
    body,
    headers: {
      'paypal-transmission-id': id,
      'paypal-transmission-time': time,
      'paypal-transmission-sig': sign(
        'sha256',
        Buffer.from(`${id}|${time}|${secrets.paypal}|${crc32(body)}`),
        keys.privateKey,
      ).toString('base64'),
      'paypal-cert-url': 'https://api.paypal.com/v1/notifications/certs/CERT-360caa42',
      'paypal-auth-algo': 'SHA256withRSA',
    },
  }
}
