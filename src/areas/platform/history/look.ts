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

/** Why a rhythm is not known, and what helps. */
export const tooFew = [
  'Too few updates were seen yet to know the rhythm.',
  'Give a source tree with its git history, or let Shopwarden audit regularly: it learns the rhythm from successive audits.',
] as const

interface Watched {
  /** What the shop's description names: a path, an address. */
  subject: string
  past: readonly Evidence[]
  releases: readonly (readonly [string, string])[]
  security: ReadonlySet<string>
}

/** The update history by what this and earlier audits saw of one subject. */
export const rhythmFromAudits = (
  { subject, past, releases, security, version }: Watched & { version: string },
  now: Date,
): z.infer<typeof updateHistory.value> | undefined =>
  rhythmOf(
    [...sightingsFromAudits(past, subject), { version, at: now.toISOString() }],
    'audits',
    releases,
    security,
    now,
  )

interface Tree extends Watched {
  /** Folder below the subject that holds the platform. */
  root: string
  found: Identified & { version: string }
}

/** The update history from the first source that shows one: git, kept deployments, earlier audits, file times. */
export async function lookForHistory(
  { root, found, ...watched }: Tree,
  now: Date,
  signal: AbortSignal,
): Promise<z.infer<typeof updateHistory.value> | undefined> {
  const { releases, security } = watched
  const written = sightingFromFileTime(root, found.file, found.version)
  const rhythm = (sightings: readonly Sighting[], basis: Basis) => rhythmOf(sightings, basis, releases, security, now)
  return (
    rhythm(await sightingsFromGit(root, found.file, signal), 'git') ??
    rhythm(sightingsFromDeployments(watched.subject), 'deployments') ??
    rhythmFromAudits({ ...watched, version: found.version }, now) ??
    rhythm(written ? [written] : [], 'file times')
  )
}
