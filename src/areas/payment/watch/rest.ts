import { performance } from 'node:perf_hooks'
import type { Page, Request } from 'playwright-core'

/** What changes what a page can do. Pictures, fonts and films only show; streams never end. */
const counted = /^(?:document|script|stylesheet|xhr|fetch)$/
const lookMs = 25
/** A chain of requests (a loader of modules) has gaps: at rest is a page for which nothing was on its way for so long. */
const quietMs = 300

/** Says when nothing more is on its way to a page: who waits for what may never come need not wait to the end. */
export interface Rest {
  /** Something was done to the page: what comes of it gets its time. */
  touched(): void
  /** Ends when nothing was on its way or done for a moment, or with `signal`. */
  atRest(signal: AbortSignal): Promise<void>
  /** Ends when the page has loaded, or runs and rests: pictures may be lacking. Rejects after `timeout` (milliseconds). */
  runs(timeout: number): Promise<void>
  stop(): void
}

/** Follows the requests of a page until `stop`. */
export function watchRest(page: Page): Rest {
  const pending = new Set<Request>()
  let last = performance.now()
  const touched = () => {
    last = performance.now()
  }
  const begin = (request: Request) => {
    if (!counted.test(request.resourceType())) return
    pending.add(request)
    touched()
  }
  const end = (request: Request) => {
    if (pending.delete(request)) touched()
  }
  page.on('request', begin)
  page.on('requestfinished', end)
  page.on('requestfailed', end)
  const atRest = async (signal: AbortSignal) => {
    while (!signal.aborted && (pending.size > 0 || performance.now() - last < quietMs))
      await new Promise((go) => setTimeout(go, lookMs))
  }
  return {
    touched,
    atRest,
    async runs(timeout) {
      const enough = new AbortController()
      const loaded = page.waitForLoadState('load', { timeout })
      const resting = page.waitForLoadState('domcontentloaded', { timeout }).then(() => atRest(enough.signal))
      for (const wait of [loaded, resting]) wait.catch(() => undefined)
      try {
        await Promise.race([loaded, resting])
      } finally {
        enough.abort()
      }
    },
    stop() {
      page.off('request', begin)
      page.off('requestfinished', end)
      page.off('requestfailed', end)
    },
  }
}
