import type { Observation } from '../watch/observation.ts'
import type { TriedPolicy } from './impose.ts'
import { breakage, type Policy, propose, render, weaknessesOf, widen } from './propose.ts'

export interface Proposal {
  /** The header that passed the test; missing where none did. */
  header?: string
  /** The header's `nonce-…` must be made anew for each answer. */
  needsNonce: boolean
  sources: { directive: string; source: string; because: string }[]
  weaknesses: string[]
  /** Breakage under the last policy that was tried. */
  broken: string[]
  rounds: number
}

const maxRounds = 5

const described = (policy: Policy) =>
  [...policy].flatMap(([directive, sources]) =>
    [...sources].map(([source, because]) => ({ directive, source, because })),
  )

/**
 * Looks for the strictest policy under which the page works: proposes one from a visit, visits again under it, and widens it only by
 * what was refused. Where scripts in the page change from visit to visit, a nonce takes the place of hashes.
 */
export async function searchPolicy(
  look: (policy?: TriedPolicy) => Promise<Observation>,
  makeNonce: () => string,
): Promise<Proposal> {
  const first = await look()
  let nonce: string | undefined
  let policy = propose(first, nonce)
  let broken: string[] = []
  let round = 0
  while (round++ < maxRounds) {
    const under = await look({ header: render(policy), nonce })
    broken = breakage(first, under)
    if (broken.length === 0) break
    const next = widen(policy, first, under.violations)
    const inline = under.violations.some(
      (item) => /^script-src(?:-elem)?$/.test(item.directive) && item.blocked === 'inline',
    )
    // The hashes of what the first visit saw are allowed and do not help: these scripts differ each time.
    if (inline && nonce === undefined && (round > 1 || next === undefined)) {
      nonce = makeNonce()
      policy = propose(first, nonce)
    } else if (next === undefined) break
    else policy = next
  }
  return {
    ...(broken.length === 0 && { header: render(policy).replace(`'nonce-${nonce}'`, "'nonce-RANDOM'") }),
    needsNonce: nonce !== undefined,
    sources: described(policy).map((item) => ({
      ...item,
      source: item.source.replace(`'nonce-${nonce}'`, "'nonce-RANDOM'"),
    })),
    weaknesses: weaknessesOf(policy),
    broken,
    rounds: Math.min(round, maxRounds),
  }
}
