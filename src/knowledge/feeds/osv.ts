import { z } from 'zod'
import type { Advisory } from '../../core/advisories/advisory.ts'
import { archiveFeed } from './archive-feed.ts'
import type { Feed } from './feed.ts'

/** OSV schema 1.7: https://ossf.github.io/osv-schema/ */
const entrySchema = z.object({
  id: z.string(),
  summary: z.string().optional(),
  published: z.string().optional(),
  withdrawn: z.string().optional(),
  aliases: z.array(z.string()).optional(),
  database_specific: z.object({ severity: z.string().optional() }).optional(),
  affected: z
    .array(
      z.object({
        package: z.object({ ecosystem: z.string(), name: z.string() }).optional(),
        versions: z.array(z.string()).optional(),
        ranges: z
          .array(
            z.object({
              type: z.string(),
              events: z.array(
                z.object({
                  introduced: z.string().optional(),
                  fixed: z.string().optional(),
                  last_affected: z.string().optional(),
                }),
              ),
            }),
          )
          .optional(),
      }),
    )
    .default([]),
})
type Affected = z.infer<typeof entrySchema>['affected'][number]

/** Lowest score of each word that GitHub's reviewers use, where a record has no number of its own. */
const words: Record<string, number> = { CRITICAL: 9, HIGH: 7, MODERATE: 4, LOW: 1 }

/** Events to comparisons: each `introduced` opens a range that the next `fixed` or `last_affected` closes. */
export function rangesOf({ ranges = [], versions = [] }: Affected): string[] {
  const result: string[] = []
  for (const { type, events } of ranges) {
    if (type === 'GIT') continue
    let from: string | undefined
    for (const event of events) {
      if (event.introduced !== undefined) from = event.introduced
      const end = event.fixed !== undefined ? `<${event.fixed}` : event.last_affected && `<=${event.last_affected}`
      if (!end) continue
      result.push(from === undefined || from === '0' ? end : `>=${from},${end}`)
      from = undefined
    }
    if (from !== undefined) result.push(from === '0' ? '*' : `>=${from}`)
  }
  return result.length > 0 ? result : versions.slice(0, 500).map((version) => `=${version}`)
}

export function osvAdvisories(raw: unknown, ecosystem: string, kind: string): Advisory[] | undefined {
  const result = entrySchema.safeParse(raw)
  if (!result.success) return undefined
  const { id, aliases = [], affected, summary, published, withdrawn, database_specific } = result.data
  if (withdrawn !== undefined || id.startsWith('MAL-')) return []
  const cve = aliases.find((alias) => alias.startsWith('CVE-'))
  const others = [id, ...aliases].filter((alias) => alias !== cve)
  const cvss = words[database_specific?.severity ?? '']
  const day = /^\d{4}-\d\d-\d\d/.exec(published ?? '')?.[0]
  return affected
    .filter((item) => item.package?.ecosystem === ecosystem)
    .map((item) => ({
      id: cve ?? id,
      ...(cve && { aliases: others }),
      package: `${kind}:${kind === 'composer' ? item.package!.name.toLowerCase() : item.package!.name}`,
      affected: rangesOf(item).filter((range) => range.length <= 2000),
      ...(summary && { title: summary.slice(0, 300) }),
      ...(cvss !== undefined && { cvss }),
      ...(day && { published: day }),
    }))
}

/** All advisories of one ecosystem, as OSV publishes them: a ZIP of JSON files. */
function osv(ecosystem: string, kind: string): Feed {
  const name = `osv-${ecosystem.toLowerCase()}`
  return archiveFeed({
    name,
    file: `advisories-${name}.json`,
    url: `https://osv-vulnerabilities.storage.googleapis.com/${ecosystem}/all.zip`,
    source: `OSV, ecosystem ${ecosystem} (CC-BY 4.0)`,
    maxBytes: 500_000_000,
    semantics: 'order',
    wanted: (entry) => entry.endsWith('.json') && !entry.startsWith('MAL-'),
    advisoriesOf: (_, text) => osvAdvisories(JSON.parse(text), ecosystem, kind),
  })
}

export const osvPackagist = osv('Packagist', 'composer')
export const osvNpm = osv('npm', 'npm')
