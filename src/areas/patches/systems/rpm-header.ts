/** Tags of an RPM header (rpm's published format, version 4). */
const tags = { name: 1000, version: 1001, release: 1002, epoch: 1003, arch: 1022, sourceRpm: 1044, installTime: 1008 }

export interface RpmPackage {
  name: string
  /** `[epoch:]version-release` */
  version: string
  architecture: string
  source: string
  /** Seconds since 1970. */
  installTime: number | undefined
}

const most = { entries: 100_000, bytes: 64_000_000 }

/** One header as the database keeps it: numbers of entries and of bytes, the entries, the data. Undefined where damaged. */
export function parseRpmHeader(blob: Buffer): RpmPackage | undefined {
  if (blob.length < 8) return undefined
  const [entries, bytes] = [blob.readUInt32BE(0), blob.readUInt32BE(4)]
  const data = 8 + entries * 16
  if (entries > most.entries || bytes > most.bytes || data + bytes > blob.length) return undefined
  const offsets = new Map<number, number>()
  for (let index = 0; index < entries; index++) {
    const at = 8 + index * 16
    const offset = blob.readUInt32BE(at + 8)
    if (offset < bytes) offsets.set(blob.readUInt32BE(at), data + offset)
  }
  const string = (tag: number) => {
    const at = offsets.get(tag)
    const end = at === undefined ? -1 : blob.indexOf(0, at)
    return at === undefined || end < 0 ? undefined : blob.toString('utf8', at, end)
  }
  const int = (tag: number) => {
    const at = offsets.get(tag)
    return at === undefined || at + 4 > blob.length ? undefined : blob.readUInt32BE(at)
  }
  const [name, version, release] = [string(tags.name), string(tags.version), string(tags.release)]
  if (name === undefined || version === undefined || release === undefined) return undefined
  const epoch = int(tags.epoch)
  return {
    name,
    version: `${epoch ? `${epoch}:` : ''}${version}-${release}`,
    architecture: string(tags.arch) ?? '',
    source: string(tags.sourceRpm)?.replace(/-[^-]+-[^-]+\.src\.rpm$/, '') ?? name,
    installTime: int(tags.installTime),
  }
}
