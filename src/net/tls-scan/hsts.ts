import { request } from 'node:https'

const maxHeaderBytes = 16_384

/**
 * The Strict-Transport-Security header of the start page, whatever the certificate: empty where it is missing, undefined where no
 * answer came within five seconds. Redirects are not followed: each host speaks for itself (RFC 6797 7.1).
 */
export function readHsts(host: string, port: number, signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve) => {
    const asked = request({
      host,
      port,
      path: '/',
      method: 'GET',
      agent: false,
      rejectUnauthorized: false,
      ciphers: 'ALL:@SECLEVEL=0',
      minVersion: 'TLSv1',
      maxHeaderSize: maxHeaderBytes,
      signal: AbortSignal.any([signal, AbortSignal.timeout(5000)]),
      headers: { 'user-agent': 'Shopwarden', accept: 'text/html' },
    })
    asked.once('response', (response) => {
      resolve((response.headers['strict-transport-security'] ?? '').slice(0, 500))
      response.destroy()
    })
    asked.on('error', () => resolve(undefined))
    asked.end()
  })
}
