import { gunzipSync, inflateRawSync } from 'node:zlib'

/** One file inside an archive. */
export interface Entry {
  name: string
  bytes: Buffer
}

export interface Unpacked {
  entries: Entry[]
  /** Why not everything in it was read; undefined where all was. */
  partial?: string
}

export interface UnpackLimits {
  /** Entries read at most. */
  entries: number
  /** Bytes after unpacking, all entries together. */
  bytes: number
}

export const unpackLimits: UnpackLimits = { entries: 5_000, bytes: 64_000_000 }

const endOfDirectory = 0x06054b50
const directoryEntry = 0x02014b50
const localEntry = 0x04034b50

/** Where the central directory of a zip starts and how many entries it claims (APPNOTE 4.3.16). */
function findDirectory(bytes: Buffer): { at: number; count: number } | undefined {
  const least = Math.max(0, bytes.length - 65_557)
  for (let at = bytes.length - 22; at >= least; at--)
    if (bytes.readUInt32LE(at) === endOfDirectory)
      return { at: bytes.readUInt32LE(at + 16), count: bytes.readUInt16LE(at + 10) }
  return undefined
}

function zipEntry(bytes: Buffer, at: number, left: number): { entry?: Entry; reason?: string; next: number } {
  const flags = bytes.readUInt16LE(at + 8)
  const method = bytes.readUInt16LE(at + 10)
  const packed = bytes.readUInt32LE(at + 20)
  const nameLength = bytes.readUInt16LE(at + 28)
  const next = at + 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  const name = bytes.toString('utf8', at + 46, at + 46 + nameLength)
  const local = bytes.readUInt32LE(at + 42)
  if (name.endsWith('/')) return { next }
  if (flags & 1) return { reason: 'holds encrypted files', next }
  if (method !== 0 && method !== 8) return { reason: `holds files packed by method ${method}`, next }
  if (bytes.readUInt32LE(local) !== localEntry) return { reason: 'is damaged', next }
  const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
  const data = bytes.subarray(from, from + packed)
  return {
    entry: { name, bytes: method === 0 ? data.subarray(0, left) : inflateRawSync(data, { maxOutputLength: left }) },
    next,
  }
}

/** Files of a zip (also jar and phar in zip form). */
function unzip(bytes: Buffer, limits: UnpackLimits): Unpacked {
  const directory = findDirectory(bytes)
  if (!directory) return { entries: [], partial: 'is no zip, or its end is missing' }
  const entries: Entry[] = []
  let { at } = directory
  let left = limits.bytes
  let partial: string | undefined
  for (let n = 0; n < directory.count && at + 46 <= bytes.length && bytes.readUInt32LE(at) === directoryEntry; n++) {
    if (entries.length >= limits.entries) return { entries, partial: `holds more than ${limits.entries} files` }
    const found = zipEntry(bytes, at, left)
    if (found.entry) {
      entries.push(found.entry)
      left -= found.entry.bytes.length
      if (left <= 0) return { entries, partial: `unpacks to more than ${limits.bytes / 1e6} MB` }
    }
    partial ??= found.reason
    at = found.next
  }
  return { entries, ...(partial !== undefined && { partial }) }
}

const textAt = (bytes: Buffer, at: number, length: number) =>
  bytes.toString('utf8', at, Math.min(at + length, bytes.length)).replace(/\0[^]*$/, '')

/** The path that a pax header gives the next file (POSIX pax: lines `length key=value`). */
const paxPath = (header: Buffer) => /(?:^|\n)\d+ path=([^\n]+)/.exec(header.toString('utf8'))?.[1]

/** Files of a tar (POSIX ustar: blocks of 512 bytes, sizes in octal; long names as pax or GNU write them). */
function untar(bytes: Buffer, limits: UnpackLimits): Unpacked {
  const entries: Entry[] = []
  let longName: string | undefined
  for (let at = 0; at + 512 <= bytes.length && bytes[at] !== 0; ) {
    const size = Number.parseInt(bytes.toString('latin1', at + 124, at + 136).replace(/\0.*$/, ''), 8)
    if (!Number.isFinite(size) || size < 0) return { entries, partial: 'is damaged' }
    const type = bytes[at + 156]
    const body = bytes.subarray(at + 512, at + 512 + size)
    if (type === 48 || type === 0) {
      const prefix = textAt(bytes, at + 345, 155)
      const short = textAt(bytes, at, 100)
      entries.push({ name: longName ?? (prefix === '' ? short : `${prefix}/${short}`), bytes: body })
    }
    longName = type === 76 ? textAt(body, 0, body.length) : type === 120 ? paxPath(body) : undefined
    if (entries.length >= limits.entries) return { entries, partial: `holds more than ${limits.entries} files` }
    at += 512 + Math.ceil(size / 512) * 512
  }
  return { entries }
}

const isTar = (bytes: Buffer) => bytes.length >= 512 && bytes.toString('latin1', 257, 262) === 'ustar'

/**
 * Files inside an archive held in memory: zip, tar, gzip and tar in gzip, told by content. Bounded in files and bytes, so that a
 * bomb costs no more than any other archive. Never throws.
 */
export function unpack(bytes: Buffer, name: string, limits = unpackLimits): Unpacked {
  try {
    if (bytes.length > 4 && bytes.readUInt32LE(0) === localEntry) return unzip(bytes, limits)
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
      const inner = gunzipSync(bytes, { maxOutputLength: limits.bytes })
      return isTar(inner)
        ? untar(inner, limits)
        : { entries: [{ name: name.replace(/^.*\//, '').replace(/\.gz$/i, ''), bytes: inner }] }
    }
    if (isTar(bytes)) return untar(bytes, limits)
    return { entries: [] }
  } catch (error) {
    const tooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
    return {
      entries: [],
      partial: tooLarge ? `unpacks to more than ${limits.bytes / 1e6} MB` : 'is damaged and could not be unpacked',
    }
  }
}
