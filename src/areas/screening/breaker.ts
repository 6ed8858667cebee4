/** Stops asking a service that keeps failing, and tries it again after a pause with a single look. */
export class CircuitBreaker {
  #failures = 0
  #openUntil = 0
  #trying = false
  readonly #limit: number
  readonly #pauseMs: number

  constructor(limit = 5, pauseMs = 30_000) {
    this.#limit = limit
    this.#pauseMs = pauseMs
  }

  /** Whether a look may be made now; after the pause only one at a time, until it succeeds. */
  allows(nowMs: number): boolean {
    if (this.#failures < this.#limit) return true
    if (nowMs < this.#openUntil || this.#trying) return false
    this.#trying = true
    return true
  }

  succeeded(): void {
    this.#failures = 0
    this.#trying = false
  }

  failed(nowMs: number): void {
    this.#failures++
    this.#trying = false
    if (this.#failures >= this.#limit) this.#openUntil = nowMs + this.#pauseMs
  }
}
