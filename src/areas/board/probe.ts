import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Probe } from '../../core/probe.ts'
import { backupFact } from './schema.ts'

const maxEntries = 20_000

/** The newest regular file under a path, and the bytes of all; symbolic links are not followed. */
function newestFile(path: string): { newest: Date | undefined; bytes: number } {
  const root = statSync(path)
  if (root.isFile()) return { newest: root.mtime, bytes: root.size }
  let newest: Date | undefined
  let bytes = 0
  for (const entry of readdirSync(path, { withFileTypes: true, recursive: true }).slice(0, maxEntries)) {
    if (!entry.isFile()) continue
    const stat = statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })
    if (stat === undefined || stat.size === 0) continue
    bytes += stat.size
    if (newest === undefined || stat.mtime > newest) newest = stat.mtime
  }
  return { newest, bytes }
}

const backups: Probe = {
  id: 'board/backups',
  version: '1',
  area: 'board',
  needs: ['records'],
  touch: 'passive',
  facts: [backupFact],
  timeLimitSeconds: 30,
  async run(shop, context) {
    if (shop.backups.length === 0)
      return context.couldNotLook(
        backupFact,
        'backups',
        'No path of backups was given.',
        'Name it under backups in shop.yaml.',
      )
    for (const { path, restoreTested } of shop.backups) {
      try {
        const { newest, bytes } = newestFile(path)
        context.observe(backupFact, path, {
          path,
          bytes,
          ...(newest && { newest: newest.toISOString() }),
          ...(restoreTested && { restoreTested }),
        })
      } catch (error) {
        context.couldNotLook(
          backupFact,
          path,
          `The backups cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'}).`,
          'Check the path and its permissions.',
        )
      }
    }
  },
}

export const probes: readonly Probe[] = [backups]
