import { byCard, steadyWays } from './card-dependence.ts'
import type { Observation } from './observation.ts'

/** What visits with two cards have shown beside each other. */
export interface Compared {
  /** Ways by which the same left whichever card was typed (`card-dependence.ts`). */
  steady: ReadonlySet<string>
  /** Addresses that were used after typing, in the form of `typed-flow.ts`; `kept` where something was kept in the browser. */
  used: readonly string[]
  /** Service workers that were read and can do nothing. */
  passiveWorkers: ReadonlySet<string>
  /** Every worker that was read can do nothing but answer the page. */
  workersPassive: boolean
}

const ownForm = (url: string) => url.replace(/[?#].*$/, '').replace(/[\w-]*\d[\w-]*/g, '*')

/** Undefined without two visits for each of two cards. Pure. */
export function comparedVisits(observations: readonly Observation[]): Compared | undefined {
  if (byCard(observations).length !== 2) return undefined
  const sent = observations.flatMap((item) => item.requests.filter((request) => request.afterTyping))
  const workers = observations.flatMap((item) => item.scripts.filter((script) => script.kind === 'worker'))
  const kept = observations.some((item) => item.values.some(({ place }) => /^(?:local|session)Storage /.test(place)))
  return {
    steady: steadyWays(observations),
    used: [...new Set([...sent.map((request) => ownForm(request.url)), ...(kept ? ['kept'] : [])])],
    passiveWorkers: new Set(workers.filter((script) => script.passive).map((script) => script.url ?? '')),
    workersPassive: workers.length > 0 && workers.every((script) => script.passive),
  }
}

/** Ways out by which something surely leaves the page or is kept, as `typed-flow.ts` names them; others only pass a value on. */
const leaves =
  /^(?:to |(?:src|href|cookie|location|setItem|list|postMessage|insertRule|sendBeacon|fetch|send|open|assign|pushState|replaceState|WebSocket|EventSource|RTCPeerConnection|WebTransport|import|field|text|submit|condition|worker)$)/

/**
 * Of ways out that are new in a script's text, those that no visit saw used: they wait for somebody else. What was used has shown, with two
 * cards, whether it carries the number. Pure.
 */
export function waitingWays(ways: readonly string[], { used }: Compared): string[] {
  return ways.filter((way) => {
    if (!leaves.test(way)) return false
    if (way === 'setItem') return !used.includes('kept')
    return !(way.startsWith('to ') && used.some((address) => address.includes(way.slice(3).replace(/^https?:/, ''))))
  })
}

/** Ways without those to workers that can do nothing with what they get. */
export const withoutPassive = (ways: readonly string[], { workersPassive }: Compared): string[] =>
  ways.filter((way) => !(way === 'worker' && workersPassive))

export const surelyLeave = (ways: readonly string[]): string[] => ways.filter((way) => leaves.test(way))
