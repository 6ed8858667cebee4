import type { HttpClient } from '../../../core/http.ts'
import { describeError } from '../../../core/errors.ts'
import { blobId, countBits, type Mark, type Marked, releasesOf } from './book.ts'
import { magentoLine, platformsHinted, versionStated } from './hints.ts'
import { type Candidates, confirmingMark, everything, narrow, nextMark } from './narrow.ts'

export interface Asked {
  path: string
  /** What came: `match` narrowed the set; `changed` is a file of no known release. */
  result: 'match' | 'changed' | 'missing' | 'failed'
}

export interface SeenFromOutside {
  platform: string | undefined
  /** Releases that fit everything seen, oldest first; all of them where only the platform is known. */
  candidates: string[]
  /** True where the newest known release is among them: a later one could look the same. */
  perhapsNewer: boolean
  /** What the page claims about itself. */
  stated: { platform: string; version: string } | undefined
  /** Files of different releases lie side by side. */
  mixed: boolean
  asked: Asked[]
  requests: number
  html: string
}

/** Confirmations: further files asked for once a set is found, so that one left-over file does not decide alone. */
const most = { requests: 8, confirmations: 2, pageBytes: 2_000_000, fileBytes: 3_000_000, timeoutMs: 10_000 }

interface Options {
  /** Where the platform is known already. */
  platform?: string | undefined
  hashLength: number
  /** Most requests in all. */
  requests?: number
}

/**
 * Narrows down the release of a shop by files that it serves anyway, asking each time for the one that is expected to separate
 * most of what is left. Never rules a release out because a file is missing or changed.
 */
export async function lookFromOutside(
  base: string,
  http: HttpClient,
  marked: readonly Marked[],
  { platform, hashLength, requests: limit = most.requests }: Options,
): Promise<SeenFromOutside> {
  const folder = base.endsWith('/') ? base : `${base}/`
  let requests = 0
  const get = async (path: string, maxBytes: number) => {
    requests++
    return http.request(new URL(path, folder).href, {
      maxBytes,
      timeoutMs: most.timeoutMs,
      maxRedirects: path === '' ? 3 : 0,
    })
  }
  const page = await get('', most.pageBytes)
  const html = page.body.toString('utf8')
  const hints = platform === undefined ? platformsHinted(html) : [platform]
  const stated = versionStated(html)
  const known = marked.filter((item) => hints.includes(item.platform))
  const asked: Asked[] = []
  let mixed = false
  let candidates: Candidates = everything(known.length > 0 ? known : hints.length > 0 ? [] : marked)
  const marks = marked.flatMap((item) => item.web)
  const done = new Set<string>()
  const missed: Mark[] = []

  const ask = async (mark: Mark) => {
    done.add(mark.path)
    let blob: string | undefined
    try {
      const answer = await get(mark.path, most.fileBytes)
      if (answer.status !== 200 || answer.truncated) {
        asked.push({ path: mark.path, result: 'missing' })
        missed.push(mark)
        return
      }
      blob = blobId(answer.body, hashLength)
    } catch (error) {
      asked.push({ path: `${mark.path}: ${describeError(error)}`, result: 'failed' })
      return
    }
    const fits = mark.releases.has(blob)
    asked.push({ path: mark.path, result: fits ? 'match' : 'changed' })
    const next = narrow(candidates, mark, blob)
    if (next === 'contradiction') mixed = true
    else candidates = next
  }

  let confirmed = 0
  const next = (): Mark | undefined => {
    if (requests >= limit || mixed) return undefined
    return (
      nextMark(candidates, marks, done, missed) ??
      (confirmed++ < most.confirmations ? confirmingMark(candidates, marks, done) : undefined)
    )
  }
  for (let mark = next(); mark !== undefined; mark = next()) await ask(mark)
  const found = candidates.size === 1 ? marked.find((item) => candidates.has(item.platform)) : undefined
  const proven = asked.some((item) => item.result === 'match') || hints.length > 0
  const bits = found ? candidates.get(found.platform)! : 0n
  let line: string | undefined
  if (hints[0] === 'magento' && requests < limit) {
    const answer = await get('magento_version', 1000).catch(() => undefined)
    line = answer?.status === 200 ? magentoLine(answer.body.toString('utf8')) : undefined
  }
  return {
    platform: found && proven ? found.platform : line ? 'magento' : hints[0],
    candidates: found && proven && !mixed && countBits(bits) < found.releases.length ? releasesOf(found, bits) : [],
    perhapsNewer: found !== undefined && ((bits >> BigInt(found.releases.length - 1)) & 1n) === 1n,
    stated: line ? { platform: 'magento', version: line } : stated,
    mixed,
    asked,
    requests,
    html,
  }
}
