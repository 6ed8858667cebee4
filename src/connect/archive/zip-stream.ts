import type { Readable } from 'node:stream'
import { type Entry, fromBufferPromise, openPromise, type ZipFile } from 'yauzl'
import { ShopwardenError } from '../../core/errors.ts'

/** One file of an archive that may be larger than memory. */
export interface ZipText {
  name: string
  /** Bytes after unpacking, as the archive states them; a stream that gives other than that fails. */
  size: number
  open(): Promise<Readable>
}

const MAX_ENTRIES = 10_000

const encrypted = (file: string, name: string): ShopwardenError =>
  new ShopwardenError('SW_ARCHIVE_ENCRYPTED', 'An entry of the archive is encrypted', {
    where: `${file}: ${name}`,
    fix: 'Unpack it yourself with its password.',
  })

/**
 * Files of a zip archive one after another, streamed, from disk or memory: for archives too large for `unpack`. The next begins
 * when the one before has been read; what is not opened is not unpacked. Does not bound what comes out of an entry: the reader does.
 * @throws SW_ARCHIVE_ENCRYPTED, SW_ARCHIVE_ENTRIES
 */
export async function* zipEntries(from: string | Buffer, most = MAX_ENTRIES): AsyncGenerator<ZipText> {
  const file = typeof from === 'string' ? from : 'the archive'
  const options = { autoClose: false, lazyEntries: true }
  const archive: ZipFile = await (typeof from === 'string'
    ? openPromise(from, options)
    : fromBufferPromise(from, options))
  try {
    let count = 0
    for await (const entry of archive.eachEntry() as AsyncIterable<Entry>) {
      if (entry.fileName.endsWith('/')) continue
      if (++count > most)
        throw new ShopwardenError('SW_ARCHIVE_ENTRIES', `The archive has more than ${most} files`, { where: file })
      if (entry.isEncrypted()) throw encrypted(file, entry.fileName)
      yield {
        name: entry.fileName,
        size: entry.uncompressedSize,
        open: () => archive.openReadStreamPromise(entry),
      }
    }
  } finally {
    archive.close()
  }
}
