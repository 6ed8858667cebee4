import { z } from 'zod'
import { defineRemote, sourceInput, sourceOf, urlInput, urlOf } from '../../core/remote.ts'

/** Commands of the area that may be run over HTTP. Loaded without the engines behind them. */
export const remotes = {
  watch: defineRemote({
    summary: 'Watch the payment page in a real browser',
    right: 'configure',
    input: urlInput.extend({
      because: z
        .string()
        .trim()
        .min(1)
        .max(500)
        .optional()
        .describe('Takes what is there now into the inventory, authorised by the caller, for this reason.'),
    }),
    command: ({ url, because }, files) => ({
      args: [urlOf(files, url)],
      options: because === undefined ? {} : { authorise: files.actor.name, because },
    }),
  }),
  discover: defineRemote({
    summary: 'Find stored card numbers',
    right: 'configure',
    input: sourceInput,
    command: ({ source }, files) => ({ args: [[sourceOf(files, source)]] }),
  }),
  tls: defineRemote({
    summary: 'Which TLS versions, suites and certificate the shop offers',
    right: 'configure',
    input: urlInput,
    command: ({ url }, files) => ({ args: [[urlOf(files, url)]] }),
  }),
}
