import { z } from 'zod'
import { parseMoney } from '../money.ts'

export const short = z.string().trim().min(1).max(200)
export const text = z.string().max(20_000)
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hexadecimal')

/**
 * An instant: RFC 3339 with its offset; a time without one is UTC, and a day alone is its midnight in UTC. Written in UTC
 * afterwards, so that records sort. The day that a bank counts with can still differ by one: see qualify/days.ts.
 */
export const instant = z.string().transform((value, context) => {
  const trimmed = value.trim().replace(/^(\d{4}-\d{2}-\d{2}) (\d)/, '$1T$2')
  const whole = /^\d{4}-\d{2}-\d{2}$/.test(trimmed)
    ? `${trimmed}T00:00:00Z`
    : /(Z|[+-]\d{2}:?\d{2})$/i.test(trimmed)
      ? trimmed
      : `${trimmed}Z`
  const at = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(whole) ? Date.parse(whole) : Number.NaN
  // Date.parse rolls 31 February over into March: a day that does not exist is a fault of the sender.
  const day = Number(whole.slice(8, 10))
  const real = new Date(Date.UTC(Number(whole.slice(0, 4)), Number(whole.slice(5, 7)) - 1, day)).getUTCDate() === day
  if (!Number.isNaN(at) && real && at > Date.UTC(1990, 0) && at < Date.UTC(2200, 0)) return new Date(at).toISOString()
  context.addIssue('must be a date such as 2026-03-01 or 2026-03-01T12:00:00+01:00')
  return z.NEVER
})

/** Amount and currency beside each other, as exports have them: `amount: "12.34", currency: "EUR"`. */
export const priced = z
  .object({ amount: z.union([z.number(), z.string().max(40)]), currency: z.string() })
  .transform(({ amount, currency }, context) => {
    const money = parseMoney(amount, currency)
    if (money !== undefined) return money
    context.addIssue(`"${String(amount).slice(0, 40)} ${currency.slice(0, 10)}" is no amount in a currency (ISO 4217)`)
    return z.NEVER
  })

export const addressSchema = z.object({
  name: short.optional(),
  line1: short.optional(),
  line2: short.optional(),
  city: short.optional(),
  state: short.optional(),
  postcode: short.optional(),
  country: z
    .string()
    .regex(/^[A-Za-z]{2}$/, 'must be two letters (ISO 3166-1), such as DE')
    .transform((code) => code.toUpperCase())
    .optional(),
})
export type Address = z.infer<typeof addressSchema>

export const deviceSchema = z.object({
  /** A number of the device itself. Stripe takes it from 15 characters on. */
  id: short.optional(),
  /** Derived from at least two attributes of hardware and software. Stripe takes it from 20 characters on. */
  fingerprint: short.optional(),
  userAgent: z.string().max(1000).optional(),
})

export const networkSchema = z
  .string()
  .transform((name) => name.toLowerCase().replace(/[^a-z]/g, ''))
  .transform((name) =>
    name === 'mc' ? 'mastercard' : name === 'americanexpress' ? 'amex' : name === 'visadebit' ? 'visa' : name,
  )

/** Token or fingerprint of a card; a card number is refused, wherever it came from. */
export const instrumentSchema = short.refine(
  (value) => !/^(?:\d[ -]?){12,19}$/.test(value),
  "looks like a card number: give the payment provider's token or fingerprint instead",
)
