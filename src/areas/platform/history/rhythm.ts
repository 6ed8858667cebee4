import type { z } from 'zod'
import { compareReleases } from '../releases.ts'
import type { updateHistory } from '../schema.ts'

/** At `at` (ISO time) this version was seen installed. */
export interface Sighting {
  version: string
  at: string
}

export type Basis = z.infer<typeof updateHistory.value>['basis']

const dayMs = 86_400_000
/** PCI DSS 4.0.1, 6.3.3: critical and high-severity patches within one month of release. */
const graceDays = 30

/** The value below which a share of the sorted numbers lies (nearest rank). */
function percentile(sorted: readonly number[], share: number): number | undefined {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
}

const days = (from: string, to: string) => Math.max(0, (Date.parse(to) - Date.parse(from)) / dayMs)

/** Changes to a newer version; a step back (a rollback, another branch) is none. */
function updatesOf(sightings: readonly Sighting[], released: ReadonlyMap<string, string>) {
  return sightings.flatMap((item, index) => {
    const before = sightings[index - 1]
    if (before === undefined || compareReleases(item.version, before.version) <= 0) return []
    const date = released.get(item.version)
    return [
      {
        version: item.version,
        installed: item.at.slice(0, 10),
        ...(date !== undefined && { lagDays: Math.round(days(date, item.at) * 10) / 10 }),
      },
    ]
  })
}

/**
 * Security releases that came out while an older version was in use and were not installed, or a later one, within a month.
 * Of several that came out on one day only the nearest to the installed version counts: the others belong to other lines.
 */
function missedSecurity(
  sightings: readonly Sighting[],
  releases: readonly (readonly [string, string])[],
  security: ReadonlySet<string>,
  now: string,
) {
  const nearest = new Map<string, { version: string; released: string }>()
  for (const [version, released] of releases) {
    if (!security.has(version)) continue
    const at = sightings.findLast((item) => item.at.slice(0, 10) <= released)
    if (at === undefined || compareReleases(version, at.version) <= 0) continue
    const known = nearest.get(released)
    if (known === undefined || compareReleases(version, known.version) < 0) nearest.set(released, { version, released })
  }
  return [...nearest.values()]
    .map(({ version, released }) => {
      const later = sightings.find(
        (item) => item.at.slice(0, 10) >= released && compareReleases(item.version, version) >= 0,
      )
      const openDays = Math.floor(days(released, later?.at ?? now))
      return { version, released, openDays, installed: later !== undefined }
    })
    .filter(({ openDays }) => openDays > graceDays)
    .sort((a, b) => (a.released < b.released ? -1 : 1))
}

/**
 * How often a platform was updated, and how long after each release, from sightings in order of time. Undefined where they show
 * neither an update nor half a year without one: too little to speak of a rhythm. Pure.
 */
export function rhythmOf(
  sightings: readonly Sighting[],
  basis: Basis,
  releases: readonly (readonly [string, string])[],
  security: ReadonlySet<string>,
  now: Date,
): z.infer<typeof updateHistory.value> | undefined {
  const first = sightings[0]
  if (first === undefined) return undefined
  const updates = updatesOf(sightings, new Map(releases))
  const watchedDays = days(first.at, now.toISOString())
  if (updates.length === 0 && watchedDays < 180) return undefined
  const lags = updates.flatMap((update) => update.lagDays ?? []).sort((a, b) => a - b)
  const [median, p90] = [percentile(lags, 0.5), percentile(lags, 0.9)]
  return {
    basis,
    updates: updates.slice(-200),
    since: first.at.slice(0, 10),
    watchedDays: Math.floor(watchedDays),
    ...(updates.length > 0 && { everyDays: Math.round(watchedDays / updates.length) }),
    ...(median !== undefined && { medianLagDays: median }),
    ...(p90 !== undefined && { p90LagDays: p90 }),
    missedSecurity: missedSecurity(sightings, releases, security, now.toISOString()).slice(-100),
  }
}
