import { resolve } from 'node:path'
import type { Case } from '../cases/book.ts'
import { FraudGuard } from '../guard.ts'

/** How old a list of cases may be: many people look at it, and making it reads every alert. */
const freshMs = 2000

/** Guards of the shops that this server serves: opened on first use, one a folder, closed with the server. */
export class Guards {
  readonly #open = new Map<string, Promise<FraudGuard>>()
  readonly #cases = new WeakMap<FraudGuard, { at: number; list: readonly Case[] }>()

  of(stateDir: string, now: () => Date): Promise<FraudGuard> {
    const dir = resolve(stateDir)
    let guard = this.#open.get(dir)
    if (guard === undefined) {
      guard = FraudGuard.open({ stateDir: dir, now })
      this.#open.set(dir, guard)
      // A guard that could not be opened is tried again by the next request.
      guard.catch(() => this.#open.delete(dir))
    }
    return guard
  }

  /** The guard's cases, at most two seconds old; `changed` says that somebody has just done something to one. */
  cases(guard: FraudGuard): readonly Case[] {
    const kept = this.#cases.get(guard)
    if (kept !== undefined && performance.now() - kept.at < freshMs) return kept.list
    const list = guard.cases()
    this.#cases.set(guard, { at: performance.now(), list })
    return list
  }

  changed(guard: FraudGuard): void {
    this.#cases.delete(guard)
  }

  async close(): Promise<void> {
    const all = await Promise.allSettled(this.#open.values())
    await Promise.all(all.map((each) => (each.status === 'fulfilled' ? each.value.close() : undefined)))
  }
}
