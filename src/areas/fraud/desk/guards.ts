import { resolve } from 'node:path'
import { FraudGuard } from '../guard.ts'

/** Guards of the shops that this server serves: opened on first use, one a folder, closed with the server. */
export class Guards {
  readonly #open = new Map<string, Promise<FraudGuard>>()

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

  async close(): Promise<void> {
    const all = await Promise.allSettled(this.#open.values())
    await Promise.all(all.map((each) => (each.status === 'fulfilled' ? each.value.close() : undefined)))
  }
}
