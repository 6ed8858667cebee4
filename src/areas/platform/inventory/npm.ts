import { z } from 'zod'
import { parseJson } from './composer.ts'
import type { InstalledPackage } from './installed.ts'

const entry = z.object({
  version: z.string().optional(),
  dev: z.boolean().optional(),
  devOptional: z.boolean().optional(),
  name: z.string().optional(),
  link: z.boolean().optional(),
  dependencies: z.record(z.string(), z.unknown()).optional(),
})
const lockSchema = z.object({
  lockfileVersion: z.number().optional(),
  packages: z.record(z.string(), entry).optional(),
  dependencies: z.record(z.string(), z.unknown()).optional(),
})
const maxDepth = 50

const numbered = (version: string | undefined) => (version !== undefined && /^v?\d/.test(version) ? version : undefined)

/** Generations 2 and 3: one flat list by folder. */
function fromFolders(packages: Record<string, z.infer<typeof entry>>, file: string): InstalledPackage[] {
  return Object.entries(packages).flatMap(([folder, item]) => {
    const name = item.name ?? folder.split('node_modules/').at(-1)!
    const version = numbered(item.version)
    if (folder === '' || item.link || version === undefined || !folder.includes('node_modules/')) return []
    return [{ kind: 'npm', name, version, file, dev: (item.dev ?? false) || (item.devOptional ?? false) }]
  })
}

/** Generation 1: a tree. */
function fromTree(dependencies: Record<string, unknown>, file: string, depth = 0): InstalledPackage[] {
  if (depth > maxDepth) return []
  return Object.entries(dependencies).flatMap(([name, raw]) => {
    const parsed = entry.safeParse(raw)
    if (!parsed.success) return []
    const version = numbered(parsed.data.version)
    const own = version === undefined ? [] : [{ kind: 'npm', name, version, file, dev: parsed.data.dev ?? false }]
    return [...own, ...fromTree(parsed.data.dependencies ?? {}, file, depth + 1)]
  })
}

/** package-lock.json and npm-shrinkwrap.json of every generation; undefined where it is none. */
export function readNpmLock(text: string, file: string): InstalledPackage[] | undefined {
  const lock = lockSchema.safeParse(parseJson(text))
  if (!lock.success || (lock.data.packages ?? lock.data.dependencies ?? lock.data.lockfileVersion) === undefined)
    return undefined
  return lock.data.packages ? fromFolders(lock.data.packages, file) : fromTree(lock.data.dependencies ?? {}, file)
}

/** yarn.lock of Yarn 1 (`version "1.2.3"`) and later (`version: 1.2.3`). It does not say which packages are for developers only. */
export function readYarnLock(text: string, file: string): InstalledPackage[] | undefined {
  if (!/yarn lockfile v1|^__metadata:/m.test(text)) return undefined
  const packages: InstalledPackage[] = []
  let name: string | undefined
  for (const line of text.split('\n')) {
    const head = /^"?((?:@[^@/"\s]+\/)?[^@/"\s]+)@[^\n]*:\s*$/.exec(line)
    if (head) name = head[1]
    const version = /^ {2}version:? "?(\d[^"\s]*)"?\s*$/.exec(line)?.[1]
    if (version === undefined || name === undefined) continue
    packages.push({ kind: 'npm', name, version, file, dev: false })
    name = undefined
  }
  return packages
}

/** pnpm-lock.yaml: keys such as `/lodash@4.17.21`, `lodash@4.17.21` or `/lodash/4.17.21`, peers in brackets or behind `_`. */
export function readPnpmLock(text: string, file: string): InstalledPackage[] | undefined {
  if (!/^lockfileVersion:/m.test(text)) return undefined
  const packages = [...text.matchAll(/^ {2}['"]?\/?((?:@[^@/'"\s]+\/)?[^@/'"\s:]+)[@/](\d[^_('":\s]*)[^\n]*:\s*$/gm)]
  const seen = new Map(packages.map((match) => [`${match[1]}@${match[2]}`, match]))
  return [...seen.values()].map((match) => ({ kind: 'npm', name: match[1]!, version: match[2]!, file, dev: false }))
}
