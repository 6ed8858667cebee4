import { connect } from 'node:tls'
import { describeCertificate, type TlsCertificate } from './tls-scan/certificate.ts'
import { readStaple, type Staple } from './tls-scan/staple.ts'

export interface TlsHandshake {
  version: string
  cipher: string
  /** Undefined when the chain verifies, else the reason (X.509 error code). */
  chainError: string | undefined
  /** Undefined where the server showed none: suites without authentication. */
  certificate: TlsCertificate | undefined
  /** What the server said of its certificate's standing (OCSP stapling, RFC 6066 8). */
  staple: Staple
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
      requestOCSP: true,
    })
    let staple: Staple = 'none'
    const abort = () => socket.destroy(new Error('ABORTED'))
    const timer = setTimeout(() => done({ failed: 'ETIMEDOUT' }), timeoutMs)
    const done = (result: TlsHandshake | { failed: string }) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      resolve(result)
      socket.destroy()
    }
    signal.addEventListener('abort', abort, { once: true })
    socket.once('OCSPResponse', (bytes: Buffer | null) => (staple = readStaple(bytes)))
    socket.on('error', (error: NodeJS.ErrnoException) => done({ failed: error.code ?? error.message }))
    socket.once('secureConnect', () => {
      const shown = socket.getPeerX509Certificate()
      done({
        version: socket.getProtocol() ?? 'unknown',
        cipher: socket.getCipher().name,
        chainError: socket.authorized ? undefined : String(socket.authorizationError ?? 'UNKNOWN'),
        certificate: shown && describeCertificate(shown),
        staple,
      })
    })
  })
}
