import Database from 'better-sqlite3'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, zstdDecompressSync } from 'node:zlib'
import { compareRpmVersions } from '../../../core/versions/rpm.ts'
import { readFileUpTo } from '../../../net/files.ts'
import type { Pending } from '../pending.ts'
import { parseRpmHeader, type RpmPackage } from './rpm-header.ts'

const most = { packages: 100_000, updateBytes: 500_000_000, folders: 200 }
const places = ['usr/lib/sysimage/rpm/rpmdb.sqlite', 'var/lib/rpm/rpmdb.sqlite']
const oldPlaces = ['var/lib/rpm/Packages', 'usr/lib/sysimage/rpm/Packages.db', 'var/lib/rpm/Packages.db']

/** Keys that sign packages are kept as packages; they are no software. */
const isKey = ({ name }: RpmPackage) => name === 'gpg-pubkey'

/** Installed packages from rpm's SQLite database; a reason where it cannot be read. */
export function readRpmDatabase(root: string): RpmPackage[] | { reason: string } | undefined {
  const path = places.map((place) => join(root, place)).find((candidate) => existsSync(candidate))
  if (path === undefined) {
    return oldPlaces.some((place) => existsSync(join(root, place)))
      ? { reason: 'The package database is of an older kind (Berkeley DB or ndb), which is not read.' }
      : undefined
  }
  try {
    const database = new Database(path, { readonly: true, fileMustExist: true })
    try {
      const rows = database.prepare('SELECT blob FROM Packages LIMIT ?').all(most.packages) as { blob: unknown }[]
      const packages = rows.flatMap(({ blob }) => (Buffer.isBuffer(blob) ? (parseRpmHeader(blob) ?? []) : []))
      return packages.filter((item) => !isKey(item))
    } finally {
      database.close()
    }
  } catch {
    return { reason: 'The package database is damaged, or in use by a package manager.' }
  }
}

/** A security update of updateinfo.xml. */
export interface RpmUpdate {
  id: string
  issued: string | undefined
  severity: string | undefined
  cves: string[]
  packages: { name: string; architecture: string; version: string }[]
}

const attribute = (tag: string, name: string) => new RegExp(`\\b${name}=["']([^"']*)["']`).exec(tag)?.[1]

/** Security updates of an updateinfo.xml (createrepo's format): each <update type="security"> with its packages and CVEs. */
export function parseUpdateInfo(xml: string): RpmUpdate[] {
  const updates: RpmUpdate[] = []
  for (let at = xml.indexOf('<update '); at >= 0; ) {
    const end = xml.indexOf('</update>', at)
    if (end < 0) break
    const body = xml.slice(at, end)
    at = xml.indexOf('<update ', end)
    if (attribute(body.slice(0, body.indexOf('>')), 'type') !== 'security') continue
    const packages = [...body.matchAll(/<package\b[^>]*>/g)].flatMap(([tag]) => {
      const [name, version, release] = [attribute(tag, 'name'), attribute(tag, 'version'), attribute(tag, 'release')]
      const epoch = attribute(tag, 'epoch') ?? '0'
      return name && version && release
        ? [
            {
              name,
              architecture: attribute(tag, 'arch') ?? '',
              version: `${epoch === '0' ? '' : `${epoch}:`}${version}-${release}`,
            },
          ]
        : []
    })
    const issued = /<issued\b[^>]*date=["'](\d{4}-\d\d-\d\d)/.exec(body)?.[1]
    updates.push({
      id: /<id>([^<]{1,100})<\/id>/.exec(body)?.[1] ?? '',
      issued,
      severity: /<severity>([^<]{1,40})<\/severity>/.exec(body)?.[1],
      cves: [...new Set(body.match(/\bCVE-\d{4}-\d{4,}\b/g))],
      packages,
    })
  }
  return updates
}

function readPacked(path: string): string | undefined {
  const raw = readFileUpTo(path, most.updateBytes)
  if (raw === undefined) return undefined
  try {
    const options = { maxOutputLength: most.updateBytes }
    if (path.endsWith('.gz')) return gunzipSync(raw, options).toString('utf8')
    if (path.endsWith('.zst')) return zstdDecompressSync(raw, options).toString('utf8')
    return path.endsWith('.xml') ? raw.toString('utf8') : undefined
  } catch {
    return undefined
  }
}

/** The security updates that dnf has cached, and when; undefined where it has none. */
export function readUpdateInfo(root: string): { updates: RpmUpdate[]; date: string } | undefined {
  const updates: RpmUpdate[] = []
  let newest = 0
  for (const cache of ['var/cache/dnf', 'var/cache/libdnf5', 'var/cache/yum']) {
    let repositories: string[]
    try {
      repositories = readdirSync(join(root, cache)).slice(0, most.folders)
    } catch {
      continue
    }
    for (const repository of repositories) {
      const dir = join(root, cache, repository, 'repodata')
      if (!existsSync(dir)) continue
      for (const name of readdirSync(dir).filter((file) => /updateinfo\.xml/.test(file))) {
        const text = readPacked(join(dir, name))
        if (text === undefined) continue
        for (const update of parseUpdateInfo(text)) updates.push(update)
        newest = Math.max(newest, statSync(join(dir, name)).mtimeMs)
      }
    }
  }
  return newest === 0 ? undefined : { updates, date: new Date(newest).toISOString() }
}

/** Installed packages of which a security update has a newer version, with the holes that it closes. */
export function pendingRpm(installed: readonly RpmPackage[], updates: readonly RpmUpdate[]): Pending[] {
  const newest = new Map<string, Pending>()
  // Several versions of a kernel may be installed: the newest is what counts.
  const latest = new Map<string, RpmPackage>()
  for (const item of installed) {
    const key = `${item.name}.${item.architecture}`
    const known = latest.get(key)
    if (known === undefined || compareRpmVersions(item.version, known.version) > 0) latest.set(key, item)
  }
  for (const { cves, packages } of updates) {
    for (const offer of packages) {
      const key = `${offer.name}.${offer.architecture}`
      const item = latest.get(key)
      if (item === undefined || compareRpmVersions(offer.version, item.version) <= 0) continue
      const known = newest.get(key)
      const closed = [...new Set([...(known?.cves ?? []), ...cves])].sort()
      const fixed = known && compareRpmVersions(known.fixed, offer.version) > 0 ? known.fixed : offer.version
      newest.set(key, {
        name: item.name,
        architecture: item.architecture,
        source: item.source,
        installed: item.version,
        fixed,
        cves: closed,
      })
    }
  }
  return [...newest.values()]
}
