import { ShopwardenError } from '../../core/errors.ts'
import { type Options, textOf } from '../../core/options.ts'
import type { SmtpSettings } from './session.ts'
import { smtpSettings } from './settings.ts'

/** Options of every verb that sends mail. */
export const mailServerOptions = [
  { flags: '--smtp <host:port>', description: 'mail server; the password is read from SMTP_PASSWORD' },
  { flags: '--smtp-user <name>', description: 'user at the mail server' },
  { flags: '--plain', description: 'allow a mail server without TLS (on this machine)' },
] as const

/**
 * The mail server of --smtp, else the one that the server of Shopwarden itself uses (SHOPWARDEN_MAIL_SERVER).
 * @throws SW_CLI_OPTION, SW_SMTP_ADDRESS
 */
export function mailServerFrom(options: Options, env: NodeJS.ProcessEnv): SmtpSettings {
  const given = textOf(options, 'smtp') ?? (env['SHOPWARDEN_MAIL_SERVER'] || undefined)
  if (given === undefined)
    throw new ShopwardenError('SW_CLI_OPTION', 'It is not said which mail server to use', {
      fix: 'Add --smtp HOST:PORT, e.g. --smtp mail.shop.example:587; the password is read from SMTP_PASSWORD. On a server: set mailServer in its configuration.',
    })
  const settings = smtpSettings(given)
  const user = textOf(options, 'smtpUser')
  const password = env['SMTP_PASSWORD']
  return {
    ...settings,
    requireTls: settings.requireTls && options['plain'] !== true,
    ...(user !== undefined && { user }),
    ...(password !== undefined && { password }),
  }
}
