import { createHmac } from 'node:crypto'
import type { Alert, ChannelKind } from './alert.ts'

export interface Posting {
  method: 'POST' | 'PUT'
  url: string
  headers: Record<string, string>
  body: string
}

/**
 * Signature of a webhook call as Standard Webhooks 1.0 has it: HMAC-SHA-256 over id, second and body, so that neither can be
 * changed and an old call cannot be sent again. Pure.
 */
export function signature(secret: string, id: string, seconds: number, body: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`
}

/** Title, text and link, a line each. */
export const plainText = ({ title, text, link }: Alert): string => [title, text, ...(link ? [link] : [])].join('\n')

/** Slack's escapes for its mrkdwn: nothing that a shop is called may become a link or a mention. */
const slack = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')

/** An alert in the shape that the receiver understands. Pure. */
export function posting(
  kind: Exclude<ChannelKind, 'mail'>,
  target: string,
  secret: string | undefined,
  alert: Alert,
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
      return json({ text: slack(plainText({ ...alert, title: `*${alert.title}*` })), mrkdwn: true })
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
                { type: 'TextBlock', size: 'Medium', weight: 'Bolder', text: alert.title, wrap: true },
                { type: 'TextBlock', text: alert.text, wrap: true },
              ],
              ...(alert.link && { actions: [{ type: 'Action.OpenUrl', title: 'Shopwarden', url: alert.link }] }),
            },
          },
        ],
      })
    case 'matrix':
      // Client-server API v3: the target is …/rooms/{room}/send/m.room.message, the transaction id makes it idempotent.
      return {
        ...json({ msgtype: 'm.text', body: plainText(alert) }, { authorization: `Bearer ${secret ?? ''}` }),
        method: 'PUT',
        url: `${target.replace(/\/$/, '')}/${encodeURIComponent(alert.id)}`,
      }
    case 'webhook': {
      const { id, kind: event, at, shop, title, text, link, data } = alert
      const seconds = Math.floor(now.getTime() / 1000)
      const call = json({ id, type: event, timestamp: at, shop, title, text, link, data })
      return {
        ...call,
        headers: {
          ...call.headers,
          'webhook-id': id,
          'webhook-timestamp': String(seconds),
          ...(secret && { 'webhook-signature': signature(secret, id, seconds, call.body) }),
        },
      }
    }
  }
}
