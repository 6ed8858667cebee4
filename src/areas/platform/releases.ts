import { z } from 'zod'
import type { ReleaseState } from './schema.ts'

/** knowledge/platform-releases.json */
export const releasesSchema = z.object({
  platforms: z.record(
    z.string(),
    z.object({
      name: z.string(),
      asOf: z.iso.date(),
      releases: z.array(z.tuple([z.string(), z.iso.date()])),
      cycles: z.array(
        z.object({
          cycle: z.string(),
          released: z.iso.date(),
          eol: z.union([z.iso.date(), z.boolean()]).optional(),
          eoes: z.union([z.iso.date(), z.boolean()]).optional(),
          latest: z.string().optional(),
          latestDate: z.iso.date().optional(),
        }),
      ),
    }),
  ),
})

export type Releases = z.infer<typeof releasesSchema>
type Platform = Releases['platforms'][string]

const dayMs = 86_400_000
const daysSince = (date: string, now: Date) => Math.floor((now.getTime() - Date.parse(date)) / dayMs)

/** Numbers of a version for comparing releases of one platform: 2.4.7-p3 → [2, 4, 7, 3]. A pre-release sorts before its release. */
export function compareReleases(a: string, b: string): number {
  const parts = (version: string) => (version.match(/\d+/g) ?? []).map(Number)
  const pre = (version: string) => (/(alpha|beta|rc|dev)/i.test(version) ? -1 : 0)
  const [left, right] = [parts(a), parts(b)]
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0)
    if (difference !== 0 && pre(a) === pre(b)) return difference
    if (difference !== 0 && index < 3) return difference
  }
  return pre(a) - pre(b)
}

/** How an installed version stands against the dated facts. Pure. */
export function releaseState(platform: Platform, version: string, now: Date): ReleaseState {
  const cycle = platform.cycles
    .filter(
      (candidate) =>
        version === candidate.cycle ||
        version.startsWith(`${candidate.cycle}.`) ||
        version.startsWith(`${candidate.cycle}-`),
    )
    .sort((a, b) => b.cycle.length - a.cycle.length)[0]
  const latest = platform.cycles.flatMap((item) =>
    item.latest && item.latestDate ? [[item.latest, item.latestDate] as [string, string]] : [],
  )
  const all = [...platform.releases, ...latest].sort((a, b) => compareReleases(a[0], b[0]))
  const own = all.find(([candidate]) => candidate === version)
  const newer = all.filter(
    ([candidate]) => compareReleases(candidate, version) > 0 && !/alpha|beta|rc/i.test(candidate),
  )
  const newest = newer.at(-1) ?? own
  const waitingSince = newer.map(([, date]) => date).sort()[0]
  const end = typeof cycle?.eol === 'string' ? cycle.eol : typeof cycle?.eoes === 'string' ? cycle.eoes : undefined
  const released = own?.[1] ?? (cycle && !cycle.latest ? cycle.released : undefined)
  return {
    knowledgeAsOf: platform.asOf,
    ...(released && { ageDays: daysSince(released, now) }),
    ...(newest && { newest: newest[0], newestDate: newest[1] }),
    ...(all.length > 0 && { behind: newer.length }),
    ...(waitingSince && { behindDays: daysSince(waitingSince, now) }),
    ...(cycle?.eol === true
      ? { supported: false }
      : end
        ? { supported: daysSince(end, now) <= 0, supportEnds: end }
        : cycle?.eol === false && { supported: true }),
  }
}
