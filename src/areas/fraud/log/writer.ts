import { constants, fdatasync, mkdirSync, write } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ShopwardenError } from '../../../core/errors.ts'

/** Called once a line is on disk, or with the error for which it is not. */
type Done = (error?: unknown) => void

/** Most lines that may wait for the disk before new events are turned away. */
const MAX_WAITING = 20_000

/**
 * Where the system can be told to answer a write only once the data is on disk (O_DSYNC), that is one errand for the thread pool
 * instead of two; the promise is the same as of fdatasync. On macOS it is weaker, so there and elsewhere fdatasync follows.
 */
const SYNCHRONOUS = process.platform === 'linux' && constants.O_DSYNC !== undefined
const FLAGS = SYNCHRONOUS ? constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | constants.O_DSYNC : 'a'

/**
 * Appends lines durably. Lines that arrive while the disk is busy go out together with the next durable write
 * (group commit). After a failed write nothing more is taken: memory and disk would disagree.
 */
export class LogWriter {
  readonly #file: FileHandle
  /** Lines that wait for the disk, as one text, and whom to tell. */
  #lines = ''
  #waiting: Done[] = []
  #busy = false
  #idle: (() => void)[] = []
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
    const file = await open(path, FLAGS, 0o600)
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

  /** Takes a line; `done` is called when it is on disk. */
  append(line: string, done: Done): void {
    this.end += Buffer.byteLength(line)
    this.#lines += line
    this.#waiting.push(done)
    if (this.#busy) return
    this.#busy = true
    // What else is decided in this turn of the event loop goes out with it.
    process.nextTick(() => this.#write())
  }

  #write(): void {
    const batch = this.#waiting
    const bytes = Buffer.from(this.#lines)
    this.#lines = ''
    this.#waiting = []
    const finish = (error: unknown) => {
      if (error !== null) this.#fail(error, batch)
      else for (const done of batch) done()
      if (this.#waiting.length > 0) return this.#write()
      this.#busy = false
      for (const resolve of this.#idle.splice(0)) resolve()
    }
    const put = (from: number) =>
      write(this.#file.fd, bytes, from, bytes.length - from, null, (error, written) => {
        if (error !== null) finish(error)
        else if (from + written < bytes.length) put(from + written)
        else if (SYNCHRONOUS) finish(null)
        else fdatasync(this.#file.fd, finish)
      })
    put(0)
  }

  #fail(error: unknown, batch: readonly Done[]): void {
    this.#broken = error
    const lost = [...batch, ...this.#waiting]
    this.#lines = ''
    this.#waiting = []
    for (const done of lost) done(error)
  }

  async close(): Promise<void> {
    if (this.#busy) await new Promise<void>((resolve) => this.#idle.push(resolve))
    await this.#file.close()
  }
}
