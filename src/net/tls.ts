import { connect, type PeerCertificate, type SecureVersion } from 'node:tls'

export const TLS_VERSIONS = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const satisfies readonly SecureVersion[]
export type TlsVersion = (typeof TLS_VERSIONS)[number]

export interface TlsHandshake {
  version: string
  cipher: string
  /** Undefined when the chain verifies, else the reason (X.509 error code). */
  chainError: string | undefined
  certificate: {
    subject: string
    issuer: string
    names: string
    validFrom: string
    validTo: string
    bits: number | undefined
  }
}

const first = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value) ?? ''

function describe(certificate: PeerCertificate): TlsHandshake['certificate'] {
  return {
    subject: first(certificate.subject?.CN),
    issuer: first(certificate.issuer?.O) || first(certificate.issuer?.CN),
    names: certificate.subjectaltname ?? '',
    validFrom: new Date(certificate.valid_from).toISOString(),
    validTo: new Date(certificate.valid_to).toISOString(),
    bits: certificate.bits,
  }
}

/** One handshake, with exactly one protocol version where one is asked for. Resolves to the error's code where it fails. */
export function handshake(target: {
  host: string
  port: number
  version?: TlsVersion
  timeoutMs?: number
  signal: AbortSignal
}): Promise<TlsHandshake | { failed: string }> {
  const { host, port, version, timeoutMs = 5000, signal } = target
  return new Promise((resolve) => {
    const socket = connect({
      host,
      port,
      ...(!/^[\d.]+$|:/.test(host) && { servername: host }),
      rejectUnauthorized: false,
      // Security level 0: OpenSSL would otherwise refuse to even offer the old versions we look for.
      ciphers: 'ALL:@SECLEVEL=0',
      ...(version && { minVersion: version, maxVersion: version }),
    })
    const abort = () => socket.destroy(new Error('ABORTED'))
    const done = (result: TlsHandshake | { failed: string }) => {
      signal.removeEventListener('abort', abort)
      resolve(result)
      socket.destroy()
    }
    signal.addEventListener('abort', abort, { once: true })
    socket.setTimeout(timeoutMs, () => done({ failed: 'ETIMEDOUT' }))
    socket.once('error', (error: NodeJS.ErrnoException) => done({ failed: error.code ?? error.message }))
    socket.once('secureConnect', () =>
      done({
        version: socket.getProtocol() ?? 'unknown',
        cipher: socket.getCipher().name,
        chainError: socket.authorized ? undefined : String(socket.authorizationError ?? 'UNKNOWN'),
        certificate: describe(socket.getPeerCertificate()),
      }),
    )
  })
}
