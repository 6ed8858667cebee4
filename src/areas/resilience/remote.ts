import { z } from 'zod'
import { defineRemote, urlInput, urlOf } from '../../core/remote.ts'
import { scenarioNames } from './load/plan.ts'

/** Commands of the area that may be run over HTTP. Loaded without the engines behind them. */
export const remotes = {
  probe: defineRemote({
    summary: 'Look harmlessly at what would hold under attack, with predictions',
    right: 'configure',
    input: urlInput,
    command: ({ url }, files) => ({ args: [urlOf(files, url)] }),
  }),
  token: defineRemote({
    summary: 'The line that proves that a shop agrees to be tested',
    right: 'configure',
    input: urlInput,
    command: ({ url }, files) => ({ args: [urlOf(files, url)] }),
  }),
  test: defineRemote({
    summary:
      'Rehearse denial-of-service attacks, bounded, while a legitimate user shops; public shops prove their owner',
    right: 'configure',
    input: urlInput.extend({
      lab: z.boolean().default(false).describe('The shop is on a private address of a laboratory of ours.'),
      scenarios: z
        .array(z.enum(scenarioNames))
        .max(scenarioNames.length)
        .default([])
        .describe('Only these; empty: all.'),
      seconds: z.int().min(1).max(600).default(60).describe('One scenario at most.'),
      maxSeconds: z.int().min(1).max(3600).default(900).describe('The whole rehearsal at most.'),
    }),
    command: ({ url, lab, scenarios, seconds, maxSeconds }, files) => ({
      args: [urlOf(files, url)],
      options: {
        lab,
        seconds: String(seconds),
        maxSeconds: String(maxSeconds),
        ...(scenarios.length > 0 && { scenario: scenarios.join(',') }),
      },
    }),
  }),
}
