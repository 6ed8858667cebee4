import { createHash } from 'node:crypto'
import type { Dispute } from '../intake/schema.ts'
import { moneyText } from '../money.ts'
import { deadlineOf } from './deadlines.ts'

/** A value of type TEXT (RFC 5545, 3.3.11). */
const text = (value: string) =>
  value
    .replace(/\\/g, '\\\\')
    .replace(/;/g, '\\;')
    .replace(/,/g, '\\,')
    .replace(/\r?\n/g, '\\n')
    .replace(/[\0-\x08\x0b-\x1f\x7f]/g, '')

/** Folds a line to at most 75 octets, never inside a character (RFC 5545, 3.1). */
function fold(line: string): string {
  const out: string[] = []
  let current = ''
  let octets = 0
  for (const character of line) {
    const size = Buffer.byteLength(character)
    if (octets + size > 75) {
      out.push(current)
      current = ' '
      octets = 1
    }
    current += character
    octets += size
  }
  return [...out, current].join('\r\n')
}

const stamp = (at: string) => at.replace(/[-:]/g, '').replace(/\.\d+/, '')

/**
 * Deadlines as a calendar (RFC 5545): for each open dispute the day to submit, with alarms, and the provider's last moment.
 * Holds no name of a customer. A dispute that needs nothing any more is cancelled in calendars that subscribed.
 */
export function calendar(disputes: readonly Dispute[], now: Date): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Shopwarden//Disputes//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    'X-WR-CALNAME:Disputes',
  ]
  for (const dispute of disputes) {
    const plan = deadlineOf({ ...dispute, state: dispute.state === 'sending' ? 'open' : dispute.state }, now)
    if (dispute.dueAt === undefined) continue
    const open = dispute.state === 'open' || dispute.state === 'sending'
    const due = Date.parse(dispute.dueAt)
    const events: [string, number, string][] = [
      ['due', due, `Last moment to answer dispute ${dispute.providerId} (${moneyText(dispute.amount)})`],
    ]
    if (open && plan.submitBy !== undefined)
      events.unshift([
        'submit',
        Date.parse(plan.submitBy),
        `Submit the answer to dispute ${dispute.providerId} (${moneyText(dispute.amount)})`,
      ])
    for (const [kind, at, summary] of events) {
      const uid = createHash('sha256').update(`${dispute.id}\0${kind}`).digest('hex').slice(0, 32)
      lines.push(
        'BEGIN:VEVENT',
        `UID:${uid}@shopwarden`,
        `DTSTAMP:${stamp(now.toISOString())}`,
        `SEQUENCE:${open ? 0 : 1}`,
        `DTSTART:${stamp(new Date(at - 1_800_000).toISOString())}`,
        `DTEND:${stamp(new Date(at).toISOString())}`,
        `SUMMARY:${text(summary)}`,
        `DESCRIPTION:${text(`${dispute.provider} ${dispute.network ?? ''} ${dispute.reasonCode ?? dispute.providerReason ?? ''}. ${plan.next}`)}`,
        `STATUS:${open ? 'CONFIRMED' : 'CANCELLED'}`,
      )
      if (open)
        lines.push('BEGIN:VALARM', 'ACTION:DISPLAY', `DESCRIPTION:${text(summary)}`, 'TRIGGER:-P1D', 'END:VALARM')
      lines.push('END:VEVENT')
    }
  }
  return `${[...lines, 'END:VCALENDAR'].map(fold).join('\r\n')}\r\n`
}
