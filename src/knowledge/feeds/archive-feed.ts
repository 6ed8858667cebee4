import { buffer } from 'node:stream/consumers'
import { zipEntries } from '../../connect/archive/zip-stream.ts'
import { ShopwardenError } from '../../core/errors.ts'
import { advisoriesSchema, type Advisory } from '../../core/advisories/advisory.ts'
import { badFeed, type Feed } from './feed.ts'

const limits = { entries: 500_000, entryBytes: 4_000_000, totalBytes: 2_000_000_000 }

interface Members {
  name: string
  /** Whether a member of this name is to be read. */
  wanted(name: string): boolean
  /** Takes what one member states; false, or anything thrown, where it cannot be read. */
  take(name: string, text: string): boolean
}

/**
 * Reads the members of a ZIP that are wanted, one after another: bounded, in memory, nothing is written anywhere. Gives how many could
 * be read and how many not. @throws SW_KNOWLEDGE_FEED where the archive is damaged, too large, or holds nothing that could be read
 */
export async function readMembers({ name: feed, wanted, take }: Members, body: Buffer) {
  let [read, skipped, total] = [0, 0, 0]
  try {
    for await (const { name, size, open } of zipEntries(body, limits.entries)) {
      if (!wanted(name)) continue
      total += Math.min(size, limits.entryBytes)
      if (total > limits.totalBytes) throw badFeed(feed, 'it unpacks to more than 2 GB')
      const text = size > limits.entryBytes ? undefined : (await buffer(await open())).toString('utf8')
      if (text !== undefined && taken(take, name, text)) read++
      else skipped++
    }
  } catch (cause) {
    if (cause instanceof ShopwardenError && cause.code === 'SW_KNOWLEDGE_FEED') throw cause
    throw badFeed(feed, 'the archive is damaged', cause)
  }
  if (read === 0) throw badFeed(feed, 'it holds no advisory')
  return { read, skipped }
}

function taken(take: Members['take'], name: string, text: string): boolean {
  try {
    return take(name, text)
  } catch {
    return false
  }
}

interface ArchiveFeed extends Pick<Feed, 'name' | 'file' | 'url' | 'source' | 'maxBytes'> {
  /** Order of versions that its ranges mean. */
  semantics: 'composer' | 'order'
  wanted: Members['wanted']
  /** What one member states; undefined, or anything thrown, where it cannot be read. */
  advisoriesOf(name: string, text: string): Advisory[] | undefined
}

/** Advisories that are published as a ZIP with one file each. */
export function archiveFeed(feed: ArchiveFeed): Feed {
  const { name, file, url, source, maxBytes, semantics, wanted } = feed
  return {
    name,
    file,
    url,
    source,
    maxBytes,
    shape: advisoriesSchema,
    async parse(body) {
      const advisories: Advisory[] = []
      const take = (member: string, text: string) => {
        const found = feed.advisoriesOf(member, text)
        if (found) advisories.push(...found)
        return found !== undefined
      }
      const counts = await readMembers({ name, wanted, take }, body)
      advisories.sort((a, b) => (a.package + a.id < b.package + b.id ? -1 : 1))
      return { asOf: undefined, facts: { semantics, advisories }, ...counts }
    },
  }
}
