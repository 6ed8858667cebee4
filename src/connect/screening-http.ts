import type { z } from 'zod'
import type { HttpClient, HttpRequest } from '../core/http.ts'
import { exchangeJson } from './exchange.ts'

/** Leaves out what is not given, so that services do not see empty fields. */
export function compact<T extends Record<string, unknown>>(record: T): Record<string, unknown> | undefined {
  const entries = Object.entries(record).filter(([, value]) => value !== undefined && value !== '')
  return entries.length === 0 ? undefined : Object.fromEntries(entries)
}

/**
 * One exchange with a service: JSON back, parsed by a schema. Errors never repeat the request, which holds personal data.
 * @throws SW_SCREENING_INPUT (400, 404, 422: this order), SW_SCREENING_REFUSED (other 4xx: the account), SW_SCREENING_FAILED (429, 5xx),
 * SW_SCREENING_ANSWER (not the published shape).
 */
export const exchange = <T>(
  service: string,
  http: HttpClient,
  url: string,
  request: HttpRequest,
  shape: z.ZodType<T>,
): Promise<T> =>
  exchangeJson(service, http, url, request, shape, {
    refused: { code: 'SW_SCREENING_REFUSED', fix: 'Check the account, the key and the plan of the service.' },
    input: {
      code: 'SW_SCREENING_INPUT',
      fix: "Look the service's code up in its documentation: the key is wrong, or it cannot use a field of this order.",
    },
    failed: {
      code: 'SW_SCREENING_FAILED',
      fix: 'The service has trouble of its own; the decision went on without it.',
    },
    answer: {
      code: 'SW_SCREENING_ANSWER',
      fix: 'The service may have changed; look for a newer version of Shopwarden.',
    },
  })
