/** Response times are judged on at least this many newest answers. */
const KEPT = 10_000

/** How long answers took, in milliseconds; the newest ones only, so that a long record needs no more memory. */
export class AnswerTimes {
  readonly #newest: number[] = []

  add(ms: number): void {
    this.#newest.push(ms)
    if (this.#newest.length > 2 * KEPT) this.#newest.splice(0, KEPT)
  }

  /** Middle and slow tail; undefined where nothing was answered. */
  summary(): { medianMs: number; p99Ms: number } | undefined {
    if (this.#newest.length === 0) return undefined
    const sorted = this.#newest.toSorted((a, b) => a - b)
    const at = (share: number) => sorted[Math.floor(share * sorted.length)] as number
    return { medianMs: at(0.5), p99Ms: at(0.99) }
  }
}
