import type { ShopPages } from '../pages.ts'
import type { Target } from '../target.ts'
import { get, succeeded } from '../wire/get.ts'

/** What happened to a few quick requests of one kind. */
export interface RateBehaviour {
  page: 'login' | 'search' | 'cart' | 'checkout' | 'api'
  path: string
  asked: number
  /** First request that was refused with 429 or 503, counted from 1. */
  refusedAt?: number
  /** Header that announces a limit, where one came. */
  announces?: string
}

const asks = 12
const announcing = ['ratelimit', 'ratelimit-limit', 'x-ratelimit-limit', 'retry-after', 'ratelimit-policy']

/** Twelve requests in quick succession to one page of each kind; stops at the first refusal. */
export async function lookAtRates(target: Target, pages: ShopPages, signal: AbortSignal): Promise<RateBehaviour[]> {
  const seen: RateBehaviour[] = []
  for (const page of ['login', 'search', 'cart', 'checkout', 'api'] as const) {
    const path = page === 'api' ? (pages.api ?? pages.graphql) : pages[page]
    if (path === undefined) continue
    const behaviour: RateBehaviour = { page, path, asked: 0 }
    for (let index = 1; index <= asks && !signal.aborted && behaviour.refusedAt === undefined; index++) {
      const got = await get(target, path.replaceAll('{random}', `shopwarden${index}`), {
        signal,
        timeoutMs: 8000,
        ...(page === 'login' && {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: `email=nobody%40shopwarden.invalid&username=nobody&password=wrong${index}`,
        }),
      })
      behaviour.asked = index
      if (!succeeded(got)) break
      if (got.status === 429 || got.status === 503) behaviour.refusedAt = index
      const header = announcing.find((name) => got.headers[name] !== undefined)
      if (header !== undefined) behaviour.announces = header
    }
    seen.push(behaviour)
  }
  return seen
}
