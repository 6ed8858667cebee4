import type { Identified } from '../identified.ts'
import { compareReleases } from '../releases.ts'
import { blobId, type Marked, releasesOf } from './book.ts'
import { everything, narrow } from './narrow.ts'

/**
 * Releases whose own files lie in a tree, from the files that tell releases apart. Undefined where a file contradicts another:
 * the tree is a mixture of releases. Files that were changed say nothing, so the set always holds the installed release.
 */
export function releasesInTree(
  marked: Marked,
  read: (path: string) => Uint8Array | undefined,
  hashLength: number,
): string[] | undefined {
  let candidates = everything([marked])
  for (const mark of marked.source) {
    const content = read(mark.path)
    const next = narrow(candidates, mark, content && blobId(content, hashLength))
    if (next === 'contradiction') return undefined
    candidates = next
  }
  return releasesOf(marked, candidates.get(marked.platform)!)
}

/** OpenMage carries on Magento 1, so both stand in one list of releases. */
const listOf = (platform: string) => (platform === 'magento1' ? 'openmage' : platform)

/**
 * The platform with the version that its files belong to. Tags are sometimes set before the number in the source is raised, so
 * where only one release has these files, the files are believed before the number they state.
 */
export function settle(
  found: Identified,
  marks: readonly Marked[],
  read: (path: string) => Uint8Array | undefined,
  hashLength: number,
): Identified {
  const marked = marks.find((item) => item.platform === listOf(found.platform))
  const releases = marked && releasesInTree(marked, read, hashLength)
  const only = releases?.length === 1 ? releases[0] : undefined
  if (only === undefined || only === found.version) return found
  const platform = found.platform === 'magento1' && compareReleases(only, '19') >= 0 ? 'openmage' : found.platform
  return { ...found, platform, version: only }
}
