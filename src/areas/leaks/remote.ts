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
