import type { z } from 'zod'
import type { HttpRequest } from '../core/http.ts'
import type { Sending } from './dispute-provider.ts'
import { exchangeJson } from './exchange.ts'

/** One exchange with a payment provider. @throws SW_DISPUTES_REFUSED (4xx), SW_DISPUTES_FAILED (5xx, 429), SW_DISPUTES_ANSWER */
export const disputeExchange = <T>(
  provider: string,
  sending: Sending,
  url: string,
  request: HttpRequest,
  shape: z.ZodType<T>,
): Promise<T> =>
  exchangeJson(
    provider,
    sending.http,
    url,
    { timeoutMs: sending.timeoutMs, ...(sending.signal && { signal: sending.signal }), ...request },
    shape,
    {
      refused: {
        code: 'SW_DISPUTES_REFUSED',
        fix: 'Look at the dispute at the provider: the key, the state or a field does not fit. Nothing was sent twice.',
      },
      failed: {
        code: 'SW_DISPUTES_FAILED',
        fix: 'The provider has trouble of its own; run the same command again later.',
      },
      answer: {
        code: 'SW_DISPUTES_ANSWER',
        fix: 'The provider may have changed; look for a newer version of Shopwarden.',
      },
    },
  )
