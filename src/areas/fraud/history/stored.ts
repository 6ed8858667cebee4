import { ShopwardenError } from '../../../core/errors.ts'
import { instantMs } from '../events/parse.ts'
import type { Converted } from './to-event.ts'
import { logPath, readLog } from '../log/read.ts'
import type { FraudEvent } from '../events/schema.ts'

/** A stretch of time; either end may be open. */
export interface Period {
  fromMs: number
  toMs: number
}

/** @throws SW_FRAUD_OPTION where an end is no time */
export function periodOf(from: string | undefined, to: string | undefined): Period {
  const read = (text: string | undefined, open: number, name: string) => {
    if (text === undefined) return open
    const ms = instantMs(text.length === 10 ? `${text}T00:00:00` : text)
    if (Number.isNaN(ms))
      throw new ShopwardenError('SW_FRAUD_OPTION', `--${name} is no time: "${text.slice(0, 40)}"`, {
        fix: 'Write 2026-11-01 or 2026-11-01T08:00:00Z.',
      })
    return ms
  }
  return {
    fromMs: read(from, Number.NEGATIVE_INFINITY, 'from'),
    toMs: read(to, Number.POSITIVE_INFINITY, 'to'),
  }
}

/** Events that a guard stored, in the order of filing, as a replay takes them. What became of them is not told. */
export async function* storedEvents(dir: string, signal: AbortSignal): AsyncGenerator<{ event: FraudEvent }> {
  let count = 0
  for await (const { record } of readLog(logPath(dir))) {
    if (++count % 1000 === 0) signal.throwIfAborted()
    yield { event: record.event }
  }
}

/**
 * The same with what is known of them by now: fraud where a label says so, honest where none does and `matureDays` have
 * gone by, else not known. Labels are read first, since they come after what they judge.
 */
export async function* judgedEvents(
  dir: string,
  options: { now: Date; matureDays: number; signal: AbortSignal },
): AsyncGenerator<Converted> {
  const verdicts = new Map<string, boolean>()
  for await (const { event } of storedEvents(dir, options.signal))
    if (event.label !== undefined) verdicts.set(event.label.of, event.label.verdict !== 'legitimate')
  const ripe = options.now.getTime() - options.matureDays * 86_400_000
  for await (const { event } of storedEvents(dir, options.signal))
    yield { event, fraud: verdicts.get(event.id) ?? (instantMs(event.at) <= ripe ? false : undefined) }
}
