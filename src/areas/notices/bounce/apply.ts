import type { NoticeQueue } from '../queue/queue.ts'
import { parseFeedback } from './parse.ts'

/** Share of complaints at which mailbox providers begin to refuse a sender. */
const MAX_COMPLAINTS = 0.001

export interface FeedbackReport {
  read: number
  bounces: number
  temporary: number
  complaints: number
  /** Reports about mail that is not ours, or nothing that can be understood. */
  ignored: number
  /** Set where so many complained that sending must stop. */
  stop?: string
}

/** Takes bounces and complaints into account. Only reports that carry a Message-ID of ours count: anybody can send us mail. */
export function applyFeedback(queue: NoticeQueue, mails: Iterable<string>, at: string): FeedbackReport {
  const report: FeedbackReport = { read: 0, bounces: 0, temporary: 0, complaints: 0, ignored: 0 }
  queue.together(() => {
    for (const mail of mails) {
      report.read++
      const found = parseFeedback(mail)
      const message = found?.messageId === undefined ? undefined : queue.byMessageId(found.messageId)
      if (!found || !message || message.state === 'waiting') report.ignored++
      else if (found.kind === 'bounce' && !found.permanent) report.temporary++
      else {
        if (!queue.feedback(`${found.kind} ${message.key}`, found.kind, at)) continue
        if (found.kind === 'bounce') {
          report.bounces++
          queue.set(message.key, 'bounced', { detail: found.status ?? 'bounced' })
        } else report.complaints++
        queue.suppress(message.customer, found.kind, at)
      }
    }
  })
  const sent = (queue.counts().sent ?? 0) + (queue.counts().bounced ?? 0)
  const complaints = queue.feedbackCount('complaint')
  if (complaints > 1 && complaints > sent * MAX_COMPLAINTS)
    report.stop = `${complaints} of ${sent} recipients complained, more than ${MAX_COMPLAINTS * 100}%`
  return report
}
