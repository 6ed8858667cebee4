import type { InstalledPackage } from '../inventory/installed.ts'

/** Package URL types (purl specification) of our kinds of package; modules and plugins have none of their own. */
const types: Readonly<Record<string, string>> = { composer: 'composer', npm: 'npm', 'js-library': 'npm' }

/** `pkg:composer/symfony/http-kernel@6.4.1` */
export function purlOf({ kind, name, version }: InstalledPackage): string {
  const type = types[kind] ?? 'generic'
  const path = (types[kind] ? name : `${kind}/${name}`)
    .split('/')
    .map((part) => encodeURIComponent(part).replace(/^%40/, '%40'))
  return `pkg:${type}/${path.join('/')}@${encodeURIComponent(version)}`
}

/** A package from its URL; undefined for types that are not compared. */
export function fromPurl(purl: string): { kind: string; name: string; version: string } | undefined {
  const match = /^pkg:([a-z]+)\/([^@?#]+)@([^?#]+)/i.exec(purl.trim())
  if (!match) return undefined
  try {
    const name = match[2]!.split('/').map(decodeURIComponent).join('/')
    const version = decodeURIComponent(match[3]!)
    const type = match[1]!.toLowerCase()
    if (type === 'composer') return { kind: type, name: name.toLowerCase(), version }
    if (type === 'npm') return { kind: type, name, version }
    const own = type === 'generic' ? /^(prestashop-module|wordpress-plugin)\/(.+)$/.exec(name) : null
    return own ? { kind: own[1]!, name: own[2]!, version } : undefined
  } catch {
    return undefined
  }
}
