import { existsSync, readFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { describeError } from '../../core/errors.ts'
import { writeAtomically } from '../../store/files.ts'
import type { Message, Notifier } from './guard/notify.ts'
import { readRuns, recordRun } from './watch/records.ts'
import type { WatchResult } from './watch/run.ts'

/** What was last told to whom, so that the same alerts are told once and then every day until somebody has acted. */
const toldSchema = z.record(z.string(), z.object({ what: z.string(), at: z.iso.datetime() }))

const dayMs = 86_400_000

export interface GuardOptions {
  url: string
  dir: string
  notifiers: readonly Notifier[]
  now(): Date
  signal: AbortSignal
  /** One watch; throws where it could not look. */
  watch(): Promise<WatchResult>
  onTrouble(message: string): void
}

function readTold(file: string): z.infer<typeof toldSchema> {
  try {
    return existsSync(file) ? toldSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : {}
  } catch {
    return {}
  }
}

/** What is to be told after a watch, or nothing where all is well. Pure. */
export function messageOf(url: string, at: string, result: WatchResult | { failed: string }): Message | undefined {
  const host = new URL(url).host
  if ('failed' in result)
    return {
      url,
      at,
      subject: `Payment page of ${host} could not be watched`,
      lines: [
        result.failed,
        'The inventory and the last good watch stay as they were. Try "shopwarden payment watch".',
      ],
    }
  if (result.alerts.length === 0) return undefined
  return {
    url,
    at,
    subject: `${result.alerts.length} alert(s) on the payment page of ${host}`,
    lines: result.alerts.slice(0, 50).map((alert) => `${alert.severity}: ${alert.title}. ${alert.detail}`),
  }
}

async function tell(message: Message, options: GuardOptions): Promise<void> {
  const file = join(options.dir, 'told.json')
  const told = readTold(file)
  const what = createHash('sha256')
    .update(JSON.stringify([message.url, message.subject, message.lines]))
    .digest('hex')
  for (const notifier of options.notifiers) {
    const before = told[notifier.name]
    if (before?.what === what && options.now().getTime() - Date.parse(before.at) < dayMs) continue
    try {
      await notifier.send(message)
      told[notifier.name] = { what, at: options.now().toISOString() }
      writeAtomically(file, JSON.stringify(told))
    } catch (error) {
      options.onTrouble(`${notifier.name}: ${describeError(error)}`)
    }
  }
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
  const message = messageOf(options.url, options.now().toISOString(), result)
  if (message) await tell(message, options)
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
