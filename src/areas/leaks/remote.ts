import { z } from 'zod'
import { defineRemote } from '../../core/remote.ts'

/** Commands of the area that may be run over HTTP. Loaded without the engines behind them. */
export const remotes = {
  import: defineRemote({
    summary: 'Take in customers as keyed hashes',
    right: 'configure',
    input: z.strictObject({
      file: z.string().max(100).describe('Id of an upload: the customers as CSV or JSONL.'),
      whole: z.boolean().default(false).describe('It lists every customer: those it does not name are deleted.'),
      contacts: z.boolean().default(true).describe('False keeps hashes only; no notice can be sent then.'),
    }),
    command: ({ file, whole, contacts }, files) => ({ args: [files.upload(file)], options: { whole, contacts } }),
  }),
  sweep: defineRemote({
    summary: 'Ask Have I Been Pwned about customers, with the key set for the shop; again to go on',
    right: 'configure',
    input: z.strictObject({
      most: z.int().min(1).max(1_000_000).default(1000).describe('Most customers of this run.'),
      every: z.int().min(1).max(365).default(30).describe('Ask about a customer again after so many days.'),
      range: z.boolean().default(false).describe('Give away six characters of a hash instead of the address.'),
      shopHost: z.string().max(2000).optional().describe("The shop's verified host names, separated by commas."),
      domain: z.string().max(2000).optional().describe('Mail domains verified there.'),
      sites: z.boolean().default(false).describe('Ask of those in stealer logs for which websites.'),
      sinceNewest: z.boolean().default(false).describe('Ask again whoever was asked before the newest leak was added.'),
    }),
    command: ({ most, every, shopHost, domain, ...flags }) => ({
      options: {
        most: String(most),
        every: String(every),
        ...(shopHost !== undefined && { shopHost }),
        ...(domain !== undefined && { domain }),
        ...Object.fromEntries(Object.entries(flags).filter(([, value]) => value)),
      },
    }),
  }),
  match: defineRemote({
    summary: 'Compare the customers with a leaked list',
    right: 'configure',
    input: z.strictObject({
      file: z.string().max(100).describe('Id of an upload: the leaked list.'),
      breach: z.string().min(1).max(200).describe('Name of the leak.'),
      title: z.string().max(200).optional().describe('The leak as customers know it.'),
      date: z.iso.date().optional(),
      pairs: z
        .boolean()
        .optional()
        .describe('Keep a keyed hash of each readable password of a customer, to recognise it at log-in.'),
      from: z.string().max(200).optional().describe('Who supplied it.'),
    }),
    command: ({ file, ...given }, files) => ({
      args: [[files.upload(file)]],
      options: Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Record<
        string,
        string | boolean
      >,
    }),
  }),
}
