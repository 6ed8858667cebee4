const order = 5
const start = '\u0001'
const end = '\u0002'
/** Weight of the shorter context against the longer one, in counts; small, since counts fall with the rank. */
const backoff = 0.05
/** Where nothing is known a character is one of this many. */
const alphabet = 200

/** Counts by hashed key in flat arrays: a Map of a million texts would take ten times the memory. */
class Counts {
  readonly #mask: number
  readonly #keys: Uint32Array
  readonly #values: Float32Array

  constructor(bits: number) {
    this.#mask = 2 ** bits - 1
    this.#keys = new Uint32Array(2 ** bits)
    this.#values = new Float32Array(2 ** bits)
  }

  #slot(hash: number): number {
    const key = keyOf(hash)
    let slot = hash & this.#mask
    while (this.#keys[slot] !== 0 && this.#keys[slot] !== key) slot = (slot + 1) & this.#mask
    if (this.#keys[slot] === 0) this.#keys[slot] = key
    return slot
  }

  add(hash: number, weight: number): void {
    const slot = this.#slot(hash)
    this.#values[slot] = this.#values[slot]! + weight
  }

  get(hash: number): number {
    const key = keyOf(hash)
    for (let slot = hash & this.#mask; ; slot = (slot + 1) & this.#mask) {
      if (this.#keys[slot] === key) return this.#values[slot]!
      if (this.#keys[slot] === 0) return 0
    }
  }
}

/** A second hash, to tell apart what falls on the same place; never 0, which marks an empty place. */
const keyOf = (hash: number) => (Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) | 1) >>> 0

/** FNV-1a over the characters from `from` to `to`, the length of the context mixed in. */
function hashOf(text: string, from: number, to: number, context: number): number {
  let hash = 0x811c9dc5 ^ context
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}

/**
 * A Markov model of order 5 over characters, trained on a list of passwords by rank: the probability of each character given
 * those before it, shorter contexts standing in where longer ones say little (Castelluccia et al., NDSS 2012; weights by rank
 * follow Zipf's law of passwords, Wang et al., TIFS 2017).
 */
export class Ngrams {
  readonly #pairs = new Counts(20)
  readonly #contexts = new Counts(19)

  /** @param ranked passwords, the most frequent first */
  constructor(ranked: readonly string[]) {
    for (const [rank, password] of ranked.entries()) {
      const weight = 1 / Math.sqrt(rank + 1)
      const text = start.repeat(order) + password + end
      for (let at = order; at < text.length; at++)
        for (let context = 0; context <= order; context++) {
          this.#pairs.add(hashOf(text, at - context, at + 1, context), weight)
          this.#contexts.add(hashOf(text, at - context, at, context + 16), weight)
        }
    }
  }

  /** Decimal logarithm of 1 / probability of the text, its end included. */
  log10(password: string): number {
    const text = start.repeat(order) + password + end
    let sum = 0
    for (let at = order; at < text.length; at++) {
      let probability = 1 / alphabet
      for (let context = 0; context <= order; context++) {
        const seen = this.#contexts.get(hashOf(text, at - context, at, context + 16))
        if (seen === 0) break
        const pair = this.#pairs.get(hashOf(text, at - context, at + 1, context))
        probability = (pair + backoff * probability) / (seen + backoff)
      }
      sum -= Math.log10(probability)
    }
    return sum
  }
}
