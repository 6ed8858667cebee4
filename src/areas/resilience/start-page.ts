import { ShopwardenError } from '../../core/errors.ts'
import type { Target } from './target.ts'
import { failureWords } from './wire/failure.ts'
import { get, type Got, succeeded } from './wire/get.ts'

const timeoutMs = 8000

/** Where a page sends its visitors on to; undefined where it does not. Pure. */
export function sentOnTo(target: Target, page: Pick<Got, 'status' | 'headers'>): string | undefined {
  const location = page.headers['location']
  if (page.status < 300 || page.status >= 400 || location === undefined) return undefined
  const base = target.origin + target.path
  return URL.canParse(location, base) ? new URL(location, base).href : 'nowhere'
}

/**
 * Fetches the start page and refuses what is no shop to look at: nothing that answers in time and in HTTP, redirects; `known` may
 * tell what a redirect is. @throws SW_RESILIENCE_TARGET, or the signal's reason
 */
export async function startPage(
  target: Target,
  signal: AbortSignal,
  known: (page: Got) => string | undefined = () => undefined,
): Promise<Got> {
  const refuse = (message: string, fix: string) =>
    new ShopwardenError('SW_RESILIENCE_TARGET', message, { where: target.origin, fix })
  const home = await get(target, target.path, { signal, timeoutMs })
  signal.throwIfAborted()
  if (!succeeded(home))
    throw refuse(
      `The shop ${failureWords(home.failed, timeoutMs / 1000)}`,
      'This needs a shop that works: check address and server, then try again.',
    )
  const next = sentOnTo(target, home)
  if (next !== undefined) {
    const what = known(home)
    throw refuse(
      `The shop sends visitors on to ${next}${what === undefined ? '' : `, ${what}`}`,
      'No redirect is followed here: give the address where it ends, if that is yours.',
    )
  }
  return home
}
