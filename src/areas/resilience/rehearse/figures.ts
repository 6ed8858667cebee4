import type { Counters } from '../load/plan.ts'
import type { Visit } from '../load/shopper.ts'
import { between, quantile } from './legitimate.ts'
import type { Figures } from './record.ts'
import type { Scenario } from './scenarios.ts'

/** One look at the attack: seconds since its start, the shopper's clock, all counters so far. */
export interface Moment {
  t: number
  at: number
  counters: Counters
  /** Without what the shopper alone costs the server. */
  serverCpuMs?: number
}

export interface Step {
  level: number
  moments: Moment[]
}

export interface FiguresInput {
  scenario: Scenario
  visits: readonly Visit[]
  /** Start and end of the attack on the shopper's clock, milliseconds. */
  from: number
  drop: number
  moments: readonly Moment[]
  steps: readonly Step[]
  /** Second at which nothing more was opened. */
  ceased: number | undefined
  counters: Counters
  quietP95: number
  recoverySeconds: number | undefined
}

const answers = (counters: Counters) => counters.ok + counters.clientErrors + counters.limited + counters.serverErrors
const round = (value: number, digits = 2) => Math.round(value * 10 ** digits) / 10 ** digits

interface Rate {
  level: number
  perSecond: number
  requests: number
  clientMs: number
  serverMs: number | undefined
}

/** Answers a second of each step, its first quarter left out: connections are still being opened there. */
export function ratesOf(steps: readonly Step[]): Rate[] {
  return steps.flatMap(({ level, moments }) => {
    const settled = moments.slice(Math.ceil(moments.length / 4))
    const [first, last] = [settled[0], settled.at(-1)]
    if (first === undefined || last === undefined || last.t - first.t < 0.5) return []
    const requests = answers(last.counters) - answers(first.counters)
    return [
      {
        level,
        perSecond: requests / (last.t - first.t),
        requests,
        clientMs: last.counters.cpuMs - first.counters.cpuMs,
        serverMs:
          first.serverCpuMs === undefined || last.serverCpuMs === undefined
            ? undefined
            : last.serverCpuMs - first.serverCpuMs,
      },
    ]
  })
}

/** Knee, capacity and cost of a flood. The knee is the first step that reaches nine tenths of the capacity. */
function floodFigures(steps: readonly Step[]): Partial<Figures> {
  const rates = ratesOf(steps)
  const capacity = Math.max(0, ...rates.map((rate) => rate.perSecond))
  const knee = rates.find((rate) => rate.perSecond >= 0.9 * capacity)
  if (knee === undefined || capacity === 0) return {}
  // Lower quartiles of the steps: what else happens on a machine only ever adds to what a request costs.
  const client = quantile(
    rates.filter((rate) => rate.requests > 0).map((rate) => rate.clientMs / rate.requests),
    0.25,
  )
  const server = quantile(
    rates.flatMap((rate) =>
      rate.serverMs === undefined || rate.requests === 0 ? [] : [rate.serverMs / rate.requests],
    ),
    0.25,
  )
  return {
    capacityPerSecond: round(capacity, 1),
    kneePerSecond: round(knee.perSecond, 1),
    ...(client !== undefined && { clientMsPerRequest: round(client, 4) }),
    ...(server !== undefined && server > 0 && { serverMsPerRequest: round(server, 4) }),
    ...(server !== undefined &&
      server > 0 &&
      client !== undefined &&
      client > 0 && { costRatio: round(server / client, 1) }),
  }
}

/** Connections open when the first page that failed was sent. */
function kneeConnections(input: FiguresInput): number | undefined {
  const failed = input.visits
    .filter((visit) => visit.at >= input.from && visit.at < input.drop && !visit.ok)
    .map((visit) => visit.at)
  if (failed.length === 0) return undefined
  const first = Math.min(...failed)
  return input.moments.findLast((moment) => moment.at <= first)?.counters.open ?? 0
}

/** All figures of one scenario from what was seen. Pure. */
export function figuresOf(input: FiguresInput): Figures {
  const { scenario, visits, from, drop, moments, ceased, counters, quietP95, recoverySeconds } = input
  const { count, success, p95 } = between(visits, from, drop)
  const holds = scenario.watchesShedding
  const peakOpen = Math.max(0, ...moments.map((moment) => moment.counters.open))
  // Of those tried, not of those let in: a limit of 50 for each client leaves 50 of 2,200, and that is what it is for.
  const shedAt =
    ceased === undefined || counters.opened === 0
      ? undefined
      : moments.find((moment) => moment.t >= ceased && moment.counters.open <= 0.1 * counters.tried)?.t
  const shedSeconds = shedAt === undefined || ceased === undefined ? undefined : Math.max(0, shedAt - ceased)
  const knee = holds ? kneeConnections(input) : undefined
  const answered = answers(counters)
  const flood = scenario.attacks[0]?.kind === 'flood'
  return {
    visits: count,
    quietP95Ms: round(quietP95, 1),
    ...(success !== undefined && { legitimateSuccess: round(success, 4) }),
    ...(p95 !== undefined && { legitimateP95Ms: round(p95, 1) }),
    ...(knee !== undefined && { kneeConnections: knee }),
    ...(holds && { connectionsTried: counters.tried, connectionsOpened: counters.opened, peakOpen }),
    ...(holds && shedSeconds !== undefined && { shedSeconds: round(shedSeconds, 1) }),
    ...(recoverySeconds !== undefined && { recoverySeconds: round(recoverySeconds, 1) }),
    ...(flood && floodFigures(input.steps)),
    ...(answered > 0 && { limitedShare: round(counters.limited / answered, 4) }),
    ...(counters.framesUntilEnd !== undefined && { framesUntilEnd: counters.framesUntilEnd }),
  }
}
