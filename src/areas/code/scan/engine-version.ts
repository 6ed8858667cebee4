import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Folders whose programs decide what a scan finds. */
const parts = [join(import.meta.dirname, '..'), join(import.meta.dirname, '..', '..', '..', 'analysis')]
const isProgram = (path: string) => /\.[jt]s$/.test(path) && !/\.test\.[jt]s$/.test(path)

/** Changes whenever engine, rules or models change, by their program text: results of another engine are not reused. */
export function engineVersion(folders: readonly string[] = parts): string {
  const hash = createHash('sha256')
  for (const folder of folders)
    for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(isProgram).sort())
      hash
        .update(path)
        .update('\0')
        .update(readFileSync(join(folder, path)))
        .update('\0')
  return hash.digest('hex')
}
