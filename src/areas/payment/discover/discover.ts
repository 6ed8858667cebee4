import { lstatSync, readdirSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { Journal } from './journal.ts'
import type { Place } from './piece.ts'
import { pictures, scanFile, unopened } from './scan-file.ts'

/** A card number that is kept somewhere. Only the masked form leaves this module. */
export interface Found extends Place {
  /** Path relative to the folder that was searched, or `table.column`. */
  file: string
}

export interface Discovery {
  /** Files, or tables of a database. */
  files: number
  bytes: number
  found: Found[]
  /** What was not read, or not wholly, and why. */
  skipped: { file: string; reason: string }[]
}

function* walk(dir: string, skipped: Discovery['skipped'], root = dir): Generator<string> {
  let entries
  try {
    entries = readdirSync(dir, { withFileTypes: true })
  } catch (error) {
    skipped.push({ file: relative(root, dir), reason: `cannot be read (${(error as NodeJS.ErrnoException).code})` })
    return
  }
  for (const entry of entries) {
    const path = join(dir, entry.name)
    if (entry.isDirectory()) yield* walk(path, skipped, root)
    else if (entry.isFile()) yield path
    else
      skipped.push({
        file: relative(root, path),
        reason: entry.isSymbolicLink() ? 'a symbolic link, not followed' : 'not a regular file',
      })
  }
}

/** A file that has not changed since it was searched needs no second look. */
function keyOf(path: string): string {
  try {
    const { size, mtimeMs } = statSync(path)
    return `${path} ${size} ${mtimeMs}`
  } catch {
    return path
  }
}

/** Searches files and folders for stored card numbers (PCI DSS 3.3, 3.5). Streams; holds one chunk of a file at a time. */
export async function discover(
  paths: readonly string[],
  options: { signal: AbortSignal; progress(file: string): void; journal?: Journal },
): Promise<Discovery> {
  const journal = options.journal ?? new Journal()
  const result: Discovery = { files: 0, bytes: 0, found: [], skipped: [] }
  for (const root of paths) {
    const files = lstatSync(root).isDirectory() ? walk(root, result.skipped) : [root]
    for (const path of files) {
      options.signal.throwIfAborted()
      const file = relative(root, path) || path
      if (pictures.test(path) || unopened.test(path)) {
        result.skipped.push({
          file,
          reason: unopened.test(path)
            ? 'a packed archive of a kind that is not opened'
            : 'a picture, film or font: not read',
        })
        continue
      }
      options.progress(file)
      const key = keyOf(path)
      const scanned = journal.earlier(key) ?? (await scanFile(path, options.signal))
      if ('reason' in scanned) {
        result.skipped.push({ file, reason: scanned.reason })
        continue
      }
      if ('notes' in scanned) {
        journal.finished({ key, bytes: scanned.bytes, places: scanned.places })
        for (const reason of scanned.notes) result.skipped.push({ file, reason })
      }
      result.files++
      result.bytes += scanned.bytes
      for (const place of scanned.places) result.found.push({ file, ...place })
    }
  }
  return result
}
