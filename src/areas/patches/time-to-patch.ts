import { compareDebVersions } from '../../core/versions/deb.ts'

/** An `upgrade` line of dpkg.log. Times are the host's local time, read as UTC: days are what counts. */
export interface Upgrade {
  at: Date
  name: string
  from: string
  to: string
}

export function parseDpkgLog(text: string): Upgrade[] {
  const upgrades: Upgrade[] = []
  for (const line of text.split('\n')) {
    const match = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) upgrade (\S+) (\S+) (\S+)$/.exec(line)
    if (!match) continue
    const at = new Date(`${match[1]}T${match[2]}Z`)
    if (!Number.isNaN(at.getTime())) upgrades.push({ at, name: match[3]!, from: match[4]!, to: match[5]! })
  }
  return upgrades
}

/** One entry of a Debian changelog that closes a security hole. */
export interface SecurityEntry {
  version: string
  date: Date
}

const header = /^(\S+) \(([^)\s]+)\) ([^;]+);/
const trailer = /^ -- .*>\s{1,3}(.+)$/

/** Entries whose distribution has `security`, or that cite a CVE. */
export function parseChangelog(text: string): SecurityEntry[] {
  const entries: SecurityEntry[] = []
  let version: string | undefined
  let security = false
  for (const line of text.split('\n')) {
    const start = header.exec(line)
    if (start) {
      version = start[2]
      security = /security/i.test(start[3]!)
      continue
    }
    if (/\bCVE-\d{4}-\d{4,}\b/.test(line)) security = true
    const end = trailer.exec(line)
    if (end && version !== undefined) {
      const date = new Date(end[1]!)
      if (security && !Number.isNaN(date.getTime())) entries.push({ version, date })
      version = undefined
    }
  }
  return entries
}

export interface PatchTime {
  name: string
  version: string
  installed: string
  days: number
}

/**
 * Days from each security fix (its changelog entry) to the upgrade that brought it, for every upgrade in the log.
 * `changelog` gives the security entries of a package, or undefined where the host has none.
 */
export function timesToPatch(
  upgrades: readonly Upgrade[],
  changelog: (name: string) => readonly SecurityEntry[] | undefined,
): PatchTime[] {
  return upgrades.flatMap(({ at, name, from, to }) => {
    const entries = (changelog(name) ?? []).filter(
      (entry) => compareDebVersions(entry.version, from) > 0 && compareDebVersions(entry.version, to) <= 0,
    )
    // The oldest fix among them is the hole that stood open longest.
    const oldest = entries.reduce<SecurityEntry | undefined>(
      (best, entry) => (best === undefined || entry.date < best.date ? entry : best),
      undefined,
    )
    if (oldest === undefined) return []
    const days = Math.max(0, (at.getTime() - oldest.date.getTime()) / 86_400_000)
    return [{ name, version: to, installed: at.toISOString().slice(0, 10), days: Math.round(days * 10) / 10 }]
  })
}

/** The value below which a share of the sorted numbers lies (nearest rank). */
export function percentile(numbers: readonly number[], share: number): number | undefined {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
}
