import type { z } from 'zod'
import type { Evidence } from '../../../core/evidence.ts'
import type { AdvisoryBook } from '../../../knowledge/advisories.ts'
import type { Identified } from '../identified.ts'
import { platformVersion, type updateHistory } from '../schema.ts'
import { sightingFromFileTime, sightingsFromDeployments } from './deployments.ts'
import { sightingsFromGit } from './git.ts'
import { type Basis, rhythmOf, type Sighting } from './rhythm.ts'

/** Versions that close a published hole: upper bounds of the advisories of a platform's packages. */
export function securityReleases(packages: readonly string[], book: AdvisoryBook): Set<string> {
  const bounds = packages.flatMap((name) =>
    book
      .of(name)
      .flatMap(({ advisory }) =>
        advisory.affected.flatMap((range) => /(?:^|,)\s*<\s*(?!=)v?([^,\s]+)/.exec(range)?.[1] ?? []),
      ),
  )
  return new Set(bounds)
}

/** What earlier audits of the same tree saw. */
export function sightingsFromAudits(past: readonly Evidence[], subject: string): Sighting[] {
  return past
    .filter((item) => item.subject === subject && item.couldNotLook === undefined)
    .flatMap((item) => {
      const { version } = platformVersion.value.parse(item.value)
      return version === undefined ? [] : [{ version, at: item.observedAt }]
    })
}

interface Tree {
  /** Path that the shop's description names, and the folder below it that holds the platform. */
  subject: string
  root: string
  found: Identified & { version: string }
  past: readonly Evidence[]
  releases: readonly (readonly [string, string])[]
  security: ReadonlySet<string>
}

/** The update history from the first source that shows one: git, kept deployments, earlier audits, file times. */
export async function lookForHistory(
  { subject, root, found, past, releases, security }: Tree,
  now: Date,
  signal: AbortSignal,
): Promise<z.infer<typeof updateHistory.value> | undefined> {
  const today = { version: found.version, at: now.toISOString() }
  const written = sightingFromFileTime(root, found.file, found.version)
  const sources: [Basis, () => Promise<Sighting[]> | Sighting[]][] = [
    ['git', () => sightingsFromGit(root, found.file, signal)],
    ['deployments', () => sightingsFromDeployments(subject)],
    ['audits', () => [...sightingsFromAudits(past, subject), today]],
    ['file times', () => (written ? [written] : [])],
  ]
  for (const [basis, read] of sources) {
    const sightings = await read()
    if (basis !== 'audits' && basis !== 'file times' && sightings.length === 0) continue
    const rhythm = rhythmOf(sightings, basis, releases, security, now)
    if (rhythm) return rhythm
  }
  return undefined
}
