import { compareApkVersions, isApkVersion } from './apk.ts'
import { compareComposerVersions } from './composer.ts'
import { compareDebVersions } from './deb.ts'
import { compareMavenVersions, isMavenVersion } from './maven.ts'
import { phpVersionCompare } from './php.ts'
import { compareRpmVersions } from './rpm.ts'
import { compareSemver, isSemver } from './semver.ts'

export const ECOSYSTEMS = ['deb', 'rpm', 'apk', 'npm', 'composer', 'maven', 'php'] as const
export type Ecosystem = (typeof ECOSYSTEMS)[number]

/** What dpkg takes: an optional epoch (a first colon always ends one), a digit first, no empty revision (Debian Policy 5.6.12). */
const isDebVersion = (version: string) =>
  /^(?:\d+:\d(?:[A-Za-z0-9.+~:-]*[A-Za-z0-9.+~:])?|\d(?:[A-Za-z0-9.+~-]*[A-Za-z0-9.+~])?)$/.test(version)
/** PHP compares anything; what does not begin with a digit is a word (`trunk`), not a version; `~` it takes for a word by itself. */
const isPhpVersion = (version: string) => /^\d[\w.+-]*$/.test(version)
const isRpmVersion = (version: string) => /^(?:\d+:)?[A-Za-z0-9._+~^:-]+$/.test(version)

const known: Record<
  Exclude<Ecosystem, 'composer'>,
  { valid(version: string): boolean; compare(a: string, b: string): number }
> = {
  deb: { valid: isDebVersion, compare: compareDebVersions },
  rpm: { valid: isRpmVersion, compare: compareRpmVersions },
  apk: { valid: isApkVersion, compare: compareApkVersions },
  npm: { valid: isSemver, compare: compareSemver },
  maven: { valid: isMavenVersion, compare: compareMavenVersions },
  php: { valid: isPhpVersion, compare: phpVersionCompare },
}
const maxLength = 500

/**
 * -1, 0 or 1 as `a` is older than, equal to or newer than `b` in the order of their own package manager; undefined where one
 * of them is no version there, or has no order (a branch of Composer).
 */
export function compareVersions(ecosystem: Ecosystem, a: string, b: string): -1 | 0 | 1 | undefined {
  if (a.length > maxLength || b.length > maxLength) return undefined
  const order =
    ecosystem === 'composer'
      ? compareComposerVersions(a, b)
      : known[ecosystem].valid(a) && known[ecosystem].valid(b)
        ? known[ecosystem].compare(a, b)
        : undefined
  return order === undefined ? undefined : (Math.sign(order) as -1 | 0 | 1)
}
