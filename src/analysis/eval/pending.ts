import type { Closure } from '../value.ts'

const most = 2000

/** Closures that were made but maybe never called: handlers, callbacks of libraries. */
export class Pending {
  readonly #closures: Closure[] = []

  remember(closure: Closure): void {
    if (this.#closures.length < most) this.#closures.push(closure)
  }

  /** Each of them, newest first, with those that are made meanwhile. */
  *take(): Generator<Closure> {
    for (let closure = this.#closures.pop(); closure; closure = this.#closures.pop()) yield closure
  }

  forget(): void {
    this.#closures.length = 0
  }
}
