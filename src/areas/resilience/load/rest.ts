/** Below this answers come too fast for a rest to be a small part of them. Milliseconds. */
const leastAnswerMs = 16
const shareOfAnswer = 0.25
/** Orders and the dead-man switch wait at most so long. Milliseconds. */
const mostMs = 200

/** How long an attack rests after it has read: a quarter of the usual answer's time, so that a waiting server stays full. Pure. */
export const restFor = (answerMs: number): number =>
  answerMs < leastAnswerMs ? 0 : Math.min(mostMs, answerMs * shareOfAnswer)

const never = new Int32Array(new SharedArrayBuffer(4))

/**
 * Lets a flood's thread sleep where answers are slow, so that one awakening finds whole pages and several of them: at a shop's
 * few dozen requests a second, awakenings cost more than requests (docs/decisions/resilience-cost.md).
 */
export class Rest {
  #ms = 0
  #due = false

  /** The newest median of the answers' times; what the rest adds to them is in it. */
  learn(answerMs: number): void {
    this.#ms = restFor(answerMs)
  }

  /** Something was read: rests as soon as all that is ready with it has been read too. */
  afterThisTurn(): void {
    if (this.#due || this.#ms === 0) return
    this.#due = true
    setImmediate(() => {
      this.#due = false
      Atomics.wait(never, 0, 0, this.#ms)
    })
  }
}
