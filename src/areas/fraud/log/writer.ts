import { mkdirSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ShopwardenError } from '../../../core/errors.ts'

interface Waiting {
  line: string
  stored(): void
  failed(error: unknown): void
}

/** Most lines that may wait for the disk before new events are turned away. */
const MAX_WAITING = 20_000

/** While lines keep coming they are gathered, but no longer than this. */
const GATHER_MS = 1

const turn = () => new Promise((resolve) => setImmediate(resolve))

/**
 * Appends lines durably. Lines that arrive while the disk is busy go out together with the next write and one fsync
 * (group commit). After a failed write nothing more is taken: memory and disk would disagree.
 */
export class LogWriter {
  readonly #file: FileHandle
  #waiting: Waiting[] = []
  #running: Promise<void> | undefined
  #broken: unknown
  /** Where the next line will begin. */
  end: number

  private constructor(file: FileHandle, end: number) {
    this.#file = file
    this.end = end
  }

  /** Opens a log and cuts off what lies behind `end` (a torn last line). */
  static async open(path: string, end: number): Promise<LogWriter> {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const file = await open(path, 'a', 0o600)
    await file.truncate(end)
    return new LogWriter(file, end)
  }

  /** Whether a write failed: memory is ahead of the disk then. */
  get broken(): boolean {
    return this.#broken !== undefined
  }

  /** Throws where no line can be taken now; to be asked before an event changes anything. */
  check(): void {
    if (this.#broken !== undefined)
      throw new ShopwardenError('SW_FRAUD_STORE', 'Events cannot be stored, so none is decided on', {
        fix: 'Make room on the disk and start the guard again; it reads its log and goes on.',
        cause: this.#broken,
      })
    if (this.#waiting.length >= MAX_WAITING)
      throw new ShopwardenError('SW_FRAUD_BUSY', 'More events wait for the disk than can be held', {
        fix: 'Send them again in a moment.',
      })
  }

  /** Resolves once the line is on disk. */
  append(line: string): Promise<void> {
    this.end += Buffer.byteLength(line)
    const done = new Promise<void>((stored, failed) => this.#waiting.push({ line, stored, failed }))
    this.#running ??= this.#run()
    return done
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      await this.#gathered()
      const batch = this.#waiting
      this.#waiting = []
      try {
        await this.#file.appendFile(batch.map((item) => item.line).join(''))
        await this.#file.datasync()
        for (const item of batch) item.stored()
      } catch (error) {
        this.#broken = error
        for (const item of [...batch, ...this.#waiting]) item.failed(error)
        this.#waiting = []
      }
    }
    this.#running = undefined
  }

  /** Turns of the event loop for as long as each brings more lines, so that what arrives together is written together. */
  async #gathered(): Promise<void> {
    const until = performance.now() + GATHER_MS
    let before: number
    do {
      before = this.#waiting.length
      await turn()
    } while (this.#waiting.length > before && performance.now() < until)
  }

  async close(): Promise<void> {
    await this.#running
    await this.#file.close()
  }
}
