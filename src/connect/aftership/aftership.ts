import { z } from 'zod'
import { type DeliveryState, type Tracking, type TrackingService, trackingExchange } from '../tracking.ts'

const text = z.string().max(2000).nullish()
/** A tracking, https://www.aftership.com/docs/tracking */
export const aftershipTracking = z.object({
  tracking_number: z.string(),
  slug: text,
  tag: z.string(),
  signed_by: text,
  checkpoints: z
    .array(
      z.object({
        checkpoint_time: z.string(),
        tag: z.string().nullish(),
        message: text,
        city: text,
        country_iso3: text,
        location: text,
      }),
    )
    .max(1000)
    .default([]),
})
const answer = z.object({ data: z.object({ trackings: z.array(aftershipTracking).default([]) }) })

const states: Readonly<Record<string, DeliveryState>> = {
  Pending: 'label',
  InfoReceived: 'label',
  InTransit: 'in-transit',
  OutForDelivery: 'out-for-delivery',
  AttemptFail: 'failed',
  Delivered: 'delivered',
  AvailableForPickup: 'in-transit',
  Exception: 'failed',
  Expired: 'unknown',
}
const stateOf = (tag: string | null | undefined): DeliveryState => states[tag ?? ''] ?? 'unknown'

export function fromAfterShip(tracking: z.infer<typeof aftershipTracking>): Tracking {
  return {
    carrier: tracking.slug ?? undefined,
    number: tracking.tracking_number,
    status: stateOf(tracking.tag),
    signedBy: tracking.signed_by || undefined,
    events: tracking.checkpoints.map((point) => ({
      at: point.checkpoint_time,
      status: stateOf(point.tag),
      place: (point.location ?? [point.city, point.country_iso3].filter(Boolean).join(' ')) || undefined,
      message: point.message ?? undefined,
    })),
  }
}

export interface AfterShipOptions {
  key: string
  base?: string
  /** Version of the API in its path. */
  version?: string
}

/** AfterShip: asks for the tracking by its number. */
export function aftership(options: AfterShipOptions): TrackingService {
  const base = `${options.base ?? 'https://api.aftership.com'}/tracking/${options.version ?? '2026-07'}`
  return {
    name: 'aftership',
    hosts: [new URL(base).hostname],
    async track(number, carrier, http, signal) {
      const query = new URLSearchParams({ tracking_numbers: number, ...(carrier && { slug: carrier.toLowerCase() }) })
      const { data } = await trackingExchange(
        'AfterShip',
        http,
        `${base}/trackings?${query}`,
        { headers: { 'as-api-key': options.key, accept: 'application/json' }, ...(signal && { signal }) },
        answer,
      )
      const found = data.trackings.find((item) => item.tracking_number === number)
      return found && fromAfterShip(found)
    },
  }
}
