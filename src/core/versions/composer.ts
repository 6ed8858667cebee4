import { phpVersionCompare } from './php.ts'

/** A stability with its number (`-RC1`, `.beta2`, `p1`) and `-dev`, as Composer allows them behind a version. */
export const modifier = '[._-]?(?:(stable|beta|b|RC|alpha|a|patch|pl|p)((?:[.-]?\\d+)*)?)?([.-]?dev)?'
const classical = new RegExp(`^v?(\\d{1,5})(\\.\\d+)?(\\.\\d+)?(\\.\\d+)?${modifier}$`, 'i')
const dated = new RegExp(`^v?(\\d{4}(?:[.:-]?\\d{2}){1,6}(?:[.:-]?\\d{1,3}){0,2})${modifier}$`, 'i')
const stabilities: Record<string, string> = { a: 'alpha', b: 'beta', p: 'patch', pl: 'patch', rc: 'RC' }
/** Versions come from lock files of strangers: longer ones are none. */
const maxLength = 200

function withModifiers(base: string, match: RegExpExecArray, index: number): string {
  const word = (match[index] ?? '').toLowerCase()
  if (word === 'stable') return base
  const number = (match[index + 1] ?? '').replace(/^[.-]+/, '')
  return `${base}${word === '' ? '' : `-${stabilities[word] ?? word}${number}`}${match[index + 2] ? '-dev' : ''}`
}

/** `2.x` and `2.1` as branches become `2.9999999.9999999.9999999-dev`; undefined where the name is no number. */
function numericBranch(name: string): string | undefined {
  const match = /^v?(\d+)(\.(?:\d+|[xX*]))?(\.(?:\d+|[xX*]))?(\.(?:\d+|[xX*]))?$/i.exec(name.trim())
  if (!match) return undefined
  const whole = [1, 2, 3, 4].map((part) => (match[part] ?? '.x').replace(/[xX*]/, '9999999')).join('')
  return `${whole}-dev`
}

/**
 * The version as Composer compares it: four numbers, a stability in full (`1.0-RC1` → `1.0.0.0-RC1`), branches as
 * `dev-name`. Undefined where Composer would refuse it. (composer/semver, VersionParser::normalize)
 */
export function normalizeComposer(given: string): string | undefined {
  if (given.length > maxLength) return undefined
  let version = given.trim()
  version = /^([^,\s]+) +as +([^,\s]+)$/.exec(version)?.[1] ?? version
  version = version.replace(/@(?:stable|RC|beta|alpha|dev)$/i, '')
  if (version === 'master' || version === 'trunk' || version === 'default') version = `dev-${version}`
  if (/^dev-/i.test(version)) return `dev-${version.slice(4)}`
  version = /^([^,\s+]+)\+[^\s]+$/.exec(version)?.[1] ?? version
  const match = classical.exec(version)
  if (match) return withModifiers([1, 2, 3, 4].map((part) => match[part] ?? '.0').join(''), match, 5)
  const date = dated.exec(version)
  if (date) return withModifiers(date[1]!.replace(/\D/g, '.'), date, 2)
  const branch = /^(.*?)[.-]?dev$/i.exec(version)?.[1]
  return branch === undefined ? undefined : numericBranch(branch)
}

/** A branch by name has no place among numbers. */
export const isBranch = (normalized: string): boolean => normalized.startsWith('dev-')

/** Negative, 0 or positive; undefined where one is no version or a branch, which has no order. */
export function compareComposerVersions(a: string, b: string): number | undefined {
  const [left, right] = [normalizeComposer(a), normalizeComposer(b)]
  if (left === undefined || right === undefined) return undefined
  if (isBranch(left) || isBranch(right)) return left === right ? 0 : undefined
  return phpVersionCompare(left, right)
}
