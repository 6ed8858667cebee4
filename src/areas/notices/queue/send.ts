import { setTimeout as sleep } from 'node:timers/promises'
import { describeError } from '../../../core/errors.ts'
import type { CustomerBook } from '../../../connect/customers/book.ts'
import type { Outcome, SmtpSession } from '../../../connect/smtp/session.ts'
import type { Brand } from '../render/notice.ts'
import type { Message, NoticeQueue } from './queue.ts'
import { quietUntil } from './quiet.ts'
import { Recorder } from './recorder.ts'
import { DomainThrottle } from './throttle.ts'
import { writeLetter } from './write.ts'

const minuteMs = 60_000
const dayMs = 86_400_000
/** Tries of a message that is put off: 15 minutes, doubling up to 8 hours, ten times: two days in all. */
const MAX_ATTEMPTS = 10
const BATCH = 500
const MAX_DEAD_CONNECTIONS = 5
/** Reminders on day 3 and day 10. */
const REMINDERS_DAYS = [3, 7]

export const retryAfterMs = (attempts: number): number => Math.min(15 * minuteMs * 2 ** attempts, 480 * minuteMs)

export interface Sending {
  queue: NoticeQueue
  book: CustomerBook
  brand: Brand
  campaign: string
  connect(): Promise<SmtpSession>
  connections: number
  perDomainAMinute: number
  /** Zone of customers whose own is not known and where the brand names none. */
  zone: string
  /** Most messages of this run: for warming up a new sender. */
  most: number
  now(): Date
  signal: AbortSignal
  /** Why sending must stop, asked before every message. */
  stopped(): string | undefined
  progress(sent: number): void
}

export interface SendReport {
  sent: number
  putOff: number
  refused: number
  suppressed: number
  /** Put off to the end of the customer's quiet hours. */
  quiet: number
  uncertain: number
  stopped?: string
}

/** Queues the next reminder. Also for what may not have arrived: its reminder reaches those whom the notice did not. */
function remind(queue: NoticeQueue, message: Message, now: Date, domain: string): void {
  const days = REMINDERS_DAYS[message.step]
  if (days === undefined || message.variant === 'address') return
  const dueAt = new Date(now.getTime() + days * dayMs).toISOString()
  queue.add({ ...message, step: message.step + 1, dueAt }, domain)
}

/** What an earlier run left in the middle of handing over becomes uncertain, and gets its reminder all the same. */
export function takeUpInterrupted(queue: NoticeQueue, campaign: string, now: Date, domain: string): number {
  return queue.together(() => {
    const count = queue.claimInterrupted()
    for (const message of queue.inState('uncertain', campaign)) remind(queue, message, now, domain)
    return count
  })
}

/** Records for customers who were told before a crash could be noted in the book. Harmless to repeat. */
export function noteTold(queue: NoticeQueue, book: CustomerBook, campaign: string, at: string): void {
  book.together(() => {
    for (const message of queue.inState('sent', campaign)) book.told(message.customer, message.breaches, at)
  })
}

/** Sends what is due of an approved campaign. */
export async function sendCampaign(sending: Sending): Promise<SendReport> {
  const { queue, book, brand, campaign } = sending
  const report: SendReport = { sent: 0, putOff: 0, refused: 0, suppressed: 0, quiet: 0, uncertain: 0 }
  const domain = brand.from.slice(brand.from.lastIndexOf('@') + 1)
  const recorder = new Recorder((change) => queue.together(change))
  const throttle = new DomainThrottle(sending.perDomainAMinute)
  let dead = 0
  let taken = 0

  const mayWrite = (message: Message): string | undefined => {
    if (queue.isSuppressed(message.customer)) return 'suppressed'
    const open = book
      .exposures({ customer: message.customer })
      .filter((item) => message.breaches.includes(item.breach) && item.changedAt === null)
    return open.length === 0 ? 'the password was changed' : undefined
  }

  async function settle(message: Message, outcome: Outcome): Promise<void> {
    const now = sending.now()
    const at = now.toISOString()
    if (outcome.kind === 'accepted') {
      const count = ++report.sent
      await recorder.record(() => {
        queue.set(message.key, 'sent', { sentAt: at, attempt: true })
        remind(queue, message, now, domain)
      })
      sending.progress(count)
    } else if (outcome.kind === 'unknown') {
      report.uncertain++
      await recorder.record(() => {
        queue.set(message.key, 'uncertain', { detail: outcome.reason, attempt: true })
        remind(queue, message, now, domain)
      })
    } else if (outcome.kind === 'rejected' && outcome.permanent) {
      report.refused++
      await recorder.record(() => {
        queue.set(message.key, 'bounced', { detail: outcome.reply, attempt: true })
        // 5.7.x is about the sender, not about the address.
        if (!/\b5\.7\.\d+\b/.test(outcome.reply)) queue.suppress(message.customer, `refused: ${outcome.reply}`, at)
      })
    } else {
      report.putOff++
      const detail = outcome.kind === 'rejected' ? outcome.reply : outcome.reason
      const dueAt = new Date(now.getTime() + retryAfterMs(message.attempts)).toISOString()
      await recorder.record(() =>
        message.attempts + 1 >= MAX_ATTEMPTS
          ? queue.set(message.key, 'failed', { detail, attempt: true })
          : queue.set(message.key, 'waiting', { detail, dueAt, attempt: true }),
      )
    }
  }

  async function worker(next: () => Message | undefined): Promise<void> {
    let session: SmtpSession | undefined
    try {
      for (let message = next(); message; message = next()) {
        const { key } = message
        const stop = sending.signal.aborted ? 'it was interrupted' : sending.stopped()
        if (stop !== undefined) report.stopped ??= stop
        if (report.stopped !== undefined) return
        const why = mayWrite(message)
        const letter = why === undefined ? await writeLetter(message, brand, book, sending.now()) : undefined
        if (!letter) {
          report.suppressed++
          await recorder.record(() => queue.set(key, 'suppressed', { detail: why ?? 'no contact data' }))
          continue
        }
        const morning = quietUntil(sending.now(), letter.zone, brand.zone ?? sending.zone, brand.quiet)
        if (morning) {
          report.quiet++
          await recorder.record(() => queue.set(key, 'waiting', { dueAt: morning.toISOString() }))
          continue
        }
        const wait = throttle.take(letter.domain, key, sending.now().getTime())
        if (wait > 0) {
          const dueAt = new Date(sending.now().getTime() + wait).toISOString()
          await recorder.record(() => queue.set(key, 'waiting', { dueAt }))
          continue
        }
        taken++
        if (session?.broken !== undefined) session = undefined
        try {
          session ??= await sending.connect()
          dead = 0
        } catch (error) {
          if (++dead >= MAX_DEAD_CONNECTIONS) report.stopped ??= describeError(error)
          await settle(message, { kind: 'failed', reason: describeError(error) })
          continue
        }
        const outcome = await session.send(brand.from, letter.to, letter.raw, () =>
          recorder.record(() => queue.set(key, 'committing')),
        )
        await settle(message, outcome)
        if (outcome.kind !== 'accepted') session.close()
      }
    } finally {
      session?.close()
    }
  }

  report.uncertain = takeUpInterrupted(queue, campaign, sending.now(), domain)
  noteTold(queue, book, campaign, sending.now().toISOString())
  while (report.stopped === undefined && taken < sending.most) {
    const horizon = new Date(sending.now().getTime() + minuteMs).toISOString()
    const batch = queue.due(campaign, sending.now().toISOString(), Math.min(BATCH, sending.most - taken))
    if (batch.length === 0) {
      // Put off for less than a minute (a domain's limit): worth waiting for.
      if (queue.due(campaign, horizon, 1).length === 0) break
      await sleep(200, undefined, { signal: sending.signal }).catch(() => undefined)
      if (sending.signal.aborted) break
      continue
    }
    let index = 0
    await Promise.all(Array.from({ length: sending.connections }, () => worker(() => batch[index++])))
    noteBatch(book, queue, batch, sending.now().toISOString())
  }
  return report
}

function noteBatch(book: CustomerBook, queue: NoticeQueue, batch: readonly Message[], at: string): void {
  book.together(() => {
    for (const message of batch)
      if (queue.byMessageId(message.messageId)?.state === 'sent') book.told(message.customer, message.breaches, at)
  })
}
