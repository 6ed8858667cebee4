import { ShopwardenError } from '../../core/errors.ts'

const minuteMs = 60_000
/** Callers remembered at most: beyond that the oldest is forgotten. */
const mostCallers = 10_000

/**
 * Lets each caller through `perMinute` times a minute, evenly refilled (a token bucket). Each server counts for itself.
 * @returns a check that throws SW_SERVER_RATE where a caller is too fast
 */
export function rateLimit(perMinute: number, now: () => Date): (caller: string) => void {
  const buckets = new Map<string, { left: number; at: number }>()
  return (caller) => {
    const at = now().getTime()
    const known = buckets.get(caller)
    const refilled = known ? ((at - known.at) / minuteMs) * perMinute : 0
    const left = Math.min(perMinute, (known?.left ?? perMinute) + refilled)
    buckets.delete(caller)
    buckets.set(caller, { left: Math.max(0, left - 1), at })
    if (buckets.size > mostCallers) buckets.delete(buckets.keys().next().value!)
    if (left < 1)
      throw new ShopwardenError('SW_SERVER_RATE', `At most ${perMinute} calls a minute are answered here`, {
        fix: 'Wait a moment and try again.',
      })
  }
}
