import { z } from 'zod'
import { type Feed, feedJson } from './feed.ts'

/** https://security-tracker.debian.org/tracker/data/json: source package → CVE → release → state. */
const tracker = z.record(
  z.string(),
  z.record(
    z.string(),
    z.object({
      releases: z
        .record(z.string(), z.object({ status: z.string(), fixed_version: z.string().optional() }))
        .default({}),
    }),
  ),
)

/** Release (Debian: codename, Ubuntu: number) → source package → CVE → first version without the hole. */
export const systemCvesSchema = z.object({
  releases: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.string()))),
})

/** Releases whose hosts are still met; older ones and sid would only swell the file. */
const kept = /^(buster|bullseye|bookworm|trixie|forky)$/

export const debianTracker: Feed = {
  name: 'debian-tracker',
  file: 'debian-cves.json',
  url: 'https://security-tracker.debian.org/tracker/data/json',
  source: 'Debian Security Tracker',
  maxBytes: 300_000_000,
  shape: systemCvesSchema,
  parse(body) {
    const releases: Record<string, Record<string, Record<string, string>>> = {}
    let read = 0
    for (const [source, holes] of Object.entries(feedJson('debian-tracker', body, tracker))) {
      for (const [id, { releases: states }] of Object.entries(holes)) {
        if (!id.startsWith('CVE-')) continue
        for (const [release, { status, fixed_version: fixed }] of Object.entries(states)) {
          // Version 0 means that the release never had the hole.
          if (!kept.test(release) || status !== 'resolved' || fixed === undefined || fixed === '0') continue
          const packages = (releases[release] ??= {})
          ;(packages[source] ??= {})[id] = fixed
          read++
        }
      }
    }
    return { asOf: undefined, facts: { releases }, skipped: 0, read }
  },
}
