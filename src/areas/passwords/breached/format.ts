import { ShopwardenError } from '../../../core/errors.ts'

// One index file: header, the remainders in order, then the table of offsets. All numbers are little-endian.
// A hash's first `prefixBits` choose a bucket, its next 32 bits are the remainder kept; the rest of the hash is not kept.

export const headerBytes = 64
export const remainderBytes = 4
const magic = Buffer.from('SWPWNED\0', 'latin1')
const version = 1
const digestAt = 32

/** Buckets hold 64 to 128 hashes on average: 4.03 to 4.06 bytes a hash, and 1.5e-8 to 3e-8 false alarms a look-up. */
const fullestBucket = 128
/** Offsets are 32-bit numbers. */
export const mostHashes = 0xffff_ffff

/** Kinds of hashes that lists are published in, by the number that stands for them in the header. */
export const hashKinds = ['sha1', 'ntlm'] as const
export type HashKind = (typeof hashKinds)[number]

export interface Header {
  kind: HashKind
  count: number
  prefixBits: number
  /** SHA-256 of remainders and table, in the order of the file. */
  digest: Buffer
}

/** How many bits choose the bucket, for a number of hashes. */
export const prefixBitsFor = (count: number): number =>
  Math.min(26, Math.max(0, Math.ceil(Math.log2(Math.max(1, count) / fullestBucket))))

export const tableBytes = (prefixBits: number): number => (2 ** prefixBits + 1) * 4

/** The bucket of a hash given as its first two 32-bit words. */
export const bucketOf = (high: number, prefixBits: number): number =>
  prefixBits === 0 ? 0 : high >>> (32 - prefixBits)

/** The 32 bits after the prefix. */
export const remainderOf = (high: number, low: number, prefixBits: number): number =>
  prefixBits === 0 ? high >>> 0 : ((high << prefixBits) | (low >>> (32 - prefixBits))) >>> 0

/** Chance that a hash that is not in the list is taken for one that is: it must share 32 bits more with one of its bucket. */
export const falseAlarmRate = (header: Header): number => header.count / 2 ** (header.prefixBits + 32)

export function writeHeader(header: Header): Buffer {
  const bytes = Buffer.alloc(headerBytes)
  magic.copy(bytes)
  bytes.writeUInt32LE(version, 8)
  bytes.writeUInt32LE(header.prefixBits, 12)
  bytes.writeUInt32LE(header.count, 16)
  bytes.writeUInt32LE(hashKinds.indexOf(header.kind), 20)
  header.digest.copy(bytes, digestAt)
  return bytes
}

const rebuild = 'Build it again: shopwarden passwords index build LIST --index FILE.'

export const broken = (what: string, where: string): ShopwardenError =>
  new ShopwardenError('SW_PASSWORDS_INDEX_BROKEN', what, { where, fix: rebuild })

/** @throws SW_PASSWORDS_INDEX_BROKEN, SW_PASSWORDS_INDEX_VERSION */
export function readHeader(bytes: Buffer, fileBytes: number, where: string): Header {
  if (bytes.length < headerBytes || !bytes.subarray(0, magic.length).equals(magic))
    throw broken('This is no index of breached passwords', where)
  const found = bytes.readUInt32LE(8)
  if (found !== version)
    throw new ShopwardenError(
      'SW_PASSWORDS_INDEX_VERSION',
      `The index has version ${found}, this program reads version ${version}`,
      { where, fix: rebuild },
    )
  const kind = hashKinds[bytes.readUInt32LE(20)]
  if (kind === undefined) throw broken('The index holds hashes of an unknown kind', where)
  const prefixBits = bytes.readUInt32LE(12)
  const count = bytes.readUInt32LE(16)
  if (prefixBits > 26 || fileBytes !== headerBytes + count * remainderBytes + tableBytes(prefixBits))
    throw broken('The index was cut off or changed: its size is wrong', where)
  return { kind, count, prefixBits, digest: Buffer.from(bytes.subarray(digestAt, digestAt + 32)) }
}
