import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs'
import { Readable, type Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createZstdDecompress } from 'node:zlib'
import { ShopwardenError } from '../../../core/errors.ts'
import { zipEntries } from '../../../connect/archive/zip-stream.ts'

/** One text inside a file: the file itself, what was compressed in it, or one entry of an archive. */
export interface LeakText {
  name: string
  pieces: AsyncIterable<Buffer>
}

/** A thousand times as much as the file: no text compresses so well, a bomb does. */
const MAX_RATIO = 1000
const ALWAYS_ALLOWED = 64_000_000

function head(file: string): Buffer {
  const bytes = Buffer.alloc(8)
  const descriptor = openSync(file, 'r')
  try {
    return bytes.subarray(0, readSync(descriptor, bytes, 0, 8, 0))
  } finally {
    closeSync(descriptor)
  }
}

const unreadable = (file: string, cause: unknown): ShopwardenError =>
  cause instanceof ShopwardenError
    ? cause
    : new ShopwardenError(
        'SW_LEAKS_FILE',
        `The file cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
        { where: file, fix: 'Check that it is whole and not encrypted; unpack it yourself if need be.', cause },
      )

/** Bytes that have come out of a file so far, all its entries together: they may share the same packed bytes. */
interface Spent {
  bytes: number
}

/** What comes out of a decompressor, stopped where it is out of all proportion to the file. */
async function* limited(
  stream: AsyncIterable<Buffer>,
  file: string,
  size: number,
  spent: Spent = { bytes: 0 },
): AsyncGenerator<Buffer> {
  try {
    for await (const piece of stream) {
      spent.bytes += piece.length
      if (spent.bytes > ALWAYS_ALLOWED && spent.bytes > size * MAX_RATIO)
        throw new ShopwardenError('SW_LEAKS_BOMB', `The file unpacks to more than ${MAX_RATIO} times its size`, {
          where: file,
          fix: 'It is made to exhaust whoever opens it. Leave it alone, or unpack it yourself where that is safe.',
        })
      yield piece
    }
  } catch (cause) {
    throw unreadable(file, cause)
  }
}

/**
 * The texts of a file: plain, gzip, zstd, brotli (`.br`) or zip, known by the first bytes. Streams; nothing is written.
 * @throws SW_LEAKS_FILE, SW_LEAKS_BOMB
 */
export async function* openTexts(file: string, signal?: AbortSignal): AsyncGenerator<LeakText> {
  let size: number
  let magic: string
  try {
    const stat = statSync(file)
    if (!stat.isFile()) throw new Error('it is no file')
    size = stat.size
    magic = head(file).toString('hex')
  } catch (cause) {
    throw unreadable(file, cause)
  }
  const plain = () => createReadStream(file, { highWaterMark: 1 << 16, ...(signal && { signal }) })
  const through = (transform: Transform): Readable => {
    const source = plain()
    source.once('error', (error) => transform.destroy(error))
    return source.pipe(transform)
  }
  const options = { chunkSize: 1 << 18 }
  if (magic.startsWith('504b0304') || magic.startsWith('504b0506')) {
    const spent = { bytes: 0 }
    try {
      for await (const entry of zipEntries(file))
        yield { name: `${file}:${entry.name}`, pieces: limited(await entry.open(), file, size, spent) }
    } catch (cause) {
      throw unreadable(file, cause)
    }
  } else if (magic.startsWith('1f8b')) yield { name: file, pieces: limited(through(createGunzip(options)), file, size) }
  else if (magic.startsWith('28b52ffd'))
    yield { name: file, pieces: limited(through(createZstdDecompress(options)), file, size) }
  else if (file.endsWith('.br'))
    yield { name: file, pieces: limited(through(createBrotliDecompress(options)), file, size) }
  else if (/^(?:377abcaf|52617221|fd377a58|425a68)/.test(magic))
    throw new ShopwardenError('SW_LEAKS_PACKED', 'This kind of archive cannot be opened', {
      where: file,
      fix: 'Unpack it first, or pack it as zip, gzip or zstd.',
    })
  else yield { name: file, pieces: limited(plain(), file, Number.POSITIVE_INFINITY) }
}
