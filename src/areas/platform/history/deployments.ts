import { readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { readTextUpTo } from '../../../net/files.ts'
import { identifySource } from '../identify.ts'
import type { Sighting } from './rhythm.ts'

const most = 200

/** Capistrano and others name a release's folder by its time: 20240131120000. */
function timeOf(name: string, path: string): string | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(name)
  const stated = match
    ? new Date(`${match[1]}-${match[2]}-${match[3]}T${match[4]}:${match[5]}:${match[6]}Z`)
    : undefined
  if (stated && !Number.isNaN(stated.getTime())) return stated.toISOString()
  try {
    return statSync(path).mtime.toISOString()
  } catch {
    return undefined
  }
}

/** The folder that holds one folder for each deployment (Capistrano, Deployer), whether the tree is it, or one of them. */
function releasesFolder(tree: string): string | undefined {
  for (const folder of [join(tree, 'releases'), dirname(tree)]) {
    if (basename(folder) !== 'releases') continue
    try {
      if (statSync(folder).isDirectory()) return folder
    } catch {}
  }
  return undefined
}

/** Versions of the deployments that are still kept, oldest first. */
export function sightingsFromDeployments(tree: string): Sighting[] {
  const folder = releasesFolder(tree)
  if (folder === undefined) return []
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .slice(0, most)
    .flatMap(({ name }) => {
      const root = join(folder, name)
      const version = identifySource((path) => readTextUpTo(join(root, path), 20_000_000))?.version
      const at = timeOf(name, root)
      return version === undefined || at === undefined ? [] : [{ version, at }]
    })
    .sort((a, b) => (a.at < b.at ? -1 : 1))
}

/** When the file that states the version was last written: when the installed version came, at the latest. */
export function sightingFromFileTime(root: string, file: string, version: string): Sighting | undefined {
  try {
    return { version, at: statSync(join(root, file)).mtime.toISOString() }
  } catch {
    return undefined
  }
}
