import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'

const lineSchema = z.object({
  /** What was finished: a file with its size and time, or a table. */
  key: z.string(),
  bytes: z.number(),
  places: z.array(
    z.object({ at: z.number(), number: z.string(), issuer: z.string(), test: z.boolean(), encoding: z.string() }),
  ),
})

export type Finished = z.infer<typeof lineSchema>

/** What a search has finished, so that it can go on where it was stopped. Holds masked numbers only. */
export class Journal {
  readonly #file: string | undefined
  readonly #done = new Map<string, Finished>()

  /** Without a file nothing is kept. With `resume`, what an earlier search finished is taken over; else it starts anew. */
  constructor(file?: string, resume = false) {
    this.#file = file
    if (file === undefined) return
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    if (!resume) rmSync(file, { force: true })
    if (!existsSync(file)) return
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      try {
        const read = lineSchema.safeParse(JSON.parse(line))
        if (read.success) this.#done.set(read.data.key, read.data)
      } catch {
        // The last line of a search that was killed may be cut short.
      }
    }
  }

  earlier(key: string): Finished | undefined {
    return this.#done.get(key)
  }

  finished(item: Finished): void {
    if (this.#file !== undefined) appendFileSync(this.#file, `${JSON.stringify(item)}\n`, { mode: 0o600 })
  }

  /** The search came to its end: nothing is left to go on with. */
  close(): void {
    if (this.#file !== undefined) rmSync(this.#file, { force: true })
  }
}
