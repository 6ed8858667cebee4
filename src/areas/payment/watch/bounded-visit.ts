import type { BrowserContext } from 'playwright-core'
import { ShopwardenError } from '../../../core/errors.ts'
import { within } from './within.ts'

/** A whole visit, the way to the checkout included. Milliseconds. */
export const visitLimitMs = 120_000
const closeMs = 5000

/**
 * Ends a visit in time whatever the page does: an endless loop answers no question, an endless reload none for long. The browser
 * context is closed in each case.
 * @throws SW_PAYMENT_PAGE with the reason; the signal's own reason when the caller gave up
 */
export async function boundedVisit<T>(
  context: BrowserContext,
  limits: { url: string; limitMs: number; signal: AbortSignal },
  look: () => Promise<T>,
): Promise<T> {
  const { url, limitMs, signal } = limits
  const deadline = AbortSignal.timeout(limitMs)
  const stop = AbortSignal.any([signal, deadline])
  const stopped = new Promise<never>((_, reject) =>
    stop.addEventListener('abort', () => reject(stop.reason as Error), { once: true }),
  )
  stopped.catch(() => undefined)
  const failed = (why: string, cause: unknown) =>
    new ShopwardenError('SW_PAYMENT_PAGE', `The payment page could not be read (${why})`, {
      where: url,
      fix: 'Open it in a browser; where it works there, give the way to the checkout with --steps.',
      cause,
    })
  try {
    stop.throwIfAborted()
    return await Promise.race([look(), stopped])
  } catch (cause) {
    signal.throwIfAborted()
    if (cause instanceof ShopwardenError) throw cause
    if (deadline.aborted) throw failed(`it gave no answer within ${limitMs / 1000} s`, cause)
    const words = cause instanceof Error ? cause.message : ''
    if (/crash/i.test(words)) throw failed('its tab crashed', cause)
    if (/context was destroyed|navigat|detached/i.test(words)) throw failed('it keeps leaving for another page', cause)
    if (/closed/i.test(words)) throw failed('its window was closed', cause)
    throw cause
  } finally {
    // A page that hangs can also hang its own closing; the browser goes as a whole in the end.
    await within(context.close(), closeMs)
  }
}
