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

/** Times five requests to each page, one after the other; the difference to a page that does not exist is the application's work. */
export async function lookAtCost(target: Target, pages: ShopPages, signal: AbortSignal): Promise<CostEstimate> {
  const wanted: [PageCost['page'], string | undefined][] = [
    ['nothing', pages.asset ?? '/shopwarden-no-such-file.css'],
    ['home', pages.home],
    ['product', pages.product],
    ['search', pages.search],
    ['cart', pages.cart],
    ['login', pages.login],
  ]
  const measured: PageCost[] = []
  for (const [page, path] of wanted) {
    if (path === undefined) continue
    const times: number[] = []
    for (let index = 0; index < asks && !signal.aborted; index++) {
      const got = await get(target, path.replaceAll('{random}', `shopwarden${index}`), { signal, timeoutMs: 10_000 })
      // A page that sends on, or refuses, tells nothing of its own price.
      if (succeeded(got) && (page === 'nothing' ? got.status < 500 && got.status !== 429 : got.status < 300))
        times.push(got.firstMs)
    }
    if (times.length > 0) measured.push({ page, path, firstMs: Math.round(Math.min(...times) * 100) / 100 })
  }
  const free = measured.find((one) => one.page === 'nothing')?.firstMs
  const dearest = Math.max(...measured.filter((one) => one.page !== 'nothing').map((one) => one.firstMs))
  const ratio =
    free === undefined || !Number.isFinite(dearest) ? undefined : Math.round(Math.max(0, dearest - free) / attackerMs)
  return { pages: measured, ratio }
}
