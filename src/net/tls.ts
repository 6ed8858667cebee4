import { connect, type PeerCertificate } from 'node:tls'

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

/** One handshake with whatever version the server likes best. Resolves to the error's code where it fails. */
export function handshake(target: {
  host: string
  port: number
  timeoutMs?: number
  signal: AbortSignal
}): Promise<TlsHandshake | { failed: string }> {
  const { host, port, timeoutMs = 5000, signal } = target
  return new Promise((resolve) => {
    const socket = connect({
      host,
      port,
      ...(!/^[\d.]+$|:/.test(host) && { servername: host }),
      rejectUnauthorized: false,
      // Security level 0: OpenSSL would otherwise refuse to even offer the old versions we look for.
      ciphers: 'ALL:@SECLEVEL=0',
      minVersion: 'TLSv1',
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
