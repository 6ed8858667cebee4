import { isIP } from 'node:net'
import type { Address } from '../order/common.ts'

/** What of a payment can tie it to an earlier one. */
export const ELEMENTS = ['ip', 'device', 'user-id', 'shipping-address', 'email'] as const
export type Element = (typeof ELEMENTS)[number]

export interface Identifiers {
  ip?: string | undefined
  deviceId?: string | undefined
  deviceFingerprint?: string | undefined
  userId?: string | undefined
  email?: string | undefined
  shippingAddress?: Address | string | undefined
}

/** An IP address in one spelling, so that ::ffff:1.2.3.4 and 1.2.3.4, or 2001:DB8:0::1 and 2001:db8::1, are equal. */
function canonicalIp(ip: string): string | undefined {
  const version = isIP(ip)
  if (version === 4) return ip
  if (version !== 6) return undefined
  const host = new URL(`http://[${ip.replace(/%.*$/, '')}]/`).hostname.slice(1, -1)
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(host)
  if (!mapped) return host
  const [high, low] = [Number.parseInt(mapped[1]!, 16), Number.parseInt(mapped[2]!, 16)]
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`
}

/** Loopback, RFC 1918, link-local and shared addresses: the shop's own proxy, never a customer's address on the internet. */
export const isInternalIp = (ip: string): boolean =>
  /^(10\.|127\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|::1$|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/i.test(
    ip,
  )

const plain = (text: string | undefined) =>
  (text ?? '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** An address in one spelling: letters and digits only. An address without street or without place is none. */
function canonicalAddress(address: Address | string | undefined): string | undefined {
  if (typeof address === 'string') return plain(address).length >= 8 ? plain(address) : undefined
  if (address === undefined) return undefined
  const street = plain(`${address.line1 ?? ''} ${address.line2 ?? ''}`)
  const place = plain(`${address.postcode ?? ''} ${address.city ?? ''}`)
  return street === '' || place === '' ? undefined : `${street}|${place}|${plain(address.country)}`
}

const filled = (text: string | undefined): string | undefined => (text?.trim() ? text.trim() : undefined)

/** Every element that a payment has, in the spelling they are compared in. Device id and fingerprint are one element. */
export function elementValues(of: Identifiers): Map<Element, string[]> {
  const values = new Map<Element, string[]>()
  const put = (element: Element, ...given: (string | undefined)[]) => {
    const found = given.filter((value) => value !== undefined)
    if (found.length > 0) values.set(element, found)
  }
  put('ip', of.ip === undefined ? undefined : canonicalIp(of.ip.trim()))
  put('device', filled(of.deviceId), filled(of.deviceFingerprint))
  put('user-id', filled(of.userId))
  put('email', filled(of.email)?.toLowerCase())
  put('shipping-address', canonicalAddress(of.shippingAddress))
  return values
}

/** Elements that are the same in two payments. Of the device, id may not be compared with fingerprint. */
export function sharedElements(a: Identifiers, b: Identifiers): Element[] {
  const [left, right] = [elementValues(a), elementValues(b)]
  return ELEMENTS.filter((element) => {
    if (element === 'device')
      return (
        (filled(a.deviceId) !== undefined && filled(a.deviceId) === filled(b.deviceId)) ||
        (filled(a.deviceFingerprint) !== undefined && filled(a.deviceFingerprint) === filled(b.deviceFingerprint))
      )
    const [one, other] = [left.get(element)?.[0], right.get(element)?.[0]]
    return one !== undefined && one === other
  })
}
