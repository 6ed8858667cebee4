/** How long changes are gathered: each write to disk then serves several connections. */
const GATHER_MS = 4

interface Waiting {
  change(): void
  done(): void
  failed(error: unknown): void
}

/** Records changes durably, those that come together in one transaction with one write to disk. */
export class Recorder {
  readonly #together: (change: () => void) => void
  #waiting: Waiting[] = []
  #planned = false

  constructor(together: (change: () => void) => void) {
    this.#together = together
  }

  /** Resolves once the change is on disk. */
  record(change: () => void): Promise<void> {
    return new Promise((done, failed) => {
      this.#waiting.push({ change, done, failed })
      if (this.#planned) return
      this.#planned = true
      setTimeout(() => this.#flush(), GATHER_MS)
    })
  }

  #flush(): void {
    this.#planned = false
    const batch = this.#waiting
    this.#waiting = []
    try {
      this.#together(() => {
        for (const item of batch) item.change()
      })
      for (const item of batch) item.done()
    } catch (error) {
      for (const item of batch) item.failed(error)
    }
  }
}
