import { z } from 'zod'

export const EVENT_TYPES = ['order', 'payment', 'signup', 'login', 'refund', 'shipment', 'label', 'rates'] as const
export type EventType = (typeof EVENT_TYPES)[number]

const short = z.string().min(1).max(200)
const text = z.string().max(2000)
const country = z.string().regex(/^[A-Za-z]{2}$/, 'must be two letters (ISO 3166-1), such as DE')
const amount = z.number().nonnegative().max(1e11)
const currency = z.string().regex(/^[A-Za-z]{3}$/, 'must be three letters (ISO 4217), such as EUR')
const MOST_RATES = 200
const instant = z.iso.datetime({ offset: true, local: true })

/** Degrees north and east (WGS 84), where the shop's own geocoder knows them. */
const point = {
  latitude: z.number().min(-90).max(90).optional(),
  longitude: z.number().min(-180).max(180).optional(),
}

const placeSchema = z.object({
  name: text.optional(),
  company: text.optional(),
  line1: text.optional(),
  line2: text.optional(),
  city: text.optional(),
  postcode: short.optional(),
  /** State, province or county. */
  region: short.optional(),
  country: country.optional(),
  phone: short.optional(),
  ...point,
})

/** Services that may have judged one order. */
const MOST_SERVICES = 8
/** What one outside service says of an order. */
export const opinionSchema = z.object({
  /** Risk, 0 to 100. */
  score: z.number().min(0).max(100).optional(),
  advice: z.enum(['approve', 'review', 'decline']).optional(),
})

/** One thing that happened in the shop, in the shop's own words. Every part but id, type and time may be missing. */
export const eventSchema = z.object({
  /** Unique for ever: an event sent twice is decided once. */
  id: short,
  type: z.enum(EVENT_TYPES),
  /** When it happened. A time without a zone is UTC. */
  at: instant,
  merchant: short.optional(),
  customer: z
    .object({
      id: short.optional(),
      email: z.string().max(320).optional(),
      name: text.optional(),
      phone: short.optional(),
      /** When the account was opened. */
      createdAt: instant.optional(),
      guest: z.boolean().optional(),
    })
    .optional(),
  order: z
    .object({
      id: short.optional(),
      amount: amount.optional(),
      currency: currency.optional(),
      /** Pieces in the basket. */
      items: z.int().nonnegative().max(1e6).optional(),
      /** Most pieces of one article. */
      mostOfOne: z.int().nonnegative().max(1e6).optional(),
      digital: z.boolean().optional(),
      giftCard: z.boolean().optional(),
      gift: z.boolean().optional(),
      express: z.boolean().optional(),
      coupon: short.optional(),
      note: text.optional(),
    })
    .optional(),
  billing: placeSchema.optional(),
  /** Where the parcel goes; `name` is the recipient. */
  shipping: placeSchema.optional(),
  payment: z
    .object({
      /** Token or fingerprint of the card or account. Never a card number. */
      instrument: short.optional(),
      method: short.optional(),
      bin: z
        .string()
        .regex(/^\d{6,8}$/, 'must be the first 6 to 8 digits')
        .optional(),
      last4: z
        .string()
        .regex(/^\d{4}$/)
        .optional(),
      /** Cardholder's name. */
      holder: text.optional(),
      issuerCountry: country.optional(),
      prepaid: z.boolean().optional(),
      result: z.enum(['authorised', 'declined', 'pending']).optional(),
      avs: z.enum(['match', 'partial', 'mismatch', 'unavailable']).optional(),
      cvv: z.enum(['match', 'mismatch', 'unavailable']).optional(),
      threeDs: z.enum(['authenticated', 'attempted', 'failed', 'none']).optional(),
    })
    .optional(),
  ip: z
    .object({
      address: z.union([z.ipv4(), z.ipv6()]).optional(),
      country: country.optional(),
      ...point,
      type: z.enum(['residential', 'mobile', 'business', 'hosting', 'vpn', 'tor', 'proxy']).optional(),
    })
    .optional(),
  device: z
    .object({
      id: short.optional(),
      userAgent: text.optional(),
      browser: short.optional(),
      language: short.optional(),
      timezone: short.optional(),
    })
    .optional(),
  session: z.object({ id: short.optional(), seconds: z.number().nonnegative().optional() }).optional(),
  /** What outside fraud services said of the order, by their names. */
  services: z
    .record(short, opinionSchema)
    .refine((named) => Object.keys(named).length <= MOST_SERVICES, `may name ${MOST_SERVICES} services`)
    .optional(),
  login: z.object({ success: z.boolean().optional(), passwordChanged: z.boolean().optional() }).optional(),
  /** Where the refund names no currency, that of `order` counts. */
  refund: z.object({ amount: amount.optional(), currency: currency.optional(), reason: text.optional() }).optional(),
  /** What became of an earlier event. */
  label: z
    .object({ of: short, verdict: z.enum(['chargeback', 'fraud', 'abuse', 'legitimate']), source: short.optional() })
    .optional(),
  /** Reference rates of the event's time: how many units of each currency one unit of the base is worth. */
  rates: z
    .object({
      base: currency,
      per: z
        .record(currency, z.number().positive().max(1e12))
        .refine((per) => Object.keys(per).length <= MOST_RATES, `may name ${MOST_RATES} currencies`),
    })
    .optional(),
})

export type FraudEvent = z.infer<typeof eventSchema>
export type Place = z.infer<typeof placeSchema>
