import { affects, orderOf } from '../../../core/advisories/affects.ts'
import { byPriority, type Decision, decide } from '../../../core/advisories/priority.ts'
import { compareVersions } from '../../../core/versions/compare.ts'
import type { Advisory } from '../../../core/advisories/advisory.ts'
import type { AdvisoryBook, KnownAdvisory } from '../../../knowledge/advisories.ts'
import type { InstalledPackage } from '../inventory/installed.ts'
import type { PatchWord } from './supee.ts'

/** A hole that applies to something installed. */
export interface Hole {
  id: string
  package: string
  version: string
  file: string
  dev: boolean
  /** First version without it, where the source says. */
  fixed?: string | undefined
  title?: string | undefined
  cvss?: number | undefined
  published?: string | undefined
  link?: string | undefined
  exploited: boolean
  likely?: number | undefined
  decision: Decision
  source: string
  /** True where the source says only that there are holes in this range. */
  unnamed: boolean
  /** Where a patch beside the version could close it: whether it is missing, or nothing says so. */
  patchState?: 'vulnerable' | 'unknown' | undefined
  /** The patch that closes it, where it is known. */
  patch?: string | undefined
}

export interface Matched {
  holes: Hole[]
  /** Holes that the version has, closed by a patch. */
  patched: { id: string; package: string }[]
  /** What could not be judged. */
  unknown: { package: string; version: string; reason: string }[]
}

/** The version that closes the range in which the installed one lies: the next one that is named as patched, else the range's upper bound. */
function fixedBy({ advisory, semantics }: KnownAdvisory, version: string): string | undefined {
  const order = orderOf(advisory.package)
  const later = (advisory.patched ?? []).filter((one) => compareVersions(order, one, version) === 1)
  const next = later.sort((a, b) => compareVersions(order, a, b) ?? 0)[0]
  if (next !== undefined) return next
  const range = advisory.affected.find((one) => affects({ ...advisory, affected: [one] }, semantics, version))
  return range === undefined ? undefined : /(?:^|,)\s*<\s*(?!=)v?([^,\s]+)/.exec(range)?.[1]
}

function holeOf(item: InstalledPackage, known: KnownAdvisory, book: AdvisoryBook, word: PatchWord | undefined): Hole {
  const { advisory, source, unnamed } = known
  const exploited = book.exploited[advisory.id] !== undefined
  const likely = book.epss[advisory.id]
  const fixed = fixedBy(known, item.version)
  return {
    id: advisory.id,
    package: `${item.kind}:${item.name}`,
    version: item.version,
    file: item.file,
    dev: item.dev,
    ...(fixed && { fixed }),
    ...(advisory.title && { title: advisory.title }),
    ...(advisory.cvss !== undefined && { cvss: advisory.cvss }),
    ...(advisory.published && { published: advisory.published }),
    ...(advisory.link && { link: advisory.link }),
    exploited,
    ...(likely !== undefined && { likely }),
    decision: decide({ exploited, likely, cvss: advisory.cvss, exposed: !item.dev }),
    source,
    unnamed,
    ...(word && word.state !== 'patched' && { patchState: word.state }),
    ...(word?.patch && { patch: word.patch }),
  }
}

/** The same hole may come from several sources: the one that says most is kept. */
function isNews(hole: Hole, seen: Map<string, Hole>, aliases: readonly string[]): boolean {
  const keys = [hole.id, ...aliases].map((id) => `${hole.package}@${hole.version} ${id}`)
  if (keys.some((key) => seen.has(key))) return false
  for (const key of keys) seen.set(key, hole)
  return true
}

/**
 * Which advisories apply to what is installed, the most urgent first. `wordOf` says which holes are closed by patches that
 * versions do not show. Pure.
 */
export function matchAdvisories(
  installed: readonly InstalledPackage[],
  book: AdvisoryBook,
  wordOf: (advisory: Advisory) => PatchWord | undefined = () => undefined,
): Matched {
  const holes: Hole[] = []
  const patched: Matched['patched'] = []
  const unknown: Matched['unknown'] = []
  const seen = new Map<string, Hole>()
  for (const item of installed) {
    const name = `${item.kind}:${item.name}`
    // Sources that name no holes come last: they add nothing where another names one.
    const ordered = [...book.of(name)].sort((a, b) => Number(a.unnamed) - Number(b.unnamed))
    const results = ordered.map((known) => ({
      known,
      applies: affects(known.advisory, known.semantics, item.version),
    }))
    if (results.some(({ applies }) => applies === undefined))
      unknown.push({
        package: name,
        version: item.version,
        reason: 'The version has no place in an order: it is a branch, or written in a way that is not known.',
      })
    let named = 0
    for (const { known, applies } of results) {
      if (!applies || (known.unnamed && named > 0)) continue
      const word = wordOf(known.advisory)
      if (!known.unnamed) named++
      if (word?.state === 'patched') {
        patched.push({ id: known.advisory.id, package: name })
        continue
      }
      const hole = holeOf(item, known, book, word)
      if (isNews(hole, seen, known.advisory.aliases ?? [])) holes.push(hole)
    }
  }
  holes.sort((a, b) => byPriority({ ...a, exposed: !a.dev }, { ...b, exposed: !b.dev }))
  return { holes, patched, unknown }
}
