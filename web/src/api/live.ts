import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import type { ProgressLine } from './types.ts'

interface Event {
  kind: string
  shop?: string
  at: string
  data: Record<string, string | number | boolean>
}

/** Progress of jobs as it comes in: kept outside React, since it comes in bursts. */
const lines = new Map<string, readonly ProgressLine[]>()
const listeners = new Set<() => void>()
const none: readonly ProgressLine[] = []
const kept = 300

function note(event: Event): void {
  const job = String(event.data['job'] ?? '')
  const { step, message } = event.data
  lines.set(
    job,
    [...(lines.get(job) ?? []), { at: event.at, step: String(step), message: String(message) }].slice(-kept),
  )
  for (const listener of listeners) listener()
}

/** What a running job has said so far, as far as this page heard it. */
export function useProgress(job: string): readonly ProgressLine[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => lines.get(job) ?? none,
  )
}

/** Which queries an event makes stale: the first part of its kind names them. */
const stale: Readonly<Record<string, readonly string[]>> = {
  job: ['jobs', 'audit', 'findings', 'shops', 'history', 'payment', 'malware', 'leaks', 'notices'],
  finding: ['findings'],
  fraud: ['fraud'],
  malware: ['malware'],
  payment: ['payment'],
  notices: ['notices'],
  disputes: ['disputes'],
}

/** Listens to the server while a shop is open, and looks again at whatever an event says has changed. */
export function useLive(shop: string): void {
  const queries = useQueryClient()
  useEffect(() => {
    const source = new EventSource(`/api/v1/events?shop=${encodeURIComponent(shop)}`)
    source.onmessage = (message: MessageEvent<string>) => {
      const event = JSON.parse(message.data) as Event
      if (event.kind === 'job.progress') return note(event)
      const part = event.kind.split('.')[0] ?? ''
      for (const name of stale[part] ?? [part]) void queries.invalidateQueries({ queryKey: [name] })
    }
    return () => source.close()
  }, [shop, queries])
}
