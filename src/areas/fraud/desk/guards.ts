import { resolve } from 'node:path'
import type { Case } from '../cases/book.ts'
import { FraudGuard } from '../guard.ts'

/** How old a list of cases may be, at least: many people look at it, and making it reads every alert. */
const freshMs = 2000
/** Making it may take a thirtieth of the time, however many cases there are. */
const restPerWork = 30

/** Guards of the shops that this server serves: opened on first use, one a folder, closed with the server. */
export class Guards {
  readonly #open = new Map<string, Promise<FraudGuard>>()
  readonly #cases = new WeakMap<FraudGuard, { until: number; list: readonly Case[] }>()

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

  /** The guard's cases, at most a few seconds old; `changed` says that somebody has just done something to one. */
  cases(guard: FraudGuard): readonly Case[] {
    const kept = this.#cases.get(guard)
    if (kept !== undefined && performance.now() < kept.until) return kept.list
    const began = performance.now()
    const list = guard.cases()
    const ended = performance.now()
    this.#cases.set(guard, { until: ended + Math.max(freshMs, (ended - began) * restPerWork), list })
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
