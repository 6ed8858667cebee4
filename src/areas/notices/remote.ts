import { z } from 'zod'
import { defineRemote } from '../../core/remote.ts'

const campaign = z.string().max(100).optional().describe('Id of the campaign; the newest where it is missing.')

/** Commands of the area that may be run over HTTP. Loaded without the engines behind them. */
export const remotes = {
  send: defineRemote({
    summary: 'Send what is due of an approved campaign, reminders too, through the mail server of the installation',
    right: 'configure',
    input: z.strictObject({
      campaign,
      dryRun: z.boolean().default(false).describe('Write every mail and send none.'),
      dkimSelector: z.string().max(100).optional().describe('Selector the mail server signs with.'),
      unaligned: z
        .string()
        .min(3)
        .max(300)
        .optional()
        .describe('Reason to send although SPF, DKIM or DMARC are not looked at; it is recorded.'),
      connections: z.int().min(1).max(64).optional(),
      perDomain: z.int().min(1).max(100_000).optional().describe('Most mails a minute to one domain.'),
      most: z.int().min(1).optional().describe('Most mails of this run.'),
      warmUp: z
        .int()
        .min(1)
        .optional()
        .describe('A new sender: so many on the first day, twice as many each day after.'),
    }),
    command: ({ campaign, dryRun, dkimSelector, unaligned, ...numbers }) => ({
      args: [campaign],
      options: {
        ...(dryRun && { dryRun }),
        ...(dkimSelector !== undefined && { dkimSelector }),
        ...(unaligned !== undefined && { unaligned }),
        ...Object.fromEntries(
          Object.entries(numbers).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
        ),
      },
    }),
  }),
  feedback: defineRemote({
    summary: 'Read bounces and complaints and write to those people no more',
    right: 'configure',
    input: z.strictObject({ file: z.string().max(100).describe('Id of an upload: a mail or an mbox file.') }),
    command: ({ file }, files) => ({ args: [[files.upload(file)]] }),
  }),
  confirm: defineRemote({
    summary: 'Read from the shop who has changed the password since',
    right: 'configure',
    input: z.strictObject({
      file: z.string().max(100).describe('Id of an upload: customer_id or email, and changed_at (CSV or JSONL).'),
    }),
    command: ({ file }, files) => ({ args: [files.upload(file)] }),
  }),
}
