import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { z } from 'zod'
import { rpmHeader, writeRpmDatabase } from './rpm.ts'
import { tarOf } from './tar.ts'

/** A root as it was recorded, cut to what is read of it. */
const recordedSchema = z.strictObject({
  /** Where the lists come from. */
  origin: z.string(),
  /** Which program said what is pending. */
  reference: z.string(),
  /** Files by their path below the root; what ends in `.gz` is packed. */
  files: z.record(z.string(), z.string()),
  /** Text of the index of Alpine's branch. */
  apkIndex: z.string().optional(),
  /** `name-[epoch:]version-release.arch` of each installed RPM package. */
  rpm: z.array(z.string()).optional(),
  /** `name arch version day CVEs` of each security update that dnf knows. */
  updates: z.array(z.string()).optional(),
  /** `name arch installed fixed [CVEs]`; null where the root does not allow to tell. */
  pending: z.array(z.string()).nullable(),
  /** Days from a fix to its upgrade, as the reference says; absent where no log was recorded. */
  time: z.strictObject({ withFix: z.number(), median: z.number().nullable(), p90: z.number().nullable() }).optional(),
})
export type RecordedRoot = z.infer<typeof recordedSchema>

export const readRecorded = (file: string): RecordedRoot => recordedSchema.parse(JSON.parse(readFileSync(file, 'utf8')))

function rpmPackage(nevra: string): Buffer {
  const [, name, epoch, version, release, arch] = /^(.+)-(?:(\d+):)?([^-:]+)-([^-]+)\.([^.]+)$/.exec(nevra)!
  return rpmHeader({
    1000: name!,
    1001: version!,
    1002: release!,
    ...(epoch !== undefined && { 1003: Number(epoch) }),
    1022: arch!,
  })
}

/** createrepo's updateinfo.xml of these updates. */
function updateInfo(lines: readonly string[]): string {
  const updates = lines.map((line, index) => {
    const [name, arch, full = '', day, cves = ''] = line.split(' ')
    const [, epoch = '0', version, release] = /^(?:(\d+):)?([^-]+)-([^-]+)$/.exec(full)!
    const references = cves.split(',').map((id) => `<reference id="${id}" type="cve"/>`)
    return `<update from="x" status="final" type="security" version="2"><id>U-${index}</id><issued date="${day} 00:00:00"/>
<references>${references.join('')}</references><pkglist><collection><package name="${name}" version="${version}" release="${release}" epoch="${epoch}" arch="${arch}"/></collection></pkglist></update>`
  })
  return `<?xml version="1.0"?><updates>${updates.join('\n')}</updates>`
}

/** Lays the recorded root out below a folder, in the formats of its package manager. */
export function layOut({ files, apkIndex, rpm, updates }: RecordedRoot, root: string): void {
  const put = (path: string, content: string | Buffer) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
  }
  for (const [path, text] of Object.entries(files)) put(path, path.endsWith('.gz') ? gzipSync(text) : text)
  if (apkIndex !== undefined) put('var/cache/apk/APKINDEX.1.tar.gz', gzipSync(tarOf({ APKINDEX: apkIndex })))
  if (rpm !== undefined) writeRpmDatabase(root, rpm.map(rpmPackage))
  if (updates !== undefined) put('var/cache/dnf/baseos-1/repodata/1-updateinfo.xml.gz', gzipSync(updateInfo(updates)))
}
