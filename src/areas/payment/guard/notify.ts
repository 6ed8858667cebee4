import { createHmac } from 'node:crypto'
import MailComposer from 'nodemailer/lib/mail-composer'
import { type SmtpSettings, SmtpSession } from '../../../connect/smtp/session.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import type { HttpClient } from '../../../core/http.ts'

/** What somebody is told: never card data, never page content beyond hosts and places. */
export interface Message {
  url: string
  at: string
  subject: string
  lines: string[]
}

/** Tells somebody; throws when that failed, so that it is tried again with the next watch. */
export interface Notifier {
  name: string
  send(message: Message): Promise<void>
}

/** Posts the message as JSON. With a secret, `x-shopwarden-signature` is the HMAC-SHA-256 of the body in hex. */
export function webhookNotifier(address: string, secret: string | undefined, http: HttpClient): Notifier {
  return {
    name: `webhook ${new URL(address).host}`,
    async send(message) {
      const body = JSON.stringify({ kind: 'payment.alert', ...message })
      const signature = secret ? createHmac('sha256', secret).update(body).digest('hex') : undefined
      const response = await http.request(address, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', ...(signature && { 'x-shopwarden-signature': signature }) },
        timeoutMs: 10_000,
      })
      if (response.status >= 300)
        throw new ShopwardenError('SW_PAYMENT_WEBHOOK', `The webhook answered with status ${response.status}`, {
          where: new URL(address).host,
          fix: 'Check its address and what it accepts.',
        })
    },
  }
}

/** Sends the message by mail. */
export function mailNotifier(settings: SmtpSettings, from: string, to: string): Notifier {
  return {
    name: `mail to ${to}`,
    async send(message) {
      const text = `${message.lines.join('\n')}\n\n${message.url}\nSeen at ${message.at} by Shopwarden.\n`
      const made = new MailComposer({ from, to, subject: message.subject, text, date: new Date(message.at) })
      const bytes = await new Promise<Buffer>((resolve, reject) =>
        made.compile().build((error, result) => (error ? reject(error) : resolve(result))),
      )
      const session = await SmtpSession.open({ timeoutMs: 30_000, ...settings })
      try {
        const outcome = await session.send(from, to, bytes, async () => undefined)
        if (outcome.kind !== 'accepted')
          throw new ShopwardenError('SW_PAYMENT_MAIL', `The mail server did not take the alert (${outcome.kind})`, {
            where: settings.host,
            fix: 'Check sender and recipient.',
          })
      } finally {
        session.close()
      }
    },
  }
}
