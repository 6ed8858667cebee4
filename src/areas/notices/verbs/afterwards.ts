import { readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Verb } from '../../../core/area.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import { answerOptions, areaState, stateOption } from '../../../core/options.ts'
import { normaliseAddress } from '../../../connect/customers/address.ts'
import { columnOf, readRows, type Row } from '../../../connect/tabular/read.ts'
import { readTextUpTo } from '../../../net/files.ts'
import { applyFeedback } from '../bounce/apply.ts'
import { splitMails } from '../bounce/parse.ts'
import { resumeSending, stopSending, whyStopped } from '../queue/stop.ts'
import { answer, text, withRooms } from './common.ts'

function* mailsIn(paths: readonly string[]): Generator<string> {
  for (const path of paths) {
    if (statSync(path).isDirectory()) yield* mailsIn(readdirSync(path).map((name) => join(path, name)))
    else yield* splitMails(readTextUpTo(path, 100_000_000) ?? '')
  }
}

/** `notices feedback FILE…`: bounces and complaints. */
export const feedbackVerb: Verb = {
  summary: 'Read bounces and complaints (mails, mbox files or folders of them) and write to those people no more',
  arguments: ['<files...>'],
  options: [stateOption, ...answerOptions],
  run: ([given], options, io) =>
    withRooms(options, io, ({ queue, dir }) => {
      const files = ((Array.isArray(given) ? given : []) as string[]).map((file) => resolve(io.cwd, file))
      const report = applyFeedback(queue, mailsIn(files), io.now().toISOString())
      if (report.stop !== undefined) stopSending(dir, report.stop)
      answer(options, io, report, [
        `${report.read} mails read: ${report.bounces} bounces, ${report.temporary} delays, ${report.complaints} complaints; ${report.ignored} are not about our notices.`,
        ...(report.stop === undefined ? [] : [`Sending was stopped: ${report.stop}.`]),
      ])
      return report.stop === undefined ? 0 : 1
    }),
}

/** `notices confirm FILE`: who has a new password. */
export const confirmVerb: Verb = {
  summary:
    'Read from the shop who has changed the password since (customer_id or email, changed_at); stops their reminders',
  arguments: ['<file>'],
  options: [stateOption, ...answerOptions],
  run: ([file], options, io) =>
    withRooms(options, io, async ({ book, queue }) => {
      const report = { rows: 0, customers: 0, exposures: 0, unknown: 0, wrong: 0 }
      const take = (row: Row) => {
        report.rows++
        const value = (aliases: string[]) => row[columnOf(row, aliases) ?? '']?.trim() ?? ''
        const reference = value(['customer_id', 'id', 'user_id', 'reference'])
        const address = normaliseAddress(value(['email', 'mail', 'email_address']))
        const at = new Date(value(['changed_at', 'password_changed_at', 'at']))
        if (Number.isNaN(at.getTime()) || at > io.now()) {
          report.wrong++
          return
        }
        const customer =
          (reference === '' ? undefined : book.findReference(reference)) ?? (address && book.find(address.address))
        if (customer === undefined) {
          report.unknown++
          return
        }
        const closed = book.passwordChanged(customer, at.toISOString())
        report.exposures += closed
        if (closed > 0) report.customers++
        // Only where nothing is open any more: a leak found after the change still needs its notice.
        if (!book.exposures({ customer }).some((item) => item.changedAt === null))
          queue.cancelWaiting(customer, 'the password was changed')
      }
      let batch: Row[] = []
      // Many rows a write to disk: the shop may report every customer.
      const store = () => {
        book.together(() =>
          queue.together(() => {
            for (const row of batch) take(row)
          }),
        )
        batch = []
      }
      for await (const row of readRows(resolve(io.cwd, String(file)))) {
        batch.push(row)
        if (batch.length >= 1000) store()
      }
      store()
      answer(options, io, report, [
        `${report.customers} customers have a new password since their leak was found; ${report.unknown} rows name nobody who is watched, ${report.wrong} have no usable time.`,
      ])
      return report.wrong > 0 ? 3 : 0
    }),
}

/** `notices stop`: the kill switch. */
export const stopVerb: Verb = {
  summary: 'Stop all sending at once (also a run in progress), until "resume"',
  options: [{ flags: '--why <reason>', description: 'the reason' }, stateOption],
  async run(_args, options, io) {
    stopSending(areaState(options, io, 'notices'), text(options, 'why') ?? 'the kill switch is set')
    io.stdout.write('Nothing more is sent until: shopwarden notices resume\n')
    return 0
  },
}

export const resumeVerb: Verb = {
  summary: 'Allow sending again',
  options: [stateOption],
  async run(_args, options, io) {
    const dir = areaState(options, io, 'notices')
    const why = whyStopped(dir)
    if (why === undefined) throw new ShopwardenError('SW_NOTICES_NOT_STOPPED', 'Sending is not stopped')
    resumeSending(dir)
    io.stdout.write(`Sending is allowed again. It was stopped because: ${why}\n`)
    return 0
  },
}

/** `notices status`: campaigns and what became of them. */
export const statusVerb: Verb = {
  summary: 'Show campaigns and what became of them',
  options: [stateOption, ...answerOptions],
  run: (_args, options, io) =>
    withRooms(options, io, ({ queue, dir }) => {
      const campaigns = queue
        .campaigns()
        .map(({ brand: _brand, ...campaign }) => ({ ...campaign, states: queue.counts(campaign.id) }))
      const stopped = whyStopped(dir)
      answer(options, io, { campaigns, ...(stopped !== undefined && { stopped }) }, [
        ...campaigns.map(
          (campaign) =>
            `${campaign.id}  planned by ${campaign.created_by}, ${campaign.approved_by === null ? 'not approved' : `approved by ${campaign.approved_by}`}: ${Object.entries(
              campaign.states,
            )
              .map(([state, count]) => `${count} ${state}`)
              .join(', ')}`,
        ),
        ...(stopped === undefined ? [] : [`Sending is stopped: ${stopped}`]),
      ])
      return 0
    }),
}
