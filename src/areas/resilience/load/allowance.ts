/** A cap as a token bucket: what may be done now, refilled by the second, saved up to `most`. Times in milliseconds. */
export class Allowance {
  readonly #perSecond: number
  readonly #most: number
  #left = 0
  #last = 0

  constructor(perSecond: number, most: number) {
    this.#perSecond = perSecond
    this.#most = most
  }

  get left(): number {
    return this.#left
  }

  refill(now: number): void {
    const seconds = (now - (this.#last || now)) / 1000
    this.#last = now
    this.#left = Math.min(this.#most, this.#left + seconds * this.#perSecond)
  }

  spend(count: number): void {
    this.#left -= count
  }
}
