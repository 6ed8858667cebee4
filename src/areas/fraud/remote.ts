import { z } from 'zod'
import { ShopwardenError } from '../../core/errors.ts'
import { defineRemote, type RemoteFiles } from '../../core/remote.ts'

/** Body of verbs that read the past of a shop. */
const historyInput = z.strictObject({
  file: z.string().max(100).optional().describe("Id of an upload; the shop's own export where it is missing."),
  rules: z.string().max(500_000).optional().describe('Own rules (YAML).'),
})

/** A stretch of time; either end may be open. */
const span = { from: z.iso.datetime({ offset: true }).optional(), to: z.iso.datetime({ offset: true }).optional() }
const spanOptions = ({ from, to }: { from?: string | undefined; to?: string | undefined }) => ({
  ...(from !== undefined && { from }),
  ...(to !== undefined && { to }),
})

/** @throws SW_FRAUD_FEED where neither a file was given nor the shop names an export */
function historyFile(file: string | undefined, files: RemoteFiles): string {
  if (file !== undefined) return files.upload(file)
  const feed = files.shop.feeds.events ?? files.shop.feeds.orders
  if (feed !== undefined) return feed
  throw new ShopwardenError('SW_FRAUD_FEED', 'The shop names no export of orders or events', {
    where: 'feeds',
    fix: "Upload one, or name it in the shop's settings.",
  })
}

/** Commands of the area that may be run over HTTP. Loaded without the engines behind them. */
export const remotes = {
  replay: defineRemote({
    summary: 'Suspicious activity of the past from an export',
    right: 'decide',
    input: historyInput,
    command: ({ file, rules }, files) => ({
      args: [historyFile(file, files)],
      options: rules === undefined ? {} : { rules: files.write('rules.yaml', rules) },
    }),
  }),
  backtest: defineRemote({
    summary: 'Try rules on the past beside other rules',
    right: 'decide',
    input: historyInput.extend({
      against: z.string().max(500_000).optional().describe('Rules to compare with; those in force if missing.'),
      stored: z.boolean().default(false).describe('Over what the guard stored instead of an export.'),
      ...span,
    }),
    command: ({ file, rules, against, stored, from, to }, files) => ({
      args: stored ? [] : [historyFile(file, files)],
      options: {
        ...spanOptions({ from, to }),
        ...(rules !== undefined && { rules: files.write('rules.yaml', rules) }),
        ...(against !== undefined && { against: files.write('against.yaml', against) }),
      },
    }),
  }),
  report: defineRemote({
    summary: 'Suspicious activity of a day, a week or a stretch of time',
    right: 'read',
    input: z.strictObject({ period: z.enum(['day', 'week']).default('day'), ...span }),
    command: ({ period, from, to }) => ({ options: { period, ...spanOptions({ from, to }) } }),
  }),
  outcomes: defineRemote({
    summary: 'Orders whose end is known, with the score they were given; a job that "screening compare" can read',
    right: 'read',
    input: z.strictObject({ mature: z.int().min(0).max(365).default(45), ...span }),
    command: ({ mature, from, to }) => ({ options: { mature: String(mature), ...spanOptions({ from, to }) } }),
  }),
  learn: defineRemote({
    summary: 'Learned score: train it from what became of earlier orders, put it in force, go back, watch its drift',
    right: 'configure',
    input: z.discriminatedUnion('action', [
      z.strictObject({
        action: z.enum(['train', 'drift']),
        file: z.string().max(100).optional().describe('Id of an upload; what the guard stored where it is missing.'),
      }),
      z.strictObject({ action: z.enum(['list', 'rollback']) }),
      z.strictObject({ action: z.enum(['promote', 'show']), version: z.string().regex(/^[0-9a-f]{12}$/) }),
    ]),
    command: (input, files) => ({
      args: [
        input.action,
        'version' in input
          ? input.version
          : 'file' in input && input.file !== undefined
            ? files.upload(input.file)
            : undefined,
      ],
      options: { by: files.actor.name },
    }),
  }),
}
