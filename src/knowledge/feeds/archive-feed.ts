import { buffer } from 'node:stream/consumers'
import { zipEntries } from '../../connect/archive/zip-stream.ts'
import { advisoriesSchema, type Advisory } from '../../core/advisories/advisory.ts'
import { badFeed, type Feed } from './feed.ts'

const limits = { entries: 500_000, entryBytes: 4_000_000, totalBytes: 2_000_000_000 }

interface ArchiveFeed extends Pick<Feed, 'name' | 'file' | 'url' | 'source' | 'maxBytes'> {
  /** Order of versions that its ranges mean. */
  semantics: 'composer' | 'order'
  /** Whether a member of this name is an advisory. */
  wanted(name: string): boolean
  /** What one member states; undefined, or anything thrown, where it cannot be read. */
  advisoriesOf(name: string, text: string): Advisory[] | undefined
}

async function readMembers(feed: ArchiveFeed, body: Buffer) {
  const advisories: Advisory[] = []
  let [read, skipped, total] = [0, 0, 0]
  for await (const { name, size, open } of zipEntries(body, limits.entries)) {
    if (!feed.wanted(name) || size > limits.entryBytes) continue
    total += size
    if (total > limits.totalBytes) throw badFeed(feed.name, 'it unpacks to more than 2 GB')
    const text = (await buffer(await open())).toString('utf8')
    let found: Advisory[] | undefined
    try {
      found = feed.advisoriesOf(name, text)
    } catch {
      found = undefined
    }
    if (found === undefined) skipped++
    else {
      read++
      advisories.push(...found)
    }
  }
  return { advisories, read, skipped }
}

/** Advisories that are published as a ZIP with one file each: bounded, read in memory, nothing is written anywhere. */
export function archiveFeed(feed: ArchiveFeed): Feed {
  const { name, file, url, source, maxBytes, semantics } = feed
  return {
    name,
    file,
    url,
    source,
    maxBytes,
    shape: advisoriesSchema,
    async parse(body) {
      const { advisories, read, skipped } = await readMembers(feed, body).catch((cause: unknown) => {
        if (cause instanceof Error && 'code' in cause && cause.code === 'SW_KNOWLEDGE_FEED') throw cause
        throw badFeed(name, 'the archive is damaged', cause)
      })
      if (read === 0) throw badFeed(name, 'it holds no advisory')
      advisories.sort((a, b) => (a.package + a.id < b.package + b.id ? -1 : 1))
      return { asOf: undefined, facts: { semantics, advisories }, skipped, read }
    },
  }
}
