import { join } from 'node:path'
import { z } from 'zod'
import { describeError, ShopwardenError } from '../core/errors.ts'
import { readTextUpTo } from '../net/files.ts'
import { writeAtomically } from '../store/files.ts'
import type { Feed, FeedResult } from './feeds/feed.ts'
import { badFeed } from './feeds/feed.ts'
import { headSchema, updatedFolder } from './read.ts'

/** What came for one feed; undefined body: the publisher says that nothing changed. */
export interface Delivery {
  body: Buffer | undefined
  etag?: string | undefined
  /** Day the file was made, where its carrier says so. */
  day?: string | undefined
}

/** Brings the published file of a feed: from the network or from a folder. */
export type Carrier = (feed: Feed, etag: string | undefined) => Promise<Delivery>

export interface Refreshed {
  feed: string
  /** `skipped`: it needs a key that is not there, or a bundle has none of it; nothing is wrong. */
  state: 'updated' | 'unchanged' | 'failed' | 'skipped'
  asOf?: string
  read?: number
  skipped?: number
  reason?: string
}

const stateSchema = z.record(z.string(), z.object({ etag: z.string().optional(), asOf: z.iso.date(), read: z.int() }))
type State = z.infer<typeof stateSchema>

/** One record a line, so that two versions of a file can be compared by eye. */
export function knowledgeText(value: Record<string, unknown>): string {
  const parts = Object.entries(value).map(([key, part]) => {
    const items = Array.isArray(part) ? part.map((item) => JSON.stringify(item)) : undefined
    const fields =
      !items && part !== null && typeof part === 'object'
        ? Object.entries(part).map(([name, item]) => `${JSON.stringify(name)}:${JSON.stringify(item)}`)
        : undefined
    const body = items ? `[\n${items.join(',\n')}\n]` : fields ? `{\n${fields.join(',\n')}\n}` : JSON.stringify(part)
    return `${JSON.stringify(key)}:${body}`
  })
  return `{\n${parts.join(',\n')}\n}\n`
}

function readState(dir: string): State {
  try {
    return stateSchema.parse(JSON.parse(readTextUpTo(join(dir, 'state.json')) ?? '{}'))
  } catch {
    return {}
  }
}

/** Facts of several feeds that share a file (support ends) are put together; what a failed feed would bring is kept. */
function merge(previous: unknown, facts: Record<string, unknown>): Record<string, unknown> {
  const old = z.object({ products: z.record(z.string(), z.unknown()) }).safeParse(previous)
  const products = facts['products']
  return old.success && typeof products === 'object'
    ? { ...facts, products: { ...old.data.products, ...products } }
    : facts
}

/** Where the facts come from: what was kept of earlier facts keeps its sources. */
function sourcesOf(previous: unknown, facts: Record<string, unknown>, source: string): string[] {
  const old = headSchema.safeParse(previous)
  return facts['products'] !== undefined && old.success ? [...new Set([...old.data.sources, source])] : [source]
}

function jsonOf(path: string): unknown {
  try {
    return JSON.parse(readTextUpTo(path, 50_000_000) ?? 'null')
  } catch {
    return undefined
  }
}

/** Feeds that need a key are for those who have one: others lose nothing by going without, and are told so. */
const withoutKey = (feed: Feed, error: unknown) =>
  feed.key !== undefined &&
  error instanceof ShopwardenError &&
  (error.code === 'SW_KNOWLEDGE_KEY' || error.code === 'SW_KNOWLEDGE_BUNDLE')

/** A feed that suddenly holds less than half of what it held was cut on its way, or someone wants holes forgotten. */
function guardAgainstLoss(feed: Feed, result: FeedResult, known: State[string] | undefined, acceptLoss: boolean): void {
  if (acceptLoss || known === undefined || result.read * 2 >= known.read) return
  throw new ShopwardenError(
    'SW_KNOWLEDGE_SHRUNK',
    `The feed ${feed.name} holds ${result.read} entries, it held ${known.read}`,
    { fix: 'If its publisher says that this is right, run again with --accept-smaller.' },
  )
}

function file(feed: Feed, result: FeedResult, day: string, dir: string, shippedDir: string): void {
  const path = join(dir, feed.file)
  const previous = jsonOf(path) ?? jsonOf(join(shippedDir, feed.file))
  const facts = merge(previous, result.facts)
  const checked = feed.shape.safeParse(facts)
  if (!checked.success) throw badFeed(feed.name, 'what was read from it has not the expected shape', checked.error)
  writeAtomically(path, knowledgeText({ asOf: day, sources: sourcesOf(previous, facts, feed.source), ...facts }), 0o644)
}

/**
 * Refreshes facts feed by feed. Each is bounded in size, checked by its schema and put in place in one step; one that fails
 * leaves the facts known so far in use, and the others go on.
 */
export async function updateKnowledge(
  feeds: readonly Feed[],
  carry: Carrier,
  knowledgeDir: string,
  options: { now: Date; acceptLoss?: boolean; signal?: AbortSignal; progress?: (line: string) => void },
): Promise<Refreshed[]> {
  const dir = join(knowledgeDir, updatedFolder)
  const state = readState(dir)
  const results: Refreshed[] = []
  for (const feed of feeds) {
    options.signal?.throwIfAborted()
    options.progress?.(feed.name)
    const known = state[feed.name]
    try {
      const { body, etag, day } = await carry(feed, known?.etag)
      if (body === undefined) {
        results.push({ feed: feed.name, state: 'unchanged', ...(known && { asOf: known.asOf }) })
        continue
      }
      if (body.length > feed.maxBytes) throw badFeed(feed.name, `it is larger than ${feed.maxBytes} bytes`)
      const result = await feed.parse(body)
      guardAgainstLoss(feed, result, known, options.acceptLoss ?? false)
      const asOf = result.asOf ?? day ?? options.now.toISOString().slice(0, 10)
      if (known !== undefined && asOf < known.asOf)
        throw badFeed(feed.name, `it is of ${asOf}, older than what is known (${known.asOf})`)
      file(feed, result, asOf, dir, knowledgeDir)
      state[feed.name] = { asOf, read: result.read, ...(etag && { etag }) }
      writeAtomically(join(dir, 'state.json'), `${JSON.stringify(state, null, 1)}\n`, 0o644)
      results.push({ feed: feed.name, state: 'updated', asOf, read: result.read, skipped: result.skipped })
    } catch (error) {
      if (options.signal?.aborted) throw error
      results.push({
        feed: feed.name,
        state: withoutKey(feed, error) ? 'skipped' : 'failed',
        reason: describeError(error),
        ...(known && { asOf: known.asOf }),
      })
    }
  }
  return results
}
