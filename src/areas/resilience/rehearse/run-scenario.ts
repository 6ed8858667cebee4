import { cpus } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { type AttackProcess, type ShopperProcess, startAttack } from '../load/process.ts'
import { addCounters, type Counters } from '../load/plan.ts'
import type { ServerSample } from '../server-view/proc.ts'
import type { WorkerStatus } from '../server-view/status.ts'
import { figuresOf, type Moment, type Step } from './figures.ts'
import { between, mustStop, recovery } from './legitimate.ts'
import { limitHit } from './limit.ts'
import type { Sample, ScenarioResult } from './record.ts'
import { levelFor, type Scenario } from './scenarios.ts'
import { bars, verdictOf } from './verdict.ts'

const tickMs = 250
const recoverSeconds = 10
/** How long to wait for a shop to come back before the next scenario. */
const settleSeconds = 60
/** A shop is back, if slower than before, when all of so many pages in so many seconds came. */
const backSeconds = 8
const backVisits = 20
/** Without the legitimate user nothing can be measured, so nothing may be attacked. */
export const lostMeasure = "the legitimate user's process ended"

export interface ScenarioWorld {
  shopper: ShopperProcess
  quietP95: number
  /** Processor milliseconds of the server for one page of the shopper, before any attack. */
  quietPageMs: number
  peakPerSecond?: number | undefined
  server: (() => ServerSample) | undefined
  /** Newest answers of the status pages. */
  workers(): WorkerStatus[]
  /** A reason to stop that has nothing to do with the shopper: address moved, time over. */
  mustEnd(): string | undefined
  signal: AbortSignal
  log(entry: Record<string, unknown>): void
  progress(sample: Sample, scenario: Scenario): void
}

function serverPart(world: ScenarioWorld): Sample['server'] {
  const view = world.server?.()
  const workers = world.workers()
  if (view === undefined && workers.length === 0) return undefined
  return {
    cpuMs: view?.cpuMs ?? 0,
    descriptors: view?.descriptors ?? 0,
    ...(view?.descriptorLimit !== undefined && { descriptorLimit: view.descriptorLimit }),
    established: view?.connections['established'] ?? 0,
    waitingToBeAccepted: view?.waitingToBeAccepted ?? 0,
    workers,
  }
}

/** Whether every page of the last seconds came, all sent after the end of the attack. */
function shopsOn(shopper: ShopperProcess, drop: number): boolean {
  const { count, success } = between(shopper.visits, Math.max(drop, shopper.clock() - backSeconds * 1000), Infinity)
  return count >= backVisits && success === 1
}

/** Why nothing was attacked: doors that are shut, or that nobody opens. */
const noneOpened = ({ tried, refused }: Counters) =>
  `No connection could be opened: of ${tried} tried ${refused} were refused and ${tried - refused} got no answer. Nothing was attacked.`

/** Runs one scenario to its end or to the first reason to stop; whatever happens, its processes are gone afterwards. */
export async function runScenario(
  scenario: Scenario,
  world: ScenarioWorld,
): Promise<ScenarioResult & { back: boolean }> {
  if (scenario.missing !== undefined)
    return {
      scenario: scenario.name,
      verdict: 'not tested',
      because: scenario.missing,
      figures: {},
      samples: [],
      back: true,
    }
  const { shopper, signal } = world
  const started = performance.now()
  const seconds = () => (performance.now() - started) / 1000
  const from = shopper.clock()
  const samples: Sample[] = []
  const moments: Moment[] = []
  const steps: Step[] = []
  let stoppedBy: string | undefined
  let capped: string | undefined
  let counters: Counters = addCounters([])
  const attacks: AttackProcess[] = scenario.attacks.map(startAttack)
  world.log({
    event: 'scenario',
    name: scenario.name,
    attacks: scenario.attacks.map(({ path, kind, caps }) => ({ path, kind, caps })),
    levels: scenario.levels,
  })

  /** Looks once; returns false when the attack must end. */
  const look = async (phase: Sample['phase'], level: number): Promise<boolean> => {
    await wait(tickMs)
    const before = counters
    const last = samples.at(-1)
    counters = addCounters(attacks.map((attack) => attack.counters()))
    const now = shopper.clock()
    const { success, p95 } = between(shopper.visits, now - 1000, now + 1)
    const server = serverPart(world)
    const t = seconds()
    const done = counters.ok + counters.clientErrors + counters.limited + counters.serverErrors
    const doneBefore = before.ok + before.clientErrors + before.limited + before.serverErrors
    const sample: Sample = {
      t: Math.round(t * 100) / 100,
      phase,
      level,
      // After the attack its processes are gone and their last counters stand still.
      open: phase === 'recover' ? 0 : counters.open,
      rate: Math.round((done - doneBefore) / Math.max(0.05, t - (last?.t ?? t - tickMs / 1000))),
      limited: counters.limited,
      ...(success !== undefined && { success }),
      ...(p95 !== undefined && { latencyMs: p95 }),
      ...(server && { server }),
    }
    samples.push(sample)
    moments.push({
      t,
      at: now,
      counters,
      ...(server && { serverCpuMs: server.cpuMs }),
    })
    world.log({ event: 'sample', ...sample, counters })
    world.progress(sample, scenario)
    if (phase === 'recover') return true
    const failed = mustStop(shopper.visits, from)
    if (signal.aborted) stoppedBy = 'interrupted'
    else if (failed !== undefined) stoppedBy = `the legitimate user failed (${failed} of the last 25 pages)`
    else if (counters.stopped !== undefined) stoppedBy = capped = counters.stopped
    else if (attacks.every((attack) => !attack.alive())) stoppedBy = 'the attacking process ended'
    else stoppedBy = world.mustEnd()
    return stoppedBy === undefined
  }

  let ceased: number | undefined
  try {
    await Promise.all(attacks.map((attack) => attack.ready))
    for (const level of scenario.levels) {
      attacks.forEach((attack, index) =>
        attack.order({ type: 'level', level: levelFor(scenario.attacks[index]!, scenario, level) }),
      )
      const begin = seconds()
      const firstMoment = moments.length
      while (seconds() - begin < scenario.stepSeconds && (await look('ramp', level)));
      steps.push({ level, moments: moments.slice(firstMoment) })
      if (stoppedBy !== undefined) break
    }
    if (stoppedBy === undefined && (scenario.watchesShedding || scenario.name === 'mixed')) {
      if (scenario.watchesShedding) for (const attack of attacks) attack.order({ type: 'cease' })
      ceased = seconds()
      const holdSeconds = scenario.watchesShedding ? bars.shedSeconds + 3 : 5
      const { opened, tried } = counters
      const shed = () => scenario.watchesShedding && opened > 0 && counters.open <= 0.1 * tried
      let after = 0
      // Two seconds more after the shedding: some of what the user still waits for is decided then.
      while (seconds() - ceased < holdSeconds && after < 8 && (await look('hold', scenario.levels.at(-1) ?? 0)))
        if (shed()) after++
    }
  } finally {
    for (const attack of attacks) attack.order({ type: 'drop' })
    await wait(50)
    for (const attack of attacks) attack.stop()
    await Promise.all(attacks.map((attack) => attack.ended))
  }
  // The newest page known was sent before the drop, so it belongs to the attack.
  const drop = shopper.clock() + 1
  const attackCounters = counters
  const watched = () => !signal.aborted && shopper.alive()
  while (watched() && (shopper.clock() - drop < recoverSeconds * 1000 || !shopper.settled(drop))) {
    await look('recover', 0)
    if (shopper.settled(drop) && recovery(shopper.visits, drop, world.quietP95) !== undefined) break
  }
  const recoverySeconds = recovery(shopper.visits, drop, world.quietP95)
  // The next scenario must not meet a shop that still suffers from this one; on a busy machine pages may stay slower than before.
  let back = recoverySeconds !== undefined
  while (!back && watched() && shopper.clock() - drop < settleSeconds * 1000) {
    await wait(tickMs)
    back = recovery(shopper.visits, drop, world.quietP95) !== undefined || shopsOn(shopper, drop)
  }
  const figures = figuresOf({
    scenario,
    visits: shopper.visits,
    from,
    drop,
    moments,
    steps,
    ceased,
    counters: attackCounters,
    quietP95: world.quietP95,
    quietPageMs: world.quietPageMs,
    recoverySeconds,
  })
  const limit = limitHit(
    samples.filter((sample) => sample.phase !== 'recover'),
    cpus().length,
  )
  const judged = verdictOf(scenario.name, figures, {
    peakPerSecond: world.peakPerSecond,
    recovered: !watched() || recoverySeconds !== undefined,
  })
  const nothing = attackCounters.opened === 0
  if (nothing) stoppedBy ??= 'no connection could be opened'
  // A cap that was reached is a planned end; anything else that ended it early leaves the verdict open.
  const cutShort = shopper.alive() ? (capped === undefined ? stoppedBy : undefined) : lostMeasure
  // What was not judged keeps its own reason, unless its measure was lost: that is the reason then.
  const open = judged.verdict === 'not tested' && shopper.alive()
  const early = cutShort !== undefined && judged.verdict !== 'falls' && !open
  return {
    scenario: scenario.name,
    ...(nothing
      ? {
          verdict: 'not tested' as const,
          because: noneOpened(attackCounters),
        }
      : early
        ? { verdict: 'not tested' as const, because: `Ended before it was through: ${cutShort}.` }
        : judged),
    figures,
    ...(limit && { limit }),
    ...(stoppedBy !== undefined && { stoppedBy }),
    ...(scenario.attacks[0] && { caps: scenario.attacks[0].caps }),
    samples,
    back,
  }
}
