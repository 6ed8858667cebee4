import { parse } from 'yaml'
import { z } from 'zod'
import type { Advisory } from '../../core/advisories/advisory.ts'
import { archiveFeed } from './archive-feed.ts'

/** One file of FriendsOfPHP/security-advisories. */
const entrySchema = z.object({
  title: z.string(),
  link: z.string().nullish(),
  cve: z.string().nullish(),
  reference: z.string().regex(/^composer:\/\//),
  branches: z.record(
    z.string(),
    z.object({
      time: z.union([z.string(), z.date(), z.number()]).nullish(),
      versions: z.array(z.string()),
    }),
  ),
})

function advisoryOf(name: string, text: string): Advisory[] | undefined {
  // Times are read as text: their zone is not stated, and only the day is kept.
  const result = entrySchema.safeParse(parse(text, { schema: 'failsafe', maxAliasCount: 10 }))
  if (!result.success) return undefined
  const { title, link, cve, reference, branches } = result.data
  const days = Object.values(branches).flatMap(({ time }) => /^\d{4}-\d\d-\d\d/.exec(String(time ?? ''))?.[0] ?? [])
  const id =
    /^CVE-\d{4}-\d{4,}$/.exec(cve?.trim() ?? '')?.[0] ??
    name
      .split('/')
      .at(-1)!
      .replace(/\.ya?ml$/, '')
  const published = days.sort()[0]
  return [
    {
      id,
      package: `composer:${reference.slice('composer://'.length).toLowerCase()}`,
      affected: Object.values(branches).map(({ versions }) => versions.join(',')),
      title: title.slice(0, 300),
      ...(published && { published }),
      ...(link && link !== '~' && { link: link.slice(0, 500) }),
    },
  ]
}

/** The public-domain list of holes in Composer packages, as the ZIP archive that GitHub makes of it. */
export const friendsOfPhp = archiveFeed({
  name: 'friendsofphp',
  file: 'advisories-friendsofphp.json',
  url: 'https://codeload.github.com/FriendsOfPHP/security-advisories/zip/refs/heads/master',
  source: 'FriendsOfPHP/security-advisories (public domain)',
  maxBytes: 50_000_000,
  semantics: 'composer',
  wanted: (name) => /^[^/]+\/[^/]+\/[^/]+\/[^/]+\.ya?ml$/.test(name) && !name.includes('/.github/'),
  advisoriesOf: advisoryOf,
})
