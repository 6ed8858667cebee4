import { z } from 'zod'
import { type Advisory, advisoriesSchema } from '../../core/advisories/advisory.ts'
import { badFeed, type Feed } from './feed.ts'
import { jsonMembers } from './json-members.ts'

const rangeSchema = z.object({
  from_version: z.string().max(100),
  from_inclusive: z.boolean(),
  to_version: z.string().max(100),
  to_inclusive: z.boolean(),
})
type Range = z.output<typeof rangeSchema>

/** One record of the production feed. PHP writes an empty object as an empty list. */
const recordSchema = z.object({
  id: z.string().min(1).max(100),
  title: z.string(),
  informational: z.boolean().optional(),
  software: z.array(
    z.object({
      type: z.enum(['plugin', 'theme', 'core']),
      slug: z.string().min(1).max(200),
      affected_versions: z.union([z.record(z.string(), rangeSchema), z.array(z.never()).length(0)]),
      patched_versions: z.array(z.string().max(100)).optional().catch(undefined),
    }),
  ),
  cvss: z
    .object({ score: z.number().min(0).max(10) })
    .nullish()
    .catch(undefined),
  cve: z
    .string()
    .regex(/^CVE-\d{4}-\d{4,}$/)
    .nullish()
    .catch(undefined),
  published: z.string().nullish().catch(undefined),
})

const rangeOf = ({ from_version: from, from_inclusive, to_version: to, to_inclusive }: Range) =>
  [from === '*' ? '' : `>${from_inclusive ? '=' : ''}${from}`, to === '*' ? '' : `<${to_inclusive ? '=' : ''}${to}`]
    .filter((part) => part !== '')
    .join(',') || '*'

function advisoriesOf(raw: unknown): Advisory[] | undefined {
  const parsed = recordSchema.safeParse(raw)
  if (!parsed.success) return undefined
  const { id, title, informational, software, cvss, cve, published } = parsed.data
  if (informational) return []
  const day = /^\d{4}-\d\d-\d\d/.exec(published ?? '')?.[0]
  return software.map(({ type, slug, affected_versions, patched_versions = [] }) => ({
    id: cve ?? `WORDFENCE-${id}`,
    ...(cve && { aliases: [`WORDFENCE-${id}`] }),
    package: type === 'core' ? 'wordpress-core:wordpress' : `wordpress-${type}:${slug.toLowerCase()}`,
    affected: Object.values(affected_versions).map(rangeOf),
    ...(patched_versions.length > 0 && { patched: patched_versions.slice(0, 100) }),
    title: title.slice(0, 300),
    ...(cvss && { cvss: cvss.score }),
    ...(day && { published: day }),
  }))
}

/**
 * Holes in WordPress, its plugins and themes: the production feed of Wordfence Intelligence, version 3, which needs a key that is free.
 * Its terms let everyone copy and pass on the records with the notice of their owners, which `source` carries; it does not ship all
 * the same, so that no old copy is taken for the whole.
 */
export const wordfence: Feed = {
  name: 'wordfence',
  file: 'advisories-wordfence.json',
  url: 'https://www.wordfence.com/api/intelligence/v3/vulnerabilities/production',
  source:
    'Wordfence Intelligence, © Defiant Inc., https://www.wordfence.com/wordfence-intelligence-terms-and-conditions/; CVE records © The MITRE Corporation, https://www.cve.org/Legal/TermsOfUse',
  maxBytes: 400_000_000,
  key: { variable: 'WORDFENCE_API_KEY', about: 'a free key from Account › Integrations at wordfence.com' },
  shape: advisoriesSchema,
  parse(body) {
    const advisories: Advisory[] = []
    let [read, skipped] = [0, 0]
    for (const member of jsonMembers(body)) {
      if (member === undefined) throw badFeed('wordfence', 'it is cut or no JSON object')
      let found: Advisory[] | undefined
      try {
        found = advisoriesOf(JSON.parse(member.toString('utf8')))
      } catch {
        found = undefined
      }
      if (found === undefined) skipped++
      else {
        read++
        advisories.push(...found)
      }
    }
    if (read === 0) throw badFeed('wordfence', 'it holds no record')
    advisories.sort((a, b) => (a.package + a.id < b.package + b.id ? -1 : 1))
    return { asOf: undefined, facts: { semantics: 'order', advisories }, skipped, read }
  },
}
