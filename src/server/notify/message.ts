import { webhookHeaders } from '../../net/webhook-signature.ts'

export const channelKinds = ['mail', 'webhook', 'slack', 'teams', 'matrix'] as const
export type ChannelKind = (typeof channelKinds)[number]

/** What is told: in words for people, with the event for programs. No personal data, no secrets. */
export interface Message {
  id: string
  kind: string
  at: string
  shop: { id: string; name: string } | undefined
  title: string
  text: string
  link: string
  data: Readonly<Record<string, string | number | boolean>>
}

export interface Posting {
  method: 'POST' | 'PUT'
  url: string
  headers: Record<string, string>
  body: string
}

const plain = ({ title, text, link }: Message) => `${title}\n${text}\n${link}`

/** Slack's escapes for its mrkdwn: nothing that a shop is called may become a link or a mention. */
const slack = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')

/** A message in the shape that the receiver understands. Pure. */
export function posting(
  kind: Exclude<ChannelKind, 'mail'>,
  target: string,
  secret: string,
  message: Message,
  now: Date,
): Posting {
  const json = (body: object, headers: Record<string, string> = {}): Posting => ({
    method: 'POST',
    url: target,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  switch (kind) {
    case 'slack':
      return json({ text: `*${slack(message.title)}*\n${slack(message.text)}\n${message.link}`, mrkdwn: true })
    case 'teams':
      return json({
        type: 'message',
        attachments: [
          {
            contentType: 'application/vnd.microsoft.card.adaptive',
            content: {
              $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
              type: 'AdaptiveCard',
              version: '1.4',
              body: [
                { type: 'TextBlock', size: 'Medium', weight: 'Bolder', text: message.title, wrap: true },
                { type: 'TextBlock', text: message.text, wrap: true },
              ],
              actions: [{ type: 'Action.OpenUrl', title: 'Shopwarden', url: message.link }],
            },
          },
        ],
      })
    case 'matrix':
      // Client-server API v3: the target is …/rooms/{room}/send/m.room.message, the transaction id makes it idempotent.
      return {
        ...json({ msgtype: 'm.text', body: plain(message) }, { authorization: `Bearer ${secret}` }),
        method: 'PUT',
        url: `${target.replace(/\/$/, '')}/${encodeURIComponent(message.id)}`,
      }
    case 'webhook': {
      const { id, kind: event, at, shop, title, text, link, data } = message
      const call = json({ id, type: event, timestamp: at, shop, title, text, link, data })
      return {
        ...call,
        headers: { ...call.headers, ...webhookHeaders(secret, id, now, call.body) },
      }
    }
  }
}
