import { z } from 'zod'
import { type DeliveryState, type Tracking, type TrackingService, trackingExchange } from '../tracking.ts'

const text = z.string().max(2000).nullish()
/** A tracker, https://docs.easypost.com/docs/trackers */
export const easypostTracker = z.object({
  id: z.string(),
  object: z.literal('Tracker').optional(),
  tracking_code: z.string(),
  status: z.string(),
  signed_by: text,
  carrier: text,
  tracking_details: z
    .array(
      z.object({
        datetime: z.string(),
        status: z.string().nullish(),
        message: text,
        tracking_location: z.object({ city: text, state: text, country: text, zip: text }).nullish(),
      }),
    )
    .max(1000)
    .default([]),
})

const states: Readonly<Record<string, DeliveryState>> = {
  pre_transit: 'label',
  in_transit: 'in-transit',
  out_for_delivery: 'out-for-delivery',
  delivered: 'delivered',
  available_for_pickup: 'in-transit',
  return_to_sender: 'returned',
  failure: 'failed',
  cancelled: 'failed',
  error: 'unknown',
}
const stateOf = (name: string | null | undefined): DeliveryState => states[name ?? ''] ?? 'unknown'

export function fromEasyPost(tracker: z.infer<typeof easypostTracker>): Tracking {
  return {
    carrier: tracker.carrier ?? undefined,
    number: tracker.tracking_code,
    status: stateOf(tracker.status),
    signedBy: tracker.signed_by || undefined,
    events: tracker.tracking_details.map((detail) => ({
      at: detail.datetime,
      status: stateOf(detail.status),
      place:
        [detail.tracking_location?.zip, detail.tracking_location?.city, detail.tracking_location?.country]
          .filter(Boolean)
          .join(' ') || undefined,
      message: detail.message ?? undefined,
    })),
  }
}

export interface EasyPostOptions {
  key: string
  base?: string
}

/** EasyPost: making a tracker that exists gives the one that exists. */
export function easypost(options: EasyPostOptions): TrackingService {
  const base = options.base ?? 'https://api.easypost.com'
  const authorization = `Basic ${Buffer.from(`${options.key}:`).toString('base64')}`
  return {
    name: 'easypost',
    hosts: [new URL(base).hostname],
    async track(number, carrier, http, signal) {
      const tracker = await trackingExchange(
        'EasyPost',
        http,
        `${base}/v2/trackers`,
        {
          method: 'POST',
          headers: { authorization, 'content-type': 'application/json' },
          body: JSON.stringify({ tracker: { tracking_code: number, ...(carrier && { carrier }) } }),
          ...(signal && { signal }),
        },
        easypostTracker,
      )
      return fromEasyPost(tracker)
    },
  }
}
