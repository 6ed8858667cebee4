import { readFileSync } from 'node:fs'
import { Resolver } from 'node:dns/promises'
import { resolve } from 'node:path'
import type { Verb } from '../../../core/area.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import { answerOptions, stateOption, wholeNumber } from '../../../core/options.ts'
import { checkAlignment } from '../../../connect/smtp/alignment.ts'
import { mailServerFrom, mailServerOptions } from '../../../connect/smtp/options.ts'
import { SmtpSession } from '../../../connect/smtp/session.ts'
import { brandSchema } from '../render/notice.ts'
import type { NoticeQueue } from '../queue/queue.ts'
import { sendCampaign, takeUpInterrupted } from '../queue/send.ts'
import { whyStopped } from '../queue/stop.ts'
import { warmUpLeft } from '../queue/warm-up.ts'
import { writeLetter } from '../queue/write.ts'
import { answer, campaignOf, text, withRooms } from './common.ts'

/** Decides the messages of which nobody knows whether they went, by the mail server's own log. */
function resolveUncertain(queue: NoticeQueue, log: string): { arrived: number; again: number } {
  const outcome = { arrived: 0, again: 0 }
  queue.together(() => {
    for (const message of queue.inState('uncertain')) {
      const arrived = log.includes(message.messageId)
      outcome[arrived ? 'arrived' : 'again']++
      queue.set(message.key, arrived ? 'sent' : 'waiting', arrived ? { sentAt: message.dueAt } : {})
    }
  })
  return outcome
}

/** `notices send CAMPAIGN`: sends what is due, reminders too. Can be stopped and run again at any time. */
export const sendVerb: Verb = {
  summary: 'Send what is due of an approved campaign, reminders too; can be stopped and run again at any time',
  arguments: ['[campaign]'],
  options: [
    ...mailServerOptions,
    { flags: '--dkim-selector <name>', description: 'selector your mail server signs with' },
    {
      flags: '--unaligned <reason>',
      description: 'send although SPF, DKIM or DMARC are not in order; the reason is recorded',
    },
    { flags: '--dry-run', description: 'write every mail and send none' },
    { flags: '--connections <n>', description: 'connections at a time', default: '16' },
    { flags: '--per-domain <n>', description: 'most mails a minute to one domain', default: '600' },
    { flags: '--most <n>', description: 'most mails of this run' },
    { flags: '--warm-up <n>', description: 'a new sender: so many on the first day, twice as many each day after' },
    { flags: '--relay-log <file>', description: "the mail server's log, to decide what broke off at the last moment" },
    stateOption,
    ...answerOptions,
  ],
  run: ([id], options, io) =>
    withRooms(options, io, async ({ book, queue, dir }) => {
      const campaign = campaignOf(queue, typeof id === 'string' ? id : undefined)
      const brand = brandSchema.parse(JSON.parse(campaign.brand))
      if (options['dryRun'] === true) {
        const due = queue.due(campaign.id, '9999', Number.MAX_SAFE_INTEGER)
        const waiting = due.length > 0 ? due : queue.inState('waiting', campaign.id)
        let letters = 0
        let bytes = 0
        for (const message of waiting) {
          const letter = await writeLetter(message, brand, book, io.now())
          if (!letter) continue
          letters++
          bytes += letter.raw.length
        }
        answer(options, io, { campaign: campaign.id, letters, bytes, sent: 0 }, [
          `${letters} mails were written, none was sent.`,
        ])
        return letters === waiting.length ? 0 : 3
      }
      if (campaign.approved_at === null)
        throw new ShopwardenError('SW_NOTICES_NOT_APPROVED', 'Nobody has approved this campaign', {
          where: campaign.id,
          fix: `Another person than ${campaign.created_by} runs: shopwarden notices approve ${campaign.id} --by NAME`,
        })
      const settings = mailServerFrom(options, io.env)
      const reason = text(options, 'unaligned')
      const domain = brand.from.slice(brand.from.lastIndexOf('@') + 1)
      if (reason === undefined) {
        const resolver = new Resolver({ timeout: 5000, tries: 2 })
        const selector = text(options, 'dkimSelector')
        if (selector === undefined)
          throw new ShopwardenError('SW_NOTICES_DKIM', 'The DKIM selector is not given, so it cannot be checked', {
            fix: 'Add --dkim-selector NAME (ask whoever runs the mail server).',
          })
        const { ok, problems } = await checkAlignment(domain, selector, (name) => resolver.resolveTxt(name))
        queue.setDns(campaign.id, ok ? 'aligned' : problems.join(' '))
        if (!ok)
          throw new ShopwardenError(
            'SW_NOTICES_UNALIGNED',
            `Mail from ${domain} would be taken for forged. ${problems.join(' ')}`,
            {
              where: domain,
              fix: 'Mend it first, or give --unaligned REASON.',
            },
          )
      } else queue.setDns(campaign.id, `not checked: ${reason}`)
      takeUpInterrupted(queue, campaign.id, io.now(), domain)
      const log = text(options, 'relayLog')
      const resolved =
        log === undefined ? undefined : resolveUncertain(queue, readFileSync(resolve(io.cwd, log), 'utf8'))
      const warm =
        options['warmUp'] === undefined
          ? Number.MAX_SAFE_INTEGER
          : warmUpLeft(wholeNumber(options, 'warmUp', 50), queue.sentTimes(), io.now())
      const report = await sendCampaign({
        queue,
        book,
        brand,
        campaign: campaign.id,
        connect: () => SmtpSession.open(settings),
        connections: wholeNumber(options, 'connections', 16),
        zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        perDomainAMinute: wholeNumber(options, 'perDomain', 600),
        most: Math.min(wholeNumber(options, 'most', Number.MAX_SAFE_INTEGER), warm),
        now: () => io.now(),
        signal: io.signal,
        stopped: () => whyStopped(dir),
        progress: (sent) => {
          if (sent % 1000 === 0) io.stderr.write(`${sent} sent\n`)
        },
      })
      const left = queue.counts(campaign.id)
      const uncertain = left.uncertain ?? 0
      answer(options, io, { campaign: campaign.id, ...report, ...(resolved && { resolved }), states: left }, [
        `${report.sent} sent, ${report.refused} refused, ${report.putOff} put off, ${report.suppressed} left out${report.quiet > 0 ? `, ${report.quiet} put off to the end of quiet hours` : ''}. ${left.waiting ?? 0} wait for their time (reminders too).`,
        ...(uncertain > 0
          ? [
              `${uncertain} broke off at the last moment and may or may not have arrived; they are not sent twice. Decide them with --relay-log FILE.`,
            ]
          : []),
        ...(report.stopped === undefined ? [] : [`Stopped: ${report.stopped}.`]),
      ])
      return report.stopped !== undefined || uncertain > 0 ? 3 : 0
    }),
}
