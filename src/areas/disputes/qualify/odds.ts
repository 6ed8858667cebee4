import type { Dispute } from '../intake/schema.ts'
import type { Family } from './reasons.ts'

export interface Past {
  family: Family
  network?: string | undefined
  won: boolean
}
export interface Odds {
  /** Chance of winning, 0 to 1; undefined where too little happened yet. */
  chance: number | undefined
  /** Decided disputes that it rests on. */
  of: number
  won: number
  /** Middle 80% of what the chance may be. */
  low: number | undefined
  high: number | undefined
  basis: string
}

const LEAST = 5

/** Wilson's interval for a share (Wilson 1927), 80%. */
function wilson(won: number, of: number): { low: number; high: number } {
  const z = 1.2816
  const share = won / of
  const middle = (share + (z * z) / (2 * of)) / (1 + (z * z) / of)
  const half = (z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of))) / (1 + (z * z) / of)
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
}

/** Outcomes that count: what was answered and decided. Disputes nobody answered say nothing of the odds of answering. */
export const pastOf = (disputes: readonly Dispute[], family: (dispute: Dispute) => Family): Past[] =>
  disputes
    .filter((item) => item.answeredAt !== undefined && (item.state === 'won' || item.state === 'lost'))
    .map((item) => ({ family: family(item), network: item.network, won: item.state === 'won' }))

/** Odds from the shop's own history: same family and network, else same family, else all; unknown below five decided ones. */
export function oddsOf(past: readonly Past[], family: Family, network: string | undefined): Odds {
  const groups: [string, Past[]][] = [
    [
      `${family} at ${network}`,
      network === undefined ? [] : past.filter((item) => item.family === family && item.network === network),
    ],
    [family, past.filter((item) => item.family === family)],
    ['all disputes', [...past]],
  ]
  const [basis, group] = groups.find(([, items]) => items.length >= LEAST) ?? ['', []]
  if (group.length === 0)
    return {
      chance: undefined,
      of: past.length,
      won: past.filter((item) => item.won).length,
      low: undefined,
      high: undefined,
      basis: `fewer than ${LEAST} decided disputes: odds not known`,
    }
  const won = group.filter((item) => item.won).length
  // Jeffreys' estimate: two wins of two are no certainty.
  return { chance: (won + 0.5) / (group.length + 1), of: group.length, won, ...wilson(won, group.length), basis }
}
