import { spawn } from 'node:child_process'
import MailComposer from 'nodemailer/lib/mail-composer'
import { ShopwardenError } from '../../core/errors.ts'
import type { HttpClient } from '../../core/http.ts'
import { SmtpSession, type SmtpSettings } from '../smtp/session.ts'
import type { Alert, Channel, ChannelKind } from './alert.ts'
import { plainText, posting } from './posting.ts'

const deadlineMs = 15_000

/** Posts to an address. `secret`: what signs a webhook (Standard Webhooks), or the access token of Matrix. */
export function httpChannel(
  kind: Exclude<ChannelKind, 'mail'>,
  target: string,
  secret: string | undefined,
  http: HttpClient,
  now: () => Date,
): Channel {
  const { host } = new URL(target)
  return {
    name: `${kind} ${host}`,
    async send(alert) {
      const { method, url, headers, body } = posting(kind, target, secret, alert, now())
      const answer = await http.request(url, { method, headers, body, timeoutMs: deadlineMs, maxBytes: 10_000 })
      if (answer.status < 200 || answer.status > 299)
        throw new ShopwardenError('SW_ALERT_WEBHOOK', `The receiver answered ${answer.status}`, {
          where: host,
          fix: 'Check its address and what it accepts.',
        })
    },
  }
}

/** The alert as a mail of plain text; what automatic answers look at says that no person wrote it (RFC 3834). */
function mailOf(from: string, to: string, alert: Alert, now: Date): Promise<Buffer> {
  const mail = new MailComposer({
    from: { name: 'Shopwarden', address: from },
    to,
    subject: alert.title,
    text: `${plainText(alert)}\n\nSeen at ${alert.at} by Shopwarden.\n`,
    date: now,
    messageId: `<${alert.id}@${from.split('@')[1]}>`,
    headers: { 'Auto-Submitted': 'auto-generated' },
  })
  return new Promise((resolve, reject) =>
    mail.compile().build((error, bytes) => (error ? reject(error) : resolve(bytes))),
  )
}

/** Sends by mail. */
export function mailChannel(settings: SmtpSettings, from: string, to: string, now: () => Date): Channel {
  return {
    name: `mail to ${to}`,
    async send(alert) {
      const bytes = await mailOf(from, to, alert, now())
      const session = await SmtpSession.open({ timeoutMs: 2 * deadlineMs, ...settings })
      try {
        const outcome = await session.send(from, to, bytes, async () => undefined)
        if (outcome.kind !== 'accepted')
          throw new ShopwardenError(
            'SW_ALERT_MAIL',
            `The mail was not taken: ${outcome.kind === 'rejected' ? outcome.reply : outcome.reason}`,
            { where: settings.host, fix: 'Check sender and recipient.' },
          )
      } finally {
        session.close()
      }
    },
  }
}

/** Runs a program with the alert as JSON on its standard input; no shell is involved. */
export function programChannel(program: string): Channel {
  return {
    name: `program ${program}`,
    send: (alert) =>
      new Promise((resolve, reject) => {
        const child = spawn(program, [], { stdio: ['pipe', 'ignore', 'ignore'], timeout: deadlineMs })
        child.on('error', reject)
        child.on('exit', (code) =>
          code === 0
            ? resolve()
            : reject(
                new ShopwardenError('SW_ALERT_PROGRAM', `The program ended with status ${code ?? 'of a signal'}`, {
                  where: program,
                }),
              ),
        )
        // A program that does not read its input is no fault.
        child.stdin.on('error', () => undefined)
        child.stdin.end(`${JSON.stringify(alert)}\n`)
      }),
  }
}
