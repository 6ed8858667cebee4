import { compareDebVersions } from '../../core/versions/deb.ts'
import type { Installed, Offered } from './dpkg.ts'

export interface Pending {
  name: string
  architecture: string
  source: string
  installed: string
  /** Newest version that the security archive offers. */
  fixed: string
  /** Holes that the update closes, where they are known. */
  cves?: string[] | undefined
  /** True where one of them is known to be exploited. */
  exploited?: boolean | undefined
}

/**
 * Packages for which the security archive offers *any* version above the installed one. The candidate alone is not enough:
 * a newer point release hides security updates that were never installed (see docs/decisions/pending-security-updates.md).
 */
export function pendingUpdates(installed: readonly Installed[], offered: readonly Offered[]): Pending[] {
  const newest = new Map<string, string>()
  for (const { name, architecture, version } of offered) {
    const key = `${name}:${architecture}`
    const known = newest.get(key)
    if (known === undefined || compareDebVersions(version, known) > 0) newest.set(key, version)
  }
  return installed.flatMap((item) => {
    // An "all" package may have become architecture-dependent, or the other way round, between two versions.
    const candidates = [newest.get(`${item.name}:${item.architecture}`), newest.get(`${item.name}:all`)].filter(
      (version) => version !== undefined,
    )
    const fixed = candidates.sort(compareDebVersions).at(-1)
    if (fixed === undefined || compareDebVersions(fixed, item.version) <= 0) return []
    return [{ name: item.name, architecture: item.architecture, source: item.source, installed: item.version, fixed }]
  })
}
