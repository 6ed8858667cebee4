import { compareDebVersions } from '../../../core/versions/deb.ts'
import { exploitedSchema } from '../../../knowledge/advisories.ts'
import { systemCvesSchema } from '../../../knowledge/feeds/debian-tracker.ts'
import { readKnowledge, readOptionalKnowledge } from '../../../knowledge/read.ts'
import type { Pending } from '../pending.ts'
import type { System } from './system.ts'

/** Names the holes that updates close, and those that are being exploited. */
export interface CveBook {
  /** For Debian and Ubuntu: by the facts of their security teams, where they were fetched. */
  debian(system: System, item: Pending): Pending
  /** For updates that name their holes themselves. */
  marked(item: Pending): Pending
}

export function readCves(knowledgeDir: string): CveBook {
  const { exploited } = readKnowledge(knowledgeDir, 'exploited.json', exploitedSchema)
  const tracker = readOptionalKnowledge(knowledgeDir, 'debian-cves.json', systemCvesSchema)
  const notices = readOptionalKnowledge(knowledgeDir, 'ubuntu-cves.json', systemCvesSchema)
  const marked = (item: Pending): Pending =>
    item.cves?.some((id) => exploited[id] !== undefined) ? { ...item, exploited: true } : item
  return {
    marked,
    debian({ id, version, codename }, item) {
      const release = id === 'ubuntu' ? notices?.releases[version] : tracker?.releases[codename]
      const fixes = release?.[item.source]
      if (fixes === undefined) return item
      const cves = Object.entries(fixes).flatMap(([id, fixed]) =>
        compareDebVersions(fixed, item.installed) > 0 && compareDebVersions(fixed, item.fixed) <= 0 ? [id] : [],
      )
      return marked({ ...item, ...(cves.length > 0 && { cves: cves.sort() }) })
    },
  }
}

/** Exploited ones first, then those that close most holes, then by name. */
export function byUrgency(a: Pending, b: Pending): number {
  return (
    Number(b.exploited ?? false) - Number(a.exploited ?? false) ||
    (b.cves?.length ?? 0) - (a.cves?.length ?? 0) ||
    (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
  )
}
