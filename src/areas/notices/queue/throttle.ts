/** Spreads messages to one domain evenly: at most so many a minute, each domain for itself. */
export class DomainThrottle {
  readonly #gapMs: number
  readonly #next = new Map<string, number>()
  readonly #reserved = new Set<string>()

  constructor(perMinute: number) {
    this.#gapMs = 60_000 / perMinute
  }

  /** 0 where a message may go now, else the milliseconds until the turn that is now reserved for it. */
  take(domain: string, key: string, now: number): number {
    if (this.#reserved.delete(key)) return 0
    // A second's worth may go at once: spreading finer than that only costs.
    const turn = Math.max(this.#next.get(domain) ?? 0, now - 1000)
    this.#next.set(domain, turn + this.#gapMs)
    if (turn <= now) return 0
    this.#reserved.add(key)
    return turn - now
  }
}
