import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { readFileUpTo } from '../../net/files.ts'
import { type Offered, parsePackages } from './dpkg.ts'
import { decompressLz4 } from './lz4.ts'

const maxListBytes = 400_000_000

/** What apt knows of one archive. */
export interface ArchiveList {
  file: string
  security: boolean
}

/** Archives by the names that apt gives their lists; security pockets carry the word in host or suite (Debian, Ubuntu). */
export function findLists(root: string): ArchiveList[] {
  let names: string[]
  try {
    names = readdirSync(join(root, 'var/lib/apt/lists'))
  } catch {
    return []
  }
  return names
    .filter((name) => /_Packages(\.lz4|\.gz)?$/.test(name))
    .map((file) => ({ file, security: /security/.test(file) }))
}

function readList(path: string): string | undefined {
  const raw = readFileUpTo(path, maxListBytes)
  if (raw === undefined) return undefined
  if (path.endsWith('.lz4')) return decompressLz4(raw, maxListBytes).toString('utf8')
  if (path.endsWith('.gz')) return gunzipSync(raw, { maxOutputLength: maxListBytes }).toString('utf8')
  return raw.toString('utf8')
}

/** What the security archives offer of the wanted packages, and when their index was made. */
export function readSecurityLists(
  root: string,
  lists: readonly ArchiveList[],
  wanted: ReadonlySet<string>,
): { offered: Offered[]; indexDate: string | undefined } {
  const dir = join(root, 'var/lib/apt/lists')
  const offered: Offered[] = []
  let indexDate: string | undefined
  for (const { file } of lists.filter((list) => list.security)) {
    const text = readList(join(dir, file))
    if (text !== undefined) for (const item of parsePackages(text, wanted)) offered.push(item)
    const release = readFileUpTo(join(dir, file.replace(/_[^_]+_binary-.*$/, '_InRelease')), 5_000_000)?.toString(
      'utf8',
    )
    const date = release && /^Date: (.+)$/m.exec(release)?.[1]
    const at = date ? new Date(date) : undefined
    if (at && !Number.isNaN(at.getTime()) && (indexDate === undefined || at.toISOString() > indexDate))
      indexDate = at.toISOString()
  }
  return { offered, indexDate }
}
