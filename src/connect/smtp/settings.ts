import { ShopwardenError } from '../../core/errors.ts'
import type { SmtpSettings } from './session.ts'

/**
 * A mail server by its address: `smtp://host:port` (TLS where it is offered), `smtp+tls://` (TLS or nothing), `smtps://` (TLS
 * from the first byte); user and password as in `smtps://user:pw@host`. A bare `host:port` asks for TLS.
 * @throws SW_SMTP_ADDRESS
 */
export function smtpSettings(address: string): SmtpSettings {
  const text = address.includes('://') ? address : `${address.endsWith(':465') ? 'smtps' : 'smtp+tls'}://${address}`
  const url = URL.canParse(text) ? new URL(text) : undefined
  const secure = url?.protocol === 'smtps:'
  if (!url || !['smtp:', 'smtps:', 'smtp+tls:'].includes(url.protocol) || url.hostname === '')
    throw new ShopwardenError('SW_SMTP_ADDRESS', 'The address of the mail server cannot be understood', {
      fix: 'Give HOST:PORT or smtp://HOST:PORT, e.g. mail.shop.example:587',
    })
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || (secure ? 465 : 25)),
    secure,
    requireTls: url.protocol === 'smtp+tls:',
    ...(url.username !== '' && { user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) }),
  }
}
