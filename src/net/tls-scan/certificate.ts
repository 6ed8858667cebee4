import type { X509Certificate } from 'node:crypto'

export interface TlsCertificate {
  subject: string
  issuer: string
  names: string
  /** ISO dates; empty where the certificate holds none that can be read. */
  validFrom: string
  validTo: string
  bits: number | undefined
  /** Kind of key: rsa, ec, ed25519 … */
  key: string | undefined
  /** Algorithm of the signature, as OpenSSL names it. */
  signature: string | undefined
  /** The certificate says that it is to be shown with a staple only (RFC 7633). */
  mustStaple: boolean
}

const field = (lines: string | undefined, name: string) =>
  lines
    ?.split('\n')
    .find((line) => line.startsWith(`${name}=`))
    ?.slice(name.length + 1)
    .slice(0, 500) ?? ''
const iso = (date: Date | undefined) => (date && !Number.isNaN(date.getTime()) ? date.toISOString() : '')
/** DER of the object identifier 1.3.6.1.5.5.7.1.24 (TLS feature). */
const tlsFeature = Buffer.from('06082b06010505070118', 'hex')

/** A hostile certificate may be odd in any part: what cannot be read is left out. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

const curveBits: Readonly<Record<string, number>> = { prime192v1: 192, prime256v1: 256 }

export function describeCertificate(certificate: X509Certificate): TlsCertificate {
  const subject = attempt(() => certificate.subject)
  const issuer = attempt(() => certificate.issuer)
  const key = attempt(() => certificate.publicKey)
  const { modulusLength, namedCurve = '' } = key?.asymmetricKeyDetails ?? {}
  return {
    subject: field(subject, 'CN'),
    issuer: field(issuer, 'O') || field(issuer, 'CN'),
    names: (attempt(() => certificate.subjectAltName) ?? '').slice(0, 10_000),
    validFrom: iso(attempt(() => certificate.validFromDate)),
    validTo: iso(attempt(() => certificate.validToDate)),
    bits: modulusLength ?? curveBits[namedCurve] ?? (Number(/\d{3}/.exec(namedCurve)?.[0]) || undefined),
    key: key?.asymmetricKeyType,
    signature: attempt(() => certificate.signatureAlgorithm),
    mustStaple: certificate.raw.includes(tlsFeature),
  }
}
