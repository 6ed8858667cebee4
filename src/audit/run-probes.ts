import { describeError, ShopwardenError } from '../core/errors.ts'
import type { Evidence } from '../core/evidence.ts'
import { notObserved, observed } from '../core/fact.ts'
import type { Need, Probe, ProbeContext, Touch } from '../core/probe.ts'
import type { Shop } from '../core/shop.ts'

/** Everything probes are handed except what is made for each run: the outside world of one audit. */
export type World = Pick<
  ProbeContext,
  'http' | 'knowledgeDir' | 'stateDir' | 'chromium' | 'databaseUrl' | 'keep' | 'history' | 'now'
>

export interface ProbeRun {
  probe: string
  seconds: number
  evidence: number
}

export interface RunOptions {
  world: World
  /** Names this run in the evidence. */
  run: string
  /** The hardest touch that is allowed. */
  touch: Touch
  concurrency: number
  signal: AbortSignal
  progress(probe: string, message: string): void
  /** Called as each probe ends, so that an interrupted audit keeps what it has seen. */
  filed(evidence: readonly Evidence[]): Promise<void>
}

const touches: readonly Touch[] = ['passive', 'active', 'intrusive']

const missing: Record<Need, { has(shop: Shop): boolean; reason: string; fix: string }> = {
  url: {
    has: (shop) => shop.urls.storefront !== undefined,
    reason: 'No address of the shop was given.',
    fix: 'Give the shop\'s address: "shopwarden audit https://…" or urls.storefront in shop.yaml.',
  },
  source: {
    has: (shop) => shop.sources.length > 0,
    reason: "The shop's source code was not given.",
    fix: 'Give it with --source DIR or under sources in shop.yaml.',
  },
  host: {
    has: (shop) => shop.hosts.length > 0,
    reason: 'No server of the shop was given.',
    fix: 'Run Shopwarden on the server with --root /, or name a mounted root under hosts in shop.yaml.',
  },
  server: {
    has: (shop) => shop.hosts.length > 0 || shop.remoteHosts.length > 0,
    reason: 'No server of the shop was given.',
    fix: 'Run Shopwarden on the server with --root /, or name in shop.yaml a mounted root under hosts, or a server reached by SSH under remoteHosts.',
  },
  feed: {
    has: (shop) => Object.values(shop.feeds).some((path) => path !== undefined),
    reason: 'No export of orders, shipments or events was given.',
    fix: 'Name an export under feeds in shop.yaml.',
  },
  database: {
    has: (shop) => shop.databases.length > 0,
    reason: 'No database or dump was given.',
    fix: 'Name a dump or a read-only connection under databases in shop.yaml.',
  },
  documents: {
    has: (shop) => shop.documents.length > 0,
    reason: 'No reports by others were filed.',
    fix: 'Name the documents under documents in shop.yaml.',
  },
  records: { has: () => true, reason: '', fix: '' },
}

function couldNotLookAtAll(probe: Probe, run: string, now: Date, reason: string, fix: string): Evidence[] {
  return probe.facts.map((fact) => notObserved({ fact, subject: 'shop', probe, run, observedAt: now }, reason, fix))
}

/** Why a probe cannot run on this shop, or undefined when it can. */
function obstacle(probe: Probe, shop: Shop, touch: Touch): { reason: string; fix: string } | undefined {
  const lacking = probe.needs.map((need) => missing[need]).find((need) => !need.has(shop))
  if (lacking) return lacking
  if (touches.indexOf(probe.touch) > touches.indexOf(touch)) {
    return {
      reason: `This check touches the shop (${probe.touch}) and was not allowed.`,
      fix: `Allow it with --touch ${probe.touch} on a shop that is yours.`,
    }
  }
  return undefined
}

/** Runs one probe to its end or its time limit. Whatever goes wrong becomes "could not look", never silence. */
async function runProbe(probe: Probe, shop: Shop, options: RunOptions): Promise<Evidence[]> {
  const { world, signal } = options
  const blocked = obstacle(probe, shop, options.touch)
  if (blocked) return couldNotLookAtAll(probe, options.run, world.now(), blocked.reason, blocked.fix)
  const evidence: Evidence[] = []
  const limit = AbortSignal.timeout(probe.timeLimitSeconds * 1000)
  const both = AbortSignal.any([limit, signal])
  const context: ProbeContext = {
    ...world,
    signal: both,
    progress: (message) => options.progress(probe.id, message),
    observe: (fact, subject, value, extra) => {
      evidence.push(
        observed(
          { fact, subject, probe, run: options.run, observedAt: extra?.observedAt ?? world.now() },
          value,
          extra,
        ),
      )
    },
    couldNotLook: (fact, subject, reason, fix) => {
      evidence.push(notObserved({ fact, subject, probe, run: options.run, observedAt: world.now() }, reason, fix))
    },
  }
  const ended = new Promise<never>((_, reject) => {
    both.addEventListener('abort', () => reject(both.reason), { once: true })
  })
  try {
    await Promise.race([probe.run(shop, context), ended])
  } catch (error) {
    const seen = new Set(evidence.map((item) => item.fact))
    const unseen = { ...probe, facts: probe.facts.filter((fact) => !seen.has(fact.id)) }
    const [reason, fix] = signal.aborted
      ? ['The audit was interrupted before this could be looked at.', 'Run the audit again.']
      : limit.aborted
        ? [
            `Looking took longer than ${probe.timeLimitSeconds} s and was stopped.`,
            'Run this area alone to see where the time goes.',
          ]
        : [
            describeError(error),
            error instanceof ShopwardenError
              ? (error.fix ?? 'See the reason.')
              : 'This is a fault of Shopwarden: please report it with the reason shown.',
          ]
    evidence.push(...couldNotLookAtAll(unseen, options.run, world.now(), reason, fix))
  }
  return evidence
}

/** Runs all probes, a few at a time, and files each one's evidence as it ends. */
export async function runProbes(
  probes: readonly Probe[],
  shop: Shop,
  options: RunOptions,
): Promise<{ evidence: Evidence[]; runs: ProbeRun[] }> {
  const queue = [...probes]
  const evidence: Evidence[] = []
  const runs: ProbeRun[] = []
  const worker = async () => {
    for (let probe = queue.shift(); probe !== undefined; probe = queue.shift()) {
      const started = performance.now()
      options.progress(probe.id, 'started')
      const found = await runProbe(probe, shop, options)
      await options.filed(found)
      evidence.push(...found)
      runs.push({ probe: probe.id, seconds: (performance.now() - started) / 1000, evidence: found.length })
      options.progress(probe.id, 'done')
    }
  }
  await Promise.all(Array.from({ length: options.concurrency }, worker))
  return { evidence, runs }
}
