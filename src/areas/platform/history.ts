import type { Evidence } from '../../core/evidence.ts'
import { platformVersion, updateHistory } from './schema.ts'
import type { z } from 'zod'

const dayMs = 86_400_000

/**
 * The rhythm of updates from what successive audits saw: each change of version, and how long after its release it was first
 * seen. Undefined while no change was seen. Pure.
 */
export function historyFromAudits(
  past: readonly Evidence[],
  subject: string,
  current: z.infer<typeof platformVersion.value>,
  now: Date,
  releases: readonly (readonly [string, string])[],
): z.infer<typeof updateHistory.value> | undefined {
  const seen = past
    .filter((item) => item.subject === subject && item.couldNotLook === undefined)
    .map((item) => ({ version: platformVersion.value.parse(item.value).version, at: item.observedAt }))
  const all = [...seen, { version: current.version, at: now.toISOString() }].filter(
    (item) => item.version !== undefined,
  )
  const released = new Map(releases)
  const updates = all.flatMap((item, index) => {
    const before = all[index - 1]
    if (before === undefined || before.version === item.version) return []
    const date = released.get(item.version!)
    const lagDays = date === undefined ? undefined : Math.max(0, (Date.parse(item.at) - Date.parse(date)) / dayMs)
    return [{ version: item.version!, installed: item.at.slice(0, 10), ...(lagDays !== undefined && { lagDays }) }]
  })
  if (updates.length === 0) return undefined
  const lags = updates.flatMap((update) => update.lagDays ?? []).sort((a, b) => a - b)
  const medianLagDays = lags[Math.floor((lags.length - 1) / 2)]
  return { updates, since: all[0]!.at.slice(0, 10), ...(medianLagDays !== undefined && { medianLagDays }) }
}
