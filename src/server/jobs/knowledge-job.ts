import { z } from 'zod'
import { fromNetwork } from '../../knowledge/carriers.ts'
import type { Feed } from '../../knowledge/feeds/feed.ts'
import { feeds } from '../../knowledge/feeds/feeds.ts'
import { updateKnowledge } from '../../knowledge/update.ts'
import { writeAtomically } from '../../store/files.ts'
import { shopDir } from '../shops/records.ts'
import { documentPath } from './documents.ts'
import type { Order } from './order.ts'

/** Kind of the job that refreshes the dated facts. */
export const knowledgeKind = 'knowledge'

/** What a refresh of the dated facts can be told. */
export const knowledgeInput = z.strictObject({
  only: z
    .array(z.enum(feeds.map(({ name }) => name) as [string, ...string[]]))
    .min(1)
    .optional()
    .describe('Names of feeds; all of them where nothing is named.'),
})

interface KnowledgeWorld {
  signal: AbortSignal
  progress(step: string, message: string): void
  /** Where every feed is taken from, instead of from its publisher. */
  mirror?: string | undefined
  now(): Date
}

/**
 * Refreshes the dated facts of the installation (releases, ends of support, known holes) from their publishers or the installation's
 * mirror. Feeds that need a key are skipped where the shop has none. Exit status as of `knowledge update`: 3 where a feed failed.
 */
export async function updateFacts(order: Order, world: KnowledgeWorld): Promise<number> {
  const { only } = knowledgeInput.parse(order.input)
  const wanted: readonly Feed[] = only === undefined ? feeds : feeds.filter(({ name }) => only.includes(name))
  const { signal, now, mirror } = world
  const carry = fromNetwork(mirror, signal, { ...process.env, ...order.keys })
  const results = []
  // One by one, so that each is told of as it comes.
  for (const feed of wanted) {
    world.progress(knowledgeKind, feed.name)
    results.push(
      ...(await updateKnowledge([feed], carry, order.knowledgeDir, { now: now(), acceptLoss: false, signal })),
    )
  }
  writeAtomically(documentPath(shopDir(order, order.shop.id), order.job), JSON.stringify(results))
  return results.some(({ state }) => state === 'failed') ? 3 : 0
}
