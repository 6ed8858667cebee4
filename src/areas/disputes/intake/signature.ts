import { createHmac, createPublicKey, timingSafeEqual, verify, X509Certificate } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { ShopwardenError } from '../../../core/errors.ts'

export type Headers = Readonly<Record<string, string | undefined>>

const forged = (provider: string, why: string, fix: string) =>
  new ShopwardenError('SW_DISPUTES_SIGNATURE', `A message that says it is from ${provider} was refused: ${why}`, {
    fix,
  })

/** Constant-time comparison of two texts; unequal lengths are unequal. */
function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/**
 * Stripe: `stripe-signature: t=…,v1=…`, HMAC-SHA-256 of `t.body`; not older than five minutes.
 * Source: docs.stripe.com/webhooks, "Verify webhook signatures manually".
 */
export function verifyStripe(body: string, headers: Headers, secret: string, now: Date, toleranceSeconds = 300): void {
  const parts = (headers['stripe-signature'] ?? '').split(',').map((part) => part.trim().split('=', 2))
  const time = parts.find(([name]) => name === 't')?.[1]
  const given = parts.flatMap(([name, value]) => (name === 'v1' && value ? [value] : []))
  const fix = 'Check STRIPE_WEBHOOK_SECRET (whsec_…) of this endpoint, and the clock of this machine.'
  if (time === undefined || !/^\d{1,12}$/.test(time) || given.length === 0)
    throw forged('Stripe', 'it has no signature', fix)
  const wanted = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')
  if (!given.some((value) => same(value, wanted))) throw forged('Stripe', 'the signature is wrong', fix)
  if (Math.abs(now.getTime() / 1000 - Number(time)) > toleranceSeconds)
    throw forged('Stripe', 'it was signed too long ago (a replay)', fix)
}

interface AdyenItem {
  pspReference?: string | undefined
  originalReference?: string | undefined
  merchantAccountCode?: string | undefined
  merchantReference?: string | undefined
  amount?: { value?: number | undefined; currency?: string | undefined } | undefined
  eventCode?: string | undefined
  success?: string | boolean | undefined
  additionalData?: Record<string, string | undefined> | undefined
}

/** What Adyen signs of a notification. Source: docs.adyen.com/development-resources/webhooks/verify-hmac-signatures */
export const adyenSigned = (item: AdyenItem): string =>
  [
    item.pspReference,
    item.originalReference,
    item.merchantAccountCode,
    item.merchantReference,
    item.amount?.value,
    item.amount?.currency,
    item.eventCode,
    item.success,
  ]
    .map((part) => String(part ?? ''))
    .join(':')

/** Adyen: HMAC-SHA-256 with a key in hexadecimal over eight fields, base64, in `additionalData.hmacSignature`. */
export function verifyAdyen(item: AdyenItem, keyHex: string): void {
  const fix = 'Check ADYEN_HMAC_KEY: it is 64 hexadecimal digits, from the webhook in the Customer Area.'
  const given = item.additionalData?.['hmacSignature']
  if (!given) throw forged('Adyen', 'it has no signature', fix)
  const wanted = createHmac('sha256', Buffer.from(keyHex, 'hex')).update(adyenSigned(item)).digest('base64')
  if (!same(given, wanted)) throw forged('Adyen', 'the signature is wrong', fix)
}

/** Whether PayPal's certificate may be fetched from there: only from PayPal itself. */
export function isPayPalCertUrl(url: string): boolean {
  try {
    const { protocol, hostname, port, username } = new URL(url)
    return (
      protocol === 'https:' &&
      port === '' &&
      username === '' &&
      (hostname === 'paypal.com' || hostname.endsWith('.paypal.com'))
    )
  } catch {
    return false
  }
}

/**
 * PayPal: RSA with SHA-256 over `transmission id|time|webhook id|CRC32 of the body`, with the certificate named in the headers.
 * Source: developer.paypal.com/api/rest/webhooks/rest, "Self verification method".
 * @param certificate PEM of the certificate (or its public key), fetched from a PayPal host over TLS
 */
export function verifyPayPal(body: Buffer, headers: Headers, webhookId: string, certificate: string, now: Date): void {
  const fix = 'Check PAYPAL_WEBHOOK_ID: it is shown beside the webhook in the developer dashboard.'
  const [id, time, signature] = [
    headers['paypal-transmission-id'],
    headers['paypal-transmission-time'],
    headers['paypal-transmission-sig'],
  ]
  if (!id || !time || !signature) throw forged('PayPal', 'it has no signature', fix)
  if ((headers['paypal-auth-algo'] ?? 'SHA256withRSA') !== 'SHA256withRSA')
    throw forged('PayPal', 'its algorithm is not SHA256withRSA', fix)
  if (certificate.includes('BEGIN CERTIFICATE')) {
    const { validFrom, validTo, subject } = new X509Certificate(certificate)
    if (now < new Date(validFrom) || now > new Date(validTo))
      throw forged('PayPal', 'its certificate is not valid now', fix)
    if (!/paypal\.com/i.test(subject)) throw forged('PayPal', "its certificate is not PayPal's", fix)
  }
  const signed = Buffer.from(`${id}|${time}|${webhookId}|${crc32(body)}`)
  if (!verify('sha256', signed, createPublicKey(certificate), Buffer.from(signature, 'base64')))
    throw forged('PayPal', 'the signature is wrong', fix)
}

/** EasyPost: `hmac-sha256-hex=` before the HMAC of the body; the secret is NFKD-normalised. Source: docs.easypost.com/guides/webhooks-guide */
export function verifyEasyPost(body: string, headers: Headers, secret: string): void {
  const wanted = `hmac-sha256-hex=${createHmac('sha256', secret.normalize('NFKD')).update(body).digest('hex')}`
  if (!same(headers['x-hmac-signature'] ?? '', wanted))
    throw forged('EasyPost', 'the signature is wrong', 'Check EASYPOST_WEBHOOK_SECRET.')
}

/** AfterShip: base64 HMAC-SHA-256 of the body. Source: aftership.com/docs/tracking/webhook/webhook-signature */
export function verifyAfterShip(body: string, headers: Headers, secret: string): void {
  const wanted = createHmac('sha256', secret).update(body).digest('base64')
  if (!same(headers['aftership-hmac-sha256'] ?? '', wanted))
    throw forged('AfterShip', 'the signature is wrong', 'Check AFTERSHIP_WEBHOOK_SECRET.')
}
