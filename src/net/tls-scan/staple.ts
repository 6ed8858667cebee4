/** Standing of a certificate as the answer stapled to the handshake gives it. */
export type Staple = 'none' | 'unreadable' | 'good' | 'revoked' | 'unknown'

interface Item {
  tag: number
  body: Buffer
  next: number
}

/** One DER item (X.690 8.1) at a place; undefined where the bytes are none. */
function item(bytes: Buffer, at: number): Item | undefined {
  const tag = bytes[at]
  let length = bytes[at + 1]
  if (tag === undefined || length === undefined) return undefined
  let start = at + 2
  if (length > 0x80) {
    const size = length & 0x7f
    if (size > 4 || start + size > bytes.length) return undefined
    length = bytes.readUIntBE(start, size)
    start += size
  }
  return start + length > bytes.length
    ? undefined
    : { tag, body: bytes.subarray(start, start + length), next: start + length }
}

function items(bytes: Buffer): Item[] {
  const found: Item[] = []
  for (let at = 0; at < bytes.length && found.length < 100; ) {
    const one = item(bytes, at)
    if (one === undefined) break
    found.push(one)
    at = one.next
  }
  return found
}

const inside = (outer: Item | undefined, tag: number) => outer && items(outer.body).find((one) => one.tag === tag)

/**
 * Status of the first certificate in an OCSP response (RFC 6960 4.2.1). The signature is not verified: the server that sends it
 * is the one being judged, and it gains nothing from calling itself revoked.
 */
export function readStaple(bytes: Buffer | null | undefined): Staple {
  if (!bytes || bytes.length === 0) return 'none'
  const response = item(bytes, 0)
  const status = inside(response, 0x0a)
  if (status?.body[0] !== 0) return 'unreadable'
  const octets = inside(inside(inside(response, 0xa0), 0x30), 0x04)
  const basic = octets && item(octets.body, 0)
  const data = basic && items(basic.body)[0]
  // version [0], responderID [1] or [2], producedAt, responses
  const responses = inside(data, 0x30)
  const single = responses && items(responses.body)[0]
  const standing = single && items(single.body)[1]
  const kinds: Record<number, Staple> = { 0x80: 'good', 0xa1: 'revoked', 0x82: 'unknown' }
  return kinds[standing?.tag ?? 0] ?? 'unreadable'
}
