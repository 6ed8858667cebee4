import { AnswerTimes } from './answer-times.ts'
import type { Look } from './schema.ts'

/** What the record says of one service, newest part of it. */
export interface ServiceStatus {
  service: string
  /** Orders it judged, and times it did not answer. */
  answered: number
  failed: number
  /** Middle and slow tail of its answers, in milliseconds. */
  medianMs?: number
  p99Ms?: number
  lastAt: string
  /** The newest failure: its code. */
  lastError?: { at: string; code: string }
}

/** Each service that was asked, in the order of names; from looks in the order of time. */
export async function statusOf(looks: AsyncIterable<Look>): Promise<ServiceStatus[]> {
  const services = new Map<string, ServiceStatus & { times: AnswerTimes }>()
  for await (const { service, at, ok, ms, error } of looks) {
    const known = services.get(service) ?? { service, answered: 0, failed: 0, lastAt: at, times: new AnswerTimes() }
    services.set(service, known)
    known.lastAt = at
    if (ok) {
      known.answered++
      known.times.add(ms)
    } else {
      known.failed++
      known.lastError = { at, code: error ?? 'SW_SCREENING_FAILED' }
    }
  }
  return [...services.values()]
    .sort((a, b) => (a.service < b.service ? -1 : 1))
    .map(({ times, ...status }) => {
      const took = times.summary()
      return took ? { ...status, medianMs: Math.round(took.medianMs), p99Ms: Math.round(took.p99Ms) } : status
    })
}
