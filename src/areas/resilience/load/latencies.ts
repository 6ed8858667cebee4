/** Latencies in buckets 5% wide, from 10 µs to about 200 s: constant memory, constant time. Milliseconds. */
export class Latencies {
  readonly #buckets = new Uint32Array(350)
  count = 0

  add(ms: number): void {
    const index = Math.floor(Math.log(Math.max(ms, 0.01) / 0.01) / Math.log(1.05))
    this.#buckets[Math.min(index, 349)]!++
    this.count++
  }

  /** Upper edge of the bucket that holds the quantile; undefined when nothing was measured. */
  quantile(share: number): number | undefined {
    if (this.count === 0) return undefined
    let left = Math.max(1, Math.ceil(this.count * share))
    for (let index = 0; index < 350; index++) {
      left -= this.#buckets[index]!
      if (left <= 0) return Math.round(0.01 * 1.05 ** (index + 1) * 1000) / 1000
    }
    return undefined
  }

  clear(): void {
    this.#buckets.fill(0)
    this.count = 0
  }
}
