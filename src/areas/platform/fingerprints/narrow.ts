import { countBits, type Mark, type Marked } from './book.ts'

/** What is still possible: releases of each platform, as bits; platforms that are out are missing. */
export type Candidates = ReadonlyMap<string, bigint>

export const everything = (marked: readonly Marked[]): Candidates =>
  new Map(marked.map((item) => [item.platform, (1n << BigInt(item.releases.length)) - 1n]))

/** Candidates after a file was seen: only releases that have exactly it. A file that no release has says nothing. */
export function narrow(candidates: Candidates, mark: Mark, blob: string | undefined): Candidates | 'contradiction' {
  const having = blob === undefined ? undefined : mark.releases.get(blob)
  // Missing, changed by the shop, or newer than the facts: no ground to rule anything out.
  if (having === undefined) return candidates
  const left = (candidates.get(mark.platform) ?? 0n) & having
  return left === 0n ? 'contradiction' : new Map([[mark.platform, left]])
}

/** How much less likely a release gets with each of its files that is missing: shops remove and block files, though seldom. */
const doubt = 0.2

/** Releases among these bits, each counted less for every missing file that it has. */
function weigh(bits: bigint, missing: readonly bigint[]): number {
  if (bits === 0n) return 0
  const [first, ...rest] = missing
  if (first === undefined) return countBits(bits)
  return doubt * weigh(bits & first, rest) + weigh(bits & ~first, rest)
}

const having = (mark: Mark): bigint => [...mark.releases.values()].reduce((all, bits) => all | bits, 0n)

/**
 * A further file that the remaining releases have, and few others: if the shop serves another release's, the set was wrong.
 * Undefined where none is left to ask.
 */
export function confirmingMark(
  candidates: Candidates,
  marks: readonly Mark[],
  asked: ReadonlySet<string>,
): Mark | undefined {
  let best: Mark | undefined
  let fewest = Number.POSITIVE_INFINITY
  for (const mark of marks) {
    const left = candidates.get(mark.platform)
    if (left === undefined || asked.has(mark.path) || mark.releases.size < 2) continue
    for (const releases of mark.releases.values())
      if ((releases & left) === left && countBits(releases) < fewest) [best, fewest] = [mark, countBits(releases)]
  }
  return best
}

/**
 * The file whose answer is expected to leave the fewest candidates, of those not asked yet; undefined where none can separate
 * any further. While several platforms are possible, a file that most releases of its platform have is worth most. A file that was
 * missing makes the releases that have it less likely (though never impossible), and those of the platform that never had it not.
 */
export function nextMark(
  candidates: Candidates,
  marks: readonly Mark[],
  asked: ReadonlySet<string>,
  missed: readonly Mark[] = [],
): Mark | undefined {
  const missing = new Map<string, bigint[]>()
  for (const mark of missed) missing.set(mark.platform, [...(missing.get(mark.platform) ?? []), having(mark)])
  let best: Mark | undefined
  let bestGain = 0
  for (const mark of marks) {
    const left = candidates.get(mark.platform)
    if (left === undefined || asked.has(mark.path)) continue
    const total = countBits(left)
    const others = [...candidates.values()].reduce((sum, bits) => sum + countBits(bits), 0) - total
    // Each blob is as likely as the number of releases that have it; it leaves those, and rules out the rest.
    let gain = 0
    for (const releases of mark.releases.values()) {
      const hit = countBits(releases & left)
      gain += (weigh(releases & left, missing.get(mark.platform) ?? []) / total) * (total - hit + others)
    }
    if (gain > bestGain + 1e-9) [best, bestGain] = [mark, gain]
  }
  return best
}
