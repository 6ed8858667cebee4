import { createReadStream } from 'node:fs'
import { createGunzip, createZstdDecompress } from 'node:zlib'

/** Bytes of a file after unpacking, at most: a bomb costs no more than a large file. */
const maxUnpacked = 8_000_000_000

const gzip = (head: Buffer) => head[0] === 0x1f && head[1] === 0x8b
const zstd = (head: Buffer) => head.length > 3 && head.readUInt32LE(0) === 0xfd2fb528

/** How a file is packed as a stream, told by its first bytes; undefined where it is not. */
export function packedAs(head: Buffer): 'gzip' | 'zstd' | undefined {
  return gzip(head) ? 'gzip' : zstd(head) ? 'zstd' : undefined
}

/**
 * The content of a packed file in pieces. What could be unpacked before a fault is given; the fault ends the stream.
 * @throws the unpacker's error, or SW-less RangeError where it unpacks to more than 8 GB
 */
export async function* unpackedPieces(
  path: string,
  kind: 'gzip' | 'zstd',
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: 1 << 20 })
  const unpacker = kind === 'gzip' ? createGunzip({ chunkSize: 1 << 20 }) : createZstdDecompress({ chunkSize: 1 << 20 })
  file.once('error', (error) => unpacker.destroy(error))
  let size = 0
  try {
    for await (const piece of file.pipe(unpacker) as AsyncIterable<Buffer>) {
      signal.throwIfAborted()
      size += piece.length
      if (size > maxUnpacked) throw new RangeError(`unpacks to more than ${maxUnpacked / 1e9} GB`)
      yield piece
    }
  } finally {
    file.destroy()
    unpacker.destroy()
  }
}
