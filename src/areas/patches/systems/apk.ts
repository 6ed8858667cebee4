import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { compareApkVersions } from '../../../core/versions/apk.ts'
import { readFileUpTo, readTextUpTo } from '../../../net/files.ts'
import { readTar } from '../image/tar.ts'
import type { Installed, Offered } from '../dpkg.ts'
import type { Pending } from '../pending.ts'

/** Paragraphs of one-letter fields, as apk keeps them: P name, V version, A architecture, o origin. */
function records(text: string): Map<string, string>[] {
  return text.split(/\n{2,}/).flatMap((paragraph) => {
    const fields = new Map<string, string>()
    for (const line of paragraph.split('\n')) if (/^[A-Za-z]:/.test(line)) fields.set(line[0]!, line.slice(2).trim())
    return fields.has('P') && fields.has('V') ? [fields] : []
  })
}

/** The installed packages of /lib/apk/db/installed; undefined where there is none. */
export function readApkInstalled(root: string): Installed[] | undefined {
  const text =
    readTextUpTo(join(root, 'lib/apk/db/installed'), 50_000_000) ??
    readTextUpTo(join(root, 'usr/lib/apk/db/installed'), 50_000_000)
  return text === undefined ? undefined : parseApkInstalled(text)
}

export const parseApkInstalled = (text: string): Installed[] =>
  records(text).map((fields) => ({
    name: fields.get('P')!,
    version: fields.get('V')!,
    architecture: fields.get('A') ?? '',
    source: fields.get('o') ?? fields.get('P')!,
  }))

export const parseApkIndex = (text: string): Offered[] =>
  records(text).map((fields) => ({
    name: fields.get('P')!,
    version: fields.get('V')!,
    architecture: fields.get('A') ?? '',
  }))

/**
 * What the host's cached indexes offer (/var/cache/apk/APKINDEX.*.tar.gz, after `apk update`), and when the newest was made.
 * Undefined where there is none.
 */
export function readApkIndexes(root: string): { offered: Offered[]; date: string } | undefined {
  const dir = join(root, 'var/cache/apk')
  let names: string[]
  try {
    names = readdirSync(dir).filter((name) => /^APKINDEX\..+\.tar\.gz$/.test(name))
  } catch {
    return undefined
  }
  const offered: Offered[] = []
  let newest = 0
  for (const name of names) {
    const packed = readFileUpTo(join(dir, name), 50_000_000)
    if (packed === undefined) continue
    try {
      // A signature stands before the index as a gzip member of its own; gunzip reads both as one tar.
      const tar = gunzipSync(packed, { maxOutputLength: 200_000_000 })
      for (const { path, content } of readTar(tar)) {
        if (path !== 'APKINDEX') continue
        for (const item of parseApkIndex(content.toString('utf8'))) offered.push(item)
        newest = Math.max(newest, statSync(join(dir, name)).mtimeMs)
      }
    } catch {}
  }
  return newest === 0 ? undefined : { offered, date: new Date(newest).toISOString() }
}

/** Installed packages of which the index has a newer version. A stable branch of Alpine only gets fixes. */
export function pendingApk(installed: readonly Installed[], offered: readonly Offered[]): Pending[] {
  const newest = new Map<string, string>()
  for (const { name, version } of offered) {
    const known = newest.get(name)
    if (known === undefined || compareApkVersions(version, known) > 0) newest.set(name, version)
  }
  return installed.flatMap((item) => {
    const fixed = newest.get(item.name)
    if (fixed === undefined || compareApkVersions(fixed, item.version) <= 0) return []
    return [{ name: item.name, architecture: item.architecture, source: item.source, installed: item.version, fixed }]
  })
}
