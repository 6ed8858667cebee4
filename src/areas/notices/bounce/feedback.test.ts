import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { NoticeQueue } from '../queue/queue.ts'
import { applyFeedback } from './apply.ts'
import { parseFeedback, splitMails } from './parse.ts'

const dsn = (id: string, action = 'failed', status = '5.1.1') => `From: MAILER-DAEMON@mx.example
Message-ID: <report-1@mx.example>
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; Anna@b.example
Action: ${action}
Status: ${status}
--b
Content-Type: message/rfc822

From: service@northwind.example
Message-ID: ${id}
--b--
`
const arf = (id: string, type = 'abuse') => `From: fbl@provider.example
Message-ID: <report-2@provider.example>
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: message/feedback-report

Feedback-Type: ${type}
Original-Rcpt-To: <anna@b.example>
--b
Content-Type: message/rfc822

Message-ID: ${id}
--b--
`

function queueWith(count: number) {
  const queue = new NoticeQueue(mkdtempSync(join(tmpdir(), 'feedback-')))
  onTestFinished(() => queue.close())
  const at = '2026-06-01T00:00:00.000Z'
  queue.addCampaign({ id: 'c', created_at: at, created_by: 'A', brand: '{}', hold_days: null, words: 1, grade: 1 })
  queue.approve('c', 'B', at)
  const ids = queue.together(() => {
    const item = { campaign: 'c', variant: 'password' as const, breaches: ['x'], step: 0, dueAt: at }
    for (let customer = 1; customer <= count; customer++) queue.add({ ...item, customer }, 'northwind.example')
    const due = queue.due('c', at, count)
    for (const message of due) queue.set(message.key, 'sent', { sentAt: at })
    return due.map((message) => message.messageId)
  })
  return { queue, ids, at }
}

describe('bounces and complaints', () => {
  it.each([
    [
      'a bounce',
      dsn('<k@n.example>'),
      { kind: 'bounce', permanent: true, messageId: '<k@n.example>', recipient: 'anna@b.example' },
    ],
    ['CRLF', dsn('<k@n.example>').replaceAll('\n', '\r\n'), { kind: 'bounce', messageId: '<k@n.example>' }],
    ['a delay', dsn('<k@n.example>', 'delayed', '4.4.1'), { kind: 'bounce', permanent: false }],
    ['failed for now', dsn('<k@n.example>', 'failed', '4.2.2'), { permanent: false }],
    ['a complaint', arf('<k@n.example>'), { kind: 'complaint', messageId: '<k@n.example>' }],
  ])('reads %s', (_, mail, expected) => {
    expect(parseFeedback(mail)).toMatchObject(expected)
  })

  it.each([
    ['a delivery', dsn('<k@n.example>', 'delivered', '2.0.0')],
    ['"not spam"', arf('<k@n.example>', 'not-spam')],
    ['an out-of-office note', 'From: a@b.example\nSubject: Away\nAuto-Submitted: auto-replied\n\nBack soon.'],
    ['noise', '\u0000\u0001'.repeat(1000)],
    ['nothing', ''],
  ])('takes %s for neither', (_, mail) => {
    expect(parseFeedback(mail)).toBeUndefined()
  })

  it('believes only reports that carry a Message-ID of ours, each once', () => {
    const { queue, ids, at } = queueWith(3)
    const mails = [dsn(ids[0]!), dsn(ids[0]!), dsn('<forged@northwind.example>'), dsn(ids[1]!, 'delayed', '4.4.1')]
    expect(applyFeedback(queue, mails, at)).toEqual({ read: 4, bounces: 1, temporary: 1, complaints: 0, ignored: 1 })
    expect(queue.counts()).toEqual({ sent: 2, bounced: 1 })
  })

  it('writes no reminder to who bounced, years later too', () => {
    const { queue, ids } = queueWith(1)
    applyFeedback(queue, [dsn(ids[0]!)], '2031-01-01T00:00:00.000Z')
    expect(queue.isSuppressed(1)).toBe(true)
  })

  it('stops the campaign when more than one in a thousand complains', () => {
    const few = queueWith(3000)
    expect(
      applyFeedback(
        few.queue,
        few.ids.slice(0, 3).map((id) => arf(id)),
        few.at,
      ).stop,
    ).toBeUndefined()
    expect(applyFeedback(few.queue, [arf(few.ids[3]!)], few.at).stop).toContain('4 of 3000')
  })

  it('cuts an mbox into its mails', () => {
    expect(splitMails(`From a Mon\n${dsn('<a@b>')}\nFrom b Tue\n${arf('<c@d>')}`)).toHaveLength(2)
  })
})
