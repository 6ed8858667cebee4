import { cpus, loadavg } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { ShopwardenError } from '../../../core/errors.ts'
import type { ScenarioName } from '../load/plan.ts'
import { type ShopperProcess, startShopper } from '../load/process.ts'
import { findPages, journeyOf, type ShopPages } from '../pages.ts'
import { watchServer } from '../server-view/proc.ts'
import { parseStatus, type WorkerStatus } from '../server-view/status.ts'
import { startPage } from '../start-page.ts'
import { isLab, movedTo, type Resolve, type Target } from '../target.ts'
import { get, succeeded } from '../wire/get.ts'
import { speaksHttp2 } from '../wire/h2-hello.ts'
import type { Journal } from './journal.ts'
import { between } from './legitimate.ts'
import type { Sample, ScenarioResult, TestRecord } from './record.ts'
import { lostMeasure, runScenario } from './run-scenario.ts'
import { type Limits, planScenario, type Scenario } from './scenarios.ts'

export interface RehearsalInput {
  target: Target
  authorisation: string
  scenarios: readonly ScenarioName[]
  limits: Limits
  shopperAddress: string | undefined
  /** Names of further server processes on this machine. */
  watch: readonly string[]
  /** Paths of status pages on the target. */
  statusPaths: readonly string[]
  websocketPath?: string | undefined
  pages?: Partial<ShopPages>
  peakPerSecond?: number | undefined
  /** A page that takes the legitimate user longer counts as failed. */
  pageSeconds?: number | undefined
  dribbleSeconds: number
  reopen: boolean
  /** Longest time of all. */
  maxSeconds: number
  resolve?: Resolve
  now(): Date
  signal: AbortSignal
  journal: Journal
  progress(sample: Sample, scenario: Scenario): void
  say(line: string): void
}

/** On one machine with the server: with more work waiting than this for each processor, pages fail without any attack. */
const busyLoad = 2
const everyMs = 200
const usualPageSeconds = 3
const quietSeconds = 4
const quietMostSeconds = 20
/** Fewer pages than this say nothing about a quiet shop. */
const quietVisits = 5
const statusMs = 1000
/** Longest time to learn the shop's pages. */
const findSeconds = 60

/** Asks the status pages again and again while the rehearsal runs. */
function watchStatus(target: Target, paths: readonly string[], signal: AbortSignal): () => WorkerStatus[] {
  const newest = new Map<string, WorkerStatus>()
  const ask = async (path: string) => {
    while (!signal.aborted) {
      const got = await get(target, path, { timeoutMs: 2000, maxBytes: 100_000, signal })
      const status = succeeded(got) ? parseStatus(got.body) : undefined
      if (status === undefined) newest.delete(path)
      else newest.set(path, status)
      await wait(statusMs, undefined, { signal }).catch(() => undefined)
    }
  }
  for (const path of paths) void ask(path)
  return () => [...newest.values()]
}

/** Watches that the name still leads to the address that was checked. */
function watchAddress(input: RehearsalInput, signal: AbortSignal): () => string | undefined {
  let reason: string | undefined
  const look = async () => {
    while (!signal.aborted) {
      await wait(5000, undefined, { signal }).catch(() => undefined)
      const moved = signal.aborted ? undefined : await movedTo(input.target, input.resolve)
      if (moved !== undefined)
        reason = `${input.target.hostname} now leads to ${moved.join(', ') || 'no address'} instead of ${input.target.address}`
    }
  }
  void look()
  return () => reason
}

/** Name of the server behind a shop whose start page works. @throws SW_RESILIENCE_TARGET */
async function checkTarget(target: Target, signal: AbortSignal): Promise<string> {
  const home = await startPage(target, signal)
  if (home.status >= 400)
    throw new ShopwardenError('SW_RESILIENCE_TARGET', `The start page answers with ${home.status}`, {
      where: target.origin,
      fix: 'Give the address of a page that works.',
    })
  return home.headers['server'] ?? home.headers['x-powered-by'] ?? ''
}

/** How the shop does before any attack; a machine that starts our shopper slowly gets more time. */
async function quietMeasure(shopper: ShopperProcess, signal: AbortSignal) {
  let seconds = 0
  do {
    await wait(1000, undefined, { signal }).catch(() => undefined)
    seconds++
  } while (
    !signal.aborted &&
    seconds < quietMostSeconds &&
    (seconds < quietSeconds || shopper.visits.length < quietVisits)
  )
  return between(shopper.visits, 0, Infinity)
}

/** The whole rehearsal: check, quiet measure, one scenario after the other, record. Leaves no process behind. */
export async function rehearse(input: RehearsalInput): Promise<TestRecord> {
  const { target, journal, signal, limits } = input
  const started = input.now()
  const begun = performance.now()
  journal.write({ event: 'start', target, authorisation: input.authorisation, scenarios: input.scenarios, limits })
  const server = await checkTarget(target, signal)
  const found = AbortSignal.timeout(findSeconds * 1000)
  const pages = { ...(await findPages(target, AbortSignal.any([signal, found]))), ...input.pages }
  const http2 = await speaksHttp2(target)
  signal.throwIfAborted()
  if (found.aborted)
    throw new ShopwardenError('SW_RESILIENCE_TARGET', `The shop's pages were not found within ${findSeconds} s`, {
      where: target.origin,
      fix: 'It answers too slowly even without an attack: mend that first.',
    })
  const over = new AbortController()
  const both = AbortSignal.any([signal, over.signal])
  const moved = watchAddress(input, both)
  const workers = watchStatus(target, input.statusPaths, both)
  const view = isLab(target) ? watchServer(target.address, target.port, input.watch) : undefined
  const journey = journeyOf(pages)
  // Pages whose quiet status is known: any other status under attack is a failure.
  for (const step of journey) {
    const got = await get(target, step.path, { localAddress: input.shopperAddress, signal, timeoutMs: 8000 })
    if (succeeded(got)) step.status = got.status
  }
  const shopper = startShopper({
    target,
    steps: journey,
    ...(input.shopperAddress !== undefined && { localAddress: input.shopperAddress }),
    everyMs,
    timeoutMs: (input.pageSeconds ?? usualPageSeconds) * 1000,
    seconds: input.maxSeconds + 60,
  })
  const results: ScenarioResult[] = []
  const notes: string[] = []
  if (input.shopperAddress === undefined)
    notes.push(
      'Attack and legitimate user came from one address: limits for each client may have hit the user too. Name a second address of this machine with --user-address.',
    )
  if (view === undefined)
    notes.push("The server's own view was not available; what ran out is judged from outside only.")
  const load = loadavg()[0] ?? 0
  if (view !== undefined && load > busyLoad * cpus().length)
    notes.push(
      `This machine was busy with other work before the attack began (load ${load.toFixed(0)} on ${cpus().length} processors): pages that failed may be its fault. Repeat the rehearsal when it is quiet.`,
    )
  try {
    const before = view?.().cpuMs ?? 0
    const quiet = await quietMeasure(shopper, signal)
    const quietPageMs = ((view?.().cpuMs ?? 0) - before) / Math.max(1, quiet.count)
    if (!signal.aborted && (quiet.count < quietVisits || (quiet.success ?? 0) < 0.95))
      throw new ShopwardenError(
        'SW_RESILIENCE_TARGET',
        quiet.count < quietVisits
          ? `Without any attack only ${quiet.count} pages came within ${quietMostSeconds} s`
          : `Without any attack only ${Math.round((quiet.success ?? 0) * 100)}% of ${quiet.count} pages came`,
        {
          where: target.origin,
          fix: 'Mend that first; under load it can only be worse.',
        },
      )
    const mustEnd = () =>
      moved() ??
      (shopper.alive() ? undefined : lostMeasure) ??
      (performance.now() - begun > input.maxSeconds * 1000
        ? 'the longest time of the rehearsal was reached'
        : undefined)
    for (const name of input.scenarios) {
      if (signal.aborted || mustEnd() !== undefined) break
      const scenario = planScenario(name, { ...input, pages, http2, labOnly: isLab(target) })
      input.say(`${name} …`)
      const { back, ...result } = await runScenario(scenario, {
        shopper,
        quietP95: quiet.p95 ?? 0,
        quietPageMs,
        peakPerSecond: input.peakPerSecond,
        server: view,
        workers,
        mustEnd,
        signal,
        log: (entry) => journal.write(entry),
        progress: input.progress,
      })
      results.push(result)
      journal.write({ event: 'result', ...result, samples: undefined })
      input.say(`${name}: ${result.verdict}. ${result.because}`)
      if (!back && !signal.aborted) {
        notes.push(`Ended early: a minute after ${name} the shop had still not come back.`)
        break
      }
    }
    const reason = mustEnd()
    if (reason !== undefined) notes.push(`Ended early: ${reason}.`)
  } finally {
    over.abort()
    shopper.stop()
    await shopper.ended
  }
  const complete =
    !signal.aborted &&
    results.length === input.scenarios.length &&
    results.every((result) => result.verdict !== 'not tested' || result.stoppedBy === undefined)
  const record: TestRecord = {
    schema: 1,
    target: target.origin,
    address: target.address,
    authorisation: input.authorisation,
    server,
    started: started.toISOString(),
    ended: input.now().toISOString(),
    complete,
    journey,
    ...(input.shopperAddress !== undefined && { shopperAddress: input.shopperAddress }),
    scenarios: results,
    notes,
  }
  journal.write({ event: 'end', complete })
  return record
}
