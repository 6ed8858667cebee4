import type { ShopPages } from '../pages.ts'
import type { Target } from '../target.ts'
import { get, succeeded } from '../wire/get.ts'

/** Shortest time to the first byte of a page among five requests, milliseconds: what others do at the same time stays out. */
export interface PageCost {
  page: Exclude<keyof ShopPages, 'large'> | 'nothing'
  path: string
  firstMs: number
}

export interface CostEstimate {
  pages: PageCost[]
  /** Server's time for the dearest page beyond a page that costs nothing, for each millisecond of the attacker's. */
  ratio: number | undefined
}

const asks = 5
/** Processor time that a request costs an attacker, milliseconds: what our own load engine needs for a page of a shop. */
export const attackerMs = 0.2

/**
 * Times five requests to each page, one after the other. What the way there and back takes is left out; a file that the server
 * sends without the application tells what it needs for any answer.
 */
export async function lookAtCost(target: Target, pages: ShopPages, signal: AbortSignal): Promise<CostEstimate> {
  const wanted: [PageCost['page'], string | undefined][] = [
    ['nothing', pages.asset],
    ['home', pages.home],
    ['product', pages.product],
    ['search', pages.search],
    ['cart', pages.cart],
    ['login', pages.login],
  ]
  const measured: PageCost[] = []
  let [free, dearest] = [0, -Infinity]
  for (const [page, path] of wanted) {
    if (path === undefined) continue
    const times: { firstMs: number; workMs: number }[] = []
    for (let index = 0; index < asks && !signal.aborted; index++) {
      const got = await get(target, path.replaceAll('{random}', `shopwarden${index}`), { signal, timeoutMs: 10_000 })
      // Who does not answer once would only be waited for four times more.
      if (!succeeded(got)) break
      // A page that sends on, or refuses, tells nothing of its own price.
      if (page === 'nothing' ? got.status < 500 && got.status !== 429 : got.status < 300) times.push(got)
    }
    if (times.length === 0) continue
    const work = Math.min(...times.map((one) => one.workMs))
    if (page === 'nothing') free = work
    else dearest = Math.max(dearest, work)
    measured.push({ page, path, firstMs: Math.round(Math.min(...times.map((one) => one.firstMs)) * 100) / 100 })
  }
  return {
    pages: measured,
    ratio: dearest === -Infinity ? undefined : Math.round(Math.max(0, dearest - free) / attackerMs),
  }
}
