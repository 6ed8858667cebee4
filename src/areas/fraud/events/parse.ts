import { ShopwardenError } from '../../../core/errors.ts'
import { fieldWithPan, holdsPan } from '../../../core/card-number.ts'
import { withZone } from '../../../core/instant.ts'
import { plainlyFits } from './plain.ts'
import { eventSchema, type FraudEvent } from './schema.ts'

const isPlain = plainlyFits(eventSchema)
/** Longer texts are written anew for the log, so that padding does not fill it. */
const MAX_KEPT = 16_000

/** Times without a zone are UTC, so that two machines read the same log alike. */
export function instantMs(text: string): number {
  return Date.parse(withZone(text))
}

/**
 * Reads one event from outside. The error never repeats a value, only the name of the field. `knownClean`: see `surelyWithoutPan`.
 * @throws SW_FRAUD_PAN where any field holds a card number; SW_FRAUD_EVENT where the shape is wrong.
 */
export function parseEvent(raw: unknown, knownClean = false): FraudEvent {
  const pan = knownClean ? undefined : fieldWithPan(raw)
  if (pan !== undefined)
    throw new ShopwardenError('SW_FRAUD_PAN', 'The event holds a payment card number and was thrown away unread', {
      where: pan,
      fix: "Send the payment provider's token or fingerprint as payment.instrument; card numbers must not leave its page.",
    })
  const parsed = eventSchema.safeParse(raw)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new ShopwardenError('SW_FRAUD_EVENT', issue?.message ?? 'The event has a wrong shape', {
      where: issue?.path.join('.') || 'event',
      fix: 'Correct the field; docs name every field and its unit.',
    })
  }
  const event = parsed.data
  if (event.type === 'label' && event.label === undefined)
    throw new ShopwardenError('SW_FRAUD_EVENT', 'A label must say which event it judges', {
      where: 'label',
      fix: 'Add label: { of: "<event id>", verdict: "chargeback" }.',
    })
  if (event.type === 'rates' && event.rates === undefined)
    throw new ShopwardenError('SW_FRAUD_EVENT', 'An event of reference rates must name them', {
      where: 'rates',
      fix: 'Add rates: { base: "EUR", per: { USD: 1.08 } }.',
    })
  return event
}

/**
 * As `parseEvent`, of an event whose JSON is at hand, with the JSON that the log keeps: where nothing had to be left out, the text as
 * it came.
 * @throws as parseEvent
 */
export function readEvent(json: string, raw: unknown): { event: FraudEvent; json: string } {
  const clean = surelyWithoutPan(json)
  if (clean && json.length <= MAX_KEPT && !/[\n\\]/.test(json) && isPlain(raw)) {
    const event = raw as FraudEvent
    if (event.type !== 'label' && event.type !== 'rates') return { event, json }
  }
  const event = parseEvent(raw, clean)
  return { event, json: JSON.stringify(event) }
}

/** Whether a JSON text surely holds no card number; escapes could hide one, so such texts are looked at field by field. */
export function surelyWithoutPan(json: string): boolean {
  return !json.includes('\\u') && !holdsPan(json)
}
