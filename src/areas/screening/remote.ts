import { z } from 'zod'
import { defineRemote, sourceInput, sourceOf } from '../../core/remote.ts'

/** Commands of the area that may be run over HTTP. Asked with the shop's own keys where it has some, else the server's; the budget bounds the cost. */
export const remotes = {
  score: defineRemote({
    summary: 'Ask the external services whose keys the server has about orders',
    right: 'decide',
    input: z.strictObject({
      orders: z.array(z.record(z.string(), z.unknown())).min(1).max(1000),
      budget: z.int().min(0).max(100_000).default(1000).describe('Most to spend, in hundredths.'),
    }),
    command: ({ orders, budget }, files) => ({
      args: [files.write('orders.txt', orders.map((order) => JSON.stringify(order)).join('\n'))],
      options: { budget: String(budget) },
    }),
  }),
  compare: defineRemote({
    summary: "Services' scores side by side with what became of the orders",
    right: 'read',
    input: z.strictObject({
      outcomes: z
        .string()
        .max(100)
        .describe('Id of an upload (order, outcome, own score), or of a finished job of fraud/verbs/outcomes.'),
    }),
    command: ({ outcomes }, files) => ({
      args: [outcomes.startsWith('job_') ? files.result(outcomes) : files.upload(outcomes)],
    }),
  }),
  detect: defineRemote({
    summary: 'Which external fraud services a source tree is built with',
    right: 'configure',
    input: sourceInput,
    command: ({ source }, files) => ({ args: [sourceOf(files, source)] }),
  }),
}
