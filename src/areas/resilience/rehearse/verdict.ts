import type { ScenarioName } from '../load/plan.ts'
import type { Figures, ScenarioResult } from './record.ts'

/** Bars of the verdict (see docs/decisions/resilience-verdicts.md). */
export const bars = {
  legitimateSuccess: 0.99,
  shedSeconds: 15,
  recoverySeconds: 5,
  costRatio: 20,
  kneeTimesPeak: 5,
  /** HTTP/2: frames a server may take on one connection before it ends it. */
  frames: 5000,
} as const

const leastConnections = 10

const holding: ReadonlySet<ScenarioName> = new Set([
  'slow-headers',
  'slow-body',
  'slow-read',
  'hoarding',
  'websocket-hoarding',
  'mixed',
])
const frameAttacks: ReadonlySet<ScenarioName> = new Set(['http2-rapid-reset', 'http2-continuation'])

const percent = (share: number) => `${(share * 100).toFixed(share > 0.99 && share < 1 ? 1 : 0)}%`

/** What a figure is worth beside its bar, in words; undefined where it is within. */
function shortcomings(scenario: ScenarioName, figures: Figures, peakPerSecond: number | undefined): string[] {
  const faults: string[] = []
  const { shedSeconds, recoverySeconds, costRatio, limitedShare = 0, kneePerSecond, framesUntilEnd } = figures
  if (holding.has(scenario) && scenario !== 'mixed' && (figures.connectionsOpened ?? 0) > 0) {
    if (shedSeconds === undefined)
      faults.push(`the server kept the attack's connections for more than ${bars.shedSeconds} s`)
    else if (shedSeconds > bars.shedSeconds)
      faults.push(
        `the attack's connections were dropped after ${shedSeconds.toFixed(0)} s only (bar ${bars.shedSeconds} s)`,
      )
  }
  if (frameAttacks.has(scenario)) {
    if (framesUntilEnd === undefined) faults.push('the server never ended a connection that was abused')
    else if (framesUntilEnd > bars.frames)
      faults.push(`a connection was ended after ${framesUntilEnd} frames only (bar ${bars.frames})`)
  }
  if (recoverySeconds !== undefined && recoverySeconds > bars.recoverySeconds)
    faults.push(`recovery took ${recoverySeconds.toFixed(1)} s (bar ${bars.recoverySeconds} s)`)
  if (costRatio !== undefined && costRatio > bars.costRatio && limitedShare === 0)
    faults.push(
      `a request costs the server at least ${costRatio.toFixed(0)} times what it costs the attacker (bar ${bars.costRatio}), and none was refused`,
    )
  if (
    peakPerSecond !== undefined &&
    kneePerSecond !== undefined &&
    kneePerSecond < bars.kneeTimesPeak * peakPerSecond &&
    limitedShare === 0
  )
    faults.push(
      `the server is full at ${kneePerSecond.toFixed(0)} requests a second, less than ${bars.kneeTimesPeak} times the shop's peak of ${peakPerSecond}`,
    )
  return faults
}

/**
 * The verdict of one scenario from its figures. Pure. Where the user could shop on but the recovery was never seen, that
 * alone is a fall: the shop is still down.
 */
export function verdictOf(
  scenario: ScenarioName,
  figures: Figures,
  extra: { peakPerSecond?: number | undefined; recovered: boolean },
): Pick<ScenarioResult, 'verdict' | 'because'> {
  const { legitimateSuccess, visits = 0 } = figures
  // Three failures are a fall, however early they stopped the attack.
  const failed = Math.round((1 - (legitimateSuccess ?? 1)) * visits)
  if (legitimateSuccess === undefined || (visits < 10 && failed < 3))
    return {
      verdict: 'not tested',
      because: `Only ${visits} pages of the legitimate user were measured, too few to judge.`,
    }
  const user = `the legitimate user got ${percent(legitimateSuccess)} of ${visits} pages`
  // A page that failed before the attack had any weight says something of the shop or the machine, nothing of the attack.
  if (legitimateSuccess < bars.legitimateSuccess && (figures.kneeConnections ?? Infinity) < leastConnections)
    return {
      verdict: 'not tested',
      because: `Pages failed before ${leastConnections} connections were open: the shop or this machine was already struggling. Repeat it when it is quiet.`,
    }
  if (legitimateSuccess < bars.legitimateSuccess) {
    const at = figures.kneeConnections === undefined ? '' : `, from about ${figures.kneeConnections} connections on`
    return { verdict: 'falls', because: `Under attack ${user}${at} (bar ${percent(bars.legitimateSuccess)}).` }
  }
  if (!extra.recovered)
    return { verdict: 'falls', because: `Under attack ${user}, but the shop had not recovered 10 s after its end.` }
  const faults = shortcomings(scenario, figures, extra.peakPerSecond)
  if (faults.length > 0) return { verdict: 'holds', because: `Under attack ${user}, but ${faults.join('; ')}.` }
  return { verdict: 'withstands', because: `Under attack ${user}; every figure is within its bar.` }
}
