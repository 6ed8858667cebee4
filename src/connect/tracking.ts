import type { z } from 'zod'
import type { HttpClient, HttpRequest } from '../core/http.ts'
import { exchangeJson } from './exchange.ts'

export const DELIVERY_STATES = [
  'label',
  'in-transit',
  'out-for-delivery',
  'delivered',
  'pickup',
  'returned',
  'failed',
  'unknown',
] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/** One thing that a carrier says of a parcel. */
export interface TrackingEvent {
  /** RFC 3339; carriers without a zone are taken as UTC. */
  at: string
  status: DeliveryState
  place: string | undefined
  message: string | undefined
}
export interface Tracking {
  carrier: string | undefined
  number: string
  status: DeliveryState
  signedBy: string | undefined
  events: TrackingEvent[]
}

/** A service that asks the carriers. Throws ShopwardenError SW_TRACKING_*. */
export interface TrackingService {
  name: string
  hosts: readonly string[]
  /** What is known of a parcel; undefined where the service does not know it. */
  track(
    number: string,
    carrier: string | undefined,
    http: HttpClient,
    signal?: AbortSignal,
  ): Promise<Tracking | undefined>
}

export const trackingExchange = <T>(
  service: string,
  http: HttpClient,
  url: string,
  request: HttpRequest,
  shape: z.ZodType<T>,
): Promise<T> =>
  exchangeJson(service, http, url, request, shape, {
    refused: { code: 'SW_TRACKING_REFUSED', fix: 'Check the key of the service and the tracking number.' },
    failed: { code: 'SW_TRACKING_FAILED', fix: 'The service has trouble of its own; the next run asks again.' },
    answer: {
      code: 'SW_TRACKING_ANSWER',
      fix: 'The service may have changed; look for a newer version of Shopwarden.',
    },
  })
