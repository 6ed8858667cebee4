import { statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { ShopwardenError } from '../../core/errors.ts'
import type { Probe } from '../../core/probe.ts'
import type { Shop } from '../../core/shop.ts'
import { look } from './look/look.ts'
import { readNetworks } from './look/networks.ts'
import { readLooks, readRecords } from './records.ts'
import { documentFact, lookFact, rehearsalFact } from './schema.ts'
import { bareHost, resolveTarget, type Target } from './target.ts'

/**
 * Long enough to tell hardened servers (5 to 10 s) from others, short enough for an audit that people wait for; "resilience probe"
 * waits longer, and its record is read, too.
 */
const waitSeconds = 7

/** The shop's address, through the audit's guarded client first: it checks that this host may be contacted at all. */
async function allowedTarget(shop: Shop, context: Parameters<Probe['run']>[1]): Promise<Target> {
  const response = await context.http.request(shop.urls.storefront!, { maxRedirects: 3 })
  return resolveTarget(new URL(response.url))
}

const lightLook: Probe = {
  id: 'resilience/look',
  version: '2',
  area: 'resilience',
  needs: ['url'],
  touch: 'active',
  facts: [lookFact],
  timeLimitSeconds: 120,
  async run(shop, context) {
    const target = await allowedTarget(shop, context)
    const seen = await look(target, {
      networks: readNetworks(context.knowledgeDir),
      waitSeconds,
      // Within the probe's own limit, so that what was seen is not lost.
      mostSeconds: 100,
      thorough: false,
      origins: [],
      signal: context.signal,
      random: Math.random,
      say: context.progress,
    }).catch((error: unknown) => {
      if (error instanceof ShopwardenError && error.code === 'SW_RESILIENCE_TARGET') return error
      throw error
    })
    if (seen instanceof ShopwardenError)
      context.couldNotLook(lookFact, target.authority, `${seen.message}.`, seen.fix ?? '')
    else context.observe(lookFact, target.authority, seen)
  },
}

/** Reads what `resilience probe` and `resilience test` left. */
const records: Probe = {
  id: 'resilience/records',
  version: '1',
  area: 'resilience',
  needs: ['url', 'records'],
  touch: 'passive',
  facts: [rehearsalFact],
  timeLimitSeconds: 30,
  async run(shop, context) {
    const url = new URL(shop.urls.storefront!)
    const stateDir = join(context.stateDir, 'resilience')
    const thorough = readLooks(stateDir, url.origin).at(-1)
    if (thorough)
      context.observe(lookFact, `${url.host}, probe on record`, thorough.look, { observedAt: new Date(thorough.at) })
    const all = readRecords(stateDir, url.origin)
    const newest = all.findLast((record) => record.complete) ?? all.at(-1)
    if (newest === undefined)
      return context.couldNotLook(
        rehearsalFact,
        url.host,
        'No rehearsal of an attack on this shop is on record.',
        `Rehearse on a shop of your own: shopwarden resilience test ${url.href}`,
      )
    const { ended, complete, authorisation, scenarios } = newest
    const verdicts = scenarios.map(({ scenario, verdict, because, figures }) => ({
      scenario,
      verdict,
      because,
      figures,
    }))
    context.observe(
      rehearsalFact,
      bareHost(url.hostname),
      { ended, complete, authorisation, scenarios: verdicts },
      { observedAt: new Date(ended) },
    )
  },
}

const documents: Probe = {
  id: 'resilience/documents',
  version: '2',
  area: 'resilience',
  needs: ['documents'],
  touch: 'passive',
  facts: [documentFact],
  timeLimitSeconds: 10,
  async run(shop, context) {
    for (const document of shop.documents.filter((candidate) => candidate.kind === 'load-test')) {
      const name = basename(document.file)
      const stat = statSync(document.file, { throwIfNoEntry: false })
      if (stat)
        context.observe(documentFact, name, { name, modified: stat.mtime.toISOString() }, { observedAt: stat.mtime })
      else
        context.couldNotLook(
          documentFact,
          name,
          'The report named in shop.yaml is not there.',
          'Check the path under documents.',
        )
    }
  },
}

export const probes: readonly Probe[] = [lightLook, records, documents]
