import { compareVersions, type Ecosystem } from '../versions/compare.ts'
import { inComposerRange, parseComposerRange } from '../versions/composer-range.ts'
import { isBranch, normalizeComposer } from '../versions/composer.ts'
import type { Advisory, Semantics } from './advisory.ts'

/** In which order the versions of a kind of package stand. */
const orders: Readonly<Record<string, Ecosystem>> = {
  npm: 'npm',
  maven: 'maven',
  // WordPress compares with PHP's own version_compare().
  'wordpress-plugin': 'php',
  'wordpress-theme': 'php',
  'wordpress-core': 'php',
}

/** The order in which the versions of `<kind>:<name>` stand. */
export const orderOf = (packageName: string): Ecosystem =>
  orders[packageName.slice(0, packageName.indexOf(':'))] ?? 'composer'

/** `>=1.0,<2.0` by plain order; undefined where a version has no order. */
function inOrder(ecosystem: Ecosystem, version: string, range: string): boolean | undefined {
  let certain = true
  for (const part of range.split(',')) {
    const match = /^\s*(<=|>=|<|>|=)?\s*(\S+)\s*$/.exec(part)
    if (!match) return undefined
    if (match[2] === '*') continue
    const order = compareVersions(ecosystem, version, match[2]!)
    if (order === undefined) {
      certain = false
      continue
    }
    const operator = match[1] ?? '='
    const holds = order === 0 ? operator.includes('=') : operator.startsWith(order < 0 ? '<' : '>')
    if (!holds) return false
  }
  return certain ? true : undefined
}

/**
 * Whether an advisory applies to an installed version. Undefined where that cannot be said: the version is a branch (`dev-main`),
 * or one of the two cannot be read. Pure.
 */
export function affects(advisory: Advisory, semantics: Semantics, version: string): boolean | undefined {
  const ecosystem = orderOf(advisory.package)
  if (ecosystem === 'composer') {
    const normalized = normalizeComposer(version)
    if (normalized === undefined || isBranch(normalized)) return undefined
  }
  let unknown = false
  for (const range of advisory.affected) {
    const parsed = semantics === 'composer' ? parseComposerRange(range) : undefined
    const result =
      semantics === 'order'
        ? inOrder(ecosystem, version, range)
        : parsed === undefined
          ? undefined
          : inComposerRange(version, parsed)
    if (result) return true
    if (result === undefined) unknown = true
  }
  return unknown ? undefined : false
}
