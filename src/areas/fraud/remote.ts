import { z } from 'zod'
import { ShopwardenError } from '../../core/errors.ts'
import { defineRemote, type RemoteFiles } from '../../core/remote.ts'

/** Body of verbs that read the past of a shop. */
const historyInput = z.strictObject({
  file: z.string().max(100).optional().describe("Id of an upload; the shop's own export where it is missing."),
  rules: z.string().max(500_000).optional().describe('Own rules (YAML).'),
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
      against: z.string().max(500_000).optional().describe('Rules to compare with; the built-in ones if missing.'),
    }),
    command: ({ file, rules, against }, files) => ({
      args: [historyFile(file, files)],
      options: {
        ...(rules !== undefined && { rules: files.write('rules.yaml', rules) }),
        ...(against !== undefined && { against: files.write('against.yaml', against) }),
      },
    }),
  }),
}
