import { z } from 'zod'
import type { InstalledPackage } from './installed.ts'

const packageSchema = z.object({ name: z.string(), version: z.union([z.string(), z.number()]).transform(String) })
/** Both lists of composer.lock may be missing or null, as older generations wrote them. */
const lockSchema = z.object({ packages: z.array(z.unknown()), 'packages-dev': z.array(z.unknown()).nullish() })
/** vendor/composer/installed.json: a bare list (Composer 1) or an object (Composer 2). */
const installedSchema = z.union([
  z.array(z.unknown()),
  z.object({ packages: z.array(z.unknown()), 'dev-package-names': z.array(z.string()).optional() }),
])

function packagesOf(list: readonly unknown[], file: string, isDev: (name: string) => boolean): InstalledPackage[] {
  return list.flatMap((item) => {
    const parsed = packageSchema.safeParse(item)
    if (!parsed.success) return []
    const name = parsed.data.name.toLowerCase()
    return [{ kind: 'composer', name, version: parsed.data.version, file, dev: isDev(name) }]
  })
}

/** Packages of a composer.lock, or undefined where it is none. */
export function readComposerLock(text: string, file: string): InstalledPackage[] | undefined {
  const lock = lockSchema.safeParse(parseJson(text))
  if (!lock.success) return undefined
  return [
    ...packagesOf(lock.data.packages, file, () => false),
    ...packagesOf(lock.data['packages-dev'] ?? [], file, () => true),
  ]
}

/** Packages of vendor/composer/installed.json: what really lies on the disk. */
export function readComposerInstalled(text: string, file: string): InstalledPackage[] | undefined {
  const installed = installedSchema.safeParse(parseJson(text))
  if (!installed.success) return undefined
  if (Array.isArray(installed.data)) return packagesOf(installed.data, file, () => false)
  const dev = new Set(installed.data['dev-package-names'])
  return packagesOf(installed.data.packages, file, (name) => dev.has(name))
}

/** Parsed JSON, undefined where it is none; a byte order mark is no fault. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return undefined
  }
}
