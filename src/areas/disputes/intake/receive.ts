import { z } from 'zod'
import { aftershipTracking, fromAfterShip } from '../../../connect/aftership/aftership.ts'
import { easypostTracker, fromEasyPost } from '../../../connect/easypost/easypost.ts'
import type { Tracking } from '../../../connect/tracking.ts'
import { describeError, type ErrorCode, ShopwardenError } from '../../../core/errors.ts'
import type { Reasons } from '../qualify/reasons.ts'
import { takeMessage } from '../records/cases.ts'
import type { Room } from '../records/room.ts'
import { takeTracking } from '../records/tracking.ts'
import { adyenMessage, readAdyen } from './adyen.ts'
import { readPayPal } from './paypal.ts'
import type { Message } from './schema.ts'
import {
  type Headers,
  isPayPalCertUrl,
  verifyAdyen,
  verifyAfterShip,
  verifyEasyPost,
  verifyPayPal,
  verifyStripe,
} from './signature.ts'
import { readStripe } from './stripe.ts'

/** Secrets of the endpoints; a provider without one takes no messages. */
export interface Secrets {
  stripe?: string | undefined
  /** Hexadecimal. */
  adyen?: string | undefined
  /** Id of the webhook at PayPal. */
  paypal?: string | undefined
  easypost?: string | undefined
  aftership?: string | undefined
}
/** Secrets by the names of their keys. */
export const secretsFrom = (keys: Readonly<Record<string, string | undefined>>): Secrets => ({
  stripe: keys['STRIPE_WEBHOOK_SECRET'],
  adyen: keys['ADYEN_HMAC_KEY'],
  paypal: keys['PAYPAL_WEBHOOK_ID'],
  easypost: keys['EASYPOST_WEBHOOK_SECRET'],
  aftership: keys['AFTERSHIP_WEBHOOK_SECRET'],
})

export interface Receiving {
  room: Room
  reasons: Reasons
  secrets: Secrets
  now(): Date
  /** PayPal's certificate; only ever asked for addresses at PayPal. */
  certificate(url: string): Promise<string>
}
export interface Received {
  status: number
  /** Body of the answer, in the form that the provider wants. */
  body: string
}

export const SENDERS = ['stripe', 'adyen', 'paypal', 'easypost', 'aftership'] as const
export type Sender = (typeof SENDERS)[number]

const missing = (what: string) =>
  new ShopwardenError('SW_DISPUTES_NOT_SET_UP', `No messages of ${what} are expected here`, {
    fix: `Set the secret of its webhook; see src/areas/disputes/README.md.`,
  })

function json(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw new ShopwardenError('SW_DISPUTES_JSON', 'The message is no JSON', {
      fix: 'Point the webhook of the provider here, as application/json.',
    })
  }
}

async function verified(
  sender: Sender,
  body: Buffer,
  headers: Headers,
  { secrets, now, certificate }: Receiving,
): Promise<unknown> {
  const secret = secrets[sender]
  if (secret === undefined || secret === '') throw missing(sender)
  const text = body.toString('utf8')
  if (sender === 'stripe') verifyStripe(text, headers, secret, now())
  if (sender === 'easypost') verifyEasyPost(text, headers, secret)
  if (sender === 'aftership') verifyAfterShip(text, headers, secret)
  if (sender === 'paypal') {
    const url = headers['paypal-cert-url'] ?? ''
    if (!isPayPalCertUrl(url))
      throw new ShopwardenError(
        'SW_DISPUTES_SIGNATURE',
        'A message that says it is from PayPal names a certificate that is not at PayPal',
        { fix: 'It is forged: nothing was taken.' },
      )
    verifyPayPal(body, headers, secret, await certificate(url), now())
  }
  const raw = json(body)
  // Adyen signs each item: all of a message must be right before any is taken.
  if (sender === 'adyen')
    for (const { NotificationRequestItem } of adyenMessage.parse(raw).notificationItems)
      verifyAdyen(NotificationRequestItem, secret)
  return raw
}

const easypostEvent = z.object({ description: z.string(), result: z.unknown() })
const aftershipEvent = z.object({ event: z.string().optional(), msg: z.unknown() })

function trackingOf(sender: 'easypost' | 'aftership', raw: unknown): Tracking | undefined {
  if (sender === 'aftership') return fromAfterShip(aftershipTracking.parse(aftershipEvent.parse(raw).msg))
  const event = easypostEvent.parse(raw)
  return event.description.startsWith('tracker.') ? fromEasyPost(easypostTracker.parse(event.result)) : undefined
}

const messagesOf = (sender: 'stripe' | 'adyen' | 'paypal', raw: unknown): Message[] =>
  sender === 'stripe'
    ? [readStripe(raw)]
    : sender === 'paypal'
      ? [readPayPal(raw)]
      : adyenMessage.parse(raw).notificationItems.map((item) => readAdyen(item.NotificationRequestItem))

/**
 * Takes one webhook: signature first, then shape, then into the records, and only then "taken". What fails in between is
 * answered with an error, and the provider sends it again. Never repeats what was sent.
 */
export async function receive(sender: Sender, body: Buffer, headers: Headers, receiving: Receiving): Promise<Received> {
  try {
    const raw = await verified(sender, body, headers, receiving)
    if (sender === 'easypost' || sender === 'aftership') {
      const tracking = trackingOf(sender, raw)
      if (tracking !== undefined) await takeTracking(receiving.room, tracking, receiving.now())
    } else
      for (const message of messagesOf(sender, raw))
        await takeMessage(receiving.room, message, receiving.reasons, receiving.now())
    // Adyen takes nothing but these words for a yes.
    return { status: 200, body: sender === 'adyen' ? '[accepted]' : '{"taken":true}' }
  } catch (error) {
    return refusal(error)
  }
}

const statusOf: Readonly<Partial<Record<ErrorCode, number>>> = {
  SW_DISPUTES_SIGNATURE: 401,
  SW_DISPUTES_NOT_SET_UP: 404,
  SW_DISPUTES_JSON: 400,
}

export function refusal(error: unknown): Received {
  const code =
    error instanceof ShopwardenError
      ? error.code
      : error instanceof z.ZodError
        ? 'SW_DISPUTES_SHAPE'
        : 'SW_DISPUTES_FAULT'
  const status =
    error instanceof ShopwardenError ? (statusOf[error.code] ?? 503) : error instanceof z.ZodError ? 422 : 503
  const message =
    error instanceof ShopwardenError
      ? describeError(error)
      : error instanceof z.ZodError
        ? `Not of the published shape: ${error.issues[0]?.path.join('.')}`
        : 'The records could not be written; send it again.'
  return { status, body: JSON.stringify({ error: { code, message } }) }
}
