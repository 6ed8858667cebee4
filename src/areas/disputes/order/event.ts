import { createHash } from 'node:crypto'
import { z } from 'zod'
import { canonicalJson } from '../../../core/json.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import { moneySchema } from '../money.ts'
import {
  addressSchema,
  deviceSchema,
  instant,
  instrumentSchema,
  networkSchema,
  priced,
  sha256,
  short,
  text,
} from './common.ts'

/** What a kept document shows. */
export const ATTACHMENT_ROLES = [
  'shipping-note',
  'signature',
  'photo',
  'receipt',
  'order-page',
  'message',
  'other',
] as const

const base = { id: short.optional(), order: short, at: instant }
const amount = z.union([moneySchema, priced])

const bodies = {
  /** The order as the customer saw it. */
  order: z.object({
    customer: z
      .object({ id: short.optional(), email: short.optional(), name: short.optional(), phone: short.optional() })
      .optional(),
    items: z
      .array(
        z.object({
          sku: short.optional(),
          name: short,
          quantity: z.number().positive().max(1e6).default(1),
          amount: moneySchema.optional(),
          description: text.optional(),
        }),
      )
      .max(1000)
      .default([]),
    total: amount,
    billing: addressSchema.optional(),
    shipping: addressSchema.optional(),
    ip: z.union([z.ipv4(), z.ipv6()]).optional(),
    device: deviceSchema.optional(),
    session: short.optional(),
    digital: z.boolean().default(false),
    subscription: z.boolean().default(false),
    campaign: short.optional(),
    descriptor: short.optional(),
    /** The page as shown, where the shop kept it. */
    shown: z.array(sha256).max(20).default([]),
  }),
  /** A document that the customer accepted, by version and hash; the text itself where it is at hand. */
  terms: z.object({
    document: z.enum(['terms', 'refund-policy', 'cancellation-policy', 'privacy', 'subscription']).default('terms'),
    version: short,
    sha256: sha256.optional(),
    text: z.string().max(200_000).optional(),
    how: short.optional(),
    ip: short.optional(),
  }),
  payment: z.object({
    provider: short.optional(),
    /** The provider's ids of this payment: charge, payment intent, PSP reference, capture. */
    references: z.array(short).min(1).max(10),
    network: networkSchema.optional(),
    instrument: instrumentSchema.optional(),
    last4: z
      .string()
      .regex(/^\d{4}$/)
      .optional(),
    amount: amount.optional(),
    /** Acquirer reference number, 23 digits. */
    arn: z
      .string()
      .regex(/^\d{23}$/, 'must have 23 digits')
      .optional(),
    threeDs: z
      .object({
        result: z.enum(['authenticated', 'attempted', 'failed', 'none']),
        eci: short.optional(),
        version: short.optional(),
        liabilityShift: z.boolean().optional(),
      })
      .optional(),
    avs: z.enum(['match', 'partial', 'mismatch', 'unavailable']).optional(),
    cvc: z.enum(['match', 'mismatch', 'unavailable']).optional(),
    descriptor: short.optional(),
  }),
  message: z.object({
    direction: z.enum(['from-customer', 'to-customer']),
    channel: short.default('email'),
    subject: z.string().max(500).optional(),
    text,
    attachments: z.array(sha256).max(20).default([]),
  }),
  /** A shipping note: that a parcel was handed to a carrier. */
  shipment: z.object({
    carrier: short.optional(),
    tracking: short.optional(),
    service: short.optional(),
    weightGrams: z.number().nonnegative().max(1e9).optional(),
    to: addressSchema.optional(),
    items: z.array(short).max(1000).default([]),
    note: sha256.optional(),
  }),
  /** What the carrier says of a parcel. */
  delivery: z.object({
    status: z.enum(['label', 'in-transit', 'out-for-delivery', 'delivered', 'pickup', 'returned', 'failed', 'unknown']),
    carrier: short.optional(),
    tracking: short.optional(),
    place: z.string().max(500).optional(),
    message: z.string().max(2000).optional(),
    signedBy: short.optional(),
    proof: z.array(sha256).max(20).default([]),
  }),
  /** Use of what was bought: download, log-in, play. */
  usage: z.object({
    what: short,
    ip: short.optional(),
    device: short.optional(),
    detail: z.string().max(2000).optional(),
  }),
  refund: z.object({
    amount,
    reference: short.optional(),
    arn: short.optional(),
    reason: z.string().max(2000).optional(),
  }),
  cancellation: z.object({
    what: z.enum(['order', 'subscription']),
    by: z.enum(['customer', 'shop']).default('customer'),
    text: text.optional(),
  }),
  attachment: z.object({
    sha256,
    name: short,
    mediaType: short,
    bytes: z.int().nonnegative(),
    role: z.enum(ATTACHMENT_ROLES).default('other'),
    title: short.optional(),
  }),
  /** The issuer told that it was fraud (TC40, SAFE, early fraud warning). */
  'fraud-report': z.object({ source: short, type: short.optional() }),
} as const

export type EventKind = keyof typeof bodies
export const EVENT_KINDS = Object.keys(bodies) as EventKind[]

/** One thing that happened to an order. `id` makes it the same event when it is sent again; without one its content does. */
export type OrderEvent = {
  [Kind in EventKind]: { id: string; order: string; at: string; kind: Kind } & z.infer<(typeof bodies)[Kind]>
}[EventKind]
export type EventOf<Kind extends EventKind> = Extract<OrderEvent, { kind: Kind }>

const schemas = Object.fromEntries(
  EVENT_KINDS.map((kind) => [kind, z.object({ ...base, kind: z.literal(kind), ...bodies[kind].shape })]),
) as unknown as Record<EventKind, z.ZodType<Omit<OrderEvent, 'id'> & { id?: string }>>

/** Reads one event from outside. @throws SW_DISPUTES_EVENT naming the field, never the value. */
export function parseEvent(raw: unknown, where = 'event'): OrderEvent {
  const kind = (raw as { kind?: unknown } | null)?.kind
  const schema = typeof kind === 'string' && Object.hasOwn(schemas, kind) ? schemas[kind as EventKind] : undefined
  if (schema === undefined)
    throw new ShopwardenError('SW_DISPUTES_EVENT', 'The kind of event is not known', {
      where: `${where}: kind`,
      fix: `Use one of ${EVENT_KINDS.join(', ')}.`,
    })
  const parsed = schema.safeParse(raw)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new ShopwardenError('SW_DISPUTES_EVENT', issue?.message ?? 'The event has a wrong shape', {
      where: `${where}: ${issue?.path.join('.') || kind}`,
      fix: 'Correct the field; src/areas/disputes/README.md names them.',
    })
  }
  const event = parsed.data
  const id = event.id ?? createHash('sha256').update(canonicalJson(event)).digest('hex').slice(0, 32)
  return { ...event, id } as OrderEvent
}
