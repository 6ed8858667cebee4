import { setTimeout as sleep } from 'node:timers/promises'
import type { SmtpSession } from '../../../connect/smtp/session.ts'

const MAX_WAITING = 1000
/** Tries of one mail, with a minute, then two, then four between them. */
const MAX_TRIES = 4

export interface OutboxSettings {
  from: string
  connect(): Promise<SmtpSession>
  signal: AbortSignal
  /** Told where a mail was given up; gets no address. */
  fault(reason: string): void
  retryMs?: number
}

/** Sends answers one after another. A mail the server may have taken is not sent again. Lost when the process ends. */
export class Outbox {
  readonly #settings: OutboxSettings
  readonly #waiting: { to: string; mail: Buffer; tries: number }[] = []
  #busy = false

  constructor(settings: OutboxSettings) {
    this.#settings = settings
  }

  add(to: string, mail: Buffer): void {
    if (this.#waiting.length >= MAX_WAITING) return this.#settings.fault('too many answers wait for the mail server')
    this.#waiting.push({ to, mail, tries: 0 })
    if (!this.#busy) void this.#run()
  }

  async #run(): Promise<void> {
    const { from, connect, signal, fault, retryMs = 60_000 } = this.#settings
    this.#busy = true
    let session: SmtpSession | undefined
    while (!signal.aborted) {
      const next = this.#waiting.shift()
      if (!next) break
      let failed: string | undefined
      try {
        if (session?.broken !== undefined) session = undefined
        session ??= await connect()
        const outcome = await session.send(from, next.to, next.mail, async () => undefined)
        if (outcome.kind === 'failed') failed = outcome.reason
        else if (outcome.kind === 'rejected' && !outcome.permanent) failed = outcome.reply
        else if (outcome.kind !== 'accepted') fault(`an answer was not taken (${outcome.kind})`)
      } catch (error) {
        failed = error instanceof Error ? error.message : String(error)
      }
      if (failed === undefined) continue
      session?.close()
      session = undefined
      if (++next.tries >= MAX_TRIES) fault('an answer was given up after several tries')
      else {
        this.#waiting.push(next)
        await sleep(retryMs * 2 ** (next.tries - 1), undefined, { signal }).catch(() => undefined)
      }
    }
    session?.close()
    this.#busy = false
  }
}
