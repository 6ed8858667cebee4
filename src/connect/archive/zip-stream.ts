import type { Readable } from 'node:stream'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { ShopwardenError } from '../../core/errors.ts'

/** One file of an archive that may be larger than memory. */
export interface ZipText {
  name: string
  stream: Readable
}

const MAX_ENTRIES = 10_000

const encrypted = (file: string, name: string): ShopwardenError =>
  new ShopwardenError('SW_ARCHIVE_ENCRYPTED', 'An entry of the archive is encrypted', {
    where: `${file}: ${name}`,
    fix: 'Unpack it yourself with its password.',
  })

/**
 * Files of a zip archive on disk one after another, streamed: for archives too large for `unpack`. The next begins when the one
 * before has been read. Does not bound what comes out of an entry: the reader does.
 * @throws SW_ARCHIVE_ENCRYPTED, SW_ARCHIVE_ENTRIES
 */
export async function* zipEntries(file: string): AsyncGenerator<ZipText> {
  const archive: ZipFile = await openPromise(file, { autoClose: false, lazyEntries: true })
  try {
    let count = 0
    for await (const entry of archive.eachEntry() as AsyncIterable<Entry>) {
      if (entry.fileName.endsWith('/')) continue
      if (++count > MAX_ENTRIES)
        throw new ShopwardenError('SW_ARCHIVE_ENTRIES', `The archive has more than ${MAX_ENTRIES} files`, {
          where: file,
        })
      if (entry.isEncrypted()) throw encrypted(file, entry.fileName)
      yield {
        name: entry.fileName,
        stream: await archive.openReadStreamPromise(entry),
      }
    }
  } finally {
    archive.close()
  }
}
