import { SmtpSession } from '../../connect/smtp/session.ts'
import { smtpSettings } from '../../connect/smtp/settings.ts'
import { ShopwardenError } from '../../core/errors.ts'
import { createHttpClient } from '../../net/http-client.ts'
import type { ChannelTable } from '../../store/server-tables.ts'
import type { House } from '../house.ts'
import { clientLimits } from '../shops/clients.ts'
import { type ChannelKind, type Message, posting } from './message.ts'

/** One header line: no line break that somebody put into a name can begin another header. */
const headerText = (text: string) => `=?UTF-8?B?${Buffer.from(text.replace(/[\r\n]+/g, ' ')).toString('base64')}?=`

function mailOf(from: string, to: string, message: Message, now: Date): string {
  const body = Buffer.from(`${message.title}\n\n${message.text}\n\n${message.link}\n`)
    .toString('base64')
    .replace(/(.{76})/g, '$1\r\n')
  return [
    `From: Shopwarden <${from}>`,
    `To: <${to}>`,
    `Subject: ${headerText(message.title)}`,
    `Date: ${now.toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${message.id}@${from.split('@')[1]}>`,
    'Auto-Submitted: auto-generated',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    body,
  ].join('\r\n')
}

async function sendMail(house: House, to: string, message: Message): Promise<void> {
  const { mailFrom, mailServer } = house.config
  if (mailFrom === undefined || mailServer === undefined)
    throw new ShopwardenError('SW_SERVER_MAIL', 'No mail server is set up', {
      fix: 'Set mailFrom and mailServer in the configuration of the server.',
    })
  const session = await SmtpSession.open({ ...smtpSettings(mailServer), timeoutMs: 20_000 })
  try {
    const outcome = await session.send(
      mailFrom,
      to,
      Buffer.from(mailOf(mailFrom, to, message, house.now())),
      async () => undefined,
    )
    if (outcome.kind !== 'accepted')
      throw new ShopwardenError(
        'SW_SERVER_MAIL',
        `The mail was not taken: ${outcome.kind === 'rejected' ? outcome.reply : outcome.reason}`,
      )
  } finally {
    session.close()
  }
}

/** Sends a message to a channel. @throws where it was not taken, with the reason */
export async function send(house: House, channel: ChannelTable, message: Message): Promise<void> {
  if (channel.kind === 'mail') return sendMail(house, channel.target, message)
  const secret = channel.secret === null ? '' : (house.sealer.open(channel.secret, `channel ${channel.id}`) ?? '')
  const call = posting(channel.kind as Exclude<ChannelKind, 'mail'>, channel.target, secret, message, house.now())
  const { allowPrivate } = await clientLimits(house.workspace, channel.client)
  const http = createHttpClient({ hosts: new Set([new URL(call.url).hostname]), allowPrivateAddresses: allowPrivate })
  const answer = await http.request(call.url, {
    method: call.method,
    headers: call.headers,
    body: call.body,
    timeoutMs: 15_000,
    maxBytes: 10_000,
  })
  if (answer.status < 200 || answer.status > 299)
    throw new ShopwardenError('SW_SERVER_WEBHOOK', `The receiver answered ${answer.status}`, {
      where: new URL(call.url).host,
    })
}
