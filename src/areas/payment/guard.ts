import { hash } from 'node:crypto'
import { join } from 'node:path'
import { describeError } from '../../core/errors.ts'
import type { Alert, Channel } from '../../connect/alerts/alert.ts'
import { tell } from '../../connect/alerts/tell.ts'
import { readRuns, recordRun } from './watch/records.ts'
import type { WatchResult } from './watch/run.ts'

const dayMs = 86_400_000

export interface GuardOptions {
  url: string
  dir: string
  channels: readonly Channel[]
  now(): Date
  signal: AbortSignal
  /** One watch; throws where it could not look. */
  watch(): Promise<WatchResult>
  onTrouble(message: string): void
}

/** What is to be told after a watch, or nothing where all is well: hosts and places, never page content or card data. Pure. */
export function alertOf(url: string, at: string, result: WatchResult | { failed: string }): Alert | undefined {
  const { host } = new URL(url)
  const of = (title: string, lines: string[], data: Alert['data']): Alert => ({
    // The same title and lines are the same alert, told once a day until somebody has acted.
    id: hash('sha256', JSON.stringify([url, title, lines])).slice(0, 32),
    kind: 'payment.alert',
    at,
    title,
    text: lines.join('\n'),
    link: url,
    data,
  })
  if ('failed' in result)
    return of(
      `Payment page of ${host} could not be watched`,
      [result.failed, 'The inventory and the last good watch stay as they were. Try "shopwarden payment watch".'],
      { failed: true },
    )
  const { alerts } = result
  if (alerts.length === 0) return undefined
  return of(
    `${alerts.length} alert(s) on the payment page of ${host}`,
    alerts.slice(0, 50).map((alert) => `${alert.severity}: ${alert.title}. ${alert.detail}`),
    { alerts: alerts.length },
  )
}

/** One round: watch, record also that it failed, tell. Returns the result where there is one. */
export async function guardOnce(options: GuardOptions): Promise<WatchResult | undefined> {
  let result: WatchResult | { failed: string }
  try {
    result = await options.watch()
  } catch (error) {
    options.signal.throwIfAborted()
    result = { failed: describeError(error).slice(0, 500) }
    const at = options.now().toISOString()
    recordRun(options.dir, {
      at,
      url: options.url,
      profiles: 0,
      scripts: 0,
      unauthorised: 0,
      alerts: [],
      failed: result.failed,
    })
  }
  const alert = alertOf(options.url, options.now().toISOString(), result)
  if (alert) await tell(join(options.dir, 'told.json'), [alert], options.channels, { ...options, againMs: dayMs })
  return 'failed' in result ? undefined : result
}

/** Milliseconds until the next watch is due, counted from the last one on record: a restart neither skips nor repeats one. */
export function dueIn(dir: string, url: string, everyMs: number, now: Date): number {
  const last = readRuns(dir, url).at(-1)
  return last === undefined ? 0 : Math.max(0, Date.parse(last.at) + everyMs - now.getTime())
}

/** Watches again and again until the signal. */
export async function keepGuard(options: GuardOptions, everyMs: number): Promise<void> {
  while (!options.signal.aborted) {
    const wait = dueIn(options.dir, options.url, everyMs, options.now())
    if (wait > 0)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(wait, dayMs))
        options.signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true })
      })
    else await guardOnce(options).catch((error: unknown) => options.onTrouble(describeError(error)))
  }
}
