import { type Entry, fromBuffer, type ZipFile } from 'yauzl'
import { badFeed } from './feed.ts'

const limits = { entries: 500_000, entryBytes: 4_000_000, totalBytes: 2_000_000_000 }

/**
 * Reads the members of a ZIP archive whose name passes, one after the other, each bounded; nothing is written anywhere, so
 * names cannot lead out of a folder.
 * @throws SW_KNOWLEDGE_FEED for damaged archives and those beyond the limits
 */
export async function eachZipEntry(
  feed: string,
  body: Buffer,
  wanted: (name: string) => boolean,
  visit: (name: string, content: Buffer) => void,
): Promise<void> {
  try {
    const zip = await new Promise<ZipFile>((resolve, reject) => {
      fromBuffer(body, { lazyEntries: true, validateEntrySizes: true }, (error, file) =>
        error ? reject(error) : resolve(file),
      )
    })
    if (zip.entryCount > limits.entries) throw badFeed(feed, `${zip.entryCount} members are too many`)
    let total = 0
    await new Promise<void>((resolve, reject) => {
      zip.on('error', reject)
      zip.on('end', resolve)
      zip.on('entry', (entry: Entry) => {
        if (entry.fileName.endsWith('/') || !wanted(entry.fileName) || entry.uncompressedSize > limits.entryBytes)
          return zip.readEntry()
        total += entry.uncompressedSize
        if (total > limits.totalBytes) return reject(badFeed(feed, 'it unpacks to more than 2 GB'))
        zip.openReadStream(entry, (error, stream) => {
          if (error) return reject(error)
          const chunks: Buffer[] = []
          stream.on('data', (chunk: Buffer) => chunks.push(chunk))
          stream.on('error', reject)
          stream.on('end', () => {
            visit(entry.fileName, Buffer.concat(chunks))
            zip.readEntry()
          })
        })
      })
      zip.readEntry()
    })
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && String(cause.code).startsWith('SW_')) throw cause
    throw badFeed(feed, 'the archive is damaged', cause)
  }
}
