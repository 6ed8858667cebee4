import { createHmac } from 'node:crypto'

/**
 * Headers of a signed webhook call as Standard Webhooks 1.0 has it: HMAC-SHA-256 over id, second and body, so that neither can
 * be changed and an old call cannot be sent again. `secret` is base64, with or without `whsec_`. Pure.
 */
export function webhookHeaders(secret: string, id: string, now: Date, body: string): Record<string, string> {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const seconds = Math.floor(now.getTime() / 1000)
  return {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`,
  }
}
