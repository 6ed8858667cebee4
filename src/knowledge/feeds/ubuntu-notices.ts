import { z } from 'zod'
import { readMembers } from './archive-feed.ts'
import { systemCvesSchema } from './debian-tracker.ts'
import type { Feed } from './feed.ts'
import { rangesOf } from './osv.ts'

/** A security notice (USN) in OSV's schema: which source package of which release was mended by which version. */
const notice = z.object({
  withdrawn: z.string().optional(),
  upstream: z.array(z.string()).default([]),
  related: z.array(z.string()).default([]),
  affected: z
    .array(
      z.object({
        package: z.object({ ecosystem: z.string(), name: z.string() }),
        ranges: z.array(
          z.object({
            type: z.string(),
            events: z.array(z.object({ introduced: z.string().optional(), fixed: z.string().optional() })),
          }),
        ),
      }),
    )
    .default([]),
})

/** `Ubuntu:22.04:LTS`, `Ubuntu:23.10`, and `Ubuntu:Pro:18.04:LTS`, whose versions only hosts with Pro are offered. */
const release = /^Ubuntu:(?:Pro:)?(\d\d\.\d\d)(?::LTS)?$/

/**
 * Ubuntu's security notices, as OSV publishes them. A notice names the holes of all releases it mends together, so a release can be
 * told of one that another had. https://documentation.ubuntu.com/security/security-updates/osv/
 */
export const ubuntuNotices: Feed = {
  name: 'ubuntu-notices',
  file: 'ubuntu-cves.json',
  url: 'https://osv-vulnerabilities.storage.googleapis.com/Ubuntu/all.zip',
  source: 'Ubuntu Security Notices, by OSV (CC-BY-SA 4.0)',
  maxBytes: 700_000_000,
  shape: systemCvesSchema,
  async parse(body) {
    const releases: z.infer<typeof systemCvesSchema>['releases'] = {}
    const take = (_: string, text: string) => {
      const { withdrawn, upstream, related, affected } = notice.parse(JSON.parse(text))
      if (withdrawn !== undefined) return true
      const ids = new Set(
        [...upstream, ...related].flatMap((id) => /^(?:UBUNTU-)?(CVE-\d{4}-\d{4,})$/.exec(id)?.[1] ?? []),
      )
      for (const item of affected) {
        const version = release.exec(item.package.ecosystem)?.[1]
        const fixed = rangesOf(item)
          .flatMap((range) => /^<([^,=]+)$/.exec(range)?.[1] ?? [])
          .at(-1)
        if (version === undefined || fixed === undefined) continue
        const fixes = ((releases[version] ??= {})[item.package.name] ??= {})
        for (const id of ids) fixes[id] ??= fixed
      }
      return true
    }
    const counts = await readMembers(
      { name: 'ubuntu-notices', wanted: (entry) => entry.startsWith('USN-'), take },
      body,
    )
    return { asOf: undefined, facts: { releases }, ...counts }
  },
}
