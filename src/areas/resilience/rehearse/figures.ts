import type { Counters } from '../load/plan.ts'
import type { Visit } from '../load/shopper.ts'
import { between } from './legitimate.ts'
import type { Figures } from './record.ts'
import type { Scenario } from './scenarios.ts'

/** One look at the attack: seconds since its start, the shopper's clock, all counters so far. */
export interface Moment {
  t: number
  at: number
  counters: Counters
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
  /** Processor milliseconds of the server for one page of the shopper, before any attack. */
  quietPageMs: number
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

/**
 * Answers a second of each step, its first quarter left out: connections are still being opened there. The shopper's pages count
 * as answers of the server like all others; what they cost it does not count as the attack's.
 */
export function ratesOf(steps: readonly Step[], visits: readonly Visit[], quietPageMs: number): Rate[] {
  return steps.flatMap(({ level, moments }) => {
    const settled = moments.slice(Math.ceil(moments.length / 4))
    const [first, last] = [settled[0], settled.at(-1)]
    if (first === undefined || last === undefined || last.t - first.t < 0.5) return []
    const requests = answers(last.counters) - answers(first.counters)
    const pages = visits.filter(({ ok, at, ms }) => ok && at + ms > first.at && at + ms <= last.at).length
    return [
      {
        level,
        perSecond: (requests + pages) / (last.t - first.t),
        requests,
        clientMs: last.counters.cpuMs - first.counters.cpuMs,
        serverMs:
          first.serverCpuMs === undefined || last.serverCpuMs === undefined
            ? undefined
            : last.serverCpuMs - first.serverCpuMs - pages * quietPageMs,
      },
    ]
  })
}

/** The first of a ramp's steps that reaches nine tenths of the best: from there on more connections only wait. Pure. */
export function kneeOf<T extends { perSecond: number }>(steps: readonly T[]): T | undefined {
  const capacity = Math.max(0, ...steps.map((step) => step.perSecond))
  return capacity === 0 ? undefined : steps.find((step) => step.perSecond >= 0.9 * capacity)
}

/** Knee, capacity and cost of a flood: all processor time of the settled steps by all their answers (docs/decisions/resilience-cost.md). */
function floodFigures(rates: readonly Rate[]): Partial<Figures> {
  const knee = kneeOf(rates)
  if (knee === undefined) return {}
  const sum = (pick: (rate: Rate) => number) => rates.reduce((all, rate) => all + pick(rate), 0)
  const capacity = Math.max(...rates.map((rate) => rate.perSecond))
  const requests = sum((rate) => rate.requests)
  const seen = requests > 0 && rates.every((rate) => rate.serverMs !== undefined)
  const client = requests > 0 ? sum((rate) => rate.clientMs) / requests : undefined
  const server = seen ? sum((rate) => rate.serverMs ?? 0) / requests : undefined
  return {
    capacityPerSecond: round(capacity, 1),
    kneePerSecond: round(knee.perSecond, 1),
    ...(client !== undefined && client > 0 && { clientMsPerRequest: round(client, 4) }),
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
    ...(flood && floodFigures(ratesOf(input.steps, visits, input.quietPageMs))),
    ...(answered > 0 && { limitedShare: round(counters.limited / answered, 4) }),
    ...(counters.framesUntilEnd !== undefined && { framesUntilEnd: counters.framesUntilEnd }),
  }
}
