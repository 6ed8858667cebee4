import { elementValues } from './elements.ts'
import type { DisputedPayment } from './schema.ts'

export interface TrustVerdict {
  qualifies: boolean
  /** What was found in each of the three categories. */
  device: string[]
  delivery: string[]
  identity: string[]
  why: string[]
  cautions: string[]
}

/**
 * Mastercard First-Party Trust: a claim of fraud (4837) for which the shop can give at least one element of each of three
 * categories: device identity, proof of delivery, and a further factor of identity that was not already used. Source:
 * b2b.mastercard.com, "How Mastercard's First-Party Trust program will combat the surging trend in first-party fraud".
 * Whether the shop takes part (data at authorisation, or through Consumer Clarity before the dispute) only it and its acquirer know.
 */
export function qualifyFirstPartyTrust(disputed: DisputedPayment, delivered: boolean): TrustVerdict {
  const values = elementValues(disputed)
  const device = [
    ...(values.has('ip') ? ['ip'] : []),
    ...(disputed.deviceId ? ['device-id'] : []),
    ...(disputed.deviceFingerprint ? ['device-fingerprint'] : []),
  ]
  const delivery = [
    ...(delivered && values.has('shipping-address') ? ['shipping-address'] : []),
    ...(disputed.kind === 'services' && values.has('email') ? ['email'] : []),
  ]
  const used = new Set([device[0], delivery[0]])
  const identity = [
    ...(values.has('user-id') ? ['account-id'] : []),
    ...(values.has('email') ? ['email'] : []),
    ...(device.includes('ip') && device[0] !== 'ip' ? ['ip'] : []),
  ].filter((item) => !used.has(item))
  const why = [
    ...(disputed.network === 'mastercard' ? [] : ['It is no Mastercard payment.']),
    ...(disputed.reasonCode === '4837' ? [] : ['The reason is not 4837 (no cardholder authorisation).']),
    ...(device.length > 0 ? [] : ['Neither IP address nor device was kept.']),
    ...(delivery.length > 0 ? [] : ['There is no proof of delivery to an address.']),
    ...(identity.length > 0 ? [] : ['There is no further factor of identity (account id, e-mail address).']),
  ]
  return {
    qualifies: why.length === 0,
    device,
    delivery,
    identity,
    why,
    cautions:
      why.length === 0
        ? [
            'It helps only where the shop takes part in the programme; ask the acquirer. The liability shift began in the United States.',
          ]
        : [],
  }
}
